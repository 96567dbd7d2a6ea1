"""How each kind of figure reached us, by the words of the tables it was taken from: ten cells of each kind, drawn
there, against what a page says of them here.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import pytest

from core.base.paths import SNAPSHOT
from core.catalogue import catalogue
from core.catalogue.figures import describe
from core.reading.model import Pedigree
from core.warehouse import queries
from core.warehouse.store import Store
from show import pedigree
from tests.support import ship
from tests.support.pages import nodes, text_of

pytestmark = pytest.mark.skipif(not ship.SHIP.exists(), reason="sem ../shared")
BOOK = catalogue.load()
DRAWN: Final = 10
# What the tables say of themselves, and what a page has to say of such a cell. Of the source itself nothing came: who
# compiled the tables asked it, and here it is a copy, until a load asks it again.
KINDS: Final = {"source": "copy", "copy": "copy", "derived": "derived", "typed": "document"}
# Read with other words or letters than the number's own; or cut from what was kept of the page.
SAID_OTHERWISE: Final = {
    ("despesa_id", "todos_os_setores", "2024"): "4,9 mil milhões",
    ("emprego_cultural", "eurostat", "2021"): "187,7 mil no ano anterior",
    ("empresas_vendas_online_ine", "pessoas_10_mais", "2022"): "21,2% das empresas ...",
    ("medicos_1000_hab", "antes_da_revisao", "2024"): "seis médicos por 1.000",
}


@dataclass(frozen=True)
class Cell:
    """A cell of a table there, with where it stands here."""

    table: str
    figure: str
    dim: str
    indicator: str
    series: str
    place: str
    period: str
    value: str
    status: str


@pytest.fixture(scope="module")
def cells(store: Store) -> dict[tuple[str, str], list[Cell]]:
    """Of each table and series there, the cells with a value that the build has of them."""
    found: dict[tuple[str, str], list[Cell]] = {}
    for r in store.rows(
        "SELECT o.indicator_id, o.series, key, territory_id, period FROM observation o JOIN source_run USING (run_id)"
        " WHERE source_id = 'figures' AND value IS NOT NULL AND origin <> 'aggregated'"
    ):
        figure, dim = figure_of(r["indicator_id"], r["key"])
        table, name = ship.theirs(figure, dim)
        if cell := ship.tables()[table][name].get((r["territory_id"], r["period"])):
            place = (r["indicator_id"], r["series"], r["territory_id"], r["period"])
            found.setdefault((table, name), []).append(Cell(table, figure, dim, *place, *cell))
    return found


def figure_of(indicator: str, key: str) -> tuple[str, str]:
    query = BOOK[indicator].keyed[key]
    dim = query.dim or ""
    return query.figure, dim if dim in describe().figures[query.figure].series else ""


def tables_of(kind: str) -> list[str]:
    """Those that are of one kind alone, in their own words: the index's, or where it has none the older one's."""
    how = {
        table: about.get("how") or ship.first().get(table, {}).get("origin") for table, about in ship.index().items()
    }
    return sorted(table for table, word in how.items() if word == kind)


def lot(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def drawn(kind: str, cells: dict[tuple[str, str], list[Cell]]) -> list[Cell]:
    """Ten cells by the sum of what stands in them, so that no clock or wish draws them; one a series, while there are
    enough.
    """
    own = [found for (table, _), found in cells.items() if table in tables_of(kind)]
    ranked = [sorted(c, key=lambda x: lot(kind, x.table, x.dim, x.place, x.period, x.value)) for c in own]
    ranked.sort(key=lambda c: lot(kind, c[0].table, c[0].dim, c[0].value))
    return [c[n] for n in range(DRAWN) for c in ranked if n < len(c)][:DRAWN]


def came(store: Store, cell: Cell) -> Pedigree:
    """How a cell reached us, as every page asks it."""
    table = queries.pedigree(store, cell.indicator, cell.series, [cell.place])
    (row,) = table[table["period"] == cell.period].to_dict(orient="records")
    return Pedigree.of(row, None)


def wrong(kind: str, cell: Cell, found: Pedigree) -> list[str]:
    """What is said here of a cell that its table does not say there, or says otherwise."""
    told = ship.about(cell.table)
    made = found.how == "derived" and (cell.figure, cell.dim) in ship.FINER
    wrong = [] if found.how == KINDS[kind] or made else [f"how: {found.how}"]
    wrong += [f"citation: {w}" for w in unsaid(found.citation, told)]
    wrong += [f"edition: {w}" for w in unsaid(found.edition, told)]
    wrong += [f"chain: {w}" for w in unsaid(found.chain, told)]
    known = hands(cell)
    wrong += [f"chain: none of {known}"] if known and not any(w in found.chain for w in known) else []
    wrong += [f"citation: not {w}" for w in issuers(cell) if w not in f"{found.citation} {found.chain}"]
    title, address = found.document or ("", "")
    if found.how == "document":
        wrong += document_wrong(cell, title, address)
    elif address and address_of(address) not in told:
        wrong.append(f"address: {address}")  # of a value made of what was read there
    return wrong


# Words of ours for what the tables say in other ones.
SAME: Final = {"AEA": "EEA"}
_NAMES: Final = re.compile(r"\b\d{7}\b|\b(?:19|20)\d\d\b|[\w.-]+/[\w./-]+|[a-z]+_[a-z0-9_]+|\b[A-Z][\w.-]*[A-Z][\w-]*")


def unsaid(ours: str, told: str) -> list[str]:
    """Codes, years, data sets, repositories and acronyms of ours that a table does not say."""
    return [w for w in _NAMES.findall(ours) if (x := w.strip(".")) not in told and SAME.get(x, x) not in told]


def hands(cell: Cell) -> set[str]:
    """Repositories that the notes of the table's own name say it came through, in one round or another."""
    chains = [str(n.get(k, "")) for n in ship.notes(cell.table, alone=True) for k in ("chain", "source_chain")]
    return {r for c in chains for r in re.findall(r"[\w.-]+/[\w.-]+", c) if "/" in r}


def issuers(cell: Cell) -> set[str]:
    """Who publishes the table, by the first name of the index's line."""
    source = ship.index().get(cell.table, {}).get("source") or ship.first().get(cell.table, {}).get("source", "")
    return set(re.findall(r"\b[A-Z][A-Z.-]*[A-Z]\b", source.split(";")[0].split(",")[0]))


def document_wrong(cell: Cell, title: str, address: str) -> Iterator[str]:
    """An address is one that the table's notes give, of a page on which the value stands; where none was kept, they
    give none on which it does for that period, but to confirm it.
    """
    quotes, plain = ship.quotes(cell.table), address_of(address)
    if not title:
        yield "document"
    if address:
        pages = [str(q.get("text", "")) for q in quotes if address_of(q["url"]) == plain]
        if not pages and plain not in ship.about(cell.table):
            yield f"address: {address}"
        known = SAID_OTHERWISE.get((cell.figure, cell.dim, cell.period))
        if any(pages) and not any(says(p, cell.value) or (known and known in p) for p in pages):
            yield f"value {cell.value} not on {address}"
    elif not re.search(rf"confirma {float(cell.value):g}".replace(".", ","), ship.about(cell.table)):
        whole = [q for q in quotes if "..." not in q["url"] and cell.period in str(q.get("period"))]
        yield from (f"address not kept: {q['url']}" for q in whole if says(str(q.get("text", "")), cell.value))


def address_of(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def says(text: str, value: str) -> bool:
    """Whether a number stands in what was kept of a page: all of its decimals, thousands set apart in any way."""
    x = float(value)
    forms = {f"{x:,.{n}f}" for n in range(5) if round(x, n) == x}
    plain = {f.translate(str.maketrans({",": thousands, ".": ","})) for f in forms for thousands in (".", " ", "")}
    plain |= {f.replace(",", "") for f in forms}
    return any(re.search(rf"(?<![\d.,]){re.escape(f)}(?!\d|[.,]\d)", text) for f in plain)


@pytest.mark.parametrize("kind", KINDS)
def test_ten_drawn_cells_came_as_their_table_says(
    kind: str, store: Store, cells: dict[tuple[str, str], list[Cell]]
) -> None:
    mine = drawn(kind, cells)
    assert len(set(mine)) == DRAWN
    assert {(c, w) for c in mine for w in wrong(kind, c, came(store, c))} == set()


def untold(found: Pedigree, lang: str) -> list[str]:
    """What the card of a figure leaves out of how it came."""
    card = pedigree.details(found, lang)
    said, hrefs = text_of(card), {n[1].get("href") for n in nodes(card)}
    title, address = found.document or ("", "")
    wanted = [found.citation, found.edition, found.chain, title]
    return [w for w in wanted if w not in said] + ([address] if address and address not in hrefs else [])


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_the_card_of_each_says_all_of_it(
    lang: str, store: Store, cells: dict[tuple[str, str], list[Cell]], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = [came(store, c) for kind in KINDS for c in drawn(kind, cells)]
    assert [w for p in mine for w in untold(p, lang)] == []
    monkeypatch.setattr(pedigree, "lines", lambda found, _: [found.citation, found.edition])
    handed = [p for p in mine if p.chain not in p.citation]
    assert len(handed) >= DRAWN and all(untold(p, lang) for p in handed)


def test_every_value_read_in_a_document_cites_a_page_that_has_it() -> None:
    """All of them, also those beside a row, whose tables have no kind of their own but «context»."""
    rows = pd.read_parquet(SNAPSHOT / "figures.parquet").query("origin == 'document'")
    found, cited = [], 0
    for r in rows.itertuples():
        table, _ = ship.theirs(r.figure, r.dim)
        cell = Cell(table, r.figure, r.dim, "", "", r.territory_id, r.period, str(r.value), r.status)
        read = describe().documents[r.document]
        cited += read.address is not None
        found += [(r.figure, r.dim, r.period, w) for w in document_wrong(cell, read.title, read.address or "")]
    assert found == [] and cited > 100


def test_what_is_culture_alone_is_cited_from_the_notes_on_its_row() -> None:
    """The table's own notes only list its file; the page and the words, region by region, stand with the later round
    of the same row, whose value they are.
    """
    table = "despesa_municipal_so_cultura"
    address = describe().documents["cultura_2019"].address
    assert address and not any(address in str(n) for n in ship.notes(table, alone=True))
    (page,) = {str(q["text"]) for q in ship.quotes(table) if q["url"] == address and "text" in q}
    assert "Norte (5,5%)" in page and ("2013:11", "2019") in ship.tables()[table]["só cultura, % do total"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "planted",
    [
        lambda p: replace(p, how="source"),
        lambda p: replace(p, citation="Diário de Notícias, 0099999"),
        lambda p: replace(p, edition="edição de 1987"),
        lambda p: replace(p, chain="XYZ → alguem/outro-repositorio"),
    ],
    ids=["how", "citation", "edition", "chain"],
)
def test_another_pedigree_is_found(
    kind: str, planted: Callable[[Pedigree], Pedigree], store: Store, cells: dict[tuple[str, str], list[Cell]]
) -> None:
    for cell in drawn(kind, cells):
        assert wrong(kind, cell, planted(came(store, cell))), cell


def test_another_address_or_none_is_found(store: Store, cells: dict[tuple[str, str], list[Cell]]) -> None:
    """Of another page of the notes, of none of theirs, and left out where it was kept."""
    mine = [(c, found) for c in drawn("typed", cells) if (found := came(store, c)).document and found.document[1]]
    assert len(mine) >= 3
    for cell, found in mine:
        for address in ("https://example.org/nunca", other_page(cell)):
            assert wrong("typed", cell, replace(found, document=("Um título", address))), (cell, address)


def other_page(cell: Cell) -> str:
    """A page of another table's notes, on which the value does not stand."""
    mine = {q["url"] for q in ship.quotes(cell.table)}
    every = (q["url"] for table in ship.index() for q in ship.quotes(table))
    return next(url for url in every if url not in mine and "..." not in url)
