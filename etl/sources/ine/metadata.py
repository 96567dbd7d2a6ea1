"""What INE's metadata say of an indicator: periods, places, categories, and which category a query means."""

import re
from dataclasses import dataclass
from typing import Any, Final

from core.base.errors import SourceShapeChanged
from etl.sources.ine.format import LOOK, decode
from etl.sources.ine.query import IneQuery

_HIGHEST: Final = 12


@dataclass(frozen=True)
class Metadata:
    """What pindicaMeta says of an indicator: periods, geography and other categories by code."""

    varcd: str
    title: str
    unit: str
    power: int
    updated: str
    periods: dict[str, str]  # Dim1 code -> label
    geography: tuple[str, ...]  # empty when the indicator has no geography: then it is the country's
    others: dict[int, dict[str, str]]  # dimension number -> code -> label


def parse_metadata(body: bytes, where: str) -> Metadata:
    """pindicaMeta's answer. Raises SourceShapeChanged when a documented key is missing."""
    answer = decode(body, where)
    try:
        dimensions = _categories(answer["Dimensoes"]["Categoria_Dim"])
        periods = {code: str(c["categ_dsg"]) for code, c in dimensions.get(1, {}).items()}
        # Dimension 2 is the geography where there is one; it then has the country among its codes.
        places = tuple(dimensions.get(2, {})) if "PT" in dimensions.get(2, {}) else ()
        first = 2 if places else 1
        others = {n: {k: str(c["categ_dsg"]) for k, c in cs.items()} for n, cs in dimensions.items() if n > first}
        return Metadata(
            _text(answer["IndicadorCod"]),
            _text(answer["IndicadorNome"]),
            _text(answer.get("UnidadeMedida", "")),
            _power(answer.get("Potencia10") or 0),
            str(answer.get("DataUltimaAtualizacao") or ""),
            periods,
            places,
            others,
        )
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise SourceShapeChanged(
            f"Os metadados do INE não têm «{error}» na forma documentada.", where=where, cure=LOOK
        ) from error


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(f"{given!r:.40} em vez de texto")
    return given


def _power(given: Any) -> int:
    """Of ten, that the values are multiplied by. ValueError for one that no unit has."""
    if not -_HIGHEST <= (power := int(given)) <= _HIGHEST:
        raise ValueError(f"Potencia10 {given!r:.40}")
    return power


def _categories(blocks: list[dict[str, Any]]) -> dict[int, dict[str, dict[str, Any]]]:
    """`Dim_Num1_S7A2023: [{…}]` blocks as dimension number -> code -> category."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for block in blocks:
        for key, entries in block.items():
            match = re.fullmatch(r"Dim_Num(\d+)_(.+)", key)
            if match is None:
                raise KeyError(key)
            category = entries[0]
            found.setdefault(int(match[1]), {})[match[2]] = category
    return found


def resolve(query: IneQuery, metadata: Metadata) -> IneQuery:
    """The query with the category codes that its `pick` describes, read from the labels of the metadata.

    Raises SourceShapeChanged, listing the labels there are, unless exactly one category fits.
    """
    chosen = dict(query.dims)
    for dimension, pattern in query.pick.items():
        labels = metadata.others.get(int(dimension.removeprefix("dim_")), {})
        fitting = [code for code, label in labels.items() if re.search(pattern, label.strip(), re.IGNORECASE)]
        if len(fitting) != 1:
            there = "; ".join(f"{code} «{label}»" for code, label in list(labels.items())[:30]) or "nenhuma"
            raise SourceShapeChanged(
                f"«{pattern}» descreve {len(fitting)} categorias de {dimension} e devia descrever uma. Há: {there}.",
                where=f"INE {metadata.varcd}, metadados",
                cure=f"corrigir pick em indicators.yaml (série {query.series}).",
            )
        chosen[dimension] = fitting[0]
    return query.model_copy(update={"dims": chosen})
