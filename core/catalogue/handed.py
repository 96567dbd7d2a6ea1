"""What of an indicator people hand in: by which queries, in which columns."""

from dataclasses import dataclass
from typing import Any, Final

from core.base.errors import ImportRefused
from core.catalogue.catalogue import Catalogue
from core.catalogue.indicator import Measured

KEYS: Final = ("territorio", "nome", "serie", "periodo")
_REST: Final = ("estado", "nota", "documento", "pagina", "url")


@dataclass(frozen=True)
class Form:
    """What the template of one indicator asks for."""

    item: Measured
    queries: dict[str, Any]  # series -> the query that says levels and allowed values
    parts: bool  # numerador and denominador instead of valor

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the file, in order."""
        return (*KEYS, *(("numerador", "denominador") if self.parts else ("valor",)), *_REST)


def form(catalogue: Catalogue, indicator_id: str) -> Form:
    """The template of an indicator. Raises ImportRefused, listing the indicators that have one."""
    readers: dict[str, list[Any]] = {
        m.id: [q.of_item(m.id) for q in m.queries if q.source == "held"] for m in catalogue.measured
    }
    own = {q.series: q for q in readers.get(indicator_id, []) if q.of == indicator_id}
    if not own:
        there = sorted(m for m, qs in readers.items() if any(q.of == m for q in qs))
        raise ImportRefused(
            f"«{indicator_id}» não recebe valores entregues em ficheiro.",
            where="indicators.yaml",
            cure=f"usar um destes: {', '.join(there) or 'nenhum ainda'}; ou dar-lhe uma consulta «held».",
        )
    parts = any(q.of == indicator_id and q.column != "valor" for qs in readers.values() for q in qs)
    return Form(catalogue[indicator_id], own, parts)


def receiving(catalogue: Catalogue, level: str) -> tuple[Measured, ...]:
    """What takes figures from people at a level, in the order of the catalogue."""
    found = []
    for item in catalogue.measured:
        mine: list[Any] = [q.of_item(item.id) for q in item.queries if q.source == "held"]
        if any(q.of == item.id and level in q.levels for q in mine):
            found.append(item)
    return tuple(found)
