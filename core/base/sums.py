"""Files that ship with the project against `SHA256SUMS` beside them: what was cut at the end of a line, or has one
other byte, reads as well as the whole does, and would be half loaded.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from core.base import nested
from core.base.errors import EntiError

NAME: Final = "SHA256SUMS"
CURE: Final = "repor data/snapshot/ do git; onde se mudou de propósito, «make sums»."
_LINE: Final = re.compile(rb"^([0-9a-f]{64}) [ *](\S+)\r?$", re.MULTILINE)


def text_of(path: Path, error: type[EntiError], *, what: str, changed: str, cure: str) -> str:
    """The text of a file that ships with the project; `error`, saying `what`, where it cannot be read, and saying
    `changed` where it is not what the file of sums says.
    """
    text = nested.text_of(path, error, what=what, cure=cure)
    if differs(path, text.encode("utf-8")):
        raise error(changed, where=str(path), cure=CURE)
    return text


def differs(path: Path, content: bytes) -> bool:
    """Whether what was read from `path` is otherwise than the file of sums in its folder says.

    Where that file does not speak of it, it is not; a file of sums that is damaged speaks of nothing, or of another
    content. OSError when it cannot be read.
    """
    sums = path.with_name(NAME)
    if not sums.exists():
        return False
    stat = sums.stat()
    wanted = _sums(sums, stat.st_mtime_ns, stat.st_size).get(path.name)
    return wanted is not None and wanted != hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=8)
def _sums(path: Path, changed: int, size: int) -> dict[str, str]:
    return {name.decode("utf-8", "replace"): sum_.decode() for sum_, name in _LINE.findall(path.read_bytes())}
