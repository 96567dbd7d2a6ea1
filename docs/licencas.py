"""The licence of every installed distribution, as its own metadata say it, and why we may use it."""

import re
from importlib.metadata import Distribution, distributions
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from core.base.paths import ROOT

_KEEP = "permissiva: basta guardar o aviso de autoria e o texto da licença"
COMPATIBLE: Final = {
    "MIT": _KEEP,
    "MIT-CMU": _KEEP,
    "ISC": _KEEP,
    "Zlib": _KEEP,
    "BSD": f"{_KEEP}; os metadados não dizem se são duas ou três cláusulas, e ambas servem",
    "BSD-2-Clause": _KEEP,
    "BSD-3-Clause": f"{_KEEP}, e não usar o nome dos autores para recomendar o que é nosso",
    "0BSD": "permissiva: nada pede",
    "MIT-0": "permissiva: nada pede",
    "CC0-1.0": "domínio público: nada pede",
    "Apache-2.0": "permissiva: guardar o aviso e o ficheiro NOTICE, e dizer o que se alterou; nada se alterou",
    "PSF-2.0": "permissiva, a do próprio Python: guardar o aviso e dizer o que se alterou; nada se alterou",
    "MPL-2.0": "recíproca só nos ficheiros que são dela: ficam como vieram, e o código deles é público",
}
# What people wrote in «License» and in the classifiers, before there were expressions.
_SAID: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 3-Clause": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "ISC License": "ISC",
    "PSFL": "PSF-2.0",
    "MIT License": "MIT",
    "OSI Approved :: Apache Software License": "Apache-2.0",
    "OSI Approved :: BSD License": "BSD",
    "OSI Approved :: MIT License": "MIT",
    "OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Distributions whose metadata say nothing: read by a person in the licence file that comes inside.
READ_BY_US: Final = {"axe-playwright-python": "MIT"}
_MET: Final = "+"  # stands for a parenthesis that is met
FROM_PYTHON: Final = {"pip", "setuptools"}  # what a new virtual environment already has; not ours to distribute


def installed() -> dict[str, Distribution]:
    """Every distribution of this environment by its canonical name, but those that come with Python itself."""
    found = {canonicalize_name(d.name): d for d in distributions()}
    return {n: found[n] for n in sorted(found) if n not in FROM_PYTHON}


def _values(distribution: Distribution, field: str) -> list[str]:
    return [str(value) for value in distribution.metadata.get_all(field) or []]


def licence(distribution: Distribution) -> str:
    """The SPDX expression of a distribution's licence; empty when nothing in its metadata can be read as one.

    What it says in the newest way comes first: License-Expression, then License, then the classifiers.
    """
    for expression in _values(distribution, "License-Expression"):
        return expression
    said = "".join(_values(distribution, "License")).strip().partition("\n")[0]
    known = said if said in COMPATIBLE else _SAID.get(said, "")
    classifiers = [c.removeprefix("License :: ") for c in _values(distribution, "Classifier")]
    read = sorted({_SAID[c] for c in classifiers if c in _SAID})
    return known or " AND ".join(read) or READ_BY_US.get(canonicalize_name(distribution.name), "")


def compatible(expression: str) -> bool:
    """Whether an SPDX expression can be met with the licences of COMPATIBLE alone: every AND, one of each OR."""

    def met(flat: str) -> bool:
        return any(all(one.strip() in {*COMPATIBLE, _MET} for one in way.split(" AND ")) for way in flat.split(" OR "))

    while inner := re.search(r"\(([^()]*)\)", expression):
        expression = expression.replace(inner[0], _MET if met(inner[1]) else "?")
    return met(expression)


def pinned() -> dict[str, str]:
    """What requirements.txt asks for by name → the heading it stands under, in its first word (Exact, Tests)."""
    heading = ""
    found: dict[str, str] = {}
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.split()[1]
        elif line.strip():
            found[canonicalize_name(Requirement(line).name)] = heading
    return found


def needs(distribution: Distribution) -> set[str]:
    """Canonical names of what a distribution asks for here, without its optional parts."""
    asked = [Requirement(r) for r in distribution.requires or []]
    return {canonicalize_name(r.name) for r in asked if r.marker is None or r.marker.evaluate({"extra": ""})}


def reached(starts: set[str], here: dict[str, Distribution]) -> set[str]:
    """All that some distributions bring along, themselves included."""
    found: set[str] = set()
    waiting = set(starts)
    while waiting:
        name = waiting.pop()
        if name in here and name not in found:
            found.add(name)
            waiting |= needs(here[name])
    return found


def tables() -> str:
    """Markdown: the licences we accept with why, and every distribution with its licence, use and who asks for it."""
    here, asked = installed(), pinned()
    runs = reached({n for n, heading in asked.items() if heading != "Tests"}, here)
    lines = ["| licença | porque se pode usar |", "|---|---|"]
    lines += [f"| {name} | {why} |" for name, why in COMPATIBLE.items()]
    lines += ["", "| biblioteca | licença | corre | pedida por |", "|---|---|---|---|"]
    for name, distribution in here.items():
        by = sorted(n for n, d in here.items() if name in needs(d))
        who = "nós" if name in asked else ", ".join(by)
        where = "no painel" if name in runs else "só nas provas"
        lines.append(f"| {distribution.name} | {licence(distribution)} | {where} | {who} |")
    return "\n".join(lines) + "\n"
