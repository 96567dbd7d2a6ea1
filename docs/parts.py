"""The parts of documents that are written by code, each between two marks that keep it apart from what people write."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from core.base.paths import ROOT
from docs import comandos, endurecimento, licencas, plausibilidade


class Part(NamedTuple):
    """One written part: its document (from the project's root), the name in its marks, and what writes it."""

    document: str
    name: str
    write: Callable[[], str]


PARTS: Final = (
    Part("docs/licencas.md", "bibliotecas", licencas.tables),
    Part("docs/comandos.md", "comandos", comandos.reference),
    Part("docs/endurecimento.md", "ataques", endurecimento.table),
    Part("docs/endurecimento.md", "buracos", endurecimento.holes),
    Part("README.md", "endurecimento", endurecimento.summary),
    Part("docs/plausibilidade.md", "regras", plausibilidade.table),
)


def renewed(document: str, name: str, text: str) -> str:
    """A document's text with one part replaced. ValueError when its two marks are not there, once each and in order."""
    start, end = f"<!-- {name}: feito por «make docs» -->\n", f"<!-- fim: {name} -->\n"
    before, found, rest = document.partition(start)
    _, ended, after = rest.partition(end)
    if not found or not ended or start in rest or end in before + after:
        raise ValueError(f"as marcas de «{name}» não estão no documento, uma vez cada: {start.strip()} e {end.strip()}")
    return before + start + "\n" + text.strip() + "\n\n" + end + after


def documents(root: Path = ROOT) -> dict[Path, str]:
    """Each document with written parts, as it should be."""
    made: dict[Path, str] = {}
    for part in PARTS:
        path = root / part.document
        made[path] = renewed(made.get(path) or path.read_text(encoding="utf-8"), part.name, part.write())
    return made
