"""Figures that people hand in from a page: checked cell by cell, kept whole or not at all, and waiting to be released.

The page's process only reads the warehouse. Whoever writes it is the ETL, in a process of its own: the same command
that the server's operator uses (`python -m etl import`), with the same checks and the same messages.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.base import clock
from core.base.cells import EXCEL, written
from core.base.errors import EntiError, ImportRefused
from core.base.nested import Malformed, of_json
from core.base.paths import ROOT
from core.people.deed import done
from core.people.model import About, Actor, Grant
from core.people.permissions import permitted
from core.people.signature import signature

MOST: Final = 400  # rows of a page; more of them go by file
_LONGEST_S: Final = 120
_UNFORESEEN: Final = (
    "A verificação não acabou; nada foi guardado. Repetir daqui a pouco.",
    "The check did not come to its end; nothing was kept. Try again in a while.",
)


@dataclass(frozen=True)
class Fault:
    """One cell that cannot be taken: its row (the first of the table is 1), its column, what is wrong, what to do."""

    row: int
    column: str
    what: str
    cure: str


@dataclass(frozen=True)
class Handed:
    """What became of rows: the cells that cannot be taken, or how many were right, of which places, and the build that
    they are in, which may wait.
    """

    faults: tuple[Fault, ...]
    rows: int
    territories: tuple[str, ...]
    build: str = ""
    waits: bool = False


def checked(indicator: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Handed:
    """What the rows are worth, nothing kept."""
    return _asked(indicator, columns, rows, "--check")


def hand_in(actor: Actor, indicator: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Handed:
    """Check the rows and keep them, if every place in them is the actor's. NotAllowed where one is not; a table with a
    fault comes back with its faults, and nothing of it is kept.
    """
    said = About(indicator, places=frozenset(r.get("territorio", "") for r in rows))
    if permitted(actor, "valores", said) is None:
        return done(actor, "valores", said, lambda _: Handed((), 0, ()))  # refused, and noted
    found = checked(indicator, columns, rows)
    if found.faults:
        return found

    def take(grant: Grant) -> Handed:
        by = signature(actor, grant, clock.today())
        return _asked(indicator, columns, rows, "--by", by)

    about = About(indicator, places=frozenset(found.territories))
    return done(actor, "valores", about, take, lambda h: ("", f"{h.rows} linhas, na versão {h.build}"))


def _asked(indicator: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]], *more: str) -> Handed:
    if len(rows) > MOST:
        raise ImportRefused(
            f"São {len(rows)} linhas; numa página entregam-se até {MOST}.",
            cure="entregar em partes; nada foi guardado.",
            page=(f"Numa página entregam-se até {MOST} linhas.", f"On a page up to {MOST} rows are handed in."),
        )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "entrega.csv"
        file.write_bytes(written(tuple(columns), [[r.get(c, "") for c in columns] for r in rows], EXCEL))
        command = [sys.executable, "-m", "etl", "import", str(file), "--indicator", indicator, "--json", *more]
        try:
            # No shell, and each word is ours or the value of an option.
            ran = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=_LONGEST_S, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise EntiError(_UNFORESEEN[0], page=_UNFORESEEN) from error
    told = _last(ran.stdout)
    if told is None or (ran.returncode != 0 and not told["refused"]):
        said = ran.stderr.decode("utf-8", "replace").strip()[-400:]
        raise EntiError(_UNFORESEEN[0], where=said or f"código {ran.returncode}", page=_UNFORESEEN)
    faults = tuple(Fault(max(0, int(r) - 1), c, w, cure) for r, c, w, cure in told["refused"])
    return Handed(faults, int(told["rows"]), tuple(told["territories"]), str(told["build"]), bool(told["waits"]))


def _last(out: bytes) -> dict[str, Any] | None:
    """The last line that is an object of ours."""
    for line in reversed(out.decode("utf-8", "replace").splitlines()):
        if line.startswith("{"):
            try:
                found = of_json(line)
            except Malformed:
                return None
            return found if isinstance(found, dict) and "refused" in found else None
    return None
