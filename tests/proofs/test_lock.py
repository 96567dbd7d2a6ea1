"""What is installed is what the lock says, file by file: every pin, every version, every hash."""

import re
from importlib.metadata import distributions
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from core.base.paths import ROOT

PAIRS = (("requirements.txt", "requirements.lock"), ("requirements-tools.txt", "requirements-tools.lock"))
FROM_PYTHON = {"pip", "setuptools"}  # what a new virtual environment already has
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


class Locked(NamedTuple):
    """One distribution of a lock: its requirement (`==` a version, perhaps a marker) and how many files it may be."""

    requirement: Requirement
    hashes: int


def read(name: str) -> str:
    """A file of the project's root."""
    return (ROOT / name).read_text(encoding="utf-8")


def version(requirement: Requirement) -> str:
    """The exact version a requirement pins."""
    pinned = re.fullmatch(r"==([\w.+!]+)", str(requirement.specifier))
    assert pinned, f"{requirement} não fixa uma versão exata"
    return pinned[1]


def locked(text: str) -> dict[str, Locked]:
    """Every distribution of a lock's text, by its canonical name."""
    joined = text.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = [Locked(Requirement(line.split("--hash")[0]), len(HASH.findall(line))) for line in lines]
    assert len({canonicalize_name(f.requirement.name) for f in found}) == len(found)
    return {canonicalize_name(f.requirement.name): f for f in found}


def pins(text: str) -> list[Requirement]:
    """The requirements that people write down."""
    return [Requirement(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize(("wanted", "lock"), PAIRS)
def test_every_pin_is_in_the_lock_in_its_version(wanted: str, lock: str) -> None:
    held = {n: version(f.requirement) for n, f in locked(read(lock)).items()}
    asked = {canonicalize_name(r.name): version(r) for r in pins(read(wanted))}
    assert asked and {n: held.get(n) for n in asked} == asked, "falta «make lock»"


@pytest.mark.parametrize("lock", [lock for _, lock in PAIRS])
def test_every_entry_has_a_hash_and_no_line_says_where_to_ask(lock: str) -> None:
    assert [n for n, f in locked(read(lock)).items() if not f.hashes] == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", read(lock))


def test_what_is_installed_is_what_the_lock_says() -> None:
    here = {canonicalize_name(d.name): d.version for d in distributions()}
    lock = locked(read("requirements.lock")).items()
    meant = {n: version(f.requirement) for n, f in lock if not (m := f.requirement.marker) or m.evaluate()}
    assert {n: v for n, v in here.items() if n not in FROM_PYTHON} == meant, "falta «make lock», ou instalar dela"


def test_make_installs_from_the_lock_alone() -> None:
    makefile = read("Makefile")
    installs = re.findall(r"pip install (.*)", makefile)
    assert len(installs) == len(PAIRS)
    for (wanted, lock), install in zip(PAIRS, installs, strict=True):
        assert install.endswith(f"--require-hashes -r {lock}")
        assert re.search(rf"^\$\(\w+\): {re.escape(wanted)} {re.escape(lock)}$", makefile, re.MULTILINE)


def test_the_lock_reader_sees_versions_hashes_and_markers() -> None:
    first = f"a-b==1.2 ; sys_platform == 'win32' \\\n    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{'1' * 64}\n"
    found = locked(f"# lock\n{first}    # via c\nSome_Name==3\n")
    assert {n: (version(f.requirement), f.hashes) for n, f in found.items()} == {
        "a-b": ("1.2", 2),
        "some-name": ("3", 0),
    }
    assert str(found["a-b"].requirement.marker) == 'sys_platform == "win32"'
