"""The documents say what the code does: what is written by code is as code writes it, and what people write is true."""

from pathlib import Path

import pytest

from core.base.paths import ROOT
from docs import parts

MADE = parts.documents()


@pytest.mark.parametrize("path", MADE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_code_writes_is_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == MADE[path], "falta «make docs»"


def test_a_part_is_replaced_between_its_marks_and_all_else_stays() -> None:
    start, end = "<!-- lista: feito por «make docs» -->\n", "<!-- fim: lista -->\n"
    once = parts.renewed(f"antes\n{start}velho\n{end}depois\n", "lista", "novo\n")
    assert once == f"antes\n{start}\nnovo\n\n{end}depois\n" == parts.renewed(once, "lista", "novo")


@pytest.mark.parametrize("text", ["", "{start}", "{end}{start}", "{start}{end}{end}", "{start}{start}{end}"])
def test_a_document_without_its_marks_is_not_touched(text: str) -> None:
    marks = {"start": "<!-- lista: feito por «make docs» -->\n", "end": "<!-- fim: lista -->\n"}
    with pytest.raises(ValueError, match="marcas de «lista»"):
        parts.renewed(text.format(**marks), "lista", "novo")
