"""One question, one answer: what each surface shows of the 48 rows for the country is what the one reading says."""

import io
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from pypdf import PdfReader

from core.base import clock
from core.catalogue import catalogue
from core.judgement.judge import Card
from core.reading.nation import tally
from core.reading.reading import Reader
from core.room.playlists import Spec
from core.terms import territory
from core.terms.enti import ROWS
from core.warehouse.store import Store
from reports import WRITERS, whole
from show import verdicts
from tests.support.pages import open_page, payloads, text_of, trees
from tests.support.said import Right, Said, about, contradictions, plain, squeezed
from tests.support.wall import data, shown  # noqa: F401 (data is a fixture)
from ui.views import dominio, progresso, visao_geral
from ui.wall import figures as wall_figures
from ui.wall.parts import named

BOOK = catalogue.load()
DOMAINS = [d.slug for d in BOOK.domains]
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
        text = " ".join(text_of(t) for t in page(name, indicador=item.id, **place))
        assert list(contradictions(Said(name, item.id, text), Right.of(card), needs)) == []


def test_the_tally_is_one_on_every_surface(cards: dict[str, Card], review: str) -> None:
    found = tally(cards.values())
    long, short = plain(verdicts.tally_said(found, "pt")), plain(verdicts.tally_short(found, "pt"))
    for name in ("app", "progresso"):
        text = " ".join(text_of(t) for t in (trees(payloads(open_page("app.py"))) if name == "app" else page(name)))
        assert long in plain(text), name
    assert short in plain(" ".join(text_of(t) for t in page("sintese")))
    assert plain(str(shown(Spec(scene="nacional"))["headline"])).startswith(short)
    assert squeezed(long) in squeezed(review)


@pytest.fixture(scope="module")
def review(store: Store) -> str:
    """The text of the review, out of its PDF."""
    written = WRITERS["pdf"](whole.interim(store, clock.today().year, clock.today()))
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
