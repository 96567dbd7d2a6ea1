"""Templates filled and written: all of them or none, and nothing that is there is ever touched."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Final

from core.base import files
from core.base.errors import DeclarationError

TEMPLATES: Final = Path(__file__).parent / "templates"


def named(name: str) -> str:
    """A name as ids are: DeclarationError for any other."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,58}[a-z0-9]", name) or "__" in name:
        raise DeclarationError(
            f"«{name}» não serve de nome.",
            where="NAME",
            cure="usar letras minúsculas sem acento, algarismos e _, a começar por uma letra: qualidade_agua.",
        )
    return name


def filled(kind: str, template: str, values: Mapping[str, str]) -> str:
    """A template of scaffold/templates/<kind>, with its blanks filled."""
    return Template((TEMPLATES / kind / template).read_text(encoding="utf-8")).substitute(values)


def write(root: Path, texts: Mapping[str, str]) -> list[str]:
    """Write new files, given by their path from `root`; DeclarationError naming those that exist, and then none is."""
    if there := [path for path in texts if (root / path).exists()]:
        raise DeclarationError(
            f"Já há {', '.join(there)}; nada foi escrito.",
            where=there[0],
            cure="dar outro nome, ou apagar primeiro.",
        )
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        files.write_text(root / path, text)
    return list(texts)


def insert(root: Path, path: str, after: str, line: str) -> str:
    """Put a line after the last one of a document that begins with `after`; DeclarationError when there is none."""
    lines = (root / path).read_text(encoding="utf-8").splitlines(keepends=True)
    at = [n for n, text in enumerate(lines) if text.startswith(after)]
    if not at:
        raise DeclarationError(f"Não se acha «{after}».", where=path, cure="escrever à mão a linha que falta.")
    lines.insert(at[-1] + 1, line)
    files.write_text(root / path, "".join(lines))
    return path
