"""Findings on the shipped figures: few, each read and answered, and given wherever the figure shows."""

from pathlib import Path

import duckdb
import pytest

from core.base.errors import SnapshotError
from core.catalogue import catalogue as catalogues
from core.warehouse.findings import Finding, findings
from core.warehouse.store import Store
from etl.build.plausibility import answers

MOST = 30  # more would be read by nobody
CATALOGUE = catalogues.load()
INFANT = CATALOGUE["mortalidade_infantil"]


def keys(found: list[Finding]) -> set[tuple[str, str | None]]:
    """Indicator and territory of each."""
    return {(f.rule, f.territory_id) for f in found}


def test_few_findings_on_the_shipped_figures_and_each_is_answered(store: Store) -> None:
    found = findings(store)
    assert 0 < len(found) <= MOST
    for f in found:
        assert f.answered is not None and f.severity == "info", f
        assert f.detail and f.detail_en and f.detail != f.detail_en, f


def test_no_answer_is_left_over(store: Store) -> None:
    """An answer to what is found no more would one day answer what it was not meant for."""
    found = findings(store)
    for a in answers.load().answers:
        assert [f for f in found if any(c.answer == a.text.pt and c.answer_en == a.text.en for c in f.cells)], a


def test_findings_of_an_indicator_are_its_own_and_those_of_what_it_is_made_of(store: Store) -> None:
    of = {f.indicator_id for f in findings(store, INFANT)}
    assert of == {"mortalidade_infantil", "nados_vivos"}
    assert {f.indicator_id for f in findings(store, CATALOGUE["densidade_populacional"])} == {"populacao_residente"}
    assert findings(store, CATALOGUE["taxa_votantes_autarquicas"]) == []


def test_findings_of_a_place_and_a_period(store: Store) -> None:
    assert keys(findings(store, INFANT, "anual", places=["1318"])) == {("salto", "1318")}
    assert findings(store, INFANT, "anual", places=["1318"], period="2020") == []
    of_1999 = findings(store, INFANT, "anual", period="1999")
    assert {("salto", t) for t in ("0314", "1107", "1116", "1318")} <= keys(of_1999)
    # Live births of 1999 are in the five years of this period, which has its own series.
    assert ("salto", "1318") in keys(findings(store, INFANT, "quinquenal", period="1998-2002", places=["1318"]))
    assert findings(store, INFANT, "quinquenal_ine_2013", places=["1318"]) == []


def test_of_a_finding_of_many_series_a_view_is_told_its_own(store: Store) -> None:
    """One finding of twenty series for those who read the state of the data; beside a series, what is doubted of it."""
    item = CATALOGUE["mortalidade_padronizada"]
    (whole,) = [f for f in findings(store, item) if f.rule == "partes_e_todo"]
    assert len(whole.series) == 20 and whole.count == len(whole.cells) > 300
    (one,) = findings(store, item, "derivada_perinatal", period="2019", places=["PT"])
    assert (one.series, one.periods, one.territory_id) == (("derivada_perinatal",), ("2019",), "PT")
    assert (one.found, one.expected, one.count) == (142.0, 114.0, 1) and "142" in one.detail
    assert one.answered is not None and one.answered.pt.startswith("Por causa") and len(one.answered.pt) < 250
    assert findings(store, item, "derivada_perinatal", period="2019", places=["2024:11"]) == []
    assert findings(store, item, "derivada_perinatal", period="2001") == []
    assert findings(store, item, "trienio_todas") == []
    (of_all,) = findings(store, item, "derivada_todas", places=["PT"])
    assert of_all.count == 9 and of_all.answered is not None and "0,1 %" in of_all.answered.pt


def test_a_build_from_before_findings_said_where_still_tells_what_it_has() -> None:
    old = Store.__new__(Store)
    old._connection = duckdb.connect()
    old._connection.execute(
        "CREATE TABLE finding (run_id TEXT, indicator_id TEXT, severity TEXT, rule TEXT, detail TEXT, count INTEGER)"
    )
    old._connection.execute("INSERT INTO finding VALUES ('r', 'mortalidade_infantil', 'error', 'x', 'Isto.', 3)")
    (one,) = findings(old)
    assert (one.said.en, one.count, one.answered, one.periods) == ("Isto.", 3, None, ())
    assert findings(old, INFANT) == [one] and findings(old, INFANT, "anual") == []


@pytest.mark.parametrize("name", ["mortalidade_infantil", "densidade_populacional", "taxa_votantes_autarquicas"])
def test_support_series_are_named_by_the_rule_or_the_query(name: str) -> None:
    item = CATALOGUE[name]
    wanted = {
        "mortalidade_infantil": {"nados_vivos"},
        "densidade_populacional": {"populacao_residente"},
        "taxa_votantes_autarquicas": {"votantes_autarquicas", "inscritos_autarquicas"},
    }
    assert item.made_of(item.default_series.id) == wanted[name]


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"\x00" * 9, b"answers: [", b"x" * 5_000_000])
def test_answers_that_do_not_read_are_named(body: bytes, tmp_path: Path) -> None:
    (tmp_path / answers.FILE).write_bytes(body)
    with pytest.raises(SnapshotError, match=answers.FILE) as error:
        answers.load(tmp_path)
    assert error.value.cure
    (tmp_path / answers.FILE).unlink()
    assert answers.load(tmp_path).answers == ()
