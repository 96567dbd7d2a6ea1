"""Every library that is installed has a licence that we may use, and stands in docs/licencas.md."""

import re
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from core.base.paths import ROOT
from docs import licencas

DOCUMENT = (ROOT / "docs" / "licencas.md").read_text(encoding="utf-8")
HERE = licencas.installed()


def rows(text: str, columns: int) -> list[list[str]]:
    """The rows of a document's tables of so many columns, without headings and rules."""
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [row for row in cells if len(row) == columns and not set(row[0]) <= {"-"}]


def made(folder: Path, name: str, *lines: str) -> Distribution:
    """A distribution whose metadata have these lines."""
    (folder / "METADATA").write_text(
        "\n".join(["Metadata-Version: 2.4", f"Name: {name}", *lines]) + "\n", encoding="utf-8"
    )
    return Distribution.at(folder)


def test_the_document_names_what_is_installed_and_nothing_else() -> None:
    listed = [row[0] for row in rows(DOCUMENT, 4) if row[0] != "biblioteca"]
    assert sorted(listed) == sorted(d.name for d in HERE.values()), "falta «make docs»"


@pytest.mark.parametrize("name", HERE)
def test_every_licence_is_known_and_may_be_used(name: str) -> None:
    said = licencas.licence(HERE[name])
    assert said, (
        f"{name}: os metadados não dizem a licença; lê-se o ficheiro e junta-se a READ_BY_US, em docs/licencas.py"
    )
    assert licencas.compatible(said), f"{name}: «{said}» não está em COMPATIBLE, em docs/licencas.py"


def test_each_accepted_licence_has_its_reason_and_is_of_something_installed() -> None:
    used = {word for d in HERE.values() for word in re.findall(r"[\w.-]+", licencas.licence(d))}
    assert all(why for why in licencas.COMPATIBLE.values()) and set(licencas.COMPATIBLE) <= used


def test_people_read_only_what_metadata_do_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    read = dict(licencas.READ_BY_US)
    monkeypatch.setattr(licencas, "READ_BY_US", {})
    assert {n for n, d in HERE.items() if not licencas.licence(d)} == set(read)


def test_libraries_compiled_into_a_distribution_are_named() -> None:
    bring = {d.name for d in HERE.values() if any(f.parts[0].endswith(".libs") for f in d.files or [])}
    named = " ".join(row[0] for row in rows(DOCUMENT.split("## O que vem dentro delas")[1], 3))
    assert bring and [n for n in bring if n not in named] == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("License-Expression: MIT OR ISC", "License: BSD"), "MIT OR ISC"),
        (("License: Apache License 2.0", "Classifier: License :: OSI Approved :: MIT License"), "Apache-2.0"),
        (("License: Copyright (c) 2020", "Classifier: License :: OSI Approved :: MIT License"), "MIT"),
        (("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",), ""),
        ((), ""),
    ],
)
def test_the_newest_way_of_saying_a_licence_comes_first(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    assert licencas.licence(made(tmp_path, "nome", *lines)) == said


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("GPL-3.0-or-later", False),
        ("GPL-3.0-or-later OR MIT", True),
        ("GPL-3.0-or-later AND MIT", False),
        ("MPL-2.0 AND (GPL-2.0-only OR MIT)", True),
        ("MPL-2.0 AND (GPL-2.0-only OR (LGPL-3.0-only AND MIT))", False),
        ("MIT WITH GCC-exception-3.1", False),
        ("", False),
    ],
)
def test_an_expression_may_be_used_where_every_and_and_one_or_may(expression: str, may: bool) -> None:
    assert licencas.compatible(expression) is may
