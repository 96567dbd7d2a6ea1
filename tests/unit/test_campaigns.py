"""Campaigns: asked of many, all or nobody; answered by many at once, none lost; the rate by region."""

import threading
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.base import clock
from core.base.errors import ExecutionError, NotAllowed
from core.catalogue import catalogue
from core.people import audit, campaigns, writing
from core.people.model import Actor, Grant
from core.strategy import execution
from core.terms import territory

EATA = Actor("c1", "conta", "h", (Grant("eata"),))
PLACES = territory.load()
ALL = [m.id for m in PLACES.municipalities]
ABOUT = [i.id for i in catalogue.load().indicators if i.row in campaigns.HELD_BY_CHAMBERS]


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))


def ask(to: list[str], name: str = "saude_2027", due: date | None = None) -> None:
    campaigns.ask(EATA, name, to, ABOUT[:3], "Pedimos os valores.", due or clock.today() + timedelta(days=30))


def _mine(dico: str, n: int = 0) -> Actor:
    return Actor(f"m{n}", "conta", "h", (Grant("municipio", dico),))


def _answer(dico: str, answer: str, name: str = "saude_2027") -> None:
    said = {"answer": answer, "answered_on": clock.today()}
    writing.answer(_mine(dico), campaigns.entry(name, dico), said, 1)


def test_the_ready_rows_are_those_whose_answer_a_camara_holds() -> None:
    assert len(campaigns.HELD_BY_CHAMBERS) == len(ABOUT) == 14


def test_it_is_asked_of_all_or_of_nobody() -> None:
    with pytest.raises(ExecutionError, match="9999"):
        ask([*ALL[:5], "9999"])
    assert execution.events() == ()
    ask(ALL[:5])
    with pytest.raises(ExecutionError):  # the name is taken
        ask(ALL[3:8])
    for name in ("", "x", "Saúde", "a" * 40, "a b"):
        with pytest.raises(ExecutionError):
            ask(ALL[:1], name)
    for to, about in (([], ABOUT), (ALL[:1], [])):
        with pytest.raises(ExecutionError):
            campaigns.ask(EATA, "outra", to, about, "Pedimos.", clock.today())
    with pytest.raises(NotAllowed):
        campaigns.ask(_mine("1312"), "minha", ALL[:2], ABOUT[:1], "Pedimos.", clock.today())
    assert len(execution.events()) == 5


def test_the_rate_of_each_region_counts_what_came_and_what_is_past_its_day() -> None:
    ask(ALL[:8])
    for dico, answer in zip(ALL, ("entregue", "entregue", "recusa", "nao_tem"), strict=False):
        _answer(dico, answer)
    writing.release(EATA, [("pedido", campaigns.entry("saude_2027", d)) for d in ALL[:4]])
    today = clock.today()
    (made,) = campaigns.campaigns(execution.events(), today)
    whole, *regions = made.rates
    assert (whole.asked, whole.answered, whole.refused, whole.not_held, whole.late) == (8, 2, 1, 1, 0)
    (later,) = campaigns.campaigns(execution.events(), made.due + timedelta(days=1))
    assert later.rates[0].late == 4
    above = Counter(str(PLACES.parent_at(d, "nuts2", territory.VERSION).id) for d in ALL[:8])  # type: ignore[union-attr]
    assert {r.region: r.asked for r in regions} == above and made.id == "saude_2027"


def test_what_nobody_released_is_in_no_rate_that_all_read() -> None:
    ask(ALL[:2])
    _answer(ALL[0], "recusa")
    assert campaigns.campaigns(execution.events(), clock.today())[0].rates[0].refused == 0
    assert campaigns.campaigns(execution.events(held=True), clock.today())[0].rates[0].refused == 1


def test_many_answer_forty_at_once_and_none_is_lost() -> None:
    """Each is there once, checked, and in the record. A sample: all 308 take twenty times as long."""
    asked = ALL[::4]
    ask(asked)
    todo, wrong, lock = list(asked), [], threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if not todo:
                    return
                dico = todo.pop()
            for _ in range(50):
                try:
                    _answer(dico, "entregue")
                    break
                except ExecutionError as error:  # another is writing
                    said = error
                    time.sleep(0.05)
            else:
                wrong.append((dico, said))

    threads = [threading.Thread(target=work) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    answered = [e for e in execution.events(held=True) if e.held]
    assert Counter(e.entry for e in answered) == Counter(campaigns.entry("saude_2027", d) for d in asked)
    assert audit.verify().rows == 2 + 2 * len(asked)
