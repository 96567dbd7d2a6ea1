"""One question, one answer: what each surface shows of the 48 rows for the country is what the one reading says."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from types import ModuleType, SimpleNamespace

import pytest
from pypdf import PdfReader

from core.alerts.kinds import late_action
from core.alerts.model import Given
from core.catalogue import catalogue
from core.judgement.judge import Card
from core.reading.agenda import answering
from core.reading.nation import tally
from core.reading.reading import Reader
from core.room.playlists import Spec
from core.strategy import present, strategy
from core.strategy.standing import standings
from core.terms import territory
from core.terms.enti import ROWS
from core.warehouse.store import Store
from reports import WRITERS, strategy_today, whole
from reports.model import Table
from show import verdicts
from show.texts import t
from tests.support.pages import nodes, open_page, payloads, text_of, trees
from tests.support.said import Right, Said, about, contradictions, plain, squeezed
from tests.support.wall import data, shown  # noqa: F401 (data is a fixture)
from ui.kit import bodies
from ui.views import dominio, progresso, sintese_due, visao_geral
from ui.wall import figures as wall_figures
from ui.wall import steering
from ui.wall.parts import named

BOOK = catalogue.load()
PLAN = strategy.load()
T = {"pt": "T", "en": "T"}
DOMAINS = [d.slug for d in BOOK.domains]
ALL = frozenset({"value", "period", "verdict"})

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def cards(store: Store) -> dict[str, Card]:
    return dict(Reader(store, BOOK, territory.load(), date.today()).nations())


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
        names = {named(i, 44): i.id for i in BOOK.indicators if i.domain == d.name}
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
    written = WRITERS["pdf"](whole.interim(store, date.today().year, date.today()))
    return " ".join(p.extract_text() for p in PdfReader(io.BytesIO(written)).pages)


def test_the_review_says_the_same_cell_by_cell(review: str, cards: dict[str, Card]) -> None:
    text = squeezed(review)
    starts = {int(m[1]): m.start() for m in re.finditer(r"linha(\d+)databela3:", text)}
    assert set(starts) == {i.row for i in BOOK.indicators}
    wrong = []
    for item in BOOK.indicators:
        after = min((at for at in starts.values() if at > starts[item.row]), default=starts[item.row] + 2500)
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
    known = standings(PLAN, {}, date.today())
    rule = late_action.LateAction.model_validate(
        {"id": "r", "kind": "late_action", "what": "silent", "severity": "aviso"}
        | dict.fromkeys(("title", "reason"), T)
    )
    given = Given(None, BOOK, known, date.today())  # type: ignore[arg-type]  # of actions alone: no store is asked
    yield from ((f.subject, f.sentence[0]) for f in late_action.find(rule, given) if f.state == "bad")


OWNERS = {"execucao": (in_execution, 47), "aberta": (opened, 8), "parede": (on_wall, 1), "alertas": (in_alerts, 21)}


def owners_wrong(name: str) -> list[str]:
    """Every action of which a surface says another body than the one reading does, or one more."""
    say, least = OWNERS[name]
    found, by_id, today = list(say()), {a.id: a for a in PLAN.actions}, date.today()
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
    silent = [s for s in standings(PLAN, {}, date.today()) if s.silent]
    right = Counter(n for s in silent for n in answering(present.load(), s, date.today(), "pt"))
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
    made = whole.interim(store, date.today().year, date.today())
    rows = {r[0]: r[1] for b in made.blocks if isinstance(b, Table) for r in b.rows}
    wrong = []
    for a in PLAN.actions:
        said = rows[f"{a.id.removeprefix('acao_').replace('_', '.')} {a.text}"]
        right = present.named(a.responsible, made.on, word=strategy_today.on(made.on))
        wrong += [] if said.partition(". Parceiros: ")[0] == right else [a.id]
    return wrong


def test_the_review_names_them_too_row_by_row(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert review_wrong(store) == []
    monkeypatch.setattr(strategy_today, "named", lambda parties, until: f"{parties.text}; em 31/12/2026 INE")
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
