"""Two states of the code side by side: `python -m bench.sides OLD NEW --runs 9 --as NAME`.

Each commit is checked out into a folder of its own and measured by its own `bench`, with the packages of this `.venv`,
or with its own where it asks for others; the runs alternate, so that a drift of the machine hits both. Medians, their
ratio and the commits go to results.json.
"""

import argparse
import filecmp
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final
from xml.etree import ElementTree

from bench.__main__ import RESULTS, machine, show
from core.base.paths import ROOT

# What one run is, in the words that every state since the first page on decisions has in its bench.
_ONE: Final = """
import json
from bench import browser, data, judgement
browser.RUNS = data.RUNS = judgement.RUNS = 1
browser.VARIANTS = (browser.OWN,)
(map_,), (brief,), (load,) = browser.maps(), judgement.brief(), data.load_embedded()
print(json.dumps({
    "mapa, servidor frio (ms)": map_["primeira imagem, servidor frio (ms)"],
    "repintura do mapa (ms)": map_["repintura (ms)"],
    "síntese, servidor frio (ms)": 1000 * brief["mediana (s)"],
    "carga dos valores embutidos (s)": load["segundos (mediana)"],
    "carga, pico (MB)": load["pico MB"],
}))
"""


# Files of tests that every state of the house has, under one name; where they stand has changed.
_TESTS: Final = "aggregate eurostat ine judge mann_kendall movers period points queries search shapes targets territory"


def _tests(tree: Path) -> dict[str, float]:
    """Seconds of each test of those files, by its name; what is set up for many is counted with the first."""
    found = [p for n in _TESTS.split() for p in tree.glob(f"tests/**/test_{n}.py")]
    report = tree / "provas.xml"
    words = ("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", f"--junitxml={report}")
    _python(tree, *words, *map(str, found))
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return {f"{c.get('classname', '').rpartition('.')[2]}::{c.get('name')}": float(c.get("time", 0)) for c in cases}


def tested(old: str, new: str, runs: int) -> list[dict[str, Any]]:
    """The time of the tests that both commits have, in runs that alternate."""
    took: dict[str, list[dict[str, float]]] = {old: [], new: []}
    with _trees((old, new)) as trees:
        for n in range(runs):
            for commit in (old, new) if n % 2 else (new, old):
                took[commit].append(_tests(trees[commit]))
    common = set(took[old][0]) & set(took[new][0])
    measure = f"{len(common)} provas que os dois têm (s)"
    return [_row(measure, {c: [sum(run[t] for t in common) for run in took[c]] for c in (old, new)})]


@contextmanager
def _trees(commits: tuple[str, ...]) -> Iterator[dict[str, Path]]:
    """A folder with each commit's files, and its figures loaded into `feito` in it."""
    with tempfile.TemporaryDirectory() as folder:
        trees = {c: Path(folder) / c for c in commits}
        try:
            for commit, tree in trees.items():
                _git("worktree", "add", "--quiet", "--detach", str(tree), commit)
                if not filecmp.cmp(tree / "requirements.lock", ROOT / "requirements.lock", shallow=False):
                    subprocess.run(["make", "--silent", ".venv/.installed"], cwd=tree, check=True)
                _python(tree, "-m", "etl", "load", "--offline")
            yield trees
        finally:
            for tree in trees.values():
                _git("worktree", "remove", "--force", str(tree))


def _git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)


def _python(tree: Path, *words: str) -> str:
    settings: Mapping[str, str] = os.environ | {"ENTI_DATA": str(tree / "feito"), "PYTHONPATH": str(tree)}
    own = tree / ".venv/bin/python"
    done = subprocess.run(
        [own if own.exists() else sys.executable, *words], cwd=tree, env=settings, capture_output=True, text=True
    )
    if done.returncode not in (0, 8):
        raise RuntimeError(f"{tree.name}: {done.stderr[-800:]}")
    return done.stdout


def sides(old: str, new: str, runs: int) -> list[dict[str, Any]]:
    """One row a measure: the two medians, and by how much the new one is above the old, in per cent."""
    found: dict[str, list[dict[str, float]]] = {old: [], new: []}
    with _trees((old, new)) as trees:
        for n in range(runs):
            for commit in (old, new) if n % 2 else (new, old):
                found[commit].append(json.loads(_python(trees[commit], "-c", _ONE).splitlines()[-1]))
    return [_row(measure, {c: [run[measure] for run in found[c]] for c in found}) for measure in found[new][0]]


def _row(measure: str, runs: Mapping[str, list[float]]) -> dict[str, Any]:
    """The medians of the old commit and the new one, in that order in `runs`."""
    (old, before), (new, after) = ((c, median(values)) for c, values in runs.items())
    return {
        "medida": measure,
        f"antes ({old[:7]})": round(before, 3),
        f"depois ({new[:7]})": round(after, 3),
        "depois face a antes (%)": round(100 * (after / before - 1), 1),
        "passagens": len(runs[new]),
    }


def main() -> None:
    """Measure, print, and put beside what else is in results.json."""
    asked = argparse.ArgumentParser(prog="python -m bench.sides", description="Dois estados do código lado a lado.")
    asked.add_argument("old", help="commit de antes")
    asked.add_argument("new", help="commit de depois")
    asked.add_argument("--runs", type=int, default=9, help="passagens de cada um, alternadas")
    asked.add_argument("--tests", action="store_true", help="o tempo das provas comuns, em vez dos ecrãs e da carga")
    asked.add_argument("--as", dest="name", required=True, help="nome em bench/results.json")
    given = asked.parse_args()
    rows = (tested if given.tests else sides)(given.old, given.new, given.runs)
    show(given.name, rows)
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    results[given.name] = {"rows": rows, "measured_at": machine()["measured_at"]}
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
