"""INE's metadata: categories chosen by their label, and answers without geography."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from core.base.errors import SourceShapeChanged
from core.base.paths import ROOT
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, ReplayFetcher
from etl.sources.ine.connector import Ine
from etl.sources.ine.format import observations, parse_rows
from etl.sources.ine.metadata import Metadata, parse_metadata, resolve
from tests.support import ine

SHARED = ROOT.parent / "shared" / "data" / "ine"


def labelled(labels: dict[str, str]) -> Metadata:
    return Metadata(ine.VARCD, "Indicador de prova", "%", 0, "2025-12-01", {"S7A2024": "2024"}, ("PT",), {3: labels})


PURPOSES = {"1": "Gestão de consumos (energia)", "2": "Gestão de resíduos", "3": "Gestão da água", "T": "Total"}


def test_a_label_chooses_its_category() -> None:
    chosen = resolve(ine.query(pick={"dim_3": "res[ií]duos"}), labelled(PURPOSES))
    assert chosen.dims == {"dim_3": "2"}
    assert resolve(ine.query(pick={"dim_3": "^total$"}), labelled(PURPOSES)).dims == {"dim_3": "T"}


@pytest.mark.parametrize("pattern", ["crime", "gest[ãa]o"])
def test_none_or_several_fitting_labels_are_refused_with_what_there_is(pattern: str) -> None:
    with pytest.raises(SourceShapeChanged, match=r"1 «Gestão de consumos \(energia\)»; 2 «Gestão de resíduos»"):
        resolve(ine.query(pick={"dim_3": pattern}), labelled(PURPOSES))


def test_rows_of_one_series_share_the_call_and_each_takes_its_category(
    tmp_path: Path, make_context: Callable[[Fetcher], Context]
) -> None:
    meta = ine.metadata({"S7A2024": "2024"}, ["PT"], {3: ["Energia", "Crime"]})
    body = ine.data({"2024": [ine.row("PT", "10", dim_3="Energia"), ine.row("PT", "20", dim_3="Crime")]})
    ine.record(tmp_path, meta, body)
    context = make_context(ReplayFetcher(tmp_path))
    requests, got = [], []
    for wanted in ("energia", "crime"):
        query = ine.query(pick={"dim_3": wanted})
        raws = Ine().fetch(query, context)
        requests.append([r.name for r in raws])
        got.append(Ine().parse(raws, query, context).frame["value"].tolist())
    assert requests[0] == requests[1] and got == [[10.0], [20.0]]


def test_a_national_answer_without_geography_is_the_country(
    tmp_path: Path, make_context: Callable[[Fetcher], Context]
) -> None:
    """Dimension 2 is then the first of the others; nobody guesses a place for a query that is not national."""
    meta = ine.metadata({"S7A2024": "2024"}, ["T", "1", "2"])
    rows = [{"dim_2": c, "dim_2_t": c, "ind_string": v, "valor": v} for c, v in (("T", "9.5"), ("1", "8"))]
    ine.record(tmp_path, meta, ine.data({"2024": rows}))  # type: ignore[arg-type]
    context = make_context(ReplayFetcher(tmp_path))
    query = ine.query(level="pais", pick={"dim_2": "^T$"})
    made = Ine().parse(Ine().fetch(query, context), query, context).frame
    assert made[["territory_id", "value"]].to_numpy().tolist() == [["PT", 9.5]]
    with pytest.raises(SourceShapeChanged, match="geocod"):
        wrong = ine.query(pick={"dim_2": "^T$"})
        Ine().parse(Ine().fetch(wrong, context), wrong, context)


NATIONAL = SHARED / "pindica_op2_0003631_small_national.json"


@pytest.mark.skipif(not NATIONAL.exists(), reason="dados reais ausentes")
def test_a_real_national_answer(make_context: Callable[[Fetcher], Context], tmp_path: Path) -> None:
    query = ine.query(varcd="0003631", level="pais", dims={"dim_3": "T", "dim_4": "3"})
    rows = parse_rows(NATIONAL.read_bytes(), "0003631", "real", national=True)
    made, findings = observations(rows, query, make_context(ReplayFetcher(tmp_path)))
    assert made[["territory_id", "period", "value"]].to_numpy().tolist() == [["PT", "2007", 566399.0]]
    assert findings == []


@pytest.mark.parametrize(
    "change", [{"IndicadorNome": True}, {"IndicadorCod": None}, {"UnidadeMedida": 3}, {"Potencia10": 400}]
)
def test_what_is_no_text_or_no_power_that_a_unit_has_is_another_form(change: dict[str, object]) -> None:
    (meta,) = orjson.loads(ine.metadata({"S7A2024": "2024"}, ["PT"]))
    assert parse_metadata(orjson.dumps([meta]), "INE").power == 0
    with pytest.raises(SourceShapeChanged, match="forma documentada"):
        parse_metadata(orjson.dumps([meta | change]), "INE")
