"""Both whole reports and that of a region, in both languages, out of their PDF: tally and verdicts, change since the
strategy began, owners, money by kind, meetings. Each is what the one reading and the pages of that language say.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from types import ModuleType, SimpleNamespace
from typing import Any, Final

import pytest

from core.base import clock
from core.catalogue import catalogue
from core.judgement.judge import Card
from core.reading.nation import tally
from core.reading.reading import Reader
from core.strategy import known, present, strategy
from core.strategy.acts_model import MONEY_KINDS
from core.strategy.execution import Change, say
from core.strategy.money import by_domain
from core.terms import territory
from core.terms.enti import FIRST_YEAR
from core.terms.formats import day
from core.warehouse.store import Store
from reports import context, indicator, region, review, steering, steering_acts, strategy_today, whole
from reports.context import Sources
from reports.model import Block, Report
from show import verdicts
from show.sentences import euros, owed, said_name
from show.texts import t
from tests.support import paper
from tests.support.pages import nodes, open_page, payloads, text_of, trees
from tests.support.paper import flat, part
from tests.support.said import linked, marked
from tests.support.wall import data  # noqa: F401 (a fixture)
from ui.views import lacunas, territorio_table

BOOK, PLAN, LINKS = catalogue.load(), strategy.load(), strategy.load_links()
LANGS: Final = ("pt", "en")
pytestmark = pytest.mark.usefixtures("data")
in_both = pytest.mark.parametrize("lang", LANGS)


@pytest.fixture
def cards(store: Store) -> dict[str, Card]:
    return dict(reader(store).nations())


def reader(store: Store) -> Reader:
    return Reader(store, BOOK, territory.load(), clock.today())


def found(page: str, **query: str) -> list[Any]:
    path = "app.py" if page == "app" else f"pages/{page}.py"
    return [n for tree in trees(payloads(open_page(path, **query))) for n in nodes(tree)]


def said(page: str, **query: str) -> str:
    path = f"pages/{page}.py"
    return flat(" ".join(text_of(tree) for tree in trees(payloads(open_page(path, **query)))))


def row_cells(row: Any) -> list[str]:
    """Each cell of a row of a page, without the finer line below it."""
    return [_plain(c) for c in row[2:] if isinstance(c, list) and c[0] in ("th", "td")]


def _plain(cell: Any) -> str:
    return "".join(text_of(c) for c in cell[2:] if not (isinstance(c, list) and c[1].get("class") == "enti-fine"))


def other(module: ModuleType, **planted: object) -> SimpleNamespace:
    """A module, with something else in the place of some of its functions."""
    return SimpleNamespace(**vars(module) | planted)


# The tally, and each verdict

PROGRESS: Final = "pages/progresso.py"


def wrong_states(text: str, lang: str, cards: dict[str, Card]) -> list[str]:
    """Where the tally, or a row of the table of verdicts, is another than on the page of progress or in the reading."""
    long, page = verdicts.tally_said(tally(cards.values()), lang), trees(payloads(open_page(PROGRESS, lang=lang)))
    wrong = [] if flat(long) in text and flat(long) in flat(" ".join(map(text_of, page))) else [long]
    marks = {i: marked(n) for tree in page for n in nodes(tree) if n[0] == "tr" for i in linked(n)}
    headings = {d.name: d.name if lang == "pt" else d.en for d in BOOK.domains}
    for card in cards.values():
        verdict, name = t(f"verdict.{card.state}", lang), said_name(card.item, card.series, lang)
        if flat(f"{card.item.row}{name}{headings[card.item.domain]}{verdict}") not in text:
            wrong.append(f"{card.item.row} {verdict}")
        if marks[card.item.id] - {"good", "bad", "same", "neutral", "few", "none"} - {card.state}:
            wrong.append(f"{card.item.row} {marks[card.item.id]}")
    return wrong if len(marks) >= len(cards) else [f"{len(marks)} linhas"]


@in_both
def test_tally_and_verdicts_are_those_of_progress(lang: str, store: Store, cards: dict[str, Card]) -> None:
    assert wrong_states(part(store, lang, review.findings), lang, cards) == []


@pytest.mark.parametrize(("what", "lang"), [("tally", "pt"), ("verdict", "en")])
def test_another_tally_or_verdict_on_paper_is_found(
    what: str, lang: str, store: Store, cards: dict[str, Card], monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "tally":
        monkeypatch.setattr(review, "verdicts", other(verdicts, tally_said=lambda *_: "48 de 48"))
    else:
        worse = t("verdict.worsening", lang)
        monkeypatch.setattr(review, "t", lambda k, x, **v: worse if k.startswith("verdict.") else t(k, x, **v))
    assert wrong_states(part(store, lang, review.findings), lang, cards)


# The change since the strategy began


def wrong_since(text: str, lang: str, store: Store) -> list[str]:
    """Each figure of the table since 2023 that the country's own page does not have, and each change that is not that
    of the two figures beside it.
    """
    wrong, read, compared = [], reader(store), 0
    heads = {}
    for item in BOOK.indicators:
        one = read.of(item, read.nation(item))
        if one.known:
            unit = item.unit_for(one.series, lang)
            heads[item.id] = (one, flat(f"{item.row}{said_name(item, one.series, lang)}{unit}"))
    places = sorted(text.rfind(head) for _, head in heads.values())
    for id_, (one, head) in heads.items():
        at = text.rfind(head)
        here = text[at + len(head) : min((p for p in places if p > at), default=at + len(head) + 200)]
        for key in ("review.not_before", "review.not_later"):
            here = here.replace(flat(t(key, lang, year=FIRST_YEAR)), "|")
        cells = re.findall(r"([\d.,−]+)\(([^()]+)\)", here)
        if one.item.row % 3 == 0:  # a page each: of all of them in Portuguese, see test_one_answer
            shown = on_page(id_, one.series, lang)
            wrong += [f"{id_} {v} ({p})" for v, p in cells if not shown.get(p, "").startswith(v)]
        wrong += [] if cells and at >= 0 else [f"{id_} sem valores"]
        moved = re.search(r"\)([+−]?[\d.,]+)[^()]*$", here) if len(cells) == 2 else None
        if moved:
            compared += 1
            first, last = (value(v, lang) for v, _ in cells)
            step = 10.0 ** -one.item.decimals_for(one.series)
            wrong += [] if abs(value(moved[1], lang) - (last - first)) < 1.51 * step else [f"{id_} {moved[1]}"]
    return wrong if compared > 5 else [*wrong, f"{compared} variações"]


@lru_cache(maxsize=200)
def on_page(indicator_id: str, series: str, lang: str) -> dict[str, str]:
    """Of the country's table on its page, each value by period, flat; asked once, of the one build of these tests."""
    return {flat(p): flat(v) for p, v in paper.country_values(indicator_id, series, lang).items()}


def value(text: str, lang: str) -> float:
    thousands, decimal = (".", ",") if lang == "pt" else (",", ".")
    return float(text.replace(thousands, "").replace(decimal, ".").replace("−", "-").rstrip("."))


@in_both
def test_the_change_since_the_strategy_began_is_that_of_the_page(lang: str, store: Store) -> None:
    assert wrong_since(part(store, lang, review.since), lang, store) == []


@pytest.mark.parametrize(
    ("function", "planted", "lang"), [("change", "77", "pt"), ("number", "999", "en"), ("label", "1999", "pt")]
)
def test_another_change_value_or_year_on_paper_is_found(
    function: str, planted: str, lang: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, function, lambda *_, **__: planted)
    assert len(wrong_since(part(store, lang, review.since), lang, store)) > 5


# Whose what is missing is, and who answers for each action


def wrong_owners(text: str, lang: str) -> list[str]:
    """Rows of the page on gaps, by holder, that do not stand in the report."""
    table = next(n for n in found("lacunas", lang=lang) if n[1].get("class") == "enti-gaps")
    rows = [row_cells(n) for n in nodes(table) if n[0] == "tr"][1:]
    wrong = [" | ".join(r) for r in rows if flat("".join(r)) not in text]
    return wrong if len(rows) > 3 else [f"{len(rows)} donos"]


@in_both
def test_each_holder_has_the_gaps_of_the_page(lang: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    text = part(store, lang, steering.missing)
    assert wrong_owners(text, lang) == []
    monkeypatch.setattr(lacunas, "_cause", lambda *_: "outra")
    assert wrong_owners(text, lang)


@in_both
def test_a_gap_that_paper_leaves_out_is_found(lang: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_of = Sources.gaps.func
    monkeypatch.setattr(Sources, "gaps", property(lambda s: whole_of(s)[1:]))
    assert wrong_owners(part(store, lang, steering.missing), lang)


def lacking(s: Sources) -> Iterator[Block]:
    for item in BOOK.indicators:
        if item.id not in s.read.have:
            yield from indicator.pages(s, item)


def wrong_acting(text: str, lang: str, store: Store) -> list[str]:
    """Rows without any figure of which the report says another body, or that another has to act, than their page."""
    s = context.gather(store, clock.today(), lang)
    items = [i for i in BOOK.indicators if i.id not in s.read.have]
    wrong = []
    for item in items:
        acting = flat(owed(s.asked(item), lang))
        at = text.rfind(flat(f"{item.row}. {item.name.get(lang)}"))  # before it stands the table of contents
        here = text[at : at + 2500]
        wrong += [f"{item.id}: {acting}"] if acting not in here else []
        wrong += [f"{item.id}: página"] if acting not in said("indicador", indicador=item.id, lang=lang) else []
    return wrong if len(items) > 5 else [f"{len(items)} linhas"]


@in_both
def test_who_has_to_act_is_who_the_page_says(lang: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong_acting(part(store, lang, lacking), lang, store) == []
    monkeypatch.setattr(indicator, "owed", lambda *_: "INE")
    assert len(wrong_acting(part(store, lang, lacking), lang, store)) > 5


def wrong_bodies(text: str, lang: str) -> list[str]:
    """Actions of which the report says another body, on its day, than the reading."""
    today, wrong = clock.today(), []
    for a in PLAN.actions:
        right = present.named(a.responsible, today, lang, word=strategy_today.on(today, lang))
        head = f"{a.id.removeprefix('acao_').replace('_', '.')} {a.text}"
        wrong += [] if flat(right) in paper.after(text, head, 500) else [f"{a.id}: {right}"]
    return wrong


@in_both
def test_who_answers_for_each_action_stands_on_paper(lang: str, store: Store) -> None:
    assert wrong_bodies(part(store, lang, steering.execution), lang) == []


def test_another_body_on_paper_is_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strategy_today, "named", lambda parties, *_: f"{parties.text}; INE")
    assert wrong_bodies(part(store, "en", steering.execution), "en")


# What people wrote: sums and meetings


def tell(kind: str, entry: str, /, **values: Any) -> None:
    say([Change(kind, entry, values)], "AMA", today=clock.today(), known=known.ids())


SUMS: Final = (
    ("acao_9_1", "aprovada", 1_234_567.0),
    ("acao_9_2", "aprovada", 1_000.5),
    ("acao_9_1", "paga", 89_012.0),
    ("acao_1_1", "necessidade", 345_000.0),
    ("acao_2_1", "atribuida", 7_000.0),
)


def pay() -> None:
    when = clock.today() - timedelta(days=40)
    for n, (action, kind, amount) in enumerate(SUMS):
        about = {"action": action, "as_of": when, "fund": "PRR", "source": "Ficha do projeto"}
        tell("verba", f"verba_{n}", **about, kind=kind, amount_eur=amount)


def wrong_sums(text: str, lang: str) -> list[str]:
    """Sums by kind that paper lacks: of all and by initiative as on the page, and by domain as they were written."""
    rows = [row_cells(n) for n in found("execucao", por="funding", lang=lang) if n[0] == "tr" and not n[1]]
    rows = [r for r in rows if len(r) == 1 + len(MONEY_KINDS) and any("€" in c for c in r)]
    here = len(rows)
    headings = {d.name: d.name if lang == "pt" else d.en for d in BOOK.domains}
    for name, ids in by_domain(PLAN, LINKS, BOOK).items():
        sums = {k: sum(x for a, kind, x in SUMS if a in ids and kind == k) for k in MONEY_KINDS}
        if any(sums.values()):
            rows.append([headings[name], *(euros(x, lang) if x else "–" for x in sums.values())])
    wrong = [" | ".join(r) for r in rows if flat("".join(r)) not in text]
    return wrong if here == 4 and len(rows) > here else [f"{here} e {len(rows)} linhas"]


@in_both
def test_money_by_kind_is_that_of_the_page_by_initiative_and_what_was_written_by_domain(
    lang: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay()
    assert wrong_sums(part(store, lang, steering_acts.money), lang) == []
    monkeypatch.setattr(steering_acts, "MONEY_KINDS", MONEY_KINDS[::-1])  # an amount under another kind
    assert len(wrong_sums(part(store, lang, steering_acts.money), lang)) > 4
    monkeypatch.setattr(steering_acts, "MONEY_KINDS", MONEY_KINDS)
    monkeypatch.setattr(steering_acts, "euros", lambda x, lang: euros(2 * x, lang))
    assert len(wrong_sums(part(store, lang, steering_acts.money), lang)) > 4


DAYS: Final = tuple(clock.today() - timedelta(days=n) for n in (3, 100, 200))


def meet() -> None:
    """Of the ECE, and of the EAT: one of Norte alone, one of Algarve alone, one of all together."""
    tell("reuniao", "reuniao_ece", structure="ece", held_on=DAYS[0])
    for n, of in enumerate(("norte", "algarve", None)):
        tell("reuniao", f"reuniao_eat_{n}", structure="eat", held_on=DAYS[n], region=of)


def wrong_meetings(text: str, lang: str) -> list[str]:
    """Structures of which the report says another last meeting than the page on governance."""
    wrong: list[str] = []
    cards = [text_of(n) for n in found("governacao", lang=lang) if n[1].get("class") == "enti-card enti-domain"]
    for name in ("ECE", "EAT"):
        (card,) = [c for c in cards if c.startswith(f"{name}:")]
        mine = paper.after(text, f"{name}: ", 60)
        wrong += [] if mine and mine.partition(".")[0] in flat(card) else [f"{name}: {mine}"]
    return wrong


@in_both
def test_the_last_meeting_of_each_structure_is_that_of_the_page(lang: str, store: Store) -> None:
    meet()
    assert wrong_meetings(part(store, lang, review.findings), lang) == []


def test_another_day_of_a_meeting_on_paper_is_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    meet()
    monkeypatch.setattr(review, "day", lambda *_: "01/01/1999")
    assert len(wrong_meetings(part(store, "pt", review.findings), "pt")) == 2


def of_region(store: Store, id_: str, lang: str) -> str:
    return flat(" ".join(paper.pages(region.of_region(store, id_, clock.today(), lang))))


def wrong_quarters(text: str, id_: str, lang: str) -> list[str]:
    """Quarters of a region of which its report says another thing than its row on the page; and days of others."""
    there = found("governacao", lang=lang)
    (row,) = [n for n in there if n[0] == "tr" and n[1].get("data-region") == id_]
    table = next(n for n in there if n[0] == "table" and row in list(nodes(n)))
    heads = [text_of(n) for n in nodes(table) if n[0] == "th" and n[1].get("scope") == "col"][1:]
    cells = row_cells(row)[1:]
    wrong = [f"{q}: {c}" for q, c in zip(heads, cells, strict=True) if flat(q + c) not in text]
    # in English a day has letters, and flat text has no spaces: days are looked for as they are said
    mine = {flat(day(d, lang)) for d in DAYS if flat(day(d, lang)) in flat(" ".join(cells))}
    line = paper.after(text, t("region.meetings.some", lang, day=day(clock.today(), lang), days="|").partition("|")[0])
    told = {flat(day(d, lang)) for d in DAYS if flat(day(d, lang)) in line.partition(".")[0]}
    return wrong + sorted(told ^ mine)


@pytest.mark.parametrize(("id_", "lang"), [("norte", "pt"), ("algarve", "en")])
def test_a_region_s_meetings_are_those_of_its_row(id_: str, lang: str, store: Store) -> None:
    meet()
    assert wrong_quarters(of_region(store, id_, lang), id_, lang) == []


def test_the_meeting_of_another_region_is_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As every region's report once had them: those of all regions."""
    meet()
    mine = region.meetings.by_region

    def every(known: Any, eat: Any, held: Any, *more: Any) -> Any:
        return mine(known, eat, [m.model_copy(update={"region": None}) for m in held], *more)

    monkeypatch.setattr(region, "meetings", other(region.meetings, by_region=every))
    assert wrong_quarters(of_region(store, "norte", "pt"), "norte", "pt")


# What a region's report says of each figure in English


def wrong_place(text: str) -> list[str]:
    """Figures of the page of the region Norte, in English, that its report does not say with their period and rank."""
    wrong, rows = [], list(paper.place_rows("2024:11", "en"))
    for id_, (_, when, figure, *rest) in rows:
        item, rank = BOOK.indicator(id_), rest[-3]
        here = paper.after(text, f"{item.row}{item.name.en}Norte, {t('level.nuts2', 'en')}")
        wanted = [f"{figure}({when}", *([rank] if rank != "–" else [])]
        wrong += [f"{id_}: {w} ({here[:80]})" for w in wanted if flat(w) not in here]
    return wrong if len(rows) > 6 else [f"{len(rows)} linhas"]


def test_the_english_report_of_a_region_says_what_its_page_does(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    text = of_region(store, "norte", "en")
    assert wrong_place(text) == []
    monkeypatch.setattr(territorio_table, "bare", lambda *_: "999")
    assert wrong_place(text)


# What asks for a decision, in English; and that each whole report has all of these parts


def wrong_matters(text: str) -> list[str]:
    lists = [n for n in found("sintese", lang="en") if n[0] == "ul" and n[1].get("class") == "enti-matters"]
    asked = [text_of(p) for n in lists for li in n[2:] for p in li[3][2:]]
    return [x for x in asked if flat(x) not in text] if len(asked) >= 4 else [f"{len(asked)} pedidos"]


def test_what_asks_for_a_decision_is_the_same_in_english(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong_matters(part(store, "en", review.asked_for)) == []
    monkeypatch.setattr(review, "matters", other(review.matters, said=lambda *_: ("never said", "nor this")))
    assert wrong_matters(part(store, "en", review.asked_for))


COMMON: Final = (review.findings, steering.execution, steering_acts.money, steering.governance, steering.missing)
PARTS: Final[dict[str, tuple[Callable[[Store, int, date, str], Report], tuple[Callable[..., Any], ...]]]] = {
    "annual": (whole.annual, (*COMMON, steering_acts.decisions, lacking)),
    "interim": (whole.interim, (*COMMON, review.since, review.asked_for, lacking)),
}


@pytest.mark.parametrize(("kind", "lang"), [("annual", "en"), ("interim", "en")])
def test_a_whole_report_has_all_of_these_parts(
    kind: str, lang: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "_domains", lambda _: iter(()))  # what the indicators with figures say takes long
    pay()
    meet()
    make, parts = PARTS[kind]
    blocks = make(store, clock.today().year, clock.today(), lang).blocks
    s = context.gather(store, clock.today(), lang)
    assert [p.__name__ for p in parts if not all(b in blocks for b in p(s))] == []
