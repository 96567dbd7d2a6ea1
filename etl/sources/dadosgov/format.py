"""CSV files of the strategy's own monitoring on dados.gov.pt: few, alike, and each with its own header."""

import re
from dataclasses import dataclass, field
from typing import Final

from core.base.errors import DuplicateKey, SourceNotData, SourceShapeChanged, SourceTruncated
from core.terms import period
from core.terms.formats import exact
from core.terms.territory import COUNTRY, VERSIONS, Territories, dico
from etl.fetch import csv_text
from etl.fetch.words import fold
from etl.sources.dadosgov.numbers import decimal_mark, is_numeric, number_of

_PERIOD: Final = ("ano", "periodo", "data", "year", "ano_referencia")
_VERSION: Final = ("nuts_ano", "ano_nuts")  # the version of NUTS that a row's regions are of
_DICO: Final = ("dico_codigo", "dico", "codigo_dico", "cod_dico", "dtmn")  # these hold a DICO and nothing else
_CODE: Final = ("codigo_ine", "geocod", "cod_municipio", "codigo_municipio", "codigo", "nuts")
_PLACE: Final = {
    "municipio": (*_DICO, "dicofre", *_CODE),
    "nuts3": ("nuts3_codigo", "codigo_nuts3", "nuts3", *_CODE),
    "nuts2": ("nuts2_codigo", "codigo_nuts2", "nuts2", *_CODE),
    "pais": (*_DICO, *_CODE),
}
# Never a key and never a value: names, labels, administrative columns, and the tax number of who reports.
_TEXTUAL: Final = re.compile(
    r"municipio|concelho|nome|desig|geodsg|indicador|unidade|fonte|sinal|regiao|distrito|freguesia|local|nuts|dico"
    r"|cmnpc|nipc|(^|_)nif($|_)|contribuinte|fiscal"
)
_VALUE: Final = ("valor", "value", "percentagem", "taxa", "total")


@dataclass
class Table:
    """What was read: rows (territory, period, value or NaN), codes of no territory of ours, unreadable texts."""

    rows: list[tuple[str, str, float]] = field(default_factory=list)
    nowhere: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Columns:
    """Where things stand in a row, and how its codes and values are written."""

    period: int
    value: int
    place: int | None = None
    version: int | None = None
    per: str = "municipio"
    dico: bool = False  # digits are a DICO, with its leading zero or without, and never a region
    mark: str = ""  # decimal mark


def _heading(text: str) -> str:
    """A column's name: folded, words joined by `_`."""
    return re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")


def parse(body: bytes, where: str, territories: Territories, per: str) -> Table:
    """Rows of a file with one period column, one code column (unless `per` is `pais`) and one value column.

    Raises SourceNotData, SourceTruncated, SourceShapeChanged and DuplicateKey.
    """
    text = _text(body, where)
    lines = csv_text.rows(text, _delimiter(text), where)
    head = [_heading(c) for c in next(lines)]
    rows = [r for r in lines if any(c.strip() for c in r)]
    for number, row in enumerate(rows, 2):
        if len(row) != len(head):
            raise SourceTruncated(
                f"A linha {number} tem {len(row)} colunas e devia ter {len(head)}.",
                where=where,
                cure="repetir a carga.",
            )
    at = _columns(head, rows, where, per)
    table, seen = Table(), dict[tuple[str, str], float]()
    for number, row in enumerate(rows, 2):
        _read(row, number, at, table, seen, where, territories)
    return table


def _read(
    row: list[str],
    number: int,
    at: _Columns,
    table: Table,
    seen: dict[tuple[str, str], float],
    where: str,
    territories: Territories,
) -> None:
    place = _place(row, at, territories)
    if place is None:
        table.nowhere.append(_cell(row, at.place))
        return
    when = _period(_cell(row, at.period), number, where)
    raw = _cell(row, at.value)
    value = number_of(raw, at.mark)
    if raw and value is None:
        table.unread.append(f"{place} {when}: «{raw}»")
    figure = float("nan") if value is None else value
    if (place, when) in seen:
        if repr(seen[(place, when)]) != repr(figure):
            raise DuplicateKey(
                f"Há dois valores para {place} em {when}: {exact(seen[(place, when)])} e {exact(figure)}.",
                where=where,
                cure="pedir à ARTE que corrija o ficheiro.",
            )
        return
    seen[(place, when)] = figure
    table.rows.append((place, when, figure))


def _cell(row: list[str], index: int | None) -> str:
    return "" if index is None else row[index].strip()


def _text(body: bytes, where: str) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    if not text.strip() or text.lstrip()[:1] in "<{[" or "\0" in text:
        raise SourceNotData("O ficheiro não é CSV.", where=where, cure="ver o recurso em dados.gov.pt.")
    return text


def _delimiter(text: str) -> str:
    first = text.lstrip().splitlines()[0]
    return max(";\t,", key=first.count)


def _columns(head: list[str], rows: list[list[str]], where: str, per: str) -> _Columns:
    """Places of the period, code and value columns."""

    def shape(what: str) -> SourceShapeChanged:
        return SourceShapeChanged(f"{what}; há: {', '.join(head)}.", where=where, cure="comparar com docs/fontes.md.")

    def first(names: tuple[str, ...]) -> int | None:
        return next((head.index(n) for n in names if n in head), None)

    when, place, version = first(_PERIOD), first(_PLACE[per]), first(_VERSION)
    if when is None:
        raise shape("Não há coluna de período")
    if place is None and per != "pais":
        raise shape("Não há coluna com o código do território (os nomes não servem de chave)")
    free = [i for i in range(len(head)) if i not in (when, place) and not _TEXTUAL.search(head[i])]
    named = [i for i in free if head[i] in _VALUE]
    cells = {i: [r[i].strip() for r in rows] for i in free}
    numeric = named or [i for i in free if any(map(is_numeric, cells[i])) and not _tax_numbers(cells[i])]
    if len(numeric) != 1:
        raise shape(f"Esperava-se uma coluna de valores e há {len(numeric)} ({', '.join(head[i] for i in numeric)})")
    codes = [] if place is None else [r[place].strip() for r in rows]
    bare = place is not None and (head[place] in _DICO or (per == "municipio" and _zeros_dropped(codes)))
    return _Columns(when, numeric[0], place, version, per, bare, decimal_mark(cells[numeric[0]], where))


def _zeros_dropped(codes: list[str]) -> bool:
    """Whether a column of a file per município can hold `111` for `0111`: not where others came with NUTS or zero."""
    return not any(len(c) == 7 or (len(c) == 4 and c.startswith("0")) for c in codes)


def _tax_numbers(cells: list[str]) -> bool:
    """Whether a column holds tax numbers (NIF): nine digits, the last of which checks the others."""
    filled = [c for c in cells if c]
    return bool(filled) and all(map(_is_tax_number, filled))


def _is_tax_number(text: str) -> bool:
    if not re.fullmatch(r"[1-35-9]\d{8}", text):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(text, range(9, 1, -1), strict=False)) % 11
    return int(text[8]) == (0 if rest < 2 else 11 - rest)


def _place(row: list[str], at: _Columns, territories: Territories) -> str | None:
    code = _cell(row, at.place)
    if at.place is None or code in (COUNTRY, "Portugal"):
        return COUNTRY
    if at.dico and (known := dico(code, territories)):
        return known
    if len(code) not in (1, 2, 3):
        return territories.from_ine(code, None)
    if at.dico and code.isdigit():
        return None
    # A region's code may mean another one in another version: where the row does not say which, it is nobody's.
    said = _cell(row, at.version)
    found = {p for v in ((said,) if said else VERSIONS) if (p := territories.from_ine(code, v))}
    return found.pop() if len(found) == 1 else None


def _period(text: str, number: int, where: str) -> str:
    try:
        return period.parse(text[:10]).text
    except ValueError as error:
        raise SourceShapeChanged(
            f"A linha {number} tem um período desconhecido: {error}.", where=where, cure="ver o ficheiro."
        ) from error
