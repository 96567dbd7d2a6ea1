"""Templates filled and written: all of them or none, and nothing that is there is ever touched."""

import keyword
import re
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from string import Template
from typing import Final

from core.base import files
from core.base.errors import DeclarationError
from core.base.nested import text_of

TEMPLATES: Final = Path(__file__).parent / "templates"
_LONGEST: Final = 120  # letters of a line, as `make lint` has it


def named(name: str) -> str:
    """A name as ids are: DeclarationError for any other."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,58}[a-z0-9]", name) or "__" in name:
        raise DeclarationError(
            f"«{name}» não serve de nome.",
            where="NAME",
            cure="usar letras minúsculas sem acento, algarismos e _, a começar por uma letra: qualidade_agua.",
        )
    if keyword.iskeyword(name):
        raise taken(name, "da própria linguagem")
    return name


def taken(name: str, whose: str) -> DeclarationError:
    """The error of a name that somebody has. `whose`: «de …»."""
    return DeclarationError(f"«{name}» já é {whose}.", where="NAME", cure="dar outro nome.")


def filled(kind: str, template: str, values: Mapping[str, str]) -> str:
    """A template of scaffold/templates/<kind>, with its blanks filled."""
    return Template((TEMPLATES / kind / template).read_text(encoding="utf-8")).substitute(values)


def write(root: Path, texts: Mapping[str, str], changed: Mapping[str, str] | None = None) -> list[str]:
    """Write new files, given by their path from `root`, and the new text of those of `changed`; all or none.

    DeclarationError naming those that exist, or what is too long for a line of code; StorageError from the disk.
    """
    if there := [path for path in texts if (root / path).exists()]:
        raise DeclarationError(
            f"Já há {', '.join(there)}; nada foi escrito.",
            where=there[0],
            cure="dar outro nome, ou apagar primeiro.",
        )
    code = [line for path, text in texts.items() if path.endswith(".py") for line in text.splitlines()]
    if long := [line for line in code if len(line) > _LONGEST]:
        raise DeclarationError(
            f"«{long[0].strip()[:60]}…» passa das {_LONGEST} letras de uma linha; nada foi escrito.",
            where="NAME, PT, EN",
            cure="dar nomes mais curtos; os compridos escrevem-se depois, à mão.",
        )
    whole = {**texts, **(changed or {})}
    with ExitStack() as undo:
        for path, text in whole.items():
            if path in texts:
                undo.callback((root / path).unlink, missing_ok=True)
            else:
                undo.callback(files.write_text, root / path, _read(root, path))
            files.write_text(root / path, text)
        undo.pop_all()
    return list(whole)


def with_row(root: Path, path: str, heading: str, row: str) -> dict[str, str]:
    """A document with one more row at the end of the table below a heading, by its path; DeclarationError where there
    is no such table.
    """
    before, found, rest = _read(root, path).partition(f"{heading}\n")
    lines = rest.split("\n## ")[0].splitlines(keepends=True)
    at = [n for n, line in enumerate(lines, 1) if line.startswith("|")]
    if not at:
        cure = "repor esse título com a sua tabela; nada foi escrito."
        raise DeclarationError(f"Não se acha a tabela de «{heading}».", where=path, cure=cure)
    table = "".join(lines[: at[-1]])
    return {path: f"{before}{found}{table}{row}{rest[len(table) :]}"}


def _read(root: Path, path: str) -> str:
    cure = f"repor {path} a partir do git; nada foi escrito."
    return text_of(root / path, DeclarationError, what=f"Não se lê {path}.", cure=cure)
