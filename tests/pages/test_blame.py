"""Blame needs an event: no page, alert or report names a body as late, silent or refusing unless a row says that it was
asked, and when.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.alerts.evaluate import evaluate
from core.alerts.rules import load as load_rules
from core.base import clock
from core.catalogue import catalogue
from core.strategy import asking, execution, known, present, strategy
from core.strategy.execution import Change, current, events, say
from core.strategy.standing import standings
from core.terms import territory
from core.warehouse.asked import PROJECT
from core.warehouse.store import Store
from reports.kinds import REGISTRY
from reports.model import Heading, Report, Table, Text
from tests.support.pages import nodes, open_page, payloads, trees

BOOK, TODAY = catalogue.load(), clock.today()
ROW = "edificios_novos_reabilitados_classe_a_bmenos"
BLAME = re.compile(
    r"recus|não respond|atrasad|de atraso|fora do prazo|sem palavra|nada chegou|quem pode resolver"
    r"|refus|\blate\b|past due|did not (answer|respond)|can resolve|nothing came",
    re.I,
)
BODIES = sorted(
    {i.source_state.owner for i in BOOK.shown}
    | {b.acronym or b.name.pt for b in present.load().bodies}
    | {n for e in strategy.load().entities for n in e.names},
)
NAMED = re.compile("|".join(rf"(?<!\w){re.escape(b)}(?!\w)" for b in BODIES))
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("sintese", {}),
    ("lacunas", {}),
    ("estado", {}),
    ("execucao", {}),
    ("execucao", {"por": "body"}),
    ("execucao", {"acao": "acao_2_1"}),
    ("governacao", {}),
    ("alertas", {}),
    ("dominio", {"dominio": "Ambiente Inteligente"}),
    ("indicador", {"indicador": ROW}),
    ("territorio", {"territorio": "1312"}),
    ("visao_geral", {}),
    ("progresso", {}),
)


@pytest.fixture
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own, with the builds of `warehouse`."""
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    return tmp_path


def blaming(texts: Iterator[str]) -> list[str]:
    return [x for x in texts if BLAME.search(x) and NAMED.search(x)]


def leaves(page: str, **query: str) -> Iterator[str]:
    """Every text of a page, what is read aloud of attributes among them."""
    test = open_page("app.py" if page == "visao_geral" else f"pages/{page}.py", **query)
    assert not test.exception
    for tree in trees(payloads(test)):
        for node in nodes(tree):
            yield from (str(node[1][a]) for a in ("title", "aria-label") if a in node[1])
            yield from (x for x in node[2:] if isinstance(x, str))


def written(report: Report) -> Iterator[str]:
    for b in report.blocks:
        if isinstance(b, Text | Heading):
            yield b.text
        elif isinstance(b, Table):
            yield from (str(c) for row in b.rows for c in row)


def ask(entry: str = "pedido_um", **values: Any) -> None:
    day = TODAY - timedelta(days=60)
    base = {"to": "ADENE", "about": (ROW, "acao_2_1"), "text": "Os valores.", "asked_on": day, "asked_by": "ARTE"}
    base |= {"due": day + timedelta(days=30)}
    say([Change("pedido", entry, base | values)], "ARTE", today=TODAY, known=known.ids())


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("lang", ["pt", "en"])
@pytest.mark.parametrize(("page", "query"), PAGES, ids=lambda x: x if isinstance(x, str) else "-".join(x.values()))
def test_where_nobody_was_asked_no_page_blames_a_body(page: str, query: dict[str, str], lang: str) -> None:
    assert blaming(leaves(page, lang=lang, **query)) == []


def test_the_walk_would_see_it() -> None:
    assert blaming(iter(["Fonte atrasada: INE", "Quem pode resolver: DGS", "ADENE was late", "INE: refused it"])) != []
    assert len(blaming(iter(["Startup Portugal recusou-o", "INE é a fonte", "uma ação atrasada"]))) == 1


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("page", ["lacunas", "estado", "indicador", "dominio", "execucao"])
def test_with_one_row_it_does_with_the_day(page: str) -> None:
    ask()
    query = {"indicador": ROW} if page == "indicador" else {"acao": "acao_2_1"} if page == "execucao" else {}
    day = (TODAY - timedelta(days=60)).strftime("%d/%m/%Y")
    found = blaming(leaves(page, **query))
    assert any("ADENE: pedido em" in x and day in x and "nada chegou" in x for x in found), found


@pytest.mark.usefixtures("data")
def test_the_brief_counts_what_was_asked_and_chases_it() -> None:
    assert "De 21 não pedimos o estado" in " ".join(leaves("sintese"))
    ask()
    said = " ".join(leaves("sintese"))
    assert "De 20 não pedimos o estado" in said and "Pedido o estado de 1, e fora do prazo: ADENE, pedido em" in said
    assert "Insistir nos pedidos sem resposta no prazo: 1" in said


def findings(store: Store) -> list[tuple[str, str, str]]:
    said = events()
    plan = standings(strategy.load(), current(said, "acao"), TODAY)
    found = evaluate(load_rules(), store, BOOK, plan, TODAY, {}, asking.asked_of(said))
    return [(f.subject, f.state, x) for f in found for x in f.sentence]


@pytest.mark.usefixtures("data")
def test_alerts_blame_nobody_without_a_row_and_say_who_must_act(store: Store) -> None:
    before = findings(store)
    assert blaming(iter([x for _, _, x in before])) == []
    owed = [x for _, state, x in before if state == "bad" and ("sem nenhum valor" in x or "já passado" in x)]
    assert owed and all(PROJECT in x and "não pedimos" in x for x in owed)
    ask()
    (mine,) = [x for subject, _, x in findings(store) if subject == ROW and "sem nenhum valor" in x]
    assert "ADENE: pedido em" in mine and "nada chegou" in mine and "Tem de agir: ADENE." in mine


@pytest.mark.usefixtures("data")
def test_reports_blame_nobody_without_a_row(store: Store) -> None:
    today = clock.today()  # what is said in a moment is of this day, which may no longer be that of the beginning
    before = list(written(REGISTRY["interim"].make(store, "2026", today, "pt")))
    assert blaming(iter(before)) == [] and any("não pedimos nada a ninguém" in x for x in before)
    ask()
    report = REGISTRY["interim"].make(store, "2026", today, "pt")
    assert any("fora do prazo: ADENE, pedido em" in x for x in blaming(written(report)))
    (table,) = [b for b in report.blocks if isinstance(b, Table) and b.caption.startswith("Pedidos a entidades")]
    ((whom, about, asked, due, state),) = table.rows
    assert (whom, state) == ("ADENE", "fora do prazo, sem resposta") and "ação 2.1" in about
    assert asked == f"{TODAY - timedelta(days=60):%d/%m/%Y}" and due == f"{TODAY - timedelta(days=30):%d/%m/%Y}"


@pytest.mark.parametrize(("page", "query"), [("estado", {}), ("indicador", {"indicador": ROW}), PAGES[8]])
def test_where_the_ledger_is_damaged_the_pages_on_the_data_stay_and_do_not_say_that_we_did_not_ask(
    data: Path, page: str, query: dict[str, str]
) -> None:
    (data / "execucao.sqlite").write_bytes(b"lixo" * 400)
    text = " ".join(leaves(page, **query))
    assert "O registo do que se pediu não se lê" in text and "ão pedimos (" not in text


def test_an_answer_moves_the_step_to_us(data: Path) -> None:
    ask()
    ask("pedido_um", answer="recusa", answered_on=TODAY)
    (mine,) = asking.asked_of(events(data / "execucao.sqlite"))
    assert mine.state(TODAY) == "refused"
    text = " ".join(leaves("indicador", indicador=ROW))
    assert "recusado em" in text and "tem de agir: Projeto ENTI" in text


@pytest.mark.usefixtures("data")
def test_every_gap_that_somebody_can_close_says_who_and_a_body_only_with_a_row(store: Store) -> None:
    from core.reading.reading import Reader
    from core.warehouse.causes import FINAL

    read = Reader(store, BOOK, territory.load(), TODAY)
    for g in read.ledger({}):
        assert (g.who in ("", PROJECT)) and (g.who == "" or g.cause not in FINAL), g
        assert g.late_days == 0 and g.state not in ("late", "refused", "not_held")
    ask()
    theirs = [g for g in read.ledger({}, asking.asked_of(execution.events())) if g.who == "ADENE"]
    assert {g.indicator_id for g in theirs} == {ROW} and all(g.state == "late" and g.late_days == 30 for g in theirs)
