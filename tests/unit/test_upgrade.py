"""What `make upgrade-check` says, from a report of pytest and the page that describes what we touch."""

import subprocess
import sys
from pathlib import Path

from core.base.paths import ROOT
from tests.support.upgrade import PAGE, Outcome, Row, described, outcomes, text

REPORT = """<testsuites><testsuite>
<testcase name="a"><properties><property name="internals" value="ONE"/></properties></testcase>
<testcase name="b[1]"><properties><property name="internals" value="TWO"/></properties></testcase>
<testcase name="b[2]"><properties><property name="internals" value="TWO"/></properties>
<failure message="AssertionError: gone&#10;more of it">trace</failure></testcase>
<testcase name="c"><properties><property name="internals" value="THREE"/></properties>
<skipped message="sem Chromium"/></testcase>
<testcase name="d"><properties><property name="internals" value="TWO"/><property name="internals" value="FOUR"/>
</properties><error message="fixture"/></testcase>
<testcase name="tests.gone"><error message="collection failure">no module</error></testcase>
</testsuite></testsuites>"""


def test_one_failure_breaks_and_what_did_not_run_is_not_proved() -> None:
    assert outcomes(REPORT, ["ONE", "TWO", "THREE", "FOUR", "FIVE"]) == {
        "ONE": Outcome("holds", ""),
        "TWO": Outcome("broke", "b[2]: AssertionError: gone"),
        "THREE": Outcome("unproved", "c: sem Chromium"),
        "FOUR": Outcome("unproved", "d: fixture"),
        "FIVE": Outcome("unproved", "a prova não correu"),
    }


def test_what_broke_is_said_with_its_files_and_its_cure(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Página\n\n## Parte\n\n### `ONE`\n- **Onde**: `a.py`,\n  `b.css`\n- **Serve para**: uma coisa.\n"
        "- **Se mudar**: perde-se `isto`.\n- **Cura**: mudar\n  `a.py`.\n- **Prova**: `t.py::test_one`\n\n"
        "## Outra\n\nMais.\n"
    )
    row = Row(("a.py", "b.css"), "uma coisa.", "perde-se `isto`.", "mudar `a.py`.", ("t.py::test_one",))
    assert described(page) == {"ONE": row}
    states = {"ONE": Outcome("broke", "gone"), "TWO": Outcome("holds", "")}
    said = text({"ONE": row, "TWO": row}, states)
    for part in ("PARTIU     ONE", "erro: gone", "onde: a.py, b.css", "cura: mudar `a.py`.", "prova: t.py::test_one"):
        assert part in said
    assert "está       TWO" in said and said.endswith("1 de 2 estão como dantes.")
    said = text({"ONE": row}, {"ONE": Outcome("unproved", "o servidor não arrancou")})
    assert "POR PROVAR ONE" in said and "erro: o servidor não arrancou" in said and "cura" not in said


def test_reports_of_pytest_carry_the_names(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    chosen = ["tests/proofs/test_internals.py", "-m", "internals", "-k", "spared", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", f"--junitxml={report}", *chosen]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    found = outcomes(report.read_text(encoding="utf-8"), list(described(PAGE)))
    assert {name for name, outcome in found.items() if outcome.state == "holds"} == {"COMPONENT_SCAN"}
