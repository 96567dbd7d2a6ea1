"""What both whole reports say of each row, of money and of decisions, in both languages, out of their PDF: it is what
the one reading and the pages say.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from core.base import clock
from core.catalogue import catalogue
from core.judgement.judge import Card
from core.reading.reading import Reader
from core.strategy import known
from core.strategy.execution import Change, say
from core.terms import territory
from core.terms.period import label
from core.warehouse.store import Store
from reports import context, indicator, steering_acts
from reports.context import Sources
from reports.model import Block, Report
from show.sentences import value_or_gap
from show.texts import t
from tests.support import paper
from tests.support.pages import nodes, open_page, payloads, text_of, trees
from tests.support.wall import data  # noqa: F401 (a fixture)

BOOK = catalogue.load()
pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def cards(store: Store) -> dict[str, Card]:
    return dict(Reader(store, BOOK, territory.load(), clock.today()).nations())


def part(store: Store, lang: str, make: Callable[[Sources], Iterator[Block]]) -> str:
    """Of the annual report these blocks alone, flat: a whole one takes long."""
    s = context.gather(store, clock.today(), lang)
    return paper.flat(" ".join(paper.pages(Report("p", "P", "", s.store.build, s.until, (*make(s),), s.data, lang))))


@pytest.fixture
def words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pictures: they have many values of a row each, and take long to draw."""
    for name in ("of_towns", "over_time", "ends", "regions"):
        monkeypatch.setattr(indicator.pictures, name, lambda *_: iter(()))


def of_rows(s: Sources) -> Iterator[Block]:
    for item in BOOK.indicators:
        yield from indicator.pages(s, item)


def acts(s: Sources) -> Iterator[Block]:
    yield from steering_acts.money(s)
    yield from steering_acts.decisions(s)


def sections(text: str, lang: str) -> dict[int, str]:
    """What a report says of each row: from its heading to the next one's."""
    word = paper.flat({"pt": "linha", "en": "row"}[lang])
    last = paper.flat({"pt": "databela3:", "en": "oftable3:"}[lang])
    found = [(int(m[1]), m.start()) for m in re.finditer(rf"{word}(\d+){last}", text)]
    stops = [at for _, at in found[1:]] + [len(text)]
    return {row: text[at : min(stop, at + 6000)] for (row, at), stop in zip(found, stops, strict=True)}


def wrong_rows(text: str, lang: str, cards: dict[str, Card]) -> list[str]:
    """Rows whose newest figure of the country, its period, or verdict is not what the reading says."""
    found, there = [], sections(text, lang)
    for card in cards.values():
        item, here = card.item, there.get(card.item.row, "")
        wanted = [t(f"verdict.{card.state}", lang)]
        if card.points:
            period, value = card.points[-1]
            wanted += [value_or_gap(value, card.item, card.series, lang), label(period, lang)]
        found += [f"{item.row} {w}" for w in wanted if card.points and paper.flat(w) not in here]
    return found


@pytest.mark.usefixtures("words_alone")
@pytest.mark.parametrize("lang", ["pt", "en"])
def test_each_row_is_said_as_it_is_read(lang: str, store: Store, cards: dict[str, Card]) -> None:
    text = part(store, lang, of_rows)
    assert set(sections(text, lang)) == {i.row for i in BOOK.indicators}
    assert wrong_rows(text, lang, cards) == []


@pytest.mark.usefixtures("words_alone")
@pytest.mark.parametrize(
    ("function", "planted"),
    [("said_of", lambda *_: "Portugal: 999"), ("judgement", lambda *_: "melhora")],
    ids=["value", "verdict"],
)
def test_another_answer_planted_in_the_report_is_found(
    function: str, planted: object, store: Store, cards: dict[str, Card], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicator, function, planted)
    assert len(wrong_rows(part(store, "pt", of_rows), "pt", cards)) > 20


# What people wrote: money, and what was decided


def written() -> None:
    day = clock.today() - timedelta(days=40)
    of = {"action": "acao_9_1", "as_of": day, "fund": "PRR", "source": "Ficha do projeto"}
    tell("verba", "verba_um", **of, kind="aprovada", amount_eur=1234567.0)
    tell("verba", "verba_dois", **of, kind="paga", amount_eur=89012.0)
    tell("verba", "verba_tres", **(of | {"action": "acao_1_1", "fund": "OE"}), kind="necessidade", amount_eur=345000.0)
    base = {"body": "ece", "held_on": day, "owner": "ama", "matter": "word"}
    tell("decisao", "decisao_um", **base, text="Pedir o estado de cada ação.", due=day + timedelta(days=10))
    tell("decisao", "decisao_dois", **base, text="Reunir de novo.")


def tell(kind: str, entry: str, /, **values: Any) -> None:
    say([Change(kind, entry, values)], "AMA", today=clock.today(), known=known.ids())


def page_rows(page: str, attribute: str, **query: str) -> Iterator[list[str]]:
    """The cells of each row of a page that carries an attribute, without the finer line below."""
    for tree in trees(payloads(open_page(f"pages/{page}.py", **query))):
        for n in nodes(tree):
            if n[0] == "tr" and attribute in n[1]:
                yield [plain(c) for c in n[2:] if isinstance(c, list)]


def plain(cell: Any) -> str:
    return "".join(text_of(c) for c in cell[2:] if not (isinstance(c, list) and c[1].get("class") == "enti-fine"))


def wrong_acts(text: str, lang: str) -> list[str]:
    """Cells of the pages' rows on money and decisions that do not stand, in that order, in the report."""
    found = []
    rows = [*page_rows("execucao", "data-money", por="funding", lang=lang)]
    rows += [[r[0], r[3]] for r in page_rows("governacao", "data-decision", lang=lang)]
    for row in rows:
        here = paper.flat(row[0]) + r".{0,400}?" if len(row) == 2 else ""
        cells = [re.escape(paper.flat(c)) for c in (row[1:] if here else row)]
        if not re.search(re.escape(paper.flat(row[0])) + r".{0,300}?" + cells[0] if here else "".join(cells), text):
            found.append(" | ".join(row))
    return found if len(rows) == 5 else [f"{len(rows)} linhas"]


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_money_and_decisions_are_those_of_the_pages(lang: str, store: Store) -> None:
    written()
    assert wrong_acts(part(store, lang, acts), lang) == []


@pytest.mark.parametrize(
    ("function", "planted"),
    [("euros", lambda *_: "999 €"), ("day", lambda *_: "01/01/1999")],
    ids=["amount", "day"],
)
def test_another_sum_or_day_planted_on_paper_is_found(
    function: str, planted: object, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    written()
    monkeypatch.setattr(steering_acts, function, planted)
    assert wrong_acts(part(store, "pt", acts), "pt")
