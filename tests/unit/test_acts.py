"""What is asked of bodies, decided and paid: one ledger, corrected by later rows, refused where it cannot stand."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.base.errors import ExecutionConflict, ExecutionError
from core.strategy import asking, known
from core.strategy.execution import Change, current, events, say
from core.warehouse.requests import Request, names, pressing
from etl.handed import act_files
from tests.support.command import Said

TODAY = date(2026, 11, 22)
KNOWN = known.ids()
ASK = {
    "to": "ADENE",
    "about": ("edificios_novos_reabilitados_classe_a_bmenos", "acao_1_1"),
    "text": "A extração por município.",
    "asked_on": date(2026, 10, 1),
    "asked_by": "ARTE",
    "due": date(2026, 10, 31),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "execucao.sqlite"


def tell(path: Path, kind: str, entry: str, *, seen: int | None = None, **values: Any) -> Any:
    return say([Change(kind, entry, values, seen)], "ARTE", today=TODAY, known=KNOWN, path=path)


def requests(path: Path) -> tuple[Request, ...]:
    return asking.asked_of(events(path))


def test_a_ledger_of_before_the_acts_takes_them_and_keeps_what_it_has(path: Path) -> None:
    """The first table admits three kinds alone, and nothing of it may be changed."""
    with sqlite3.connect(path) as db:
        db.execute(
            "CREATE TABLE event (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('acao',"
            " 'projeto', 'reuniao')), entry TEXT NOT NULL, revision INTEGER NOT NULL CHECK (revision > 0), said_at TEXT"
            " NOT NULL, said_by TEXT NOT NULL, before TEXT, after TEXT NOT NULL, UNIQUE (kind, entry, revision))"
        )
        db.execute(
            "INSERT INTO event VALUES (1, 'acao', 'acao_1_1', 1, '2026-01-01T00:00:00+00:00', 'AMA', NULL,"
            ' \'{"state": "em_curso"}\')'
        )
    assert [e.kind for e in events(path)] == ["acao"]
    tell(path, "pedido", "pedido_um", **ASK)
    assert [e.kind for e in events(path)] == ["acao", "pedido"]
    for act in ("UPDATE act SET said_by = 'x'", "DELETE FROM act"):
        with sqlite3.connect(path) as db, pytest.raises(sqlite3.DatabaseError, match="não se"):
            db.execute(act)


def test_a_later_row_answers_and_corrects_and_nothing_is_lost(path: Path) -> None:
    tell(path, "pedido", "pedido_um", **ASK)
    (asked,) = requests(path)
    assert asked.state(TODAY) == "late" and asked.state(date(2026, 10, 31)) == "waiting" and asked.whom == "ADENE"
    tell(path, "pedido", "pedido_um", answer="promessa", answered_on=date(2026, 11, 2), due=date(2026, 12, 1))
    assert requests(path)[0].state(TODAY) == "waiting" and requests(path)[0].state(date(2026, 12, 2)) == "late"
    tell(path, "pedido", "pedido_um", answer="recusa", answered_on=date(2026, 11, 20))
    assert requests(path)[0].state(date(2027, 1, 1)) == "refused"
    tell(path, "pedido", "pedido_um", withdrawn=True, note="Era de outro projeto.")
    assert requests(path) == () and [e.revision for e in events(path)] == [1, 2, 3, 4]
    with pytest.raises(ExecutionConflict):
        tell(path, "pedido", "pedido_um", seen=0, **ASK)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"to": "Ninguém"}, "a quem se pede"),
        ({"about": ("linha_perdida",)}, "o indicador, a ação ou a recomendação"),
        ({"about": ()}, "about"),
        ({"due": date(2026, 9, 30)}, "antes de se pedir"),
        ({"asked_on": date(2026, 12, 1), "due": date(2026, 12, 2)}, "ainda não chegou"),
        ({"answer": "recusa"}, "tem o dia"),
        ({"answered_on": date(2026, 11, 1)}, "tem o dia"),
        ({"answer": "recusa", "answered_on": date(2026, 9, 1)}, "anterior ao pedido"),
        ({"answer": "promessa", "answered_on": date(2026, 11, 5)}, "o prazo é o novo"),
        ({"answer": "talvez", "answered_on": date(2026, 11, 5)}, "answer"),
        ({"evidence": "javascript:alert(1)"}, "não é um endereço"),
        ({"withdrawn": True}, "na nota porquê"),
        ({"asked_by": None}, "asked_by"),
    ],
)
def test_a_request_that_cannot_stand_is_refused_whole(path: Path, values: dict[str, Any], said: str) -> None:
    with pytest.raises(ExecutionError) as caught:
        say(
            [Change("pedido", "pedido_bom", ASK), Change("pedido", "pedido_mau", ASK | values)],
            "ARTE",
            today=TODAY,
            known=KNOWN,
            path=path,
        )
    assert "pedido_mau" in caught.value.what and said in caught.value.what and events(path) == ()


def test_who_is_asked_has_the_name_of_the_day() -> None:
    assert asking.called("ama", date(2025, 8, 21)) == "AMA" and asking.called("ama", date(2025, 8, 22)) == "ARTE"
    assert asking.called("1312", TODAY) == "CM Porto" and asking.called("INE", TODAY) == "INE"
    assert asking.called("2024:1A0", TODAY).startswith("CIM/AM ")


def asked(whom: str, on: int, due: int, **more: Any) -> Request:
    return Request(f"p_{whom}_{on}", whom, ("x",), date(2026, 1, on), date(2026, 1, due), **more)


def test_of_several_requests_the_last_to_each_body_counts_and_the_most_urgent_is_told() -> None:
    told = [asked("A", 1, 5), asked("B", 2, 20), asked("C", 3, 4, answer="recusa", answered_on=date(2026, 1, 4))]
    assert [r.whom for r in pressing(told, "x", date(2026, 1, 10))] == ["A"]
    assert [r.whom for r in pressing(told, "x", date(2026, 1, 5))] == ["A", "B"]
    again = [*told, asked("A", 6, 5 + 20)]
    assert [r.id for r in pressing(again, "x", date(2026, 1, 10))] == ["p_B_2", "p_A_6"]
    assert pressing(told, "outro", date(2026, 1, 10)) == [] == pressing(told, "x", date(2026, 1, 10), date(2026, 1, 3))
    assert names([asked(w, 1, 2) for w in "ABCDE"]) == "A, B, C +2"


# Files and commands

HEAD = "pedido;a_quem;sobre;texto;pedido_em;pedido_por;prazo;resposta;respondido_em;recibo;evidencia;nota;retirado"
LINE = "pedido_um;ADENE;acao_1_1 acao_1_2;Estado;2026-10-01;ARTE;2026-10-31;recusa;2026-10-20;Of. 3;https://a.pt;;não"


def read(*lines: str) -> list[Change]:
    return act_files.changes("\n".join((HEAD, *lines)).encode(), "pedido", name="p.csv")


def test_a_file_reads_back_as_it_was_written(path: Path) -> None:
    say(read(LINE), "ARTE", today=TODAY, known=KNOWN, path=path)
    out = act_files.entries(current(events(path), "pedido").values(), "pedido")
    assert say(act_files.changes(out, "pedido", name="p.csv"), "ARTE", today=TODAY, known=KNOWN, path=path) == []
    assert act_files.entries((), "pedido").decode("utf-8-sig").strip().split(";") == list(act_files.header("pedido"))


@pytest.mark.parametrize("text", ["=SOMA(A1)", "+1+1", "@x", "-1+2"])
def test_a_text_that_a_spreadsheet_would_run_goes_out_guarded_and_comes_back_as_it_was(path: Path, text: str) -> None:
    tell(path, "pedido", "pedido_um", **ASK | {"text": f"{text} x", "receipt": text, "note": f"{text} y"})
    out = act_files.entries(current(events(path), "pedido").values(), "pedido")
    assert [c[:1] for c in out.decode("utf-8-sig").splitlines()[1].split(";") if text in c] == ["'"] * 3
    (change,) = act_files.changes(out, "pedido", name="p.csv")
    assert (change.values["text"], change.values["receipt"]) == (f"{text} x", text)


def test_what_is_said_after_a_clock_that_stood_ahead_counts_all_the_same(path: Path) -> None:
    tell(path, "pedido", "pedido_um", **ASK)
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO act (kind, entry, revision, said_at, said_by, after) SELECT kind, entry, 2,"
            " '2100-01-01T00:00:00+00:00', 'ARTE', after FROM act"
        )
    tell(path, "pedido", "pedido_um", answer="recusa", answered_on=date(2026, 10, 20))
    last = current(events(path), "pedido")["pedido_um"]
    assert last.revision == 3 and requests(path)[0].answer == "recusa"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (LINE.replace("2026-10-31", "31/10/2026"), "linha 3: pedido_um, coluna prazo: «31/10/2026» não é uma data"),
        (LINE.replace(";não", ";talvez"), "coluna retirado: «talvez»"),
        (LINE.replace("pedido_um", ""), "coluna pedido: falta o id"),
        (LINE + ";a mais", "tem mais colunas"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(line: str, said: str) -> None:
    with pytest.raises(ExecutionError) as caught:
        read(LINE.replace("pedido_um", "pedido_outro"), line)
    assert said in caught.value.what and "1 erro" in caught.value.what


def test_a_file_with_a_strange_column_or_twice_the_same_entry_is_refused() -> None:
    with pytest.raises(ExecutionError, match="não se conhecem cor"):
        act_files.changes((HEAD + ";cor\n").encode(), "pedido", name="p.csv")
    with pytest.raises(ExecutionError, match="mais do que uma linha"):
        read(LINE, LINE)


def test_an_empty_answer_leaves_what_was_answered_and_other_empty_cells_take_away(path: Path) -> None:
    say(read(LINE), "ARTE", today=TODAY, known=KNOWN, path=path)
    say(read(LINE.replace(";recusa;", ";;").replace("Of. 3", "")), "ARTE", today=TODAY, known=KNOWN, path=path)
    after = current(events(path), "pedido")["pedido_um"].after
    assert (after.answer, after.receipt) == ("recusa", None)  # type: ignore[union-attr]


def test_the_commands_ask_answer_and_list(etl: Callable[..., Said], tmp_path: Path) -> None:
    assert "não pedimos nada a ninguém" in etl("requests", "list", data=tmp_path).out
    ask = ("--to", "ADENE", "--about", "acao_1_1", "--text", "O estado.", "--due", "2026-02-01", "--by", "ARTE")
    made = etl("requests", "ask", "pedido_um", *ask, "--asked-on", "2026-01-05", data=tmp_path)
    assert made.code == 0 and "revisão 1" in made.out
    again = etl("requests", "ask", "pedido_um", *ask, "--asked-on", "2026-01-06", data=tmp_path)
    assert again.code == ExecutionConflict.exit_code
    assert "ADENE" in etl("requests", "list", "--late", data=tmp_path).out
    told = etl(
        "requests",
        "answer",
        "pedido_um",
        "--answer",
        "recusa",
        "--answered-on",
        "2026-01-09",
        "--by",
        "ARTE",
        data=tmp_path,
    )
    assert told.code == 0 and "refused" in etl("requests", "list", "--json", data=tmp_path).out
    lost = etl("requests", "answer", "pedido_dois", "--answer", "recusa", "--by", "ARTE", data=tmp_path)
    assert lost.code == ExecutionError.exit_code and "requests list" in lost.err
    file = tmp_path / "p.csv"
    assert etl("requests", "export", str(file), data=tmp_path).code == 0
    same = etl("requests", "import", str(file), "--by", "ARTE", data=tmp_path)
    assert same.code == 0 and "Nada mudou" in same.out
    gone = etl("requests", "withdraw", "pedido_um", "--note", "Engano.", "--by", "ARTE", data=tmp_path)
    assert gone.code == 0 and "não pedimos nada" in etl("requests", "list", data=tmp_path).out
