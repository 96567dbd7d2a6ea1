"""What the operating system says of files, in words that help: a full disk, one that only reads, a right that lacks.

A right that lacks is not a file that lacks: whoever asks here never takes the one for the other.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.base.errors import StorageError

_RIGHTS: Final = "dar ao utilizador que corre isto o direito de ler e escrever aí, ou mudar ENTI_DATA."
_SPACE: Final = "libertar espaço e repetir."
# errno → what it is, what to do
_SAID: Final = {
    errno.ENOSPC: ("O disco está cheio.", _SPACE),
    errno.EDQUOT: ("A quota do disco está cheia.", _SPACE),
    errno.EFBIG: ("O ficheiro passa do tamanho que o disco ou o limite do processo aceitam.", _SPACE),
    errno.EROFS: ("O disco está só de leitura.", "montá-lo para escrita, ou mudar ENTI_DATA para outro."),
    errno.EACCES: ("Sem permissão.", _RIGHTS),
    errno.EPERM: ("Sem permissão.", _RIGHTS),
    errno.EISDIR: ("Está uma pasta onde devia estar um ficheiro.", "retirá-la."),
    errno.ENOTDIR: ("Está um ficheiro onde devia estar uma pasta.", "retirá-lo, ou mudar ENTI_DATA."),
    errno.ENAMETOOLONG: ("O nome é comprido de mais para o disco.", "encurtá-lo."),
    errno.EMFILE: ("O processo tem demasiados ficheiros abertos.", "reiniciá-lo; subir LimitNOFILE."),
    errno.EIO: ("O disco não responde.", "ver o registo do sistema; repor de uma cópia de segurança se for preciso."),
    errno.ENOENT: ("O ficheiro não existe.", "conferir o caminho."),
}


def named(error: OSError, where: Path | str = "") -> StorageError:
    """What the system said, as one of ours with the file and what to do."""
    if isinstance(error, StorageError):
        return error
    what, cure = _SAID.get(error.errno or 0, (f"Um ficheiro não se lê ou não se escreve ({_plain(error)}).", _RIGHTS))
    said = StorageError(what, where=str(where or error.filename or ""), cure=f"{cure} Nada foi mudado.")
    said.errno = error.errno
    return said


def _plain(error: OSError) -> str:
    return error.strerror or type(error).__name__


@contextmanager
def said(where: Path | str) -> Iterator[None]:
    """Whatever the system refuses inside is a StorageError about `where`."""
    try:
        yield
    except OSError as error:
        if isinstance(error, StorageError):
            raise
        raise named(error, where) from error


def exists(path: Path) -> bool:
    """Whether something stands there. StorageError where a right lacks to know it: that is not «nothing»."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise named(error, path) from error
    return True


def hindrance(path: Path) -> int | None:
    """The errno of what keeps this process from writing `path`, for libraries that do not tell; None where nothing
    seems to.
    """
    there = path if path.exists() else path.parent
    try:
        if os.statvfs(there).f_flag & os.ST_RDONLY:
            return errno.EROFS
    except OSError as error:
        return error.errno
    return None if os.access(there, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK) else errno.EACCES
