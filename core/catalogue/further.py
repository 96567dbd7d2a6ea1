"""Further indicators: those beyond Table 3, a file each in indicadores/, named after its id and read as it is.

The 48 rows stay closed. A file here that is wrong is refused by its name, with the cure, and costs only itself. What
it must agree with (ids, domains, sources, denominators) is the catalogue's, which asks.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from core.base.errors import DeclarationError
from core.base.nested import text_of
from core.base.paths import FURTHER
from core.base.registry import Declaration, Registry, relative
from core.base.typed import read
from core.catalogue.indicator import Further

_NOTES: Final = "README.md"  # what stands in the folder and is no indicator
Stamp = tuple[object, ...]


class FurtherFile(Declaration):
    """A further indicator as its file declares it."""

    item: Further


class Files(Registry[FurtherFile]):
    """The files of indicadores/, which are read and not imported. `admits`: raises ValueError for an indicator that
    cannot stand beside the rows of Table 3.
    """

    def __init__(self, admits: Callable[[Further], None]) -> None:
        super().__init__("indicador fora da Tabela 3", FurtherFile, "indicadores", "os campos indicados")
        self._admits = admits
        self._seen: Stamp = ()

    def now(self, book: Stamp) -> Stamp:
        """What the files and the catalogue (`book`) are like now; they are read anew when either has changed."""
        stamp = (*book, *((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in _there()))
        if stamp != self._seen:
            self.forget()
            self._seen = stamp
        return stamp

    def _places(self) -> Iterator[tuple[str, str, Callable[[], tuple[FurtherFile, ...]]]]:
        for path in _there():
            yield path.stem, relative(path), partial(self._read_from, path)

    def _read_from(self, path: Path) -> tuple[FurtherFile, ...]:
        if path.suffix != ".yaml":
            raise ValueError("um indicador é um ficheiro <id>.yaml")
        item = read(
            Further,
            text_of(path, DeclarationError, what="O ficheiro não se lê.", cure="gravá-lo em UTF-8; o resto continua."),
            name=relative(path),
            what="neste indicador fora da Tabela 3",
            error=DeclarationError,
            cure="«make new-indicator» escreve um inteiro (docs/catalogo.md); o resto continua.",
            empty="escrevê-lo, ou apagar o ficheiro; o resto continua.",
        )
        if item.id != path.stem:
            raise ValueError(f"o id «{item.id}» tem de ser o nome do ficheiro, «{path.stem}»")
        self._admits(item)
        return (FurtherFile(id=item.id, name=item.name, item=item),)


def _there() -> list[Path]:
    """The files, by name; those that are hidden or notes say nothing of an indicator."""
    found = FURTHER.iterdir() if FURTHER.is_dir() else ()
    return sorted(p for p in found if p.is_file() and p.name != _NOTES and not p.name.startswith("."))
