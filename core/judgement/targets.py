"""Targets per territory: files that a body owns, one each, in `ENTI_DATA/metas`; the strategy and the catalogue set
the others.

A line says what a territory wants to reach: indicador; serie; territorio; valor_base; ano_base; valor; ano; fonte.
The file is taken whole or not at all (`python -m etl targets import`). Two bodies that disagree are both kept;
nothing is judged then.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.base import numbers, tables
from core.base.errors import TargetError
from core.base.paths import targets_dir
from core.catalogue.catalogue import Catalogue
from core.terms.formats import exact
from core.terms.territory import Territories

HEADER: Final = ("indicador", "serie", "territorio", "valor_base", "ano_base", "valor", "ano", "fonte")
_OWNER: Final = re.compile(r"^[a-z0-9][a-z0-9-]{1,59}$")
_YEARS: Final = (1990, 2100)
_SHOWN: Final = 300  # letters of what is said of a line


@dataclass(frozen=True)
class OwnTarget:
    """One line of such a file. Values in the unit of the series; `base_value` and `base_year` both or neither."""

    indicator_id: str
    series: str
    territory_id: str
    base_value: float | None
    base_year: int | None
    value: float
    year: int
    source: str
    owner: str


def load(catalogue: Catalogue, territories: Territories, folder: Path | None = None) -> tuple[OwnTarget, ...]:
    """All targets that were handed in, by owner and line. TargetError names the file and line that no longer holds."""
    folder = folder or targets_dir()
    found: list[OwnTarget] = []
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        found += read(tables.content(path, TargetError), path.stem, catalogue, territories, name=path.name)
    return tuple(found)


def read(
    content: bytes, owner: str, catalogue: Catalogue, territories: Territories, *, name: str
) -> tuple[OwnTarget, ...]:
    """Targets of one file. TargetError lists every bad line with its number and what to put there."""
    if not _OWNER.match(owner):
        raise TargetError(
            f"«{owner}» não serve para nome de quem fixa as metas.",
            where=name,
            cure="usar letras minúsculas sem acento, algarismos e hífen, como «cim-oeste».",
        )
    text = tables.decoded(content, name=name, error=TargetError)
    table = tables.table(text, name=name, error=TargetError)
    if table.header != HEADER:
        raise TargetError(
            f"O cabeçalho é «{';'.join(table.header)[:200]}».", where=name, cure=f"usar «{';'.join(HEADER)}»."
        )
    found: list[tuple[int, OwnTarget]] = []
    wrong = []
    for row in table.rows:
        try:
            found.append((row.line, _line(row.cells, owner, catalogue, territories)))
        except ValueError as error:
            wrong.append(f"linha {row.line}: {str(error)[:_SHOWN]}")
    seen: dict[tuple[str, str, str, int], int] = {}
    for number, t in found:
        key = (t.indicator_id, t.series, t.territory_id, t.year)
        if key in seen:
            wrong.append(f"linha {number}: repete a linha {seen[key]} (mesmo indicador, série, território e ano)")
        seen.setdefault(key, number)
    if wrong:
        more = f" (e mais {len(wrong) - 8})" if len(wrong) > 8 else ""
        raise TargetError(
            f"O ficheiro tem {len(wrong)} erro(s): {'; '.join(wrong[:8])}{more}.",
            where=name,
            cure="corrigir essas linhas; nada foi guardado.",
        )
    return tuple(t for _, t in found)


def _line(cells: list[str], owner: str, catalogue: Catalogue, territories: Territories) -> OwnTarget:
    """One line, or ValueError with what is wrong in it."""
    if len(cells) < len(HEADER) or any(cells[len(HEADER) :]):
        raise ValueError(f"não tem {len(HEADER)} colunas")
    cell = {name: text.strip() for name, text in zip(HEADER, cells, strict=False)}
    try:
        item = catalogue.indicator(cell["indicador"])
    except KeyError:
        raise ValueError(f"o indicador «{cell['indicador']}» não existe") from None
    series = cell["serie"] or item.default_series.id
    if series not in {s.id for s in item.series}:
        raise ValueError(f"a série «{series}» não existe em {item.id}; há {', '.join(s.id for s in item.series)}")
    if cell["territorio"] not in territories:
        raise ValueError(f"o território «{cell['territorio']}» não existe; usa-se o DICO, ou 2024:191 numa NUTS")
    if item.direction == "neutral":
        raise ValueError(f"{item.id} não tem um sentido melhor, e por isso não tem metas")
    if len(cell["fonte"]) < 3:
        raise ValueError("falta a fonte")
    value, year = _number(cell["valor"], "valor"), _year(cell["ano"], "ano")
    if bool(cell["valor_base"]) != bool(cell["ano_base"]):
        raise ValueError("valor_base e ano_base vão juntos, ou nenhum")
    base = _number(cell["valor_base"], "valor_base") if cell["valor_base"] else None
    base_year = _year(cell["ano_base"], "ano_base") if cell["ano_base"] else None
    if base_year is not None and base_year >= year:
        raise ValueError(f"ano_base {base_year} não é anterior a ano {year}")
    bounds = item.bounds
    for which, number in (("valor", value), ("valor_base", base)):
        if number is None:
            continue
        if (bounds.min is not None and number < bounds.min) or (
            bounds.hard and bounds.max is not None and number > bounds.max
        ):
            least, most = ("–" if b is None else exact(b) for b in (bounds.min, bounds.max))
            raise ValueError(f"{which} {exact(number)} está fora do que {item.id} pode ter ({least} a {most})")
    return OwnTarget(item.id, series, cell["territorio"], base, base_year, value, year, cell["fonte"], owner)


def _number(text: str, column: str) -> float:
    if (value := numbers.number(text)) is None:
        raise ValueError(f"{column} «{text}» não é um número, ou pode ser dois (exemplo: 12,5)")
    return value


def _year(text: str, column: str) -> int:
    if not re.fullmatch(r"\d{4}", text) or not _YEARS[0] <= int(text) <= _YEARS[1]:
        raise ValueError(f"{column} «{text}» não é um ano entre {_YEARS[0]} e {_YEARS[1]}")
    return int(text)
