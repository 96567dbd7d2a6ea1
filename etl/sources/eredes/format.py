"""E-REDES's meters as CSV: the aggregated export that we ask for, or the labelled file that people download."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from core.base.errors import DuplicateKey, SourceNotData, SourceShapeChanged, SourceTruncated
from core.terms import period
from core.terms.territory import dico
from etl.fetch import csv_text
from etl.fetch.words import fold

# Our name -> the names it has in the API and, folded, in the downloaded file.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "period": ("data",),
    "place": ("coddistritoconcelho",),
    "smart": ("inclui_emi", "inclui contador inteligente"),
    "active": ("contrato_ativo", "contrato ativo"),
    "count": ("cpes", "numero de cpe's"),
}
_YES_NO: Final = {"sim": True, "nao": False}


@dataclass
class Meters:
    """Connections with an active contract, all and smart, per period and DICO; and what could not be placed or read."""

    total: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    smart: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    pooled: Counter[str] = field(default_factory=Counter)  # «OUTROS» and the like: code -> connections
    pooled_rows: int = 0
    unread: list[tuple[str, str, str]] = field(default_factory=list)  # period, DICO, text
    negative: list[tuple[str, str, str]] = field(default_factory=list)


def parse(body: bytes, where: str, known: frozenset[str]) -> Meters:
    """Count the rows of active contracts; `known` are the DICOs that a row may speak of.

    Raises SourceNotData, SourceTruncated, SourceShapeChanged (columns, or answers other than Sim and Não) and
    DuplicateKey (the aggregated form says two things of one cell).
    """
    rows = _rows(body, where)
    head = [fold(c) for c in next(rows, [])]
    at = _columns(head, where)
    # The downloaded file has a row per freguesia, to be added up; in the aggregated form a cell stands once.
    repeats = any("freguesia" in c for c in head)
    meters, seen = Meters(), set[tuple[str, ...]]()
    for number, row in enumerate(rows, 2):
        if len(row) != len(head):
            raise SourceTruncated(
                f"A linha {number} tem {len(row)} colunas e devia ter {len(head)}.",
                where=where,
                cure="repetir a carga.",
            )
        code = row[at["place"]].strip()
        key = (row[at["period"]].strip(), dico(code, known) or code)
        flags = tuple(_yes_no(row[at[c]], c, number, where) for c in ("smart", "active"))
        if not repeats:
            cell = (*key, *map(str, flags))
            if cell in seen:
                raise DuplicateKey(f"A célula {' / '.join(cell)} vem duas vezes.", where=where, cure="repetir a carga.")
            seen.add(cell)
        if flags[1]:
            _count(meters, (_month(key[0], number, where), key[1]), row[at["count"]].strip(), flags[0], known)
    return meters


def _rows(body: bytes, where: str) -> Iterator[list[str]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceNotData("A resposta não é texto UTF-8.", where=where, cure="repetir a carga.") from error
    if text.lstrip()[:1] in ("<", "{", ""):
        raise SourceNotData("A resposta não é CSV.", where=where, cure="repetir a carga; ver o endereço do conector.")
    return csv_text.rows(text, ";", where)


def _columns(head: list[str], where: str) -> dict[str, int]:
    found = {ours: next((head.index(n) for n in names if n in head), -1) for ours, names in COLUMNS.items()}
    if absent := [COLUMNS[c][0] for c, i in found.items() if i < 0]:
        raise SourceShapeChanged(
            f"Faltam as colunas {', '.join(absent)}; há: {', '.join(head)}.",
            where=where,
            cure="comparar com docs/fontes.md e corrigir etl/sources/eredes/format.py.",
        )
    return found


def _yes_no(text: str, column: str, number: int, where: str) -> bool:
    answer = _YES_NO.get(fold(text))
    if answer is None:
        raise SourceShapeChanged(
            f"A linha {number} responde «{text}» em {COLUMNS[column][0]}, e esperava-se Sim ou Não.",
            where=where,
            cure="ver o que o valor quer dizer e acrescentá-lo em etl/sources/eredes/format.py.",
        )
    return answer


def _month(text: str, number: int, where: str) -> str:
    try:
        return period.parse(text[:7]).text
    except ValueError as error:
        raise SourceShapeChanged(
            f"A linha {number} tem um mês desconhecido: {error}.", where=where, cure="corrigir o conector."
        ) from error


def _count(meters: Meters, key: tuple[str, str], text: str, smart: bool, known: frozenset[str]) -> None:
    """Add a row. What is pooled under no município stays out of every one, counted."""
    try:
        count = int(text)
    except ValueError:
        meters.unread.append((*key, text))
        return
    if key[1] not in known:
        meters.pooled[key[1]] += count
        meters.pooled_rows += 1
        return
    if count < 0:
        meters.negative.append((*key, text))
        return
    meters.total[key] += count
    meters.smart[key] += count if smart else 0
