"""A copy of all that loads and people made (ENTI_DATA) in one file, and the way back into an empty folder.

Ledgers are copied as SQLite does it, while others write them; every other file of the house is put in its place whole
and not changed there, so its bytes are whole too. The file is a tar, packed, that any system opens; its last member
says of each other how long it is and its SHA-256. Nothing is restored of a copy that lacks a byte of any.
"""

import hashlib
import io
import json
import logging
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from core.base import disk, files, ledger, nested
from core.base.errors import StorageError

MANIFEST: Final = "COPIA.json"
FORM: Final = 1
APART: Final = "snapshot"  # of the code, which git keeps: it lies in the folder that a trial run uses
_PASSING: Final = (".lock", "-journal", "-wal", "-shm")
_FIRST: Final = "builds/current"  # before the builds: what it names is then there, whatever is published meanwhile
_LAST: Final = "builds"  # of what is put back: until it is there, nothing is served
_STEP: Final = 1 << 20
_TORN: Final = (tarfile.TarError, EOFError, zlib.error, ValueError, KeyError, TypeError, OverflowError)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Copy:
    """What a copy holds: when it was made (UTC), how many files, and their bytes."""

    made_at: datetime
    files: int
    size: int


def make(data: Path, to: Path) -> Copy:
    """Copy a folder into the file `to`, which must be new and outside of it. Raises StorageError."""
    if to.resolve().is_relative_to(data.resolve()) or disk.exists(to):
        raise StorageError(
            "A cópia não pode ficar aí.", where=str(to), cure="dar um nome novo, fora da pasta dos dados; nada se fez."
        )
    if not data.is_dir():
        raise StorageError("Não há pasta de dados.", where=str(data), cure="conferir ENTI_DATA.")
    now, held = datetime.now(UTC), dict[str, tuple[int, str]]()
    with files.aside(to) as fresh, tarfile.open(fresh, "w:gz", compresslevel=1) as tar:
        for path, name in _found(data):
            try:
                held[name] = _added(tar, path, name, fresh.with_name(f"{fresh.name}-copia"))
            except FileNotFoundError:
                _log.info("«%s» já lá não estava.", name)  # an older build, taken out meanwhile
        about = {"form": FORM, "made_at": now.isoformat(), "files": held}
        _put(tar, MANIFEST, json.dumps(about, ensure_ascii=False).encode())
    return Copy(now, len(held), sum(size for size, _ in held.values()))


def restore(copy: Path, data: Path) -> Copy:
    """Put a copy back into a folder that is empty or does not exist. Raises StorageError, and leaves nothing there,
    for one that is not whole.
    """
    with disk.said(data):
        files.folder(data)
        held = [p for p in data.iterdir() if p.name != APART and not p.name.startswith(files.PREFIX)]
        if held:
            raise StorageError(
                "A pasta dos dados não está vazia.",
                where=str(data),
                cure="repor numa pasta nova, conferir, e só depois trocar ENTI_DATA; nada foi mudado.",
            )
        beside = data / f"{files.PREFIX}copia"
        shutil.rmtree(beside, ignore_errors=True)  # of one that was killed
        try:
            about = _unpacked(copy, beside)
            for part in sorted(beside.iterdir(), key=lambda p: (p.name == _LAST, p.name)):
                files.move(part, data / part.name)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return about


def _found(data: Path) -> Iterator[tuple[Path, str]]:
    """Files with their names in the copy, in order."""
    names = {p: p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file() and not p.is_symlink()}
    for path, name in sorted(names.items(), key=lambda p: (p[1] != _FIRST, p[1])):
        parts = PurePosixPath(name).parts
        passing = any(x.startswith(files.PREFIX) for x in parts) or name.endswith(_PASSING)
        if parts[0] != APART and not passing:
            yield path, name


def _added(tar: tarfile.TarFile, path: Path, name: str, aside: Path) -> tuple[int, str]:
    """Put a file into the copy; its length and sum."""
    if path.suffix == ".sqlite" and ledger.is_one(path):
        try:
            ledger.copied(path, aside)
            return _streamed(tar, aside, name)
        finally:
            aside.unlink(missing_ok=True)
    return _streamed(tar, path, name)


class _Summed:
    """A file that is read, and summed meanwhile."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle, self.sum = handle, hashlib.sha256()

    def read(self, most: int = -1) -> bytes:
        """The next bytes."""
        found = self._handle.read(most)
        self.sum.update(found)
        return found


def _streamed(tar: tarfile.TarFile, path: Path, name: str) -> tuple[int, str]:
    with path.open("rb") as handle:
        info = tar.gettarinfo(arcname=name, fileobj=handle)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        summed = _Summed(handle)
        tar.addfile(info, summed)  # type: ignore[arg-type]
    return info.size, summed.sum.hexdigest()


def _put(tar: tarfile.TarFile, name: str, body: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    tar.addfile(info, io.BytesIO(body))


def _unpacked(copy: Path, into: Path) -> Copy:
    """All of a copy, into a folder; StorageError where a member is another than its last one says."""
    seen: dict[str, tuple[int, str]] = {}
    about: dict[str, Any] = {}
    try:
        with copy.open("rb") as raw, closing(tarfile.open(fileobj=raw, mode="r|gz")) as tar:
            for member in tar:
                body = tar.extractfile(member) if member.isreg() else None
                if body is None:
                    raise ValueError(f"«{member.name[:80]}» não é um ficheiro")
                if member.name == MANIFEST:
                    about = nested.of_json(body.read())
                else:
                    seen[member.name] = _written(body, into, member.name)
        if isinstance(form := about["form"], int) and form > FORM:
            raise StorageError(
                "A cópia foi feita por uma versão mais nova do código.",
                where=str(copy),
                cure="repô-la com esse código (docs/atualizar.md); nada foi mudado.",
            )
        wanted = {str(k): (int(size), str(sum_)) for k, (size, sum_) in about["files"].items()}
        made = datetime.fromisoformat(about["made_at"])
        if form != FORM or seen != wanted:
            raise ValueError("o que lá está não é o que a lista do fim diz")
    except _TORN as error:
        raise StorageError(
            f"A cópia está estragada ou incompleta ({type(error).__name__}: {str(error)[:120]}).",
            where=str(copy),
            cure="repor outra cópia; nada foi mudado.",
        ) from error
    files.folder(into)
    return Copy(made, len(seen), sum(size for size, _ in seen.values()))


def _written(body: IO[bytes], into: Path, name: str) -> tuple[int, str]:
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts or parts[0] == APART:
        raise ValueError(f"«{name[:80]}» sairia da pasta")
    path = into.joinpath(*parts)
    files.folder(path.parent)
    summed, size = hashlib.sha256(), 0
    with files.aside(path) as fresh, fresh.open("wb") as handle:
        while block := body.read(_STEP):
            handle.write(block)
            summed.update(block)
            size += len(block)
    return size, summed.hexdigest()
