"""Each decision has its page, of one form, and both lists of them are complete."""

import re

import pytest

from core.base.paths import ROOT

FOLDER = ROOT / "docs" / "decisoes"
PAGES = sorted(p.name for p in FOLDER.glob("*.md") if p.name != "README.md")
PARTS = ["Pergunta", "Caminhos", "Escolha", "Porquê", "Quando olhar outra vez"]


@pytest.mark.parametrize("name", PAGES)
def test_a_decision_has_a_title_a_day_and_each_part(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    assert re.fullmatch(r"# .+\n\nDecidido em (\d{4}-\d\d-\d\d)\.\n\n", head), name
    assert [p.split("\n")[0] for p in parts] == PARTS
    assert all(len(p.split("\n", 1)[1].strip()) > 30 for p in parts) and len(text) < 4000
    assert len(re.findall(r"^- ", parts[1], re.MULTILINE)) >= 2, "uma decisão tem pelo menos dois caminhos"


@pytest.mark.parametrize(("document", "before"), [("README.md", "docs/decisoes/"), ("docs/decisoes/README.md", "")])
def test_every_decision_is_listed_once(document: str, before: str) -> None:
    links = re.findall(rf"\]\({re.escape(before)}([\w-]+\.md)\)", (ROOT / document).read_text(encoding="utf-8"))
    assert sorted(n for n in links if n != "README.md") == PAGES


def test_the_day_in_the_list_is_the_day_on_the_page() -> None:
    for name, day in re.findall(r"\(([\w-]+\.md)\) \| ([\d-]+) \|", (FOLDER / "README.md").read_text(encoding="utf-8")):
        assert f"Decidido em {day}." in (FOLDER / name).read_text(encoding="utf-8"), name
