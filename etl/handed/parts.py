"""What lies in a workbook, seen before openpyxl opens it: each part of the zip read once as a stream, nothing kept but
counts.

openpyxl fills the rows and columns between two cells, keeps all shared texts and builds an object for each style, so a
small file can ask for any memory or time. A part is therefore counted first, and how far each sheet reaches is known.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any, Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.common import DefusedXmlException

_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW: Final = re.compile(r"[1-9][0-9]{0,6}")
_CELLS: Final = frozenset({"row", "c", "v", "f", "is", "si", "t"})  # the rest is how it looks
_DEPTH: Final = 100
_BLOCK: Final = 1 << 16
_SHOWN: Final = 40


class Beyond(Exception):
    """A part has more than we open: `seen`, and the `limit`."""

    def __init__(self, seen: str, limit: str) -> None:
        super().__init__(seen)
        self.seen, self.limit = seen, limit


@dataclass
class Sheet:
    """How far the cells with something in them reach (from 1; 0: none). `fault`: why its cells have no sure place.
    `unsaved`: the first formula without a saved result, with its row.
    """

    row: int = 0
    column: int = 0
    fault: str = ""
    unsaved: str = ""


@dataclass
class Budget:
    """What all parts together may have: elements of cells and texts, other elements (styles, widths, links), sheets."""

    cells: int
    others: int
    sheets: int = 100

    def __post_init__(self) -> None:
        self.left = {"células e textos": self.cells, "formatos e outras marcas": self.others, "folhas": self.sheets}
        self.limits = dict(self.left)

    def spend(self, what: str) -> None:
        """Count one; Beyond when there are none left."""
        self.left[what] -= 1
        if self.left[what] < 0:
            raise Beyond(f"tem mais {what}", f"{self.limits[what]} marcas")


def scan(archive: zipfile.ZipFile, budget: Budget) -> dict[str, Sheet]:
    """Every part of a workbook by its name. What is no XML (pictures) has no cells.

    Raises Beyond, DefusedXmlException for a document type, SAXException for broken XML, and what zipfile raises.
    """
    return {entry.filename: _part(archive, entry, budget) for entry in archive.infolist()}


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Sheet:
    handler = _Handler(budget)
    parser: Any = sax.make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    with archive.open(entry) as part:
        try:
            while block := part.read(_BLOCK):
                parser.feed(block)
            parser.close()
        except SAXException:
            if entry.filename.endswith((".xml", ".rels")):
                raise
    return handler.sheet


class _Handler(ContentHandler):
    """Counts elements, and follows rows and cells as openpyxl does: each child of a row is a cell."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget
        self.sheet = Sheet()
        self.depth = self.row = self.column = 0
        self.row_depth: int | None = None
        self.inside = ""  # the child of the cell that is being read
        self.formula = ""
        self.filled = False

    def startElement(self, name: str, attrs: Any) -> None:
        local = name.rpartition(":")[2]
        self._count(local)
        self.depth += 1
        if self.row_depth is None:
            if local == "row":
                self.row_depth = self.depth
                self._begin_row(attrs.get("r"))
        elif self.depth == self.row_depth + 1:
            self._begin_cell(attrs.get("r"))
        elif self.depth == self.row_depth + 2:
            self.inside = local
            self.filled |= local == "is"
            self.formula += "=" if local == "f" else ""

    def endElement(self, name: str) -> None:
        if self.row_depth is not None:
            if self.depth == self.row_depth:
                self.row_depth = None
            elif self.depth == self.row_depth + 1:
                self._end_cell()
            elif self.depth == self.row_depth + 2:
                self.inside = ""
        self.depth -= 1

    def characters(self, content: str) -> None:
        if self.inside == "v":
            self.filled = True
        elif self.inside == "f" and len(self.formula) < _SHOWN:
            self.formula += content[:_SHOWN]

    def _count(self, local: str) -> None:
        if self.depth >= _DEPTH:
            raise Beyond("elementos dentro de elementos", str(_DEPTH))
        self.budget.spend("células e textos" if local in _CELLS else "formatos e outras marcas")
        if local == "sheet":
            self.budget.spend("folhas")

    def _begin_row(self, number: str | None) -> None:
        if number is not None and not _ROW.fullmatch(number):
            self._doubt(f"a linha «{number[:20]}» não é de nenhuma folha")
            return
        row = int(number) if number is not None else self.row + 1
        if row <= self.row:
            self._doubt(f"a linha {row} vem depois da {self.row}")
        self.row, self.column = row, 0

    def _begin_cell(self, place: str | None) -> None:
        self.filled, self.formula, self.inside = False, "", ""
        if place is None:
            self.column += 1
            return
        if not (found := _PLACE.fullmatch(place)) or int(found[2]) != self.row:
            self._doubt(f"a célula «{place[:20]}» está na linha {self.row}")
            return
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        if column <= self.column:
            self._doubt(f"a célula {place} está fora de ordem")
        self.column = column

    def _end_cell(self) -> None:
        self.inside = ""
        if self.formula and not self.filled:
            self.sheet.unsaved = self.sheet.unsaved or f"linha {self.row}: {self.formula[:_SHOWN]}"
        elif self.filled:
            self.sheet.row = max(self.sheet.row, self.row)
            self.sheet.column = max(self.sheet.column, self.column)

    def _doubt(self, why: str) -> None:
        self.sheet.fault = self.sheet.fault or why


# What a damaged zip, XML or workbook makes of zipfile, the XML readers and openpyxl: their own classes, and those of
# whatever stands where they did not look (a missing part, text for a number, a date of the year 99999).
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    DefusedXmlException,
    SAXException,
    SyntaxError,  # ParseError and lxml's are of this kind
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    OSError,
)
