"""`make upgrade-check`: the tests marked `internals` against another version of Streamlit, in its own environment.

    python -m tests.support.upgrade [VERSION]        # the newest one without VERSION

Says of each thing that we touch of Streamlit's whether it still holds and, if not, what is lost, in which files, and
the cure, as docs/streamlit.md has them. The project's own environment is left alone: everything is made in a temporary
folder. Nothing but the standard library is needed. Exit codes: 0 all holds; 1 something broke or could not be proved;
2 that version cannot be installed.
"""

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "streamlit.md"


class Row(NamedTuple):
    """What the page says of one thing."""

    files: tuple[str, ...]
    serves: str
    breaks: str
    cure: str
    tests: tuple[str, ...]


class Outcome(NamedTuple):
    """What the tests said of one thing: `holds`, `broke` or `unproved` (they could not run), and the first line why."""

    state: str
    why: str


def described(page: Path) -> dict[str, Row]:
    """The entries of docs/streamlit.md by name, in its order: a heading each, and a line for each of Row."""
    found = {}
    for part in re.split(r"^### ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        text = " ".join(re.split(r"^#", part.split("\n", 1)[1], flags=re.MULTILINE)[0].split())
        said = dict(re.findall(r"- \*\*([^*]+)\*\*: (.*?)(?= - \*\*|$)", text))
        quoted = {k: tuple(re.findall(r"`([^`]+)`", said.get(k, ""))) for k in ("Onde", "Prova")}
        prose = [said.get(k, "") for k in ("Serve para", "Se mudar", "Cura")]
        found[part.split("`")[1]] = Row(quoted["Onde"], prose[0], prose[1], prose[2], quoted["Prova"])
    return found


def outcomes(report: str, names: list[str]) -> dict[str, Outcome]:
    """What a JUnit report says of each of `names`; its test cases carry the names in properties (tests/conftest.py)."""
    said: dict[str, list[Outcome]] = {name: [] for name in names}
    for case in ElementTree.fromstring(report).iter("testcase"):
        node = next((found for tag in _STATES if (found := case.find(tag)) is not None), None)
        line = node.get("message", "").strip().partition("\n")[0] if node is not None else ""
        outcome = Outcome("holds", "") if node is None else Outcome(_STATES[node.tag], f"{case.get('name')}: {line}")
        for of in case.iter("property"):
            if of.get("name") == "internals":
                said[str(of.get("value"))].append(outcome)
    return {name: _worst(of) for name, of in said.items()}


_STATES = {"failure": "broke", "error": "unproved", "skipped": "unproved"}  # an error: the server did not even start


def _worst(said: list[Outcome]) -> Outcome:
    order = ("broke", "unproved", "holds")
    return min(said, key=lambda o: order.index(o.state), default=Outcome("unproved", "a prova não correu"))


def text(rows: dict[str, Row], found: dict[str, Outcome]) -> str:
    """What is said at the end, in Portuguese: a line for what holds, for what could not run why, for what broke all."""
    words = {"holds": "está", "broke": "PARTIU", "unproved": "POR PROVAR"}
    lines = []
    for name, (state, why) in found.items():
        lines.append(f"{words[state]:<11}{name}")
        if state != "holds":
            row = rows[name]
            helps = {"perde-se": row.breaks, "onde": ", ".join(row.files), "cura": row.cure} if state == "broke" else {}
            lines += [f"{'':<11}{what}: {said}" for what, said in ({"erro": why} | helps).items()]
            lines += [f"{'':<11}prova: {test}" for test in row.tests]
    bad = sum(state != "holds" for state, _ in found.values())
    return "\n".join([*lines, "", f"{len(found) - bad} de {len(found)} estão como dantes."])


def _pip(python: Path, *arguments: str) -> str:
    """What pip says; ends with code 2 where it cannot."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"Não se pôde instalar.\n{done.stderr.strip()}\nCura: ver se essa versão existe.", file=sys.stderr)
        raise SystemExit(2)
    return done.stdout


def _installed(python: Path) -> dict[str, str]:
    return {p["name"].lower(): p["version"] for p in json.loads(_pip(python, "list", "--format", "json"))}


def _environment(folder: Path, version: str) -> Path:
    """A new environment with our requirements and then that Streamlit; says what changed. Returns its Python."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    print("A instalar o que o projeto pede, numa pasta temporária…", flush=True)
    _pip(python, "install", "--quiet", "-r", str(ROOT / "requirements.txt"))
    before = _installed(python)
    _pip(python, "install", "--quiet", "--upgrade", f"streamlit=={version}" if version else "streamlit")
    after = _installed(python)
    print(f"streamlit {before['streamlit']} → {after['streamlit']}")
    for name in sorted(before.keys() | after.keys()):
        if name != "streamlit" and before.get(name) != after.get(name):
            print(f"  com ele: {name} {before.get(name, '–')} → {after.get(name, '–')}")
    return python


def main(version: str) -> int:
    """Install, run, say."""
    rows = described(PAGE)
    with TemporaryDirectory(prefix="enti-streamlit-") as name:
        folder = Path(name)
        python, report = _environment(folder, version), folder / "report.xml"
        print("A correr as provas do que tocamos do Streamlit…", flush=True)
        command = [str(python), "-m", "pytest", "-m", "internals", "-n", "0", "-q", "--tb=no", "--no-header"]
        command += ["-p", "no:cacheprovider", "--continue-on-collection-errors", f"--junitxml={report}"]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, check=False)
        if not report.is_file():
            print(f"As provas não correram: pytest acabou com {done.returncode}.", file=sys.stderr)
            return 1
        found = outcomes(report.read_text(encoding="utf-8"), list(rows))
    print(f"\n{text(rows, found)}")
    return int(any(state != "holds" for state, _ in found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
