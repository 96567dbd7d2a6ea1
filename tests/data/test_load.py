"""A load: what a failing source costs, what stays, what wins."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
import pytest
from filelock import FileLock

from core.base import sums
from core.base.errors import LoadRunning, PeriodMissing, SnapshotError, SourceUnreachable, StrategyError
from core.base.paths import EVIDENCE
from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue
from core.strategy import evidence
from core.terms import territory
from core.warehouse import checks
from core.warehouse.checks import read as read_checks
from core.warehouse.store import Store, resolve
from etl.build import publish
from etl.build.schema import TABLES
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, ReplayFetcher, Request
from etl.fetch.model import Parsed, Raw, frame
from etl.load.run import Options, Result, load
from etl.sources.connect import connector
from etl.sources.dadosgov.query import DadosGovQuery
from etl.sources.figures.query import FiguresQuery
from tests.support import ine
from ui.frame import refusals

DOCTORS = "0012837"  # row 43: INE, no further dimensions
INDICATOR = "medicos_1000_hab"
META = ine.metadata({"S7A2024": "2024"}, ["PT", "1C40705"])
BODY = ine.data({"2024": [ine.row("PT", "5.7"), ine.row("1C40705", "8.3")]})
ONLY = Options(indicators=frozenset({INDICATOR}))


@pytest.fixture
def run(tmp_path: Path, make_context: Callable[[Fetcher], Context], light: Catalogue) -> Callable[..., Result]:
    """Load into a folder of this test; `answers` is the replay folder."""

    def go(options: Options = ONLY, fetcher: Fetcher | None = None, book: Catalogue = light) -> Result:
        context = make_context(fetcher or ReplayFetcher(tmp_path / "answers"))
        return load(book, context, options, tmp_path / "builds")

    (tmp_path / "answers").mkdir()
    return go


def value(folder: Path, indicator: str, place: str, period: str) -> tuple[Any, ...] | None:
    store = Store(resolve(folder / "builds"))
    rows = store.rows(
        "SELECT value, status, origin FROM observation WHERE indicator_id = ? AND territory_id = ? AND period = ?"
        " AND series = 'total'",
        [indicator, place, period],
    )
    store.close()
    return tuple(rows[0].values()) if rows else None


def test_a_live_answer_is_published_and_the_gaps_of_its_grid_are_said(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    ine.record(tmp_path / "answers", META, BODY, DOCTORS)
    result = run()
    assert {r["series"]: r["outcome"] for r in result.asked}["total"] == "ok"
    assert value(tmp_path, INDICATOR, "0705", "2024") == (8.3, "A", "source")
    assert value(tmp_path, INDICATOR, "1106", "2024") == (None, "O", "source")
    assert value(tmp_path, INDICATOR, "PT", "2024") == (5.7, "A", "source")


def test_a_failing_source_costs_only_its_own_figures(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run()
    assert {r["outcome"] for r in result.asked} == {"failed"}
    assert value(tmp_path, INDICATOR, "PT", "2024") is None
    assert value(tmp_path, "populacao_residente", "PT", "2021") == (10_599_117, "B", "copy")
    finding = next(f for f in result.findings if f["indicator_id"] == INDICATOR)
    assert finding["rule"] == "ReplayMissing" and "O que fazer: gravar" in finding["detail"]
    assert f"Onde: ine/{DOCTORS}.meta.json" in finding["detail"]
    assert finding["run_id"] in {r["run_id"] for r in result.asked}


def test_earlier_figures_stay_and_are_marked_stale_again_and_again(run: Callable[..., Result], tmp_path: Path) -> None:
    ine.record(tmp_path / "answers", META, BODY, DOCTORS)
    run()
    empty, unplaced = ine.data({"2024": []}), ine.data({"2024": [ine.row("11A9999", "1")]})
    for bad in (b"<html>", empty.replace(b"0009999", DOCTORS.encode()), unplaced.replace(b"0009999", DOCTORS.encode())):
        (tmp_path / "answers" / "ine" / f"{DOCTORS}.data.json").write_bytes(bad)
        result = run()
        assert {r["series"]: r["outcome"] for r in result.asked}["total"] == "stale"
        assert value(tmp_path, INDICATOR, "0705", "2024") == (8.3, "A", "source")


def test_a_source_that_was_not_asked_keeps_its_figures(run: Callable[..., Result], tmp_path: Path) -> None:
    ine.record(tmp_path / "answers", META, BODY, DOCTORS)
    run()
    run(Options(sources=frozenset({"mai"}), indicators=frozenset({INDICATOR})))
    assert value(tmp_path, INDICATOR, "0705", "2024") == (8.3, "A", "source")
    run(Options(offline=True))
    assert value(tmp_path, INDICATOR, "0705", "2024") == (8.3, "A", "source"), "without network nothing is lost"


def test_a_value_outside_the_bounds_is_withheld_and_reported(run: Callable[..., Result], tmp_path: Path) -> None:
    ine.record(tmp_path / "answers", META, BODY.replace(b"8.3", b"-8.3"), DOCTORS)
    result = run()
    assert value(tmp_path, INDICATOR, "0705", "2024") == (None, "Q", "source")
    found = [f for f in result.findings if f["rule"] == "fora_dos_limites"]
    assert len(found) == 1 and "0705 2024: -8,3" in found[0]["detail"]


def test_a_live_period_replaces_only_itself_where_periods_stand_alone(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    header = (
        "election_code,election_date,territory_code,territory_name,territory_type,organ,"
        "subscribers,votes,voters_pct,abstention_pct,state"
    )
    folder = tmp_path / "answers" / "mai"
    folder.mkdir()
    places = [m.id for m in territory.load().municipalities]
    lines = [f"AUT25,2025-10-12,{p},x,Concelho,CM,1000,600,60.00,40.00,Resultados Apurados" for p in places]
    (folder / "2025-CM-publico.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    run(Options(sources=frozenset({"mai"})))
    assert value(tmp_path, "taxa_votantes_autarquicas", "0705", "2025") == (60.0, "A", "source")
    assert value(tmp_path, "taxa_votantes_autarquicas", "PT", "2025") == (60.0, "A", "aggregated")
    old = value(tmp_path, "taxa_votantes_autarquicas", "PT", "2021")
    assert old is not None and round(old[0], 2) == 53.65


def test_a_source_that_is_down_is_asked_once_per_load(run: Callable[..., Result]) -> None:
    class Down:
        asked = 0

        def get(self, request: Request) -> Raw:
            Down.asked += 1
            raise SourceUnreachable("Sem ligação.", where=request.url, cure="esperar.")

    result = run(Options(sources=frozenset({"ine"})), Down())
    assert Down.asked == 1 and len(result.failed) == len(result.asked) == 2


class Election:
    """A made-up connector in the place of MAI's: the same turnout everywhere, per year, or an error."""

    id = "mai"
    turnout: ClassVar[dict[int, float | None]] = {}

    def fetch(self, query: Any, context: Context) -> tuple[Raw, ...]:
        when = "2026-01-01T00:00:00+00:00"
        return (Raw("mai", str(query.year), Path(), "", when, str(self.turnout[query.year]), replayed=True),)

    def parse(self, raws: tuple[Raw, ...], query: Any, context: Context) -> Parsed:
        value = self.turnout[query.year]
        if value is None:
            raise PeriodMissing("Sem resultados.", where="mai", cure="esperar.")
        places = [m.id for m in context.territories.municipalities]
        made = frame(territory_id=places, period=str(query.year), value=value)
        made["series"] = query.series
        return Parsed(made)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({2021: 51.0, 2025: 61.0}, {"2017": "embutido", "2021": 51.0, "2025": 61.0}),
        ({2021: 51.0, 2025: None}, {"2017": "embutido", "2021": 51.0, "2025": 60.0}),
        ({2021: None, 2025: 61.0}, {"2017": "embutido", "2021": 50.0, "2025": 61.0}),
        ({2021: None, 2025: None}, {"2017": "embutido", "2021": 50.0, "2025": 60.0}),
    ],
    ids=["both", "2021", "2025", "none"],
)
def test_what_comes_now_goes_before_what_came_last_time_and_that_before_the_embedded(
    run: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: dict[int, float | None],
    expected: dict[str, Any],
) -> None:
    monkeypatch.setattr("etl.load.ask.connector", lambda source: Election() if source == "mai" else connector(source))
    options = Options(indicators=frozenset({"taxa_votantes_autarquicas"}))
    for turnout in ({2021: 50.0, 2025: 60.0}, now):
        monkeypatch.setattr(Election, "turnout", turnout)
        result = run(options)
    assert [r["outcome"] for r in result.asked] == ["stale" if now[y] is None else "ok" for y in (2025, 2021)]
    got = {y: value(tmp_path, "taxa_votantes_autarquicas", "0705", y) for y in expected}
    assert got["2017"] is not None and got["2017"][0] not in (50, 51, 60, 61)
    assert {y: got[y][0] for y in ("2021", "2025")} == {y: expected[y] for y in ("2021", "2025")}  # type: ignore[index]


TIMES = ["run_id", "started_at", "finished_at"]


def test_two_loads_give_equal_tables_and_an_equal_fingerprint(run: Callable[..., Result], tmp_path: Path) -> None:
    ine.record(tmp_path / "answers", META, BODY, DOCTORS)
    builds = []
    for folder in ("one", "two"):
        build = run().build
        builds.append(Store(build.rename(tmp_path / f"{folder}-{build.name}")))  # as if there had been no load yet
    one, two = builds
    for table in TABLES:
        a, b = (s.frame(f'SELECT * FROM "{table}"').drop(columns=TIMES, errors="ignore") for s in builds)
        pd.testing.assert_frame_equal(a, b)
    assert one.rows("SELECT content_sha256 FROM build") == two.rows("SELECT content_sha256 FROM build")
    one.close()
    two.close()


def test_a_support_series_that_fails_costs_what_is_made_of_it_and_not_the_load(
    run: Callable[..., Result], tmp_path: Path, light: Catalogue
) -> None:
    """As when somebody adds a denominator that comes from the network only."""
    derived = {m.id: m for m in catalogue.load().measured}["densidade_populacional"]
    book = light.model_copy(
        update={
            "support": tuple(
                m.model_copy(update={"queries": ()}) if m.id == "populacao_residente" else m for m in light.support
            ),
            "indicators": tuple(derived if m.id == derived.id else m for m in light.indicators),
        }
    )
    result = run(Options(offline=True), book=book)
    run_of = next(r for r in result.runs if r["indicator_id"] == derived.id)
    assert run_of["outcome"] == "failed" and "populacao_residente" in run_of["message"]
    assert value(tmp_path, "taxa_votantes_autarquicas", "PT", "2021") is not None


def test_a_figure_that_does_not_exist_is_a_mistake_of_the_catalogue_said_plainly(
    run: Callable[..., Result], light: Catalogue
) -> None:
    wrong = FiguresQuery(source="figures", figure="inventada")
    book = light.model_copy(
        update={"support": tuple(m.model_copy(update={"queries": (wrong,)}) for m in light.support)}
    )
    with pytest.raises(SnapshotError, match=r"«inventada».*corrigir a série"):
        run(Options(offline=True), book=book)


def test_only_one_load_at_a_time(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "builds").mkdir()
    with FileLock(tmp_path / "builds" / ".lock"), pytest.raises(LoadRunning, match="Outra carga"):
        run()


def test_a_load_that_cannot_publish_leaves_the_old_build(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run(Options(offline=True)).build
    monkeypatch.setattr(publish, "audit", lambda *_: (_ for _ in ()).throw(OSError("disco cheio")))
    with pytest.raises(OSError, match="disco"):
        run()
    assert resolve(tmp_path / "builds") == before


def test_nothing_new_writes_no_build_and_a_change_anywhere_does(
    run: Callable[..., Result], tmp_path: Path, light: Catalogue
) -> None:
    ine.record(tmp_path / "answers", META, BODY, DOCTORS)
    first, again = run(), run()
    assert (first.changed, again.changed) == (True, False)
    assert again.build == first.build and list((tmp_path / "builds").glob("*.duckdb")) == [first.build]
    assert [r["outcome"] for r in again.asked] == [r["outcome"] for r in first.asked]
    checks = read_checks(tmp_path / "builds")
    assert {k for k, c in checks.items() if not c.failing} == {f"{INDICATOR}/total/ine/0"}
    ine.record(tmp_path / "answers", META, BODY.replace(b"8.3", b"8.4"), DOCTORS)
    assert run().changed and value(tmp_path, INDICATOR, "0705", "2024") == (8.4, "A", "source")
    renamed = light.model_copy(update={"strategy": "Outra"})
    assert not run(book=renamed).changed  # other inputs, the same content: still the same build
    lines = (tmp_path / "builds" / "loads.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["changed"] for line in lines] == [True, False, True, False]


def test_a_failure_keeps_its_mark_through_loads_that_do_not_ask_again(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    ine.record(tmp_path / "answers", META, BODY, DOCTORS)
    run()
    body = tmp_path / "answers" / "ine" / f"{DOCTORS}.data.json"
    good = body.read_bytes()
    body.write_bytes(b"<html>")
    run()
    run(Options(sources=frozenset({"mai"}), indicators=frozenset({INDICATOR})))
    key = f"{INDICATOR}/total/ine/0"
    check = read_checks(tmp_path / "builds")[key]
    assert check.failing and check.outcome == "stale" and check.ok_at and check.ok_at <= str(check.failed_since)
    with closing(Store(resolve(tmp_path / "builds"))) as store:
        run_now = store.rows("SELECT outcome, current FROM source_run WHERE key = ? AND current", [key])
        assert run_now == [{"outcome": "stale", "current": True}]
        assert len(store.rows("SELECT * FROM finding WHERE rule = ?", [check.error])) == 1
    body.write_bytes(good)
    run()
    assert not read_checks(tmp_path / "builds")[key].failing


def test_what_a_source_revises_is_on_record_and_stays(run: Callable[..., Result], tmp_path: Path) -> None:
    sql = "SELECT territory_id, period, kind, value_before, value_after FROM revision ORDER BY seen_at, territory_id"
    seen = []
    for wrong, right in ((b"8.3", b"8.3"), (b"8.3", b"8.9"), (b"5.7", b"5.8")):
        ine.record(tmp_path / "answers", META, BODY.replace(wrong, right), DOCTORS)
        build = run().build
        with closing(Store(build)) as store:
            seen.append([tuple(r.values()) for r in store.rows(sql)])
    evora, again = ("0705", "2024", "revised", 8.3, 8.9), ("0705", "2024", "revised", 8.9, 8.3)
    assert seen[:2] == [[], [evora]] and set(seen[2]) == {evora, again, ("PT", "2024", "revised", 5.7, 5.8)}


def test_a_witness_is_compared_and_never_shown(
    run: Callable[..., Result], tmp_path: Path, light: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ine.record(tmp_path / "answers", META, BODY, DOCTORS)
    heard = [("PT", 5.7), ("0705", 9.9), ("1106", 3.0)]

    class Witness(Election):
        def fetch(self, query: Any, context: Context) -> tuple[Raw, ...]:
            return (Raw("dadosgov", query.file, Path(), "", "2026-01-01T00:00:00+00:00", "w", replayed=True),)

        def parse(self, raws: tuple[Raw, ...], query: Any, context: Context) -> Parsed:
            made = frame([{"territory_id": t, "period": "2024", "value": v} for t, v in heard])
            return Parsed(made, raws=raws)

    asks = DadosGovQuery(source="dadosgov", file="enti43-medicos", use="witness")
    book = light.model_copy(
        update={
            "indicators": tuple(
                m.model_copy(update={"queries": (*m.queries, asks)}) if m.id == INDICATOR else m
                for m in light.indicators
            )
        }
    )
    monkeypatch.setattr(
        "etl.load.ask.connector", lambda source: Witness() if source == "dadosgov" else connector(source)
    )
    found = {f["rule"]: f for f in run(book=book).findings}
    assert "0705 2024: fonte 8,3, testemunha 9,9" in found["testemunha_difere"]["detail"]
    assert found["testemunha_tem_mais"]["count"] == 1 and found["testemunha_comparada"]["count"] == 2
    assert value(tmp_path, INDICATOR, "0705", "2024") == (8.3, "A", "source")


def test_a_load_that_dies_before_it_publishes_is_on_record_until_a_good_one(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ine.record(tmp_path / "answers", META, BODY, DOCTORS)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "publish", full)
        with pytest.raises(OSError, match="No space"):
            run()
    found = checks.refused(tmp_path / "builds")
    assert found is not None and found["refused"] == "OSError"
    run()
    assert checks.refused(tmp_path / "builds") is None


def test_each_figure_has_the_unit_of_its_series(store: Store) -> None:
    book = catalogue.load()
    units = store.rows("SELECT DISTINCT indicator_id AS i, series AS s, unit FROM figures")
    assert {(u["i"], u["s"]): u["unit"] for u in units} == {
        (u["i"], u["s"]): book[u["i"]].unit_for(u["s"], "pt") for u in units
    }
    assert len({u["unit"] for u in units if u["i"] == "emissoes_gee_apa"}) > 1


@pytest.mark.parametrize(
    ("file", "spoil", "said"),
    [
        ("evidence.csv", lambda line: line.replace("https://", "em "), "evidence.csv, linha 2"),
        ("targets.csv", lambda line: "outro," + line.partition(",")[2], "o indicador «outro» não existe"),
    ],
)
def test_a_wrong_row_of_the_public_evidence_publishes_nothing_and_is_seen(
    make_context: Callable[[Fetcher], Context],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    spoil: Callable[[str], str],
    said: str,
) -> None:
    folder = tmp_path / "execution"
    shutil.copytree(EVIDENCE, folder, ignore=shutil.ignore_patterns(sums.NAME))
    head, first, *rest = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / file).write_text("".join([head, spoil(first), *rest]), encoding="utf-8")
    monkeypatch.setattr(evidence, "EVIDENCE", folder)
    with pytest.raises(StrategyError, match=said):
        load(catalogue.load(), make_context(ReplayFetcher(tmp_path)), Options(offline=True), tmp_path / "builds")
    assert not (tmp_path / "builds").exists()
    assert [r.refused.id for r in refusals.every() if r.what == "evidence"] == ["execution"]
