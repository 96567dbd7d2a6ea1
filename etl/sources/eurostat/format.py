"""JSON-stat 2.0 as Eurostat sends it: a sparse cube, its flags, its errors. Pure functions of the bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, prod
from typing import Any, Final

import orjson

from core.base.errors import SourceNotData, SourceRejected, SourceShapeChanged, SourceTruncated

_LOOK: Final = "comparar com a forma descrita em docs/fontes.md e corrigir o conector."

# Eurostat's flag -> (status with a value, status without one, confidentiality); several letters may come together.
FLAGS: Final[dict[str, tuple[str, str, str]]] = {
    "b": ("B", "O", "F"),
    "d": ("D", "O", "F"),
    "e": ("E", "O", "F"),
    "f": ("F", "O", "F"),
    "i": ("I", "O", "F"),
    "p": ("P", "O", "F"),
    "s": ("E", "O", "F"),
    "u": ("U", "Q", "F"),
    "c": ("U", "Q", "C"),
    "z": ("A", "M", "F"),
    "n": ("A", "N", "F"),
    ":": ("A", "O", "F"),
    "r": ("A", "O", "F"),
}


@dataclass(frozen=True)
class Dimension:
    """One axis of the cube: category codes in order, and their labels."""

    name: str
    codes: tuple[str, ...]
    labels: dict[str, str]


@dataclass(frozen=True)
class Cube:
    """A decoded answer. `values` and `flags` are sparse, by position in row-major order."""

    updated: str | None
    dimensions: tuple[Dimension, ...]
    values: dict[int, Any]
    flags: dict[int, str]

    def dimension(self, name: str) -> Dimension | None:
        """The axis of this name."""
        return next((d for d in self.dimensions if d.name == name), None)

    def cells(self, fixed: dict[str, str]) -> Iterator[tuple[str, str, Any, str | None]]:
        """geo, time, value (None where absent) and flag of every cell with the `fixed` categories."""
        sizes = [len(d.codes) for d in self.dimensions]
        strides = {d.name: prod(sizes[i + 1 :]) for i, d in enumerate(self.dimensions)}
        base = sum(d.codes.index(fixed[d.name]) * strides[d.name] for d in self.dimensions if d.name in fixed)
        geo, time = self.dimension("geo"), self.dimension("time")
        assert geo is not None and time is not None  # `decode` has seen to it
        for g, place in enumerate(geo.codes):
            for p, period in enumerate(time.codes):
                at = base + g * strides["geo"] + p * strides["time"]
                yield place, period, self.values.get(at), self.flags.get(at)


def decode(body: bytes, where: str) -> Cube:
    """A JSON-stat 2.0 dataset with the axes geo and time.

    Raises SourceTruncated, SourceNotData, SourceRejected (Eurostat's own error) and SourceShapeChanged.
    """
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        cut = body.lstrip().startswith(b"{") and not body.rstrip().endswith(b"}")
        kind, what = (SourceTruncated, "termina antes do fim") if cut else (SourceNotData, "não é JSON válido")
        raise kind(f"A resposta do Eurostat {what}.", where=where, cure="repetir a carga.") from error
    if not isinstance(answer, dict):
        raise SourceShapeChanged("A resposta não é um objeto JSON-stat.", where=where, cure=_LOOK)
    _refuse_errors(answer, where)
    if answer.get("version") != "2.0" or answer.get("class") != "dataset":
        seen = f"version {answer.get('version')!r}, class {answer.get('class')!r}"
        raise SourceShapeChanged(f"A resposta não é um dataset JSON-stat 2.0 ({seen}).", where=where, cure=_LOOK)
    try:
        dimensions = tuple(_dimension(name, answer["dimension"][name]) for name in answer["id"])
        sizes, values = list(answer["size"]), answer["value"]
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceShapeChanged(f"Falta «{error}» na resposta.", where=where, cure=_LOOK) from error
    if sizes != [len(d.codes) for d in dimensions] or not {"geo", "time"} <= {d.name for d in dimensions}:
        raise SourceShapeChanged("As dimensões não condizem com os tamanhos declarados.", where=where, cure=_LOOK)
    cells = prod(sizes)
    flags = answer.get("status") or {}
    if isinstance(flags, str):
        flags = dict.fromkeys(range(cells), flags)
    marks = _sparse(flags, cells, where)
    if odd := [f for f in marks.values() if not isinstance(f, str)]:
        raise SourceShapeChanged(f"Há sinais que não são texto ({str(odd[0])[:40]}).", where=where, cure=_LOOK)
    return Cube(answer.get("updated"), dimensions, _sparse(values, cells, where), marks)


def _refuse_errors(answer: dict[str, Any], where: str) -> None:
    for key in ("error", "warning"):
        if said := answer.get(key):
            first = said[0] if isinstance(said, list) else said
            text = first.get("label", first) if isinstance(first, dict) else first
            raise SourceRejected(
                f"O Eurostat recusou o pedido: «{text}».",
                where=where,
                cure="verificar dataset e filters em indicators.yaml.",
            )


def _dimension(name: str, about: dict[str, Any]) -> Dimension:
    category = about["category"]
    index = category.get("index") or list(category["label"])  # a single category may come without index
    codes = tuple(index) if isinstance(index, list) else tuple(sorted(index, key=index.__getitem__))
    labels = category.get("label", {})
    if not isinstance(labels, dict) or not all(isinstance(x, str) for x in (*codes, *labels.values())):
        raise TypeError(f"{name}: códigos e nomes que não são texto")
    return Dimension(name, codes, labels)


def _sparse(given: Any, cells: int, where: str) -> dict[int, Any]:
    """A list (dense, null where absent) or a dict (sparse) by position."""
    try:
        pairs = enumerate(given) if isinstance(given, list) else ((int(k), v) for k, v in given.items())
        made = {k: v for k, v in pairs if v is not None}
    except (ValueError, AttributeError) as error:
        raise SourceShapeChanged(f"Posições ilegíveis no cubo: {error}.", where=where, cure=_LOOK) from error
    if made and not (min(made) >= 0 and max(made) < cells):
        raise SourceShapeChanged(f"Há valores fora das {cells} células do cubo.", where=where, cure=_LOOK)
    return made


def number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return float(value)


def meaning(flag: str | None, *, has_value: bool) -> tuple[str, str, list[str]]:
    """Status, confidentiality, and the letters of a flag that we do not know."""
    letters = [c for c in (flag or "").replace("|", "").lower() if c.strip()]
    known = [FLAGS[c] for c in letters if c in FLAGS]
    conf = "C" if any(k[2] == "C" for k in known) else "F"
    plain = "A" if has_value else "O"
    status = next((k[0 if has_value else 1] for k in known if k[0 if has_value else 1] != plain), plain)
    return status, conf, [c for c in letters if c not in FLAGS]
