"""The log of changes has the form of Keep a Changelog."""

import re
from datetime import date

from core.base.paths import ROOT

KINDS = {"Acrescentado", "Alterado", "Descontinuado", "Retirado", "Corrigido", "Segurança"}


def test_changes_are_told_newest_first_in_the_kinds_there_are() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert titles[0] == "[Por publicar]"
    told = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d\d-\d\d)", t) for t in titles[1:]]
    assert told and all(told)
    versions = [tuple(int(n) for n in m.groups()[:3]) for m in told if m]
    days = [date.fromisoformat(m[4]) for m in told if m]
    assert versions == sorted(set(versions), reverse=True) and days == sorted(days, reverse=True)
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= KINDS
