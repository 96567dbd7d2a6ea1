"""A build that waits: made, whole, and not yet released. It lies in a folder of its own below the builds, where nothing
that the public reads ever looks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from core.base import files
from core.base.errors import LoadRunning, WarehouseMissing
from core.base.paths import builds_dir
from core.warehouse import whole
from core.warehouse.store import POINTER, kept, resolve

FOLDER: Final = "por_libertar"
_CURE: Final = "ver as versões que há e repetir; nada mudou."


def build(folder: Path | None = None) -> Path | None:
    """The newest whole build that waits; None where none does."""
    waiting = (folder or builds_dir()) / FOLDER
    return next((b for b in kept(waiting) if whole.fault(b) is None), None) if waiting.is_dir() else None


def newest(folder: Path) -> Path:
    """What the next load goes on from: the build that waits, or else the one in force. Raises WarehouseMissing."""
    return build(folder) or resolve(folder)


def clear(folder: Path, but: Path | None = None) -> None:
    """Take out what waits, but for one: another one, or nothing, stands for it now."""
    for path in (folder / FOLDER).glob("[0-9]*"):
        if but is None or path.stem != but.stem:
            path.unlink()


def release(name: str, folder: Path | None = None) -> Path:
    """Put the build that waits in force; returns it. WarehouseMissing where it is not the one that waits; LoadRunning
    while a load writes.
    """
    folder = folder or builds_dir()
    with _alone(folder):
        waiting = build(folder)
        if waiting is None or waiting.stem != name:
            raise WarehouseMissing(
                f"A versão {name} não está à espera de ser libertada.",
                where=str(folder / FOLDER),
                cure=_CURE,
                page=(
                    "Essa versão já não está à espera: foi libertada, ou há outra mais nova.",
                    "That build waits no longer: it was released, or there is a newer one.",
                ),
            )
        final = folder / waiting.name
        if not whole.beside(final).exists():  # else somebody was killed between the two moves
            files.move(whole.beside(waiting), whole.beside(final))
        files.move(waiting, final)
        files.write_text(folder / POINTER, final.name + "\n")
        clear(folder)
        return final


def back(name: str, folder: Path | None = None) -> Path:
    """Put a build that is kept in force again; returns it. WarehouseMissing where it is not kept, or not whole."""
    folder = folder or builds_dir()
    with _alone(folder):
        found = next((b for b in kept(folder) if b.stem == name), None)
        if found is None:
            raise WarehouseMissing(
                f"A versão {name} não está guardada.",
                where=str(folder),
                cure=_CURE,
                page=("Essa versão já não está guardada.", "That build is not kept any more."),
            )
        if (fault := whole.fault(found)) is not None:
            raise fault
        files.write_text(folder / POINTER, found.name + "\n")
        return found


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        held = FileLock(folder / ".lock", timeout=0).acquire()
    except Timeout as error:
        raise LoadRunning(
            "Outra carga está a correr.",
            where=str(folder),
            cure="esperar que termine e repetir.",
            page=(
                "Está a correr uma carga: esperar que acabe e repetir. Nada mudou.",
                "A load is running: wait until it ends and try again. Nothing changed.",
            ),
        ) from error
    with held:
        yield
