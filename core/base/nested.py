"""The one reader of JSON and the one of YAML: bounded in length, depth and what aliases stand for.

The parsers follow lists within lists with the machine's own stack, and a YAML that is deep enough ends the process
without an error; aliases and merges stand for copies of copies. Both are counted before anything is built.
"""

import json
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import yaml

from core.base.errors import EntiError

DEPTH: Final = 60  # lists within lists; what people and platforms write has less than ten
_TEXT: Final = 4 * 1024 * 1024  # letters of a file of ours; the catalogue has a twentieth
_NODES: Final = 500_000  # with every alias written out; the catalogue has a fortieth
_DIGITS: Final = sys.float_info.max_10_exp  # a whole number with more is beyond any float
# The C loader reads the catalogue seven times faster; it knows no more tags than the safe one.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEP: Final = "tem listas dentro de listas a mais"


class Malformed(ValueError):
    """Why a text cannot be read, in words that go after «não é JSON válido:»; `at`: where in a JSON text."""

    def __init__(self, why: str, at: int = 0) -> None:
        super().__init__(why)
        self.at = at


def of_json(
    body: bytes | str,
    *,
    depth: int | None = DEPTH,
    nan: bool = False,
    pairs: Callable[[Any], Any] | None = None,
) -> Any:
    """What a JSON text says; None for `depth` where who asks looks at it himself. `pairs` as in `json.loads`.

    NaN and Infinity, which are no JSON, are refused, except with `nan` (Python writes them); a number too large for a
    float is an infinite one. Raises Malformed.
    """
    try:
        made = json.loads(body, parse_constant=None if nan else _no_number, parse_int=_whole, object_pairs_hook=pairs)
    except RecursionError as error:
        raise Malformed(_DEEP) from error
    except json.JSONDecodeError as error:
        raise Malformed(str(error), error.pos) from error
    except UnicodeDecodeError as error:
        raise Malformed(str(error)) from error
    if depth is not None and deeper(made, depth):
        raise Malformed(_DEEP)
    return made


def of_yaml(text: str) -> Any:
    """What a YAML text says, with the safe tags only. Raises Malformed, with line and column where the parser knows."""
    if len(text) > _TEXT:
        raise Malformed(f"tem mais de {_TEXT} letras")
    try:
        _count(text)
        return yaml.load(text, Loader=_LOADER)  # noqa: S506, a safe loader, in C
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        spot = f"linha {mark.line + 1}, coluna {mark.column + 1} " if mark else ""
        raise Malformed(f"{spot}({error.problem})") from error
    except (yaml.YAMLError, *_ODD) as error:
        raise Malformed(" ".join(str(error).split()) or type(error).__name__) from error


# What the constructors of dates, numbers and the like make of a text that is none: 2026-13-45, !!int "", !!bool x.
_ODD: Final = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def _count(text: str) -> None:
    """Malformed for what is too deep, or too much once its aliases are written out. Events come without recursion."""
    depth, nodes = 0, 0
    open_: list[tuple[str | None, int]] = []  # anchor of each open list, and how many nodes there were before it
    sizes: dict[str, int] = {}
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, nodes))
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            depth -= 1
            if anchor is not None:
                sizes[anchor] = nodes - before
        if isinstance(event, yaml.NodeEvent):
            nodes += sizes.get(event.anchor or "", 1) if isinstance(event, yaml.AliasEvent) else 1
        if depth > DEPTH or nodes > _NODES:
            why = _DEEP if depth > DEPTH else f"tem mais de {_NODES} valores, contando cada referência (*) por extenso"
            raise Malformed(f"linha {event.start_mark.line + 1 if event.start_mark else '?'}: {why}")


def text_of(path: Path, error: type[EntiError], *, what: str, cure: str) -> str:
    """The text of a file of ours; `error`, saying `what` is not read, for one that is missing, too long or no UTF-8."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_TEXT + 1)
        if len(text) > _TEXT:
            raise Malformed(f"tem mais de {_TEXT} letras")
        return text
    except (OSError, ValueError) as fault:
        raise error(what, where=str(path), cure=cure) from fault


def deeper(made: Any, depth: int) -> bool:
    """Whether there are more than `depth` lists or objects within each other; level by level, without recursion."""
    level = [made] if isinstance(made, dict | list) else []
    for _ in range(depth):
        level = [
            inner
            for c in level
            for inner in (c.values() if isinstance(c, dict) else c)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return bool(level)


def writable(text: str) -> bool:
    """Whether a text can be written as UTF-8; JSON can carry halves of letters, which cannot."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _DIGITS else math.copysign(math.inf, -1 if digits[0] == "-" else 1)


def _no_number(name: str) -> float:
    """JSON has neither NaN nor Infinity, though Python reads them."""
    raise Malformed(f"{name} não é um número de JSON")
