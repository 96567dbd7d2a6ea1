"""Every command line of the project, its commands and their options, read from the command lines themselves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import typer
from typer.main import get_command

from core.base.paths import ROOT
from etl.cli.app import app as etl_app
from reports.__main__ import app as reports_app

APPS: Final = {"etl": etl_app, "reports": reports_app}


class Taken(NamedTuple):
    """One argument or option: how it is written, what it is for, what holds without it (empty: nothing, or «no»)."""

    written: str
    help: str
    default: str
    required: bool


class Command(NamedTuple):
    """One command as it is typed after `python -m`, what it does, and what it takes."""

    name: str
    help: str
    takes: tuple[Taken, ...]


def _default(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Path):
        return value.relative_to(ROOT).as_posix() if value.is_absolute() else str(value)
    return str(value)


def _taken(parameter: Any) -> Taken:
    option = parameter.param_type_name == "option"
    names = [*parameter.opts, *parameter.secondary_opts]
    value = "" if not option or parameter.is_flag else " …"
    written = " / ".join(names) + value if option else parameter.name.upper()
    limits = [
        word.format(bound)
        for word, bound in (("pelo menos {}", parameter.min), ("no máximo {}", parameter.max))
        if bound is not None
    ]
    said = " ".join([parameter.help or "", *([f"({', '.join(limits)})"] if limits else [])])
    return Taken(written, said, _default(parameter.default), parameter.required)


def commands(app: typer.Typer, name: str) -> Iterator[Command]:
    """Every command of an app, those of its groups included, in the order of `--help`."""

    def walk(found: Any, path: str) -> Iterator[Command]:
        for word, inner in getattr(found, "commands", {}).items():
            yield from walk(inner, f"{path} {word}")
        if not hasattr(found, "commands"):
            takes = (_taken(p) for p in found.params if p.name != "help")
            yield Command(path, " ".join((found.help or "").split()), tuple(takes))

    return walk(get_command(app), name)


def _section(command: Command) -> list[str]:
    typed = [t.written if t.required else f"[{t.written}]" for t in command.takes]
    lines = [f"### `{command.name}`", "", command.help, ""]
    if not command.takes:
        return lines
    lines += ["```sh", " ".join([f"python -m {command.name}", *typed]), "```", ""]
    lines += ["| o que se dá | para quê | sem ele |", "|---|---|---|"]
    for t in command.takes:
        without = "tem de se dar" if t.required else f"`{t.default}`" if t.default else "–"
        lines.append(f"| `{t.written}` | {t.help.replace('|', '&#124;')} | {without} |")
    return [*lines, ""]


def reference() -> str:
    """Markdown: a section per command line, and in it one per command."""
    lines: list[str] = []
    for name, app in APPS.items():
        lines += [f"## python -m {name}", "", str(app.info.help), ""]
        for command in commands(app, name):
            lines += _section(command)
    return "\n".join(lines)
