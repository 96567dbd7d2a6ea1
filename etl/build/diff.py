"""A kept build, found by its name or the beginning of it."""

from pathlib import Path

from core.base.errors import WarehouseMissing
from core.warehouse import waiting
from core.warehouse.store import earlier, kept, resolve


def find(name: str, folder: Path) -> Path:
    """A kept build by its name, the beginning of it, `atual`, `anterior` (the one before the current), or
    `espera` (the one that waits to be released).

    Raises WarehouseMissing, listing the builds there are, unless exactly one fits.
    """
    builds = kept(folder)[::-1]
    if name == "atual":
        return resolve(folder)
    if name == "espera":
        fitting = [b for b in (waiting.build(folder),) if b is not None]
    elif name == "anterior":
        fitting = [b for b in (earlier(resolve(folder)),) if b is not None]
    else:
        fitting = [b for b in builds if b.stem.startswith(name.removesuffix(".duckdb"))]
    if len(fitting) != 1:
        listed = ", ".join(b.stem for b in builds) or "nenhuma"
        raise WarehouseMissing(
            f"«{name}» não designa uma só versão dos dados ({len(fitting)} servem).",
            where=str(folder),
            cure=f"escrever o nome, o seu princípio, «anterior» ou «atual»; há: {listed}.",
        )
    return fitting[0]
