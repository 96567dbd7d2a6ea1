"""One question, one answer: what each surface shows of the 48 rows for the country is what the one reading says."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from types import ModuleType, SimpleNamespace

import pytest

from core.alerts.kinds import late_action
from core.alerts.model import Given
from core.base import clock
from core.catalogue import catalogue
from core.judgement.judge import Card
from core.reading.agenda import answering
from core.reading.nation import tally
from core.reading.reading import Reader
from core.room.playlists import Spec
from core.strategy import present, standing, strategy
from core.strategy.present import municipalities
from core.strategy.standing import standings
from core.terms import territory
from core.terms.enti import ROWS
from core.terms.status import NO_VALUE
from core.terms.territory import VERSION
from core.warehouse.store import Store, resolve
from reports import place, placed, region, strategy_today, whole
from reports.model import Table
from show import paint, verdicts, whens
from show.texts import t
from tests.support import paper
from tests.support.pages import nodes, open_page, payloads, text_of, trees
from tests.support.said import Right, Said, about, contradictions, plain, squeezed
from tests.support.wall import data, shown  # noqa: F401 (data is a fixture)
from ui.data import load
from ui.kit import bodies
from ui.views import dominio, indicador_country, progresso, sintese_due, territorio_table, visao_geral
from ui.wall import figures as wall_figures
from ui.wall import steering
from ui.wall.parts import named

BOOK = catalogue.load()
PLACES = territory.load()
PLAN = strategy.load()
T = {"pt": "T", "en": "T"}
DOMAINS = [d.slug for d in BOOK.domains]
GAPS = frozenset(pt for pt, _ in NO_VALUE.values())
ALL = frozenset({"value", "period", "verdict"})

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def cards(store: Store) -> dict[str, Card]:
    return dict(Reader(store, BOOK, territory.load(), clock.today()).nations())


def progress() -> Iterator[Said]:
    yield from about("Progresso", page("progresso"), ("tr",))


def overview() -> Iterator[Said]:
    yield from about("Visão geral", trees(payloads(open_page("app.py"))), ("div", "li"))


def brief() -> Iterator[Said]:
    yield from (s for s in about("Síntese", page("sintese"), ("a",)) if s.marks or s.text[:1].isdigit())


def domains() -> Iterator[Said]:
    for slug in DOMAINS:
        yield from about(f"Domínio {slug}", page("dominio", dominio=slug), ("tr",))


def wall_domains() -> Iterator[Said]:
    """A scene's rows are known by the names that they show."""
    for d in BOOK.domains:
        names = {named(i, shown_by(i, "pais"), 44): i.id for i in BOOK.indicators if i.domain == d.name}
        for row in lines(shown(Spec(scene="dominio", domain=d.name))["tree"]):
            yield Said(f"parede, {d.slug}", next(i for n, i in names.items() if n in row), row)


def lines(tree: object) -> list[str]:
    """The text of each line of a scene."""
    if not isinstance(tree, list | tuple):
        return []
    return [text_of(tree)] if tree and tree[0] == "li" else [x for part in tree for x in lines(part)]


def page(name: str, **query: str) -> list[object]:
    return trees(payloads(open_page(f"pages/{name}.py", **query)))


SURFACES = {
    "progresso": (progress, ALL, ROWS),
    "visao_geral": (overview, frozenset({"value", "period"}), ROWS),
    "sintese": (brief, frozenset({"value", "period"}), ROWS),
    "dominio": (domains, ALL, 30),
    "parede": (wall_domains, frozenset({"value"}), 20),
}


def wrong(name: str, cards: dict[str, Card]) -> list[str]:
    """Every contradiction of a surface; also where it says less than it has to."""
    say, needs, least = SURFACES[name]
    found = [s for s in say() if s.item in cards]
    assert len({s.item for s in found}) >= least, f"{name} says {len({s.item for s in found})}"
    return [c for s in found for c in contradictions(s, Right.of(cards[s.item]), needs)]


@pytest.mark.parametrize("name", SURFACES)
def test_no_surface_contradicts_the_reading(name: str, cards: dict[str, Card]) -> None:
    assert wrong(name, cards) == []


@pytest.mark.parametrize("item", [i for i in BOOK.indicators if i.row % 6 == 3], ids=lambda i: i.id)
def test_nor_does_an_indicator_s_own_page_or_its_card(item: catalogue.Indicator, cards: dict[str, Card]) -> None:
    card = cards[item.id]
    for name, needs in (("veredicto", ALL), ("indicador", frozenset({"value"}))):
        place = {"territorio": card.territory_id} if name == "veredicto" else {}
        text = " ".join(text_of(tree) for tree in page(name, indicador=item.id, **place))
        assert list(contradictions(Said(name, item.id, text), Right.of(card), needs)) == []


def test_the_tally_is_one_on_every_surface(cards: dict[str, Card], review: str) -> None:
    found = tally(cards.values())
    long, short = plain(verdicts.tally_said(found, "pt")), plain(verdicts.tally_short(found, "pt"))
    for name in ("app", "progresso"):
        text = " ".join(text_of(t) for t in (trees(payloads(open_page("app.py"))) if name == "app" else page(name)))
        assert long in plain(text), name
    assert short in plain(" ".join(text_of(tree) for tree in page("sintese")))
    assert plain(str(shown(Spec(scene="nacional"))["headline"])).startswith(short)
    assert squeezed(long) in squeezed(review)


@pytest.fixture(scope="module")
def review(store: Store) -> str:
    """The text of the review, out of its PDF."""
    return " ".join(paper.pages(whole.interim(store, clock.today().year, clock.today())))


@pytest.fixture(scope="module")
def north(store: Store) -> str:
    """That of the report of the region Norte, flat."""
    return paper.flat(" ".join(paper.pages(region.of_region(store, "norte", clock.today()))))


@pytest.fixture(scope="module")
def porto(store: Store) -> str:
    """That of the report of Porto, flat."""
    return paper.flat(" ".join(paper.pages(place.of_territory(store, "1312", clock.today()))))


def test_the_review_says_the_same_cell_by_cell(review: str, cards: dict[str, Card]) -> None:
    text = squeezed(review)
    starts = {int(m[1]): m.start() for m in re.finditer(r"linha(\d+)databela3:", text)}
    assert set(starts) == {i.row for i in BOOK.indicators}
    wrong, stops = [], (*starts.values(), text.rfind(squeezed("Dinheiro, por espécie")))
    for item in BOOK.indicators:
        after = min((at for at in stops if at > starts[item.row]), default=starts[item.row] + 2500)
        mine = Said("PDF", item.id, text[starts[item.row] : after])
        wrong += contradictions(mine, Right.of(cards[item.id]), ("value", "period"), squeezed)
    assert wrong == []


# Who answers today for each action


def in_execution() -> Iterator[tuple[str, str]]:
    """The cell of who answers in the row of each action, without that of its partners."""
    for tree in page("execucao"):
        for row in nodes(tree):
            if row[0] == "tr" and "data-action" in row[1]:
                said = [n for n in row[3][2:] if not (isinstance(n, list | tuple) and n[1].get("class") == "enti-fine")]
                yield row[1]["data-action"], " ".join(map(text_of, said))


def opened() -> Iterator[tuple[str, str]]:
    """Of some actions, opened one by one: the line of who answers."""
    for action in PLAN.actions[::6]:
        panel = next(n for tree in page("execucao", acao=action.id) for n in nodes(tree) if "data-open" in n[1])
        yield action.id, text_of(next(n for n in nodes(panel) if n[0] == "dl")[2])


def on_wall() -> Iterator[tuple[str, str]]:
    """The rows of actions on the wall are known by their number."""
    for row in lines(shown(Spec(scene="metas"))["tree"]):
        if found := re.match(r"(?:Ação )?(\d+)\.(\d+) ", row):
            yield f"acao_{found[1]}_{found[2]}", row


def in_alerts() -> Iterator[tuple[str, str]]:
    """What the alerts say of each action that is past its deadline."""
    known = standings(PLAN, {}, clock.today())
    rule = late_action.LateAction.model_validate(
        {"id": "r", "kind": "late_action", "what": "silent", "severity": "aviso"}
        | dict.fromkeys(("title", "reason"), T)
    )
    given = Given(None, BOOK, known, clock.today())  # type: ignore[arg-type]  # of actions alone: no store is asked
    yield from ((f.subject, f.sentence[0]) for f in late_action.find(rule, given) if f.state == "bad")


OWNERS = {"execucao": (in_execution, 47), "aberta": (opened, 8), "parede": (on_wall, 1), "alertas": (in_alerts, 21)}


def owners_wrong(name: str) -> list[str]:
    """Every action of which a surface says another body than the one reading does, or one more."""
    say, least = OWNERS[name]
    found, by_id, today = list(say()), {a.id: a for a in PLAN.actions}, clock.today()
    assert len({i for i, _ in found}) >= least, f"{name} says {len({i for i, _ in found})}"
    wrong = []
    for id_, text in found:
        parties = by_id[id_].responsible
        said = present.now(present.load().answers(parties, today), alone=parties.others is None)
        right = plain(text).count("hoje ") == said.count("hoje ") and plain(said) in plain(text)
        if not right or plain(parties.text) not in plain(text):
            wrong.append(f"{name}, {id_}: {text[:120]}, not {parties.text}; {said}")
    return wrong


@pytest.mark.parametrize("name", OWNERS)
def test_who_answers_today_is_one_on_every_surface(name: str) -> None:
    assert owners_wrong(name) == []


def brief_wrong() -> list[str]:
    """The bodies of which the brief counts other actions past their deadline than the one reading does."""
    silent = [s for s in standings(PLAN, {}, clock.today()) if s.silent]
    right = Counter(n for s in silent for n in answering(present.load(), s, clock.today(), "pt"))
    box = next(n for tree in page("sintese") for n in nodes(tree) if n[1].get("class") == "enti-past")
    told = Counter[str]()
    for row in (n for n in nodes(box) if n[0] == "li"):
        told[text_of(row[2]).partition(" (")[0]] += int(text_of(row[-1]))
    return [n for n in {*right, *told} if right[n] != told[n]]


def test_the_brief_counts_them_by_the_same_body(monkeypatch: pytest.MonkeyPatch) -> None:
    assert brief_wrong() == []
    monkeypatch.setattr(
        sintese_due, "t", lambda key, lang, **more: "INE" if key == "brief.was" else t(key, lang, **more)
    )
    assert brief_wrong()


def review_wrong(store: Store) -> list[str]:
    """The actions of which a row of the review says another body than the one reading does on its day."""
    made = whole.interim(store, clock.today().year, clock.today())
    rows = {r[0]: r[1] for b in made.blocks if isinstance(b, Table) for r in b.rows}
    wrong = []
    for a in PLAN.actions:
        said = rows[f"{a.id.removeprefix('acao_').replace('_', '.')} {a.text}"]
        right = present.named(a.responsible, made.on, word=strategy_today.on(made.on, "pt"))
        wrong += [] if said.partition(". Parceiros: ")[0] == right else [a.id]
    return wrong


def test_the_review_names_them_too_row_by_row(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert review_wrong(store) == []
    monkeypatch.setattr(strategy_today, "named", lambda parties, *_: f"{parties.text}; em 31/12/2026 INE")
    assert review_wrong(store)


@pytest.mark.parametrize(
    ("name", "module", "function"),
    [
        ("execucao", bodies, "who"),
        ("aberta", bodies, "who"),
        ("parede", steering, "present"),
        ("alertas", late_action, "present"),
    ],
)
def test_another_owner_planted_in_one_view_is_found(
    name: str, module: ModuleType, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if function == "who":
        monkeypatch.setattr(module, function, lambda parties, *_: [f"{parties.text}; hoje INE"])
    else:
        other = SimpleNamespace(**vars(present) | {"named": lambda parties, *_: f"{parties.text}; hoje INE"})
        monkeypatch.setattr(module, function, other)
    assert owners_wrong(name)


@pytest.mark.parametrize(
    ("name", "module", "function", "planted"),
    [
        ("progresso", progresso, "value_or_gap", lambda *_: "999 %"),
        ("progresso", progresso, "label", lambda *_: "1999"),
        ("visao_geral", visao_geral, "with_sign", lambda *_: "999"),
        ("dominio", dominio.marks, "judged", lambda *_, **__: ["span", {"data-state": "falling"}, "A descer"]),
        ("parede", wall_figures, "amount", lambda *_: ("999", "%")),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_another_value_planted_in_one_view_is_found(
    name: str,
    module: ModuleType,
    function: str,
    planted: object,
    monkeypatch: pytest.MonkeyPatch,
    cards: dict[str, Card],
) -> None:
    monkeypatch.setattr(module, function, planted)
    assert wrong(name, cards)


def shown_by(item: catalogue.Indicator, level: str) -> str:
    """The series that an indicator is shown by at a level, in the build of the tests."""
    with closing(Store(resolve())) as opened:
        return Reader(opened, BOOK, PLACES, clock.today()).shown(item, level)


def wrong_since(text: str) -> list[str]:
    """Every figure of the country in the review that the country's own table does not have, with its period."""
    found, text = [], paper.flat(text)
    for item in BOOK.indicators:
        cells = re.findall(r"([\d.,]+)\(([^()]+)\)", paper.of_row(text, item, BOOK))
        if not cells:
            continue
        shown = {paper.flat(p): paper.flat(v) for p, v in paper.country_values(item.id, shown_by(item, "pais")).items()}
        found += [f"{item.id} {v} ({p})" for v, p in cells if not shown.get(p, "").startswith(v)]
    return found


def test_each_figure_since_the_strategy_began_is_on_its_page(review: str) -> None:
    text = paper.flat(review)
    known = [i.id for i in BOOK.indicators if re.search(r"\d\(", paper.of_row(text, i, BOOK))]
    assert len(known) >= 30 and wrong_since(review) == []


def wrong_regions(text: str) -> list[str]:
    """Every value of a NUTS II or III on a map that does not stand beside its name in the review."""
    found, text = [], paper.flat(text)
    for item in (i for i in BOOK.indicators if i.finest_level == "municipio"):
        for level in ("nuts2", "nuts3"):
            names = {p.id: p.name for p in PLACES.at_level(level, VERSION)}
            head = f"{item.name.pt} por {'NUTS II' if level == 'nuts2' else 'NUTS III'} (versão"
            if (at := text.find(paper.flat(head))) < 0:
                continue
            here = text[at : at + 4000]
            said = paper.map_texts(item.id, shown_by(item, level), level, names)
            counts = Counter(said.values())
            for p, v in said.items():
                told = paper.after(here, f"{v}:", 900) if v in GAPS else here
                wanted = (names[p], f"{counts[v]} de {len(said)}.") if v in GAPS else (names[p] + v,)
                found += [] if any(paper.flat(w) in told for w in wanted) else [f"{item.id} {names[p]} {v}"]
    return found


def test_each_regional_value_is_that_of_the_map(review: str) -> None:
    assert wrong_regions(review) == []


def wrong_brief(text: str) -> list[str]:
    """Whatever the brief asks to be decided that the review does not, in the same words."""
    text, found = paper.flat(text), []
    for tree in page("sintese"):
        for n in nodes(tree):
            if n[0] == "ul" and n[1].get("class") == "enti-matters":
                said = [text_of(part) for li in n[2:] for part in li[3][2:]]
                found += [x for x in said if paper.flat(x) not in text]
    return found


def test_what_asks_for_a_decision_is_the_same_on_the_brief(review: str) -> None:
    assert wrong_brief(review) == []
    titles = [n for x in page("sintese") for n in nodes(x) if n[1].get("class") == "enti-matters"]
    assert sum(len(n) - 2 for n in titles) >= 4


def test_the_state_of_actions_and_the_evidence_are_those_of_the_page(review: str) -> None:
    text, plan = paper.flat(review), strategy.load()
    shown = " ".join(text_of(x) for x in page("execucao"))
    counts = whens.counts(standing.tally(standing.standings(plan, {}, clock.today())), "pt")
    assert counts in shown and paper.flat(counts) in text
    for action in plan.actions[::9]:
        for tree in page("execucao", acao=action.id):
            rows = [n for n in nodes(tree) if n[0] == "li" and "data-strength" in n[1]]
            for row in rows:
                when, about = text_of(row[2]), row[3]
                title = next(text_of(n) for n in nodes(about) if n[0] == "a")
                kind = next(text_of(n) for n in nodes(about) if n[1].get("class") == "enti-tag")
                assert paper.flat(f"{when}{kind}: {title}") in text, action.id


def wrong_place(text: str, place_id: str, named: str = "") -> list[str]:
    """Every figure of the page of a place that its report does not say with its period and its rank. `text`: flat."""
    found = []
    for item_id, (_, when, figure, *rest) in paper.place_rows(place_id):
        item = BOOK.indicator(item_id)
        here = paper.after(text, f"{item.row}{item.name.pt}{named}")
        rank = rest[-3]
        wanted = [f"{figure}({when}", *([rank] if rank != "–" else [])]
        found += [f"{item_id}: {w} ({here[:80]})" for w in wanted if paper.flat(w) not in here]
    return found


def test_a_region_s_report_says_what_the_page_of_the_region_does(north: str) -> None:
    assert wrong_place(north, "2024:11", "Norte, NUTS II") == []


def test_a_place_s_report_says_what_its_page_does(porto: str) -> None:
    assert wrong_place(porto, "1312") == []


def wrong_ends(text: str) -> list[str]:
    """Of the municipalities at the ends of a region, those whose value is another on the map. `text`: flat."""
    found, towns = [], {m.id: m.name for m in PLACES.municipalities}
    mine = {m.id for m in municipalities(next(r for r in present.load().regions if r.id == "norte"))}
    start = text[text.find(paper.flat("Municípios da região com valor")) :]
    for item in (i for i in BOOK.indicators if i.finest_level == "municipio"):
        here = paper.after(start, f"{item.row}{item.name.pt}(", 260)
        if not here:
            continue
        said = paper.map_texts(item.id, shown_by(item, "municipio"), "municipio", towns)
        both = {paper.flat(f"{towns[m]}: {said[m]}") for m in mine} | {paper.flat(f"{towns[m]} (") for m in mine}
        found += [] if sum(x in here for x in both) >= 2 or "contagem" in here else [f"{item.id}: {here[:120]}"]
    return found


def test_the_ends_of_a_region_have_the_values_of_the_map(north: str) -> None:
    assert wrong_ends(north) == []


@pytest.mark.parametrize(
    ("find", "of", "module", "function", "planted"),
    [
        (wrong_since, "review", indicador_country, "value_or_gap", lambda *_: "999 %"),
        (wrong_regions, "review", paint, "number", lambda *_: "999"),
        (wrong_brief, "review", sintese_due.matters, "said", lambda *_: ("nunca se disse isto", "nem isto")),
        (
            lambda text: wrong_place(text, "2024:11", "Norte, NUTS II"),
            "north",
            territorio_table,
            "bare",
            lambda *_: "999",
        ),
        (lambda text: wrong_place(text, "1312"), "porto", territorio_table, "rank", lambda *_: "999.º"),
        (wrong_ends, "north", paint, "number", lambda *_: "999"),
    ],
    ids=["since", "regions", "brief", "region", "place", "ends"],
)
def test_what_paper_does_not_say_is_found(
    find: Callable[[str], list[str]],
    of: str,
    module: ModuleType,
    function: str,
    planted: object,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    text = request.getfixturevalue(of)
    load._once.clear()  # type: ignore[attr-defined]
    monkeypatch.setattr(module, function, planted)
    assert find(text)
    load._once.clear()  # type: ignore[attr-defined]


def test_a_figure_planted_on_paper_is_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placed, "number", lambda *_, **__: "999")
    text = paper.flat(" ".join(paper.pages(region.of_region(store, "norte", clock.today()))))
    assert wrong_place(text, "2024:11", "Norte, NUTS II")
