"""The style sheet: one class is one thing, or what draws one place is drawn in the colours of another."""

import re
from collections import defaultdict

from core.base.paths import ROOT

SHEET = ROOT / "ui" / "web" / "enti.css"
_BLOCK = re.compile(r"@[a-z]+[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def test_no_class_is_given_two_looks() -> None:
    plain = _BLOCK.sub("", re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.DOTALL))
    looks: dict[tuple[str, str], set[str]] = defaultdict(set)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", plain):
        for one in (" ".join(s.split()) for s in selectors.split(",")):
            for declared in filter(None, map(str.strip, body.split(";"))):
                name, _, value = declared.partition(":")
                looks[one, name.strip()].add(value.strip())
    assert len(looks) > 500
    twice = {k: v for k, v in looks.items() if len(v) > 1 and re.fullmatch(r"\.[\w-]+", k[0])}
    assert not twice
