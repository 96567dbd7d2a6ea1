"""A report read back out of its PDF, and what the screen shows of the same things."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pypdf import PdfReader

from core.base import clock
from core.catalogue.catalogue import Catalogue, Indicator
from core.warehouse.store import Store
from reports import WRITERS
from reports.context import Sources, gather
from reports.model import Block, Heading, Report, Table
from show.sentences import area_name
from tests.support.pages import nodes, open_page, payloads, text_of, the_map, trees

AREAS = ("Portugal", *(area_name("2024:1", lang) for lang in ("pt", "en")))
_BREAKS = "\u200b\u00ad"


def flat(text: str) -> str:
    """Without spaces, hyphens and what lets an address break: where a line ends does not count."""
    return "".join(text.replace("\u00a0", "").split()).translate({ord(c): None for c in f"{_BREAKS}-"}).lower()


def pages(report: Report) -> list[str]:
    """The text of each page of its PDF, line by line."""
    made = WRITERS["pdf"](report)
    return [p.extract_text() for p in PdfReader(io.BytesIO(made)).pages]


def part(store: Store, lang: str, make: Callable[[Sources], Iterator[Block]]) -> str:
    """Of a report as of today these blocks alone, flat and without the foot of its pages: a whole one takes long."""
    s = gather(store, clock.today(), lang)
    made = Report("p", "P", "", s.store.build, s.until, (*make(s),), s.data, lang)
    foot = re.compile(rf"^.*{store.build} \S+ \d+ \S+ \d+$", re.MULTILINE)
    return flat(" ".join(foot.sub("", p) for p in pages(made)))


def after(text: str, start: str, most: int = 400) -> str:
    """What follows the first place where a flat text stands; empty where it does not."""
    at = text.find(flat(start))
    return "" if at < 0 else text[at + len(flat(start)) : at + len(flat(start)) + most]


def rows(table: Table) -> list[tuple[str, ...]]:
    """Rows of which a page has anything to say."""
    return [r for r in table.rows if any(c for c in r)]


def dashes(report: Report, annex: str) -> list[str]:
    """Rows of the body, before the annex, in which nothing but names stands."""
    wrong = []
    for block in report.blocks:
        if isinstance(block, Heading) and block.text == annex:
            break
        if isinstance(block, Table):
            wrong += [" | ".join(r) for r in block.rows if "–" in r and set(r[2:]) <= {"–", ""}]
    return wrong


def place_rows(place: str, lang: str = "pt") -> Iterator[tuple[str, list[str]]]:
    """Of the page of a place: the id of each indicator, and the cells of its row."""
    for tree in trees(payloads(open_page("pages/territorio.py", territorio=place, lang=lang))):
        for node in nodes(tree):
            if node[0] == "tr" and (ids := re.findall(r"[?&]indicador=([a-z0-9_]+)", str(node))):
                yield ids[0], [_cell(c) for c in node[2:] if isinstance(c, list)]


def _cell(node: Any) -> str:
    """What a cell says, without the finer line below it."""
    return "".join(text_of(c) for c in node[2:] if not (isinstance(c, list) and c[1].get("class") == "enti-fine"))


def map_texts(item: str, series: str, level: str, places: Mapping[str, str]) -> dict[str, str]:
    """Of the map of a series: what it says of each place by id. `places`: names by id of the level."""
    sent = the_map(open_page("pages/indicador.py", indicador=item, serie=series, nivel=level))
    return dict(zip(sorted(places), (t.replace(sent["tail"], "") for t in sent["texts"]), strict=True))


def country_values(item: str, series: str, lang: str = "pt") -> dict[str, str]:
    """Of the country's own table of a series: each period as it reads, and its value."""
    found = {}
    asked = {"indicador": item, "serie": series, "nivel": "pais", "lang": lang}
    for tree in trees(payloads(open_page("pages/indicador.py", **asked))):
        for node in nodes(tree):
            cells = [text_of(c) for c in node[2:] if isinstance(c, list)] if node[0] == "tr" else []
            if len(cells) == 5 and cells[0] in AREAS:
                found[cells[1]] = cells[2]
    return found


def of_row(text: str, item: Indicator, book: Catalogue) -> str:
    """The row of the table since the strategy began that speaks of an indicator: up to the next one's."""
    start = text.find(flat("Valor do país até 2023, o mais recente"))
    here = text[start:]
    name = flat(f"{item.row}{item.name.pt}")
    at = here.find(name)
    rest = here[at + len(name) :] if at >= 0 else ""
    heads = [
        flat(s.naming(item.name, "pt").removeprefix(item.name.pt) + item.unit_for(s.id, "pt")) for s in item.series
    ]
    rest = rest.removeprefix(max((x for x in heads if rest.startswith(x)), key=len, default=""))
    others = [p for i in book.indicators if i is not item and (p := rest.find(flat(f"{i.row}{i.name.pt}"))) > 0]
    row = rest[: min(others, default=300)]
    return row.replace(flat("não há valor até 2023"), "|").replace(flat("não há valor posterior a 2023"), "|")
