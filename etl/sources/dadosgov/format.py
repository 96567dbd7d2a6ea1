"""CSV files of the strategy's own monitoring on dados.gov.pt: few, alike, and each with its own header."""

import re
import unicodedata
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

from core.base.errors import DuplicateKey, SourceNotData, SourceShapeChanged, SourceTruncated
from core.terms import period
from core.terms.formats import exact
from core.terms.territory import COUNTRY, VERSIONS, Territories
from etl.fetch import csv_text

_PERIOD: Final = ("ano", "periodo", "data", "year", "ano_referencia")
_PLACE: Final = (
    "dico",
    "dtmn",
    "dicofre",
    "codigo_ine",
    "geocod",
    "cod_municipio",
    "codigo_municipio",
    "codigo",
    "nuts",
)
# Never a key and never a value: names, labels, administrative columns.
_TEXTUAL: Final = re.compile(
    r"municipio|concelho|nome|designacao|geodsg|indicador|unidade|fonte|sinal|regiao|distrito|freguesia|local|nuts"
)
_VALUE: Final = ("valor", "value", "percentagem", "taxa", "total")


@dataclass
class Table:
    """What was read: rows (territory, period, value or NaN), codes of no territory of ours, unreadable texts."""

    rows: list[tuple[str, str, float]] = field(default_factory=list)
    nowhere: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def fold(text: str) -> str:
    """Lower case, no accents, words joined by `_`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def parse(body: bytes, where: str, territories: Territories, per: str) -> Table:
    """Rows of a file with one period column, one code column (unless `per` is `pais`) and one value column.

    Raises SourceNotData, SourceTruncated, SourceShapeChanged and DuplicateKey.
    """
    text = _text(body, where)
    lines = csv_text.rows(text, _delimiter(text), where)
    head = [fold(c) for c in next(lines)]
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
    at: dict[str, int],
    table: Table,
    seen: dict[tuple[str, str], float],
    where: str,
    territories: Territories,
) -> None:
    place = _place(row[at["place"]].strip(), territories) if "place" in at else COUNTRY
    if place is None:
        table.nowhere.append(row[at["place"]].strip())
        return
    when = _period(row[at["period"]].strip(), number, where)
    raw = row[at["value"]].strip()
    value = number_of(raw)
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


def _columns(head: list[str], rows: list[list[str]], where: str, per: str) -> dict[str, int]:
    """Places of the period, code and value columns."""

    def shape(what: str) -> SourceShapeChanged:
        return SourceShapeChanged(f"{what}; há: {', '.join(head)}.", where=where, cure="comparar com docs/fontes.md.")

    found: dict[str, int] = {}
    for role, names in (("period", _PERIOD), ("place", _PLACE)):
        index = next((head.index(n) for n in names if n in head), None)
        if index is not None:
            found[role] = index
    if "period" not in found:
        raise shape("Não há coluna de período")
    if "place" not in found and per != "pais":
        raise shape("Não há coluna com o código do território (os nomes não servem de chave)")
    free = [i for i in range(len(head)) if i not in found.values() and not _TEXTUAL.search(head[i])]
    named = [i for i in free if head[i] in _VALUE]
    numeric = named or [i for i in free if any(number_of(r[i].strip()) is not None for r in rows)]
    if len(numeric) != 1:
        raise shape(f"Esperava-se uma coluna de valores e há {len(numeric)} ({', '.join(head[i] for i in numeric)})")
    return found | {"value": numeric[0]}


def _place(code: str, territories: Territories) -> str | None:
    if code in (COUNTRY, "Portugal"):
        return COUNTRY
    for version in VERSIONS[::-1]:
        if place := territories.from_ine(code, version if len(code) in (1, 2, 3) else None):
            return place
    # A spreadsheet drops the leading zero of a DICO: three digits are a NUTS code only with letters.
    return code.zfill(4) if code.isdigit() and len(code) == 3 and code.zfill(4) in territories else None


def _period(text: str, number: int, where: str) -> str:
    try:
        return period.parse(text[:10]).text
    except ValueError as error:
        raise SourceShapeChanged(
            f"A linha {number} tem um período desconhecido: {error}.", where=where, cure="ver o ficheiro."
        ) from error


def number_of(text: str) -> float | None:
    """A number with decimal point or comma; None for anything else, NaN and infinity included."""
    plain: Any = text.replace("\u00a0", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if isfinite(value) else None
