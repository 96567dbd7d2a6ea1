"""The list of what the dashboard depends on: every package that is installed is in it, in its version, and pinned."""

import json
import re
from importlib.metadata import distributions

from packaging.utils import canonicalize_name

from core.base.paths import ROOT
from docs import sbom

BOM = json.loads(sbom.FILE.read_text(encoding="utf-8"))
LISTED = {canonicalize_name(c["name"]): c["version"] for c in BOM["components"]}


def test_it_lists_what_is_installed_and_nothing_else() -> None:
    installed = {canonicalize_name(d.metadata["Name"]): d.version for d in distributions()}
    assert {n: v for n, v in installed.items() if n not in sbom._TOOLS} == LISTED, "falta «make sbom»"


def test_what_it_lists_is_pinned_with_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {canonicalize_name(n): v for n, v in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock, re.M)}
    assert {n: pinned.get(n) for n in LISTED} == LISTED


def test_it_is_cyclonedx_and_names_no_registry() -> None:
    assert BOM["bomFormat"] == "CycloneDX" and re.fullmatch(r"1\.\d", BOM["specVersion"])
    assert sbom._ELSEWHERE not in sbom.FILE.read_text(encoding="utf-8")
    refs = {c["bom-ref"] for c in BOM["components"]}
    assert all({d["ref"], *d.get("dependsOn", ())} <= refs | {d["ref"]} for d in BOM["dependencies"])
