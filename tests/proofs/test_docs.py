"""The documents say what the code does: what is written by code is as code writes it, and what people write is true."""

import ast
import itertools
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base import errors
from core.base.errors import EntiError
from core.base.paths import ROOT
from core.catalogue.sources import REGISTRY as SOURCES
from core.room.scenes import facts
from docs import comandos, parts
from etl.cli.app import UNFORESEEN

MADE = parts.documents()


@pytest.mark.parametrize("path", MADE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_code_writes_is_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == MADE[path], "falta «make docs»"


def test_a_part_is_replaced_between_its_marks_and_all_else_stays() -> None:
    start, end = "<!-- lista: feito por «make docs» -->\n", "<!-- fim: lista -->\n"
    once = parts.renewed(f"antes\n{start}velho\n{end}depois\n", "lista", "novo\n")
    assert once == f"antes\n{start}\nnovo\n\n{end}depois\n" == parts.renewed(once, "lista", "novo")


@pytest.mark.parametrize("text", ["", "{start}", "{end}{start}", "{start}{end}{end}", "{start}{start}{end}"])
def test_a_document_without_its_marks_is_not_touched(text: str) -> None:
    marks = {"start": "<!-- lista: feito por «make docs» -->\n", "end": "<!-- fim: lista -->\n"}
    with pytest.raises(ValueError, match="marcas de «lista»"):
        parts.renewed(text.format(**marks), "lista", "novo")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tracked() -> list[str]:
    """What the project consists of: every file that git keeps, or would keep."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [f for f in found if (ROOT / f).exists()]


FILES = tracked()
FOLDERS = {p.as_posix() for f in FILES for p in Path(f).parents}
DOCUMENTS = [f for f in FILES if f.endswith(".md")]
README = read("README.md")
WRONG_USE, SOME_FAILED = 2, 8  # of no class: the command line itself, and a load that published the rest
FLOORS = ("core", "geo", "etl", "show", "reports", "ui")


# The commands


COMMANDS = {c.name: c for name, app in comandos.APPS.items() for c in comandos.commands(app, name)}


def test_every_command_and_all_that_it_takes_is_explained() -> None:
    assert [c.name for c in COMMANDS.values() if not c.help] == []
    assert [f"{c.name} {t.written}" for c in COMMANDS.values() for t in c.takes if not t.help] == []


def typed(text: str) -> Iterator[tuple[str, list[list[str]], set[str]]]:
    """Each `python -m etl|reports …` of a document: the line, the words of each alternative (`a | b`), its options."""
    for line in re.findall(r"python -m ((?:etl|reports)\b[^`'\n]*)", text):
        said = re.sub(r"\s*\|\s*", "|", line.split("#")[0])
        words = itertools.takewhile(lambda w: re.fullmatch(r"[a-z|]+", w), said.split())
        ways = itertools.product(*(w.split("|") for w in words))
        yield line, [list(way) for way in ways], set(re.findall(r"--[a-z-]+", said))


def meant(way: list[str]) -> set[str]:
    """The command that words begin with (the rest is what it is given), or all of the group that they are."""
    for n in range(len(way), 0, -1):
        name = " ".join(way[:n])
        if name in COMMANDS:
            return {name}
        if group := {c for c in COMMANDS if c.startswith(f"{name} ")}:
            return group if n == len(way) else set()
    return set()


def options(name: str) -> set[str]:
    """What may be written after a command."""
    return {"--help"}.union(*(re.findall(r"--[a-z-]+", t.written) for t in COMMANDS[name].takes))


@pytest.mark.parametrize("path", DOCUMENTS)
def test_commands_that_documents_name_exist_with_these_options(path: str) -> None:
    for line, ways, asked in typed(read(path)):
        found = [meant(way) for way in ways]
        assert all(found), f"{path}: «{line}» não é um comando"
        assert asked <= set().union(*(options(name) for names in found for name in names)), f"{path}: «{line}»"


def test_the_readme_names_every_command_of_the_etl() -> None:
    named = {name for _, ways, _ in typed(README) for way in ways if len(way) > 1 for name in meant(way)}
    assert {n for n in COMMANDS if n.startswith("etl ")} - named == set()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("etl diff anterior", {"etl diff"}),
        ("etl targets", {"etl targets import", "etl targets list", "etl targets template"}),
        ("etl targets lista", set()),
        ("etl loud", set()),
    ],
)
def test_words_mean_a_command_a_group_or_nothing(words: str, found: set[str]) -> None:
    assert meant(words.split()) == found


# The exit codes


def classes(base: type[EntiError]) -> Iterator[type[EntiError]]:
    """A class of errors and all below it."""
    yield base
    for below in base.__subclasses__():
        yield from classes(below)


def test_exit_codes_are_the_same_in_the_classes_their_table_and_the_readme() -> None:
    table = {int(code) for code in re.findall(r"^(\d+) {2,}\w", errors.__doc__ or "", re.MULTILINE)}
    raised = {c.exit_code for c in classes(EntiError)} - {EntiError.exit_code}
    assert table == raised | {WRONG_USE, SOME_FAILED, UNFORESEEN}
    listed = README.split("Códigos de saída: ")[1].split("\n\n")[0].replace("\n", " ")
    said = re.findall(r"(?:^|; )(\d+)(?: e (\d+))? \w", listed)
    assert {int(code) for both in said for code in both if code} == table | {0}


# Folders, files and names


def test_the_readme_names_every_room_and_only_rooms_that_there_are() -> None:
    rooms = {str(Path(f).parent) for f in FILES if f.endswith(".py") and f.startswith(tuple(f"{x}/" for x in FLOORS))}
    rooms = {"/".join(r.split("/")[:2]) for r in rooms} | {f.split("/")[0] for f in FILES if "/" in f}
    table = README.split("| pasta | o que tem |")[1].split("\n\n")[0]
    rows = [row.split(" | ") for row in table.splitlines() if row.startswith("| `")]
    named = {found.rstrip("/") for first, *_ in rows for found in re.findall(r"`([^`]+/)`", first)}
    named |= {n.split("/")[0] for n in named}
    assert {r for r in rooms if not r.startswith(".")} - named == set()
    assert {n for n in named if n not in FOLDERS and not produced(n)} == set()
    assert all(len(row) == 2 and len(row[1].strip(" |")) > 8 for row in rows)


def produced(path: str) -> bool:
    """Whether a path is one of those that the project makes and git leaves out."""
    return subprocess.run(["git", "check-ignore", "-q", f"{path}/x"], cwd=ROOT, check=False).returncode == 0


def paths(text: str) -> Iterator[str]:
    """What a document names, between backticks, that starts like a path of ours; `<x>`, `{x}`, `…` mean anything."""
    for said in re.findall(r"`([^`\s]+)`", text):
        if "/" in said and said.split("/")[0] in FOLDERS:
            yield re.sub(r"<[^>]*>|\{[^}]*\}|…", "*", said.partition("::")[0])  # `file::test` is a test of pytest
        elif re.fullmatch(r"[\w-]+\.(py|md|yaml|toml|lock)", said):
            yield f"**/{said}"


@pytest.mark.parametrize("path", DOCUMENTS)
def test_paths_that_documents_name_exist(path: str) -> None:
    missing = [p for p in paths(read(path)) if not next(ROOT.glob(p), None) and not produced(p.replace("*", "x"))]
    assert missing == [], f"{path} nomeia o que não há"


@pytest.mark.parametrize("path", [f for f in FILES if f.endswith((".py", ".md", ".yaml", ".example", ".service"))])
def test_documents_that_anything_names_exist(path: str) -> None:
    named = set(re.findall(r"\bdocs/[\w/-]+\.(?:md|png)\b", read(path)))
    assert {n for n in named if not (ROOT / n).exists()} == set()


@pytest.mark.parametrize("path", DOCUMENTS)
def test_modules_and_names_that_documents_name_exist(path: str) -> None:
    for name in re.findall(rf"\b(?:{'|'.join(FLOORS)})(?:\.[a-z_]+)+\b(?!\()", read(path)):
        if name.split(".")[-1] in ("md", "py", "yaml", "json"):
            continue
        assert pkgutil.resolve_name(name), f"{path}: {name}"


# Sources and scenes, which people add by a module


def test_the_document_of_sources_speaks_of_each_and_of_no_other() -> None:
    titles = re.findall(r"^## (.+)$", read("docs/fontes.md"), re.MULTILINE)
    named = [name for title in titles for name in re.findall(r"`(\w+)`", title)]
    assert sorted(named) == sorted(SOURCES.all), "cada fonte tem o seu título em docs/fontes.md, com o id"


def test_the_document_of_the_wall_has_each_scene_and_what_it_is_told() -> None:
    table = read("docs/parede.md").split("## Cenas\n")[1].strip().split("\n\n")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()[2:]]
    assert [first.strip("`") for first, *_ in rows] and {first.strip("`") for first, *_ in rows} == set(facts())
    for first, _, *told in rows:
        named = set(re.findall(r"`(\w+)`", " ".join(told)))
        scene = facts()[first.strip("`")]
        assert set(scene.needs) <= named, f"docs/parede.md: {scene.id} precisa de {', '.join(scene.needs)}"


# Targets and links


def test_make_targets_are_those_that_documents_name() -> None:
    makefile = read("Makefile")
    targets = {t for line in re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE) for t in line.split()}
    assert targets == set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE)) & targets
    named = {d: set(re.findall(r"`make ([a-z-]+)", read(d))) for d in DOCUMENTS}
    assert {(d, t) for d, found in named.items() for t in found if t not in targets} == set()
    assert targets - named["README.md"] - set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE)) == set()


def anchors(text: str) -> set[str]:
    """The ends of addresses that headings give: lower case, words joined by hyphens, other signs dropped."""
    plain = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.+)$", plain, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in titles}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_links_between_documents_lead_somewhere(path: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", read(path)):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        there = ((ROOT / path).parent / target).resolve() if target else ROOT / path
        assert there.exists() and there.is_relative_to(ROOT), f"{path} → {link}"
        assert not anchor or anchor in anchors(there.read_text(encoding="utf-8")), f"{path} → {link}"


# The glossary


def spoken(path: str) -> set[str]:
    """The identifiers of a module, its own name, and the texts of one word in it (keys, kinds, states)."""
    nodes = list(ast.walk(ast.parse(read(path))))
    named = {getattr(n, field, None) for n in nodes for field in ("id", "attr", "arg", "name")}
    return {
        *map(str, named),
        *Path(path).with_suffix("").parts,
        *(str(n.value) for n in nodes if isinstance(n, ast.Constant)),
    }


def test_each_word_of_the_glossary_is_spoken_where_it_says() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| `([\w/.]+\.py)` \|$", read("docs/glossario.md"), re.MULTILINE
    )
    assert len(rows) == len(re.findall(r"^\| `", read("docs/glossario.md"), re.MULTILINE)) > 80
    assert [(word, path) for word, _, _, path in rows if word not in spoken(path)] == []
    words = [word for word, *_ in rows]
    assert sorted({w for w in words if words.count(w) > 1}) == []
