"""Figures that a municipality hands in from a page: checked by the ETL's own command, kept whole, and waiting."""

import shutil
from pathlib import Path

import pytest

from core.base.errors import EntiError, ImportRefused, NotAllowed
from core.catalogue import catalogue, handed
from core.people import audit, figures
from core.people.model import Actor, Grant
from core.warehouse import waiting
from core.warehouse.store import resolve
from tests.support.identity import configured

INDICATOR = "municipios_estrategia_municipal_saude"
FORM = handed.form(catalogue.load(), INDICATOR)
PORTO, LISBOA = (Actor(f"c{n}", "conta", "h", (Grant("municipio", d),)) for n, d in enumerate(("1312", "1106"), 1))
ROW = {"territorio": "1312", "serie": next(iter(FORM.queries)), "periodo": "2023", "valor": "1"} | {
    "documento": "Ofício 12/2024"
}


@pytest.fixture
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own, where people sign in."""
    shutil.copytree(warehouse / "builds", tmp_path / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    configured(monkeypatch)
    return tmp_path


def test_each_cell_that_cannot_be_taken_is_named_with_what_to_do_and_nothing_is_kept(data: Path) -> None:
    wrong = [ROW | {"valor": "7"}, ROW | {"periodo": "2022", "documento": ""}, ROW | {"periodo": "ontem"}]
    found = figures.hand_in(PORTO, INDICATOR, FORM.columns, wrong)
    assert [(f.row, f.column) for f in found.faults] == [(1, "valor"), (2, "documento"), (3, "periodo")]
    assert all(f.what and f.cure for f in found.faults)
    assert not (data / "imports").exists() and audit.entries() == ()


def test_what_is_another_s_is_not_handed_in(data: Path) -> None:
    with pytest.raises(NotAllowed):
        figures.hand_in(LISBOA, INDICATOR, FORM.columns, [ROW])
    with pytest.raises(NotAllowed):  # nor beside one's own
        figures.hand_in(PORTO, INDICATOR, FORM.columns, [ROW, ROW | {"territorio": "1106"}])
    assert not (data / "imports").exists() and waiting.build() is None
    assert [e.outcome for e in audit.entries()] == ["recusado", "recusado"]


def test_what_is_right_is_kept_and_waits_for_two_pairs_of_eyes(data: Path) -> None:
    before = resolve()
    found = figures.hand_in(PORTO, INDICATOR, FORM.columns, [ROW])
    assert (found.faults, found.rows, found.territories, found.waits) == ((), 1, ("1312",), True)
    there = waiting.build()
    assert there is not None and there.stem == found.build and resolve() == before
    said = {(e.account, e.act, e.outcome) for e in audit.entries()}
    assert {("c1", "valores", "comecado"), ("c1", "valores", "feito")} <= said
    audit.verify()


def test_too_many_rows_and_an_indicator_that_takes_none_are_said(data: Path) -> None:
    with pytest.raises(ImportRefused, match="400"):
        figures.checked(INDICATOR, FORM.columns, [ROW] * 401)
    found = figures.checked("mortalidade_infantil", FORM.columns, [ROW])
    assert "não recebe valores" in found.faults[0].what


def test_a_command_that_does_not_answer_is_said_and_keeps_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_LONGEST_S", 0.01)
    with pytest.raises(EntiError) as refused:
        figures.hand_in(PORTO, INDICATOR, FORM.columns, [ROW])
    assert all(refused.value.page) and not (data / "imports").exists()
