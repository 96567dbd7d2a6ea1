"""Decisions are followed until they are done, and what was decided is proposed no more."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.base.errors import ExecutionError
from core.catalogue import catalogue
from core.reading.agenda import Matter, agenda
from core.reading.reading import Reader
from core.strategy import asking, known, present, strategy
from core.strategy.decisions import Followed, called, followed, taken
from core.strategy.execution import Change, events, say
from core.strategy.standing import standings
from core.terms import territory
from core.warehouse.requests import Request
from core.warehouse.store import Store, resolve
from tests.support.command import Said

TODAY = date(2026, 11, 26)
PLAN, KNOWN = strategy.load(), known.ids()
TAKEN = {"body": "ece", "held_on": date(2026, 11, 3), "text": "Pedir o estado.", "owner": "arte"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "execucao.sqlite"


@pytest.fixture(scope="module")
def reader(warehouse: Path) -> Reader:
    return Reader(Store(resolve(warehouse / "builds")), catalogue.load(), territory.load(), TODAY)


def decide(path: Path, entry: str = "decisao_um", kind: str = "decisao", **values: Any) -> tuple[Followed, ...]:
    say([Change(kind, entry, values)], "ARTE", today=TODAY, known=KNOWN, path=path)
    return followed(events(path), TODAY)


def proposed(
    reader: Reader, decided: tuple[Followed, ...] = (), requests: tuple[Request, ...] = ()
) -> dict[str, Matter]:
    keys = taken(decided, TODAY)
    found = agenda(PLAN, present.load(), standings(PLAN, {}, TODAY), [], reader, "pt", requests, keys)
    return {m.key: m for m in found}


def test_the_open_ones_come_first_by_their_day_and_those_past_it_are_said(path: Path) -> None:
    decide(path, "decisao_sem", **TAKEN)
    decide(path, "decisao_feita", **TAKEN, state="cumprida", done_on=date(2026, 11, 20))
    decide(path, "decisao_passada", **TAKEN, due=date(2026, 11, 25))
    found = decide(path, "decisao_hoje", **TAKEN, due=TODAY)
    assert [f.id for f in found] == ["decisao_passada", "decisao_hoje", "decisao_sem", "decisao_feita"]
    assert [(f.past, f.days) for f in found] == [(True, -1), (False, 0), (False, None), (False, None)]
    assert found[3].no_evidence and not found[0].no_evidence
    done = decide(path, "decisao_passada", state="cumprida", evidence="https://a.pt")
    assert not any(f.past for f in done) and len(events(path)) == 5


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"body": "ministerio"}, "a estrutura não existe"),
        ({"owner": "ministerio"}, "quem a cumpre"),
        ({"due": date(2026, 11, 2)}, "anterior à decisão"),
        ({"held_on": date(2026, 12, 1)}, "ainda não chegou"),
        ({"state": "revogada"}, "na nota porquê"),
        ({"done_on": date(2026, 11, 20)}, "só uma decisão cumprida"),
        ({"state": "cumprida", "done_on": date(2026, 11, 1)}, "antes de decidida"),
        ({"meeting": "reuniao_ece_perdida"}, "não está registada"),
        ({"meeting": "reuniao_ece"}, "é de ece em 2026-11-02"),
        ({"matter": "uma; outra"}, "matter"),
    ],
)
def test_a_decision_that_cannot_stand_is_refused(path: Path, values: dict[str, Any], said: str) -> None:
    decide(path, "reuniao_ece", "reuniao", structure="ece", held_on=date(2026, 11, 2))
    with pytest.raises(ExecutionError) as caught:
        decide(path, **(TAKEN | values))
    assert said in caught.value.what and len(events(path)) == 1


def test_a_decision_may_name_its_meeting(path: Path) -> None:
    decide(path, "reuniao_ece", "reuniao", structure="ece", held_on=TAKEN["held_on"])
    assert decide(path, **TAKEN, meeting="reuniao_ece")[0].decision.meeting == "reuniao_ece"


def test_who_carries_it_out_is_named_on_the_day() -> None:
    assert called("ece", PLAN, TODAY) == "ECE" and called("ama", PLAN, TODAY) == "ARTE"
    assert called("ama", PLAN, date(2025, 1, 1)) == "AMA" and called("de_antes", PLAN, TODAY) == "de_antes"


def test_what_was_decided_is_proposed_no_more_until_it_is_revoked(reader: Reader, path: Path) -> None:
    before = proposed(reader)
    assert "word" in before and {k.partition(":")[0] for k in before} >= {"report", "meeting"}
    for key in ("word", "meeting:2026-T4"):
        entry = f"decisao_{key[:4]}"
        assert key in before and key not in proposed(reader, decide(path, entry, **TAKEN, matter=key))
        assert key not in proposed(reader, decide(path, entry, state="cumprida"))
        assert key in proposed(reader, decide(path, entry, state="revogada", note="Outra via."))


def test_what_recurs_is_proposed_again_in_the_next_quarter(path: Path) -> None:
    done = decide(path, **TAKEN, matter="word", state="cumprida")
    assert taken(done, TODAY) == {"word"}
    other = decide(path, "decisao_dois", **TAKEN, matter="heir:EMPD", state="cumprida")
    assert taken(other, date(2027, 1, 1)) == {"heir:EMPD"}
    assert "evidence" in taken(decide(path, "decisao_tres", **TAKEN, matter="evidence"), date(2027, 1, 1))


def test_a_holder_that_was_decided_on_gives_way_to_the_next(reader: Reader, path: Path) -> None:
    first = next(k for k in waiting(reader) if k.startswith("source:"))
    rest = waiting(reader, decide(path, **TAKEN, matter=first))
    assert first not in rest and any(k.startswith("source:") for k in rest)


def waiting(reader: Reader, decided: tuple[Followed, ...] = ()) -> list[str]:
    """The keys of what waits for no day, where no action says anything."""
    found = agenda(PLAN, present.load(), (), [], reader, "pt", (), taken(decided, TODAY))
    return [m.key for m in found if m.due is None]


def test_what_was_asked_is_chased_and_not_proposed_again(reader: Reader) -> None:
    about = tuple(a.id for a in PLAN.actions)
    late = Request("p", "ARTE", about, TODAY - timedelta(days=40), TODAY - timedelta(days=1))
    found = proposed(reader, requests=(late,))
    assert "word" not in found and found["chase"].params == {"n": 1, "whom": "ARTE"}
    still = Request("p", "ARTE", about, TODAY - timedelta(days=40), TODAY)
    assert not {"word", "chase"} & set(proposed(reader, requests=(still,)))
    assert asking.of_action(standings(PLAN, {}, TODAY)[0], (still,), TODAY).who == "ARTE"


def test_the_commands_take_close_and_list(etl: Callable[..., Said], tmp_path: Path, warehouse: Path) -> None:
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    made = ("--body", "ece", "--on", "2026-01-03", "--text", "Reunir.", "--owner", "ece", "--due", "2026-02-01")
    assert etl("decisions", "take", "decisao_um", *made, "--by", "ARTE", data=tmp_path).code == 0
    assert "prazo passado" in etl("decisions", "list", "--late", data=tmp_path).out
    assert etl("decisions", "take", "decisao_um", *made, "--by", "ARTE", data=tmp_path).code != 0
    done = etl("decisions", "close", "decisao_um", "--on", "2026-02-02", "--by", "ARTE", data=tmp_path)
    assert done.code == 0 and "Nenhuma decisão" in etl("decisions", "list", "--open", data=tmp_path).out
    (plain,) = json.loads(etl("decisions", "list", "--json", data=tmp_path).out)
    assert plain["state"] == "cumprida" and plain["done_on"] == "2026-02-02"
    assert "word (" in etl("decisions", "proposed", data=tmp_path).out
    file = tmp_path / "d.csv"
    assert etl("decisions", "export", str(file), data=tmp_path).code == 0
    assert "Nada mudou" in etl("decisions", "import", str(file), "--by", "ARTE", data=tmp_path).out
