"""SG MAI: three forms of answer, one row per municipality, and nothing silently lost."""

import csv
import json
import math
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.base.errors import (
    DuplicateKey,
    PeriodMissing,
    ReplayMissing,
    SourceError,
    SourceNotData,
    SourceShapeChanged,
    SourceTruncated,
)
from core.base.paths import ROOT
from core.terms import territory
from core.terms.status import MISSING
from core.terms.territory import Territories
from etl.fetch.context import Context
from etl.fetch.http import ReplayFetcher, Request
from etl.fetch.model import Parsed, Raw
from etl.sources.mai.connector import Mai
from etl.sources.mai.format import Node, match
from etl.sources.mai.query import MaiQuery

PAYLOADS = ROOT / "tests" / "payloads"
SHARED = ROOT.parent / "shared"
needs_shared = pytest.mark.skipif(not (SHARED / "data" / "elections").is_dir(), reason="dados reais ausentes")
LAGOAS = ("0806", "4201")
MEASURES = {"rate": "taxa_votantes", "voters": "votantes", "registered": "inscritos"}


class Counting:
    """A replay that counts what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.replay, self.asked = ReplayFetcher(folder), list[str]()

    def get(self, request: Request) -> Raw:
        self.asked.append(request.name)
        return self.replay.get(request)


def some(*dicos: str) -> Territories:
    """The real table, cut down to a few municipalities."""
    items = territory.load().by_id.values()
    return Territories([t for t in items if t.level != "municipio" or t.id in dicos])


def context(folder: Path, territories: Territories | None = None, fetcher: Any = None) -> Context:
    def no_map() -> Any:
        raise AssertionError("eleições não precisam de limites")

    return Context(fetcher or ReplayFetcher(folder), territories or some(*LAGOAS), no_map)


def query(year: int = 2021, measure: str = "rate") -> MaiQuery:
    return MaiQuery.model_validate({"source": "mai", "year": year, "measure": measure})


def run(folder: Path, year: int = 2021, measure: str = "rate", territories: Territories | None = None) -> Parsed:
    mai, where = Mai(), context(folder, territories)
    return mai.parse(mai.fetch(query(year, measure), where), query(year, measure), where)


def values(parsed: Parsed) -> dict[str, float]:
    return dict(zip(parsed.frame["territory_id"], parsed.frame["value"], strict=True))


def rules(parsed: Parsed) -> dict[str, Any]:
    return {finding.rule: finding for finding in parsed.findings}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the samples, to be spoilt; PÚBLICO's table stays away, so that MAI's own form is read."""
    shutil.copytree(PAYLOADS / "mai", tmp_path / "mai")
    (tmp_path / "mai" / "2025-CM-publico.csv").unlink()
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Callable[..., None]:
    """Change `currentResults` of a sample; None removes the key."""

    def change(name: str, **figures: Any) -> None:
        path = folder / "mai" / f"{name}.json"
        body = json.loads(path.read_text(encoding="utf-8"))
        current = (body.get("data") or body)["currentResults"]
        for key, value in figures.items():
            if value is None:
                del current[key]
            else:
                current[key] = value
        path.write_text(json.dumps(body), encoding="utf-8")

    return change


def test_every_sample_says_where_its_form_comes_from() -> None:
    for sample in PAYLOADS.glob("*/*"):
        if sample.suffix != ".yaml" and ".expected" not in sample.name:
            about = yaml.safe_load(sample.with_suffix(".sidecar.yaml").read_text(encoding="utf-8"))
            assert about["status"] in ("reconstructed", "recorded") and about["why"]


@pytest.mark.parametrize(
    ("measure", "lagoa_algarve", "lagoa_acores"),
    [("rate", 48.22, 53.77), ("voters", 9876, 7301), ("registered", 20480, 13579)],
)
def test_2021_by_dico(folder: Path, measure: str, lagoa_algarve: float, lagoa_acores: float) -> None:
    parsed = run(folder, 2021, measure)
    assert values(parsed) == {"0806": lagoa_algarve, "4201": lagoa_acores}
    assert set(parsed.frame["period"]) == {"2021"} and set(parsed.frame["status"]) == {"A"}
    assert parsed.findings == []


def test_2025_by_tree_tells_the_two_lagoas_apart(folder: Path) -> None:
    parsed = run(folder, 2025, "voters")
    assert values(parsed) == {"0806": 10123, "4201": 7505}
    assert [r.name for r in parsed.raws] == [
        "2025-tree-1",
        "2025-tree-9",
        "2025-tree-21",
        "2025-CM-1106",
        "2025-CM-1301",
    ]


def test_2025_tree_in_one_file(folder: Path) -> None:
    nested = {
        "id": 1,
        "name": "Portugal",
        "children": [
            {"territoryId": "9", "name": "FARO", "children": [{"territoryId": "1106", "name": "LAGOA"}]},
            {
                "territoryId": "21",
                "name": "Ilha de São Miguel",
                "children": [{"territoryId": "1301", "name": "Lagoa "}],
            },
        ],
    }
    (folder / "mai" / "2025-tree-1.json").write_text(json.dumps(nested), encoding="utf-8")
    for name in ("9", "21"):
        (folder / "mai" / f"2025-tree-{name}.json").unlink()
    assert values(run(folder, 2025, "voters")) == {"0806": 10123, "4201": 7505}


@pytest.mark.parametrize(("measure", "expected"), [("rate", 48.2), ("voters", 10123), ("registered", 21000)])
def test_publico_stands_in_for_2025_only_in_replay(tmp_path: Path, measure: str, expected: float) -> None:
    (tmp_path / "mai").mkdir()
    shutil.copy(PAYLOADS / "mai" / "2025-CM-publico.csv", tmp_path / "mai")
    assert values(run(tmp_path, 2025, measure))["0806"] == expected
    with pytest.raises(ReplayMissing, match="2025-tree-1"):
        Mai().fetch(query(2025), context(tmp_path, fetcher=Counting(tmp_path)))  # no ReplayFetcher to the eye


def test_publico_through_a_spreadsheet_keeps_its_municipalities(tmp_path: Path) -> None:
    (tmp_path / "mai").mkdir()
    text = (PAYLOADS / "mai" / "2025-CM-publico.csv").read_text(encoding="utf-8")
    (tmp_path / "mai" / "2025-CM-publico.csv").write_text(text.replace(",0806,", ",806,"), encoding="utf-8")
    assert values(run(tmp_path, 2025, "rate"))["0806"] == 48.2


def test_mai_goes_before_publico(folder: Path) -> None:
    shutil.copy(PAYLOADS / "mai" / "2025-CM-publico.csv", folder / "mai")
    assert len(Mai().fetch(query(2025), context(folder))) == 5


def test_three_measures_ask_each_file_once(folder: Path) -> None:
    mai, fetcher = Mai(), Counting(folder)
    where = context(folder, fetcher=fetcher)
    for year in (2021, 2025):
        for measure in MEASURES:
            mai.fetch(query(year, measure), where)
    assert len(fetcher.asked) == len(set(fetcher.asked)) == 7


def test_memory_belongs_to_one_fetcher_and_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.sources.mai.connector.MEMO_SIZE", 1)
    mai, first, second = Mai(), Counting(folder), Counting(folder)
    mai.fetch(query(), context(folder, fetcher=first))
    assert len(mai._memo) == 1
    mai.fetch(query(), context(folder, fetcher=second))
    assert first.asked == second.asked == ["2021-CM-0806", "2021-CM-4201"]


def test_an_unknown_name_stops_before_the_results_are_asked(folder: Path) -> None:
    tree = {"data": [{"id": 1106, "descriptionShort": "Lagoa Nova"}, {"id": 1107, "descriptionShort": "Lagos do Sul"}]}
    (folder / "mai" / "2025-tree-9.json").write_text(json.dumps(tree), encoding="utf-8")
    fetcher = Counting(folder)
    with pytest.raises(SourceShapeChanged, match=r"Lagoa Nova \(Faro, id 1106\); Lagos do Sul \(Faro, id 1107\)"):
        Mai().fetch(query(2025), context(folder, fetcher=fetcher))
    assert not any("CM" in name for name in fetcher.asked)


def test_names_match_only_within_their_district() -> None:
    table = some("0806", "4201", "3101", "4501")
    pairs = [("Calheta", "Madeira"), ("Calheta", "Açores"), ("Lagoa", "FARO"), ("lagoa", "Região Autónoma dos Açores")]
    nodes = [(Node(str(i), name), district) for i, (name, district) in enumerate(pairs)]
    assert match(nodes, table) == {"0": "3101", "1": "4501", "2": "0806", "3": "4201"}
    with pytest.raises(SourceShapeChanged, match="Calheta"):
        match([(Node("7", "Calheta"), "Faro")], table)
    with pytest.raises(DuplicateKey, match="0806"):
        match([(Node("1", "Lagoa"), "Faro"), (Node("2", "Lagoa"), "Faro")], table)


def test_all_308_can_be_told_apart_by_name_and_region() -> None:
    table = territory.load()
    regions = {"3": "Madeira", "4": "Açores"}
    nodes = [(Node(str(int(m.id)), m.name), regions.get(m.id[0], m.district or "")) for m in table.municipalities]
    assert sorted(match(nodes, table).values()) == sorted(m.id for m in table.municipalities)


@pytest.mark.parametrize(
    "body",
    [
        {"data": [{"descriptionShort": "Faro"}]},
        {"data": [{"id": 9}]},
        {"data": [{"id": "../9", "descriptionShort": "Faro"}]},
        {"data": [{"id": "9" * 400, "descriptionShort": "Faro"}]},
        {"data": [{"id": 9, "descriptionShort": 9}]},
        {"data": ["Faro"]},
        {"other": []},
    ],
)
def test_a_tree_of_another_form(folder: Path, body: Any) -> None:
    (folder / "mai" / "2025-tree-1.json").write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(SourceShapeChanged, match="2025-tree-1"):
        Mai().fetch(query(2025), context(folder))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"numberVoters": None}, "falta «numberVoters»"),
        ({"subscribedVoters": None}, "falta «subscribedVoters»"),
        ({"numberVoters": "9876"}, "devia ser um número"),
        ({"numberVoters": True}, "devia ser um número"),
        ({"percentageVoters": float("nan")}, "devia ser um número"),
        ({"totalVoters": 5}, "coisas diferentes"),
    ],
)
def test_keys_of_another_form(folder: Path, edit: Callable[..., None], change: dict[str, Any], words: str) -> None:
    edit("2021-CM-0806", **change)
    with pytest.raises(SourceShapeChanged, match=words) as caught:
        run(folder)
    assert "2021-CM-0806" in str(caught.value)


def test_names_of_the_2019_sites_are_understood(folder: Path, edit: Callable[..., None]) -> None:
    edit("2021-CM-0806", numberVoters=None, percentageVoters=None, totalVoters=9876, votersPercentage=48.22)
    assert values(run(folder))["0806"] == 48.22


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"numberVoters": 20481, "percentageVoters": 100.0}, "mais votantes"),
        ({"numberVoters": -1}, "votantes -1"),
        ({"subscribedVoters": 0}, "inscritos 0"),
        ({"numberVoters": 9.876}, "inteiros"),
        ({"percentageVoters": 148.22}, "taxa de 148,22"),
    ],
)
def test_impossible_figures_are_withheld(folder: Path, edit: Callable[..., None], change: Any, words: str) -> None:
    edit("2021-CM-0806", **change)
    parsed = run(folder)
    row = parsed.frame.set_index("territory_id").to_dict("index")["0806"]
    assert math.isnan(row["value"]) and row["status"] in MISSING and words in row["note"]
    finding = rules(parsed)["mai_valor_impossivel"]
    assert finding.severity == "error" and words in finding.detail
    assert values(parsed)["4201"] == 53.77


def test_a_rate_that_does_not_follow_is_kept_and_told(folder: Path, edit: Callable[..., None]) -> None:
    edit("2021-CM-0806", percentageVoters=48.26)
    parsed = run(folder)
    assert values(parsed)["0806"] == 48.26
    assert "0806 Lagoa: 48,26 % publicado, 48,22 % calculado" in rules(parsed)["mai_taxa_incoerente"].detail


def test_a_municipality_without_result_stays_as_a_row(folder: Path, edit: Callable[..., None]) -> None:
    edit("2021-CM-0806", hasNoVoting=True)
    parsed = run(folder)
    row = parsed.frame.set_index("territory_id").to_dict("index")["0806"]
    assert math.isnan(row["value"]) and row["status"] == "O" and row["note"]
    assert rules(parsed)["mai_sem_resultado"].count == 1


def test_2025_without_data_or_file(folder: Path) -> None:
    (folder / "mai" / "2025-CM-1106.json").write_text('{"data": null}', encoding="utf-8")
    assert rules(run(folder, 2025))["mai_sem_resultado"].count == 1
    mai, where = Mai(), context(folder)
    raws = tuple(r for r in mai.fetch(query(2025), where) if r.name != "2025-CM-1301")
    with pytest.raises(PeriodMissing, match="2025"):
        mai.parse(raws, query(2025), where)


def test_a_municipality_outside_the_tree_is_listed(folder: Path) -> None:
    parsed = run(folder, 2025, territories=some(*LAGOAS, "0101"))
    assert len(parsed.frame) == 3 and "0101 Águeda" in rules(parsed)["mai_sem_resultado"].detail


def test_the_answer_of_another_municipality_is_refused(folder: Path) -> None:
    shutil.copy(folder / "mai" / "2021-CM-4201.json", folder / "mai" / "2021-CM-0806.json")
    with pytest.raises(SourceShapeChanged, match="LOCAL-420100"):
        run(folder)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b'{"currentResults": {"numberVoters": 98', SourceTruncated),
        (b'{"currentResults": {"numberVoters": 9876}', SourceTruncated),
        (b'{"territoryName": "Lag', SourceTruncated),
        (b'{"a" 1}', SourceNotData),
        (b'{"a": "\xe7"}', SourceNotData),
        (b"<!DOCTYPE html><html></html>", SourceNotData),
        (b"", SourceNotData),
        (b"[]", SourceShapeChanged),
        (b'{"territoryKey": "LOCAL-080600"}', SourceShapeChanged),
        (b'{"currentResults": []}', SourceShapeChanged),
    ],
)
def test_misbehaving_answers(folder: Path, body: bytes, error: type[SourceError]) -> None:
    (folder / "mai" / "2021-CM-0806.json").write_bytes(body)
    with pytest.raises(error, match="2021-CM-0806"):
        run(folder)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (",subscribers,", ",eleitores,", SourceShapeChanged),
        (",CM,21000", ",AM,21000", SourceShapeChanged),
        ("2025-10-12,0806", "2021-09-26,0806", SourceShapeChanged),
        ("21000", "21 mil", SourceShapeChanged),
        ("AUT25,2025-10-12,4201", "AUT25,2025-10-12,0806", DuplicateKey),
        (",50,0.67,7,0,7,Resultados Apurados", "", SourceTruncated),
    ],
)
def test_spoilt_publico(tmp_path: Path, old: str, new: str, error: type[SourceError]) -> None:
    (tmp_path / "mai").mkdir()
    text = (PAYLOADS / "mai" / "2025-CM-publico.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "mai" / "2025-CM-publico.csv").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(error):
        run(tmp_path, 2025)


def test_publico_unfinished_empty_and_unknown_rows(tmp_path: Path) -> None:
    (tmp_path / "mai").mkdir()
    text = (PAYLOADS / "mai" / "2025-CM-publico.csv").read_text(encoding="utf-8")
    first, second = text.splitlines()[1:]
    text = text.replace(first, first.replace("Resultados Apurados", "A apurar"))
    text = text.replace("13801,7505,54.38", ",,") + second.replace("4201", "9901") + "\n"
    (tmp_path / "mai" / "2025-CM-publico.csv").write_text(text, encoding="utf-8")
    parsed = run(tmp_path, 2025)
    assert dict(zip(parsed.frame["territory_id"], parsed.frame["status"], strict=True)) == {"0806": "P", "4201": "O"}
    assert set(rules(parsed)) == {"mai_por_apurar", "mai_sem_resultado", "mai_codigo_desconhecido"}
    assert "9901" in rules(parsed)["mai_codigo_desconhecido"].detail


# ── real figures ──────────────────────────────────────────────────────────────────────────────────────────────


def shipped(name: str, year: int) -> dict[str, float]:
    path = SHARED / "ship" / "figures" / f"{name}_autarquicas.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return {r["territory_code"]: float(r["value"]) for r in csv.DictReader(handle) if r["period"] == str(year)}


@needs_shared
def test_real_2025_from_publico(tmp_path: Path) -> None:
    (tmp_path / "mai").mkdir()
    source = SHARED / "data" / "elections" / "cm_concelhos_participacao.csv"
    shutil.copy(source, tmp_path / "mai" / "2025-CM-publico.csv")
    got = {m: run(tmp_path, 2025, m, territory.load()) for m in MEASURES}
    for measure, name in MEASURES.items():
        assert len(got[measure].frame) == 308 and got[measure].findings == []
        # the shipped rate of 2025 has four decimals where the source prints two
        assert values(got[measure]) == pytest.approx(
            shipped(name, 2025), rel=0, abs=0.00501 if measure == "rate" else 0
        )
    voters, registered = (sum(values(got[m]).values()) for m in ("voters", "registered"))
    assert round(100 * voters / registered, 2) == 59.26


def treated_2021() -> Iterator[tuple[str, dict[str, str]]]:
    """One row of the treated table per municipality, with its DICO by name and region."""
    regions = {"3": "Madeira", "4": "Açores"}
    table = {(m.name, regions.get(m.id[0], m.district)): m.id for m in territory.load().municipalities}
    with (SHARED / "data" / "elections" / "autarquicas_2021_treated.csv").open(encoding="utf-8", newline="") as handle:
        rows = {table[r["county"], r["district"]]: r for r in csv.DictReader(handle)}
    yield from rows.items()


@needs_shared
def test_real_2021_in_the_2021_form(tmp_path: Path) -> None:
    """Rate and voters are MAI's; the registered ones of 2021 were derived from them and are taken as shipped."""
    (tmp_path / "mai").mkdir()
    registered = shipped("inscritos", 2021)
    for dico, row in treated_2021():
        current = {
            "numberVoters": int(row["numberVoters"]),
            "percentageVoters": float(row["percentageVoters"]),
            "blankVotes": int(row["blankVotes"]),
            "nullVotes": int(row["nullVotes"]),
            "hasNoVoting": False,
            "subscribedVoters": int(registered[dico]),
        }
        body = {"territoryName": row["county"], "territoryKey": f"LOCAL-{dico}00", "currentResults": current}
        (tmp_path / "mai" / f"2021-CM-{dico}.json").write_text(json.dumps(body), encoding="utf-8")
    for measure, name in MEASURES.items():
        parsed = run(tmp_path, 2021, measure, territory.load())
        assert values(parsed) == shipped(name, 2021) and len(parsed.frame) == 308
        assert parsed.findings == []
