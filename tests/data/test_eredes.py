"""E-REDES: sums per município, what belongs to none, and no «No» taken for a «Não»."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.base.errors import DuplicateKey, SourceError, SourceNotData, SourceShapeChanged, SourceTruncated
from core.base.paths import ROOT, SNAPSHOT
from core.terms import territory
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, HttpFetcher, Limits, ReplayFetcher
from etl.fetch.model import Parsed, Raw
from etl.sources.eredes import connector as eredes
from etl.sources.eredes.connector import Eredes
from etl.sources.eredes.query import EredesQuery
from tests.support.bad_server import bad_server

PAYLOADS = ROOT / "tests" / "payloads" / "eredes"
DATASET = "21-contadores-de-energia"
GOOD = (PAYLOADS / f"{DATASET}.csv").read_text(encoding="utf-8")
META = (PAYLOADS / f"{DATASET}.meta.json").read_bytes()
REAL = ROOT.parent / "shared" / "data" / "eredes" / "21-contadores-de-energia_2024-01_2024-04.csv"


def query(measure: str = "smart_share") -> EredesQuery:
    return EredesQuery.model_validate({"source": "eredes", "dataset": DATASET, "measure": measure})


def read(body: str | bytes, folder: Path, measure: str = "smart_share") -> Parsed:
    path = folder / "answer.csv"
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    raw = Raw("eredes", DATASET, path, "https://e-redes.opendatasoft.com/", "2026-01-01T00:00:00+00:00", "0" * 64)
    context = Context(ReplayFetcher(folder), territory.load(), lambda: pytest.fail("no boundaries"))
    return Eredes().parse((raw,), query(measure), context)


def values(parsed: Parsed) -> dict[tuple[str, str], float]:
    return {(r.territory_id, r.period): r.value for r in parsed.frame.itertuples()}  # type: ignore[misc]


def test_shares_and_counts_of_active_contracts(tmp_path: Path) -> None:
    shares, counts = values(read(GOOD, tmp_path)), values(read(GOOD, tmp_path, "active"))
    assert counts == {
        ("0101", "2024-01"): 100,
        ("0101", "2024-02"): 100,
        ("0102", "2024-01"): 30,
        ("0102", "2024-02"): 0,
    }
    assert shares[("0101", "2024-01")] == 90 and shares[("0102", "2024-01")] == 100
    assert math.isnan(shares[("0102", "2024-02")])  # nothing of nothing is no share


def test_what_belongs_to_no_municipality_is_counted_and_given_to_none(tmp_path: Path) -> None:
    found = {f.rule: f for f in read(GOOD, tmp_path).findings}
    assert set(found) == {"sem_municipio"} and "08-- (7)" in found["sem_municipio"].detail


def test_the_downloaded_file_is_added_up_over_its_parishes(tmp_path: Path) -> None:
    assert values(read((PAYLOADS / "descarregado.csv").read_bytes(), tmp_path)) == {("0101", "2024-01"): 90.0}


@pytest.mark.parametrize("name", [f"{DATASET}.csv", "descarregado.csv"])
def test_a_spreadsheet_that_drops_the_zero_loses_no_municipality(tmp_path: Path, name: str) -> None:
    body = (PAYLOADS / name).read_text(encoding="utf-8-sig")
    assert ";0101;" in body
    whole, bare = (read(b, tmp_path) for b in (body, body.replace(";0101;", ";101;").replace(";0102;", ";102;")))
    assert values(bare) == pytest.approx(values(whole), nan_ok=True) and bare.findings == whole.findings


def test_islands_are_never_counted(tmp_path: Path) -> None:
    parsed = read(GOOD.replace("0102", "3103"), tmp_path)
    assert {t for t, _ in values(parsed)} == {"0101"} and "3103" in parsed.findings[0].detail


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        ("inclui_emi;", "emi;", SourceShapeChanged, "Faltam as colunas inclui_emi; há: data"),
        ("coddistritoconcelho", "concelho", SourceShapeChanged, "coddistritoconcelho"),
        (";Não;Sim;10", ";No;Sim;10", SourceShapeChanged, "linha 3 responde «No»"),
        ("2024-02;0101;Sim", "Fevereiro;0101;Sim", SourceShapeChanged, "linha 7 tem um mês"),
        ("2024-02;0101;Sim;Sim;95", "2024-02;0101;Sim", SourceTruncated, "linha 7 tem 3 colunas"),
        ("2024-01;0102;Sim;Sim;30", "2024-01;0101;Sim;Sim;30", DuplicateKey, "0101"),
    ],
)
def test_another_shape_is_refused_loudly(
    tmp_path: Path, old: str, new: str, error: type[SourceError], said: str
) -> None:
    with pytest.raises(error, match=said):
        read(GOOD.replace(old, new, 1), tmp_path)


@pytest.mark.parametrize("body", [b"<html></html>", b"", b'{"error_code": "X"}', b"\xff\xfe\x00"])
def test_what_is_no_csv(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(SourceNotData):
        read(body, tmp_path)


@pytest.mark.parametrize(
    ("count", "rule"), [("NaN", "valor_ilegivel"), ("", "valor_ilegivel"), ("-3", "contagem_negativa")]
)
def test_a_count_that_cannot_be_spoils_its_own_cell_only(tmp_path: Path, count: str, rule: str) -> None:
    parsed = read(GOOD.replace("0101;Sim;Sim;90", f"0101;Sim;Sim;{count}"), tmp_path)
    got = values(parsed)
    assert math.isnan(got[("0101", "2024-01")]) and got[("0101", "2024-02")] == 95
    assert rule in {f.rule for f in parsed.findings}


def test_the_description_says_version_and_fields(
    tmp_path: Path, make_context: Callable[[Fetcher], Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = f"/catalog/datasets/{DATASET}"
    answers = {base: META, f"{base}/exports/csv": GOOD.encode()}
    with bad_server(answers) as (address, seen):
        monkeypatch.setattr(eredes, "BASE", address)
        context = make_context(HttpFetcher(tmp_path, Limits(pause=0)))
        for _ in range(2):  # the version did not change: described again, not downloaded again
            raws = Eredes().fetch(query(), context)
        assert len(Eredes().parse(raws, query(), context).frame) == 4
        assert seen[base] == 2 and seen[f"{base}/exports/csv"] == 1
        answers[base] = META.replace(b'"inclui_emi"', b'"emi"')
        with pytest.raises(SourceShapeChanged, match="inclui_emi; tem: data"):
            Eredes().fetch(query(), context)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"{", SourceNotData),
        (b"[]", SourceShapeChanged),
        (b'{"fields": 3}', SourceShapeChanged),
        (b'{"fields": [{"name": ["x"]}]}', SourceShapeChanged),
    ],
)
def test_a_description_that_is_none(
    tmp_path: Path, make_context: Callable[[Fetcher], Context], body: bytes, error: type[SourceError]
) -> None:
    (tmp_path / "eredes").mkdir()
    (tmp_path / "eredes" / f"{DATASET}.meta.json").write_bytes(body)
    with pytest.raises(error):
        Eredes().fetch(query(), make_context(ReplayFetcher(tmp_path)))


@pytest.mark.skipif(not REAL.exists(), reason="dados reais ausentes")
@pytest.mark.parametrize(
    ("measure", "figure"), [("smart_share", "instalacoes_com_contador_inteligente"), ("active", "cpe_ativos")]
)
def test_the_real_file_gives_the_figures_that_ship(tmp_path: Path, measure: str, figure: str) -> None:
    made: Any = values(read(REAL.read_bytes(), tmp_path, measure))
    table = pd.read_parquet(SNAPSHOT / "figures.parquet").query("figure == @figure and dim in ('', 'municipios_2024')")
    wanted = {(str(r.territory_id), str(r.period)): r.value for r in table.itertuples()}
    assert len(wanted) == 278 * 4 and made == wanted
