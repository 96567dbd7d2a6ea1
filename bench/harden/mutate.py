"""Inputs that are almost right: good ones with something changed, the same for the same number everywhere."""

import copy
import io
import json
import random
import re
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

_ODD: Final = (
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b"'", b'"', b'""', b";", b",", b"\t", b"=1+1", b"-",
    b"0", b"1e999", b"-1e999", b"NaN", b"Infinity", b"9" * 400, b"0.1e-400", b"\xf0\x9f\x9a\x80", b"\xed\xa0\x80",
    b"\\ud800", b"[" * 300, b"{\"a\":" * 300, b"]" * 50, b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<", b"]]>", b"*a",
    b"&a [*a]", b"!!python/object:os.system", b"a: &a [*a, *a]", b"null", b"true", b"%00", b"%ff", b"..", b"/",
    b"x" * 40_000, b"\xe2\x80\xae", b"31/02/2024", b"2024-13-45", b"9999-12-31T23:59:59+14:00", b"\x1a", b"PK\x03\x04",
)  # fmt: skip  # uma linha por pedaço seria uma página
_VALUES: Final[tuple[Any, ...]] = (
    None, [], {}, "", "x", -1, 0, True, [None], 1e308, 10**400, "\ud800", "\0", [[[]]], {"a": {}}, "9" * 5000, -0.0,
)  # fmt: skip  # pela mesma razão que a de cima
_NUMBER: Final = re.compile(rb"\d+(?:[.,]\d+)?")


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One of `seeds`, changed in one to four ways."""
    body = chance.choice(seeds)
    if body[:4] == b"PK\x03\x04" and chance.random() < 0.8:
        return _in_zip(body, seeds, chance)
    if body[:1] in b"[{" and chance.random() < 0.6 and (told := _in_tree(body, chance)) is not None:
        body = told
        if chance.random() < 0.7:
            return body
    for _ in range(chance.randint(1, 4)):
        body = chance.choice(_WAYS)(body, seeds, chance)
    return body


def _flip(body: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    if not body:
        return b"\xff"
    at = chance.randrange(len(body))
    return body[:at] + bytes([body[at] ^ (1 << chance.randrange(8))]) + body[at + 1 :]


def _cut(body: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def _gap(body: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    return body[:start] + body[min(end, start + 200) :]


def _again(body: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    return body[:end] + body[start : min(end, start + 400)] * chance.choice((1, 1, 2, 30)) + body[end:]


def _odd(body: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(body) + 1)
    return body[:at] + chance.choice(_ODD) + body[at + chance.choice((0, 0, 1, 4)) :]


def _number(body: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    found = list(_NUMBER.finditer(body[:100_000]))
    if not found:
        return _odd(body, seeds, chance)
    there = chance.choice(found)
    return body[: there.start()] + chance.choice(_ODD) + body[there.end() :]


def _splice(body: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(seeds)
    return body[: chance.randrange(len(body) + 1)] + other[chance.randrange(len(other) + 1) :]


_WAYS: Final = (_flip, _cut, _gap, _again, _odd, _odd, _number, _splice)


def _in_tree(body: bytes, chance: random.Random) -> bytes | None:
    """One to three nodes of a JSON text are others; None for what is no JSON."""
    try:
        tree = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for _ in range(chance.choice((1, 1, 2, 3))):
        tree = _another(tree, chance)
    return json.dumps(tree).encode()


def _another(tree: Any, chance: random.Random) -> Any:
    part: Any = tree
    inside: list[tuple[Any, Any]] = []
    while isinstance(part, dict | list) and part and (not inside or chance.random() < 0.8):
        key = chance.choice(list(part) if isinstance(part, dict) else range(len(part)))
        inside.append((part, key))
        part = part[key]
    if not inside:
        return _value(part, chance)
    holder, key = inside[-1]
    if isinstance(holder, dict) and chance.random() < 0.2:
        del holder[key]
    else:
        holder[key] = _value(part, chance)
    return tree


def _value(part: Any, chance: random.Random) -> Any:
    """What stands in the place of a value: an odd one, or in a text the same with something changed."""
    if isinstance(part, str) and part and chance.random() < 0.4:
        return _odd(part.encode("utf-8", "replace"), (), chance).decode("latin-1")
    return copy.deepcopy(chance.choice(_VALUES))


@lru_cache(maxsize=16)
def _parts(body: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _in_zip(body: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One part of a zip is another: what stands around it stays whole, so that it is opened."""
    made, parts = io.BytesIO(), _parts(body)
    changed = chance.randrange(len(parts))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for at, (name, part) in enumerate(parts):
            archive.writestr(zipfile.ZipInfo(name), mutated([part], chance) if at == changed else part)
    return made.getvalue()
