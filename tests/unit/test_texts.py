"""Texts of the screen: every key that the code asks for exists, in both languages, with the blanks it is given."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base.paths import ROOT
from show.texts import FACTS, TEXTS, t

SOURCES = [
    *(ROOT / "ui").rglob("*.py"),
    *(ROOT / "show").rglob("*.py"),
    *(ROOT / "reports").rglob("*.py"),
    *(ROOT / "pages").glob("*.py"),
    ROOT / "app.py",
]


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every t(…) of the code."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
                yield path, node


def parsed(text: str) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    return iter(string.Formatter().parse(text))


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in parsed(text) if name}


def test_every_key_that_the_code_asks_for_exists_and_gets_its_blanks() -> None:
    seen = 0
    for path, call in calls():
        key = call.args[0]
        if isinstance(key, ast.Constant):
            assert key.value in TEXTS, f"{path.name}:{call.lineno}: {key.value}"
            given = {k.arg for k in call.keywords}
            assert blanks(TEXTS[key.value][0]) - set(FACTS) == given, f"{path.name}:{call.lineno}: {key.value}"
            seen += 1
        elif isinstance(key, ast.JoinedStr):
            stem = key.values[0].value if isinstance(key.values[0], ast.Constant) else ""
            assert any(k.startswith(stem) for k in TEXTS) and stem, f"{path.name}:{call.lineno}"
    assert seen > 80


def test_each_text_is_there_in_both_languages_and_joins_others_with_its_own_space_only() -> None:
    for key, both in TEXTS.items():
        for text in both:
            assert text and "  " not in text and "<" not in text, key
            assert text == text.strip() or text.startswith((" e ", " and ")), key


def test_a_key_that_does_not_exist_is_an_error_and_not_an_empty_text() -> None:
    with pytest.raises(KeyError):
        t("menu.inventado", "pt")


def test_words_agree_with_a_whole_number() -> None:
    assert [t("brief.actions", "pt", n=n) for n in (0, 1, 2)] == ["0 ações", "1 ação", "2 ações"]
    assert t("exec.days_left", "pt", n=1) == "falta 1 dia" and t("exec.days_left", "en", n=2) == "2 days left"
    assert t("gaps.caption", "en", n=1) == "1 gap"


AGREES = [k for k, pair in TEXTS.items() if any("|" in (form or "") for x in pair for _, _, form, _ in parsed(x))]


ALONE = {"das", "dos", "os", "is", "was", "has", "series", "improves", "worsens", "shows", "changes", "fails"}


@pytest.mark.parametrize("key", AGREES)
def test_one_is_not_many(key: str) -> None:
    """A text that agrees with one of its counts agrees with each of them."""
    for lang in ("pt", "en"):
        counts = dict.fromkeys(blanks(TEXTS[key][lang == "en"]) - FACTS.keys(), 1)
        said = t(key, lang, **counts)
        assert [w for w in re.findall(r"\b1 (\w+s)\b", said) if w not in ALONE] == []
