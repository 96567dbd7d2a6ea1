"""One load: ask the sources, combine with what ships and with what we had, aggregate, publish."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd
from filelock import FileLock, Timeout

from core.catalogue import Catalogue, DerivedQuery, IneQuery, Measured
from core.errors import LoadRunning, PeriodMissing, SourceError, SourceRateLimited, SourceUnreachable
from etl import aggregate, derive, publish, raw_store
from etl.context import Context
from etl.model import COLUMNS, Finding, Parsed
from etl.previous import Previous
from etl.sources import Connector, connector
from etl.tables import dimension_tables

Outcome = Literal["ok", "unchanged", "stale", "failed"]
_EMBEDDED: Final = ("figures", "derived")


@dataclass(frozen=True)
class Options:
    """What to load. Empty `sources` and `indicators` mean all of them."""

    sources: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    offline: bool = False

    def wants(self, item: Measured, query: Any) -> bool:
        """Whether a query of a live source is to be asked now."""
        if query.source in _EMBEDDED:
            return True
        if self.offline or (isinstance(query, IneQuery) and not query.loadable):
            return False
        return (not self.sources or query.source in self.sources) and (
            not self.indicators or item.id in self.indicators
        )


@dataclass
class Result:
    """What a load did: the build, one run per query, the findings."""

    build: Path
    runs: list[dict[str, Any]]
    findings: list[dict[str, Any]]

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Runs of live sources that this load asked."""
        return [r for r in self.runs if r["current"] and r["source_id"] not in _EMBEDDED]

    @property
    def failed(self) -> list[dict[str, Any]]:
        """Those of them that gave nothing usable."""
        return [r for r in self.asked if r["outcome"] in ("failed", "stale")]


@dataclass
class _Work:
    """State of one load in progress."""

    context: Context
    previous: Previous
    options: Options
    progress: Callable[[str, str], None]
    connectors: dict[str, Connector] = field(default_factory=dict)
    support: dict[str, pd.DataFrame] = field(default_factory=dict)
    observations: list[pd.DataFrame] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    extracted: dict[str, str] = field(default_factory=dict)  # when the figures of a support series were got
    down: dict[str, SourceError] = field(default_factory=dict)  # sources not asked again in this load


def load(
    catalogue: Catalogue, context: Context, options: Options, folder: Path,
    progress: Callable[[str, str], None] = lambda indicator, message: None,
) -> Result:  # fmt: skip
    """Load everything that `options` wants and publish a build in `folder`.

    A source that fails costs only its own figures, and where an earlier build has them they stay, marked stale.
    Raises LoadRunning, SnapshotError, AuditRefused; the published build stays as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise LoadRunning(
            "Outra carga está a correr.", where=str(folder), cure="esperar que termine e repetir."
        ) from error
    with lock:
        work = _Work(context, Previous.open(folder), options, progress)
        for item in catalogue.measured:
            _load_item(item, catalogue, work)
        tables = dimension_tables(catalogue, context.territories) | {
            "observation": pd.concat(work.observations, ignore_index=True),
            "source_run": pd.DataFrame(work.runs),
            "finding": pd.DataFrame(
                work.findings, columns=["run_id", "indicator_id", "severity", "rule", "detail", "count"]
            ),
        }
        build = publish.publish(tables, folder)
    return Result(build, work.runs, work.findings)


def _load_item(item: Measured, catalogue: Catalogue, work: _Work) -> None:
    """All series of one indicator: its candidates in the catalogue's order, then grid, bounds, regions."""
    taken: list[pd.DataFrame] = []
    for query in item.queries:
        got = _ask(item, query, catalogue, work)
        if got is not None and not got.empty:
            taken.append(_without_known(got, taken, by_period=query.by_period))
    if not taken:
        return
    rows = pd.concat(taken, ignore_index=True)
    rows, findings = derive.bounded(derive.tidy_status(rows), item.bounds, item.id)
    _note(findings, item.id, None, work)
    completed = derive.complete(rows, item, work.context.territories)
    _inherit_run(completed, rows)
    if not hasattr(item, "row"):
        work.support[item.id] = completed
    regions = aggregate.aggregate(completed, item, work.support, work.context.territories)
    _inherit_run(regions, rows)
    whole = pd.concat([completed, regions], ignore_index=True) if len(regions) else completed
    whole.insert(0, "indicator_id", item.id)
    work.observations.append(whole)
    work.progress(item.id, f"{len(whole)} observações")


def _inherit_run(added: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Rows that we add (gaps, regions) belong to the run that brought their series and period."""
    if rows["run_id"].nunique() == 1:
        added["run_id"] = rows["run_id"].iloc[0]
        return
    runs = rows.drop_duplicates(["series", "period"]).set_index(["series", "period"])["run_id"]
    inherited = pd.Series(pd.MultiIndex.from_frame(added[["series", "period"]]).map(runs), index=added.index)
    added["run_id"] = added["run_id"].where(added["run_id"].notna(), inherited) if "run_id" in added else inherited


def _without_known(rows: pd.DataFrame, taken: list[pd.DataFrame], *, by_period: bool) -> pd.DataFrame:
    """What an earlier candidate has brought wins: the whole series, or, where periods stand alone, its periods."""
    if not taken:
        return rows
    key = ["series", "period"] if by_period else ["series"]
    known = {tuple(k) for t in taken for k in t[key].drop_duplicates().itertuples(index=False)}
    mask = [tuple(k) not in known for k in rows[key].itertuples(index=False)]
    return rows[mask]


def _ask(item: Measured, query: Any, catalogue: Catalogue, work: _Work) -> pd.DataFrame | None:
    """Rows of one query with their run: fresh, or those of the earlier build when it was not asked or failed."""
    kept = work.previous.rows(item.id, query.series, query.source)
    # Earlier periods come behind every fresh one, so only the last of several queries brings them along.
    carried = kept if not query.by_period or _is_last(query, item) else None
    if not work.options.wants(item, query):
        return None if work.options.offline else _carry(carried, work)
    run = _new_run(item, query, catalogue, work.context.snapshot)
    try:
        parsed = _fetch_and_parse(query, work)
    except SourceError as error:
        _record_failure(error, kept, run, item, query, work)
        return _carry(carried, work)
    sha = "+".join(sorted({r.sha256[:12] for r in parsed.raws}))
    fresh = parsed.frame
    if query.by_period and carried is not None:
        fresh = pd.concat([fresh, _without_known(carried, [fresh], by_period=True)], ignore_index=True)
        _carry(carried, work)
    unchanged = bool(parsed.raws) and all(r.unchanged for r in parsed.raws)
    extracted = max((r.fetched_at for r in parsed.raws), default=parsed.source_updated_at or run["started_at"])
    work.extracted[item.id] = extracted
    _finish(run, "unchanged" if unchanged else "ok", len(parsed.frame), None, work)
    run |= {"raw_sha256": sha, "source_updated_at": parsed.source_updated_at, "finished_at": extracted}
    _note(parsed.findings, item.id, run["run_id"], work)
    if "run_id" not in fresh:
        fresh["run_id"] = run["run_id"]
    fresh["run_id"] = fresh["run_id"].fillna(run["run_id"])
    return fresh[[*COLUMNS, "run_id"]]


def _is_last(query: Any, item: Measured) -> bool:
    return query is [q for q in item.queries if (q.source, q.series) == (query.source, query.series)][-1]


def _fetch_and_parse(query: Any, work: _Work) -> Parsed:
    if isinstance(query, DerivedQuery):
        if absent := {query.numerator, query.denominator} - {derive.AREA, *work.support}:
            raise PeriodMissing(
                f"Falta a série de apoio «{min(absent)}».", where="derived", cure="ver porque não foi carregada."
            )
        # As old as its oldest part; the area is a fact of the territory table and has no extraction of its own.
        dates = [work.extracted[n] for n in (query.numerator, query.denominator) if n in work.extracted]
        made = derive.ratio(query, work.support, work.context.territories)
        return Parsed(made, source_updated_at=min(dates, default=None))
    if known := work.down.get(query.source):
        raise type(known)("Não foi pedido: a fonte já não respondia nesta carga.", where=query.source, cure=known.cure)
    if query.source not in work.connectors:
        work.connectors[query.source] = connector(query.source)
    asked = work.connectors[query.source]
    try:
        raws = asked.fetch(query, work.context)
    except (SourceUnreachable, SourceRateLimited) as error:
        work.down[query.source] = error
        raise
    try:
        parsed = asked.parse(raws, query, work.context)
        _refuse_empty(parsed, query)
    except SourceError:
        raw_store.forget(raws)
        raise
    return parsed


def _refuse_empty(parsed: Parsed, query: Any) -> None:
    """An answer without a single row must not put earlier figures away."""
    if parsed.frame.empty:
        raise PeriodMissing(
            "A resposta não traz nenhuma linha que se possa usar.",
            where=f"{query.source}, {', '.join(r.name for r in parsed.raws[:3])}",
            cure="verificar a consulta em indicators.yaml; os valores anteriores mantêm-se.",
        )


def _record_failure(
    error: SourceError, kept: pd.DataFrame | None, run: dict[str, Any], item: Measured, query: Any, work: _Work
) -> None:
    """The failure is on record; earlier figures of this source will stay, marked stale."""
    has_figures = kept is not None and not kept.empty
    _finish(run, "stale" if has_figures else "failed", 0, str(error), work)
    finding = Finding("error", type(error).__name__, str(error))
    _note([finding], item.id, run["run_id"], work)
    work.progress(item.id, f"{query.source}: {error}")


def _carry(kept: pd.DataFrame | None, work: _Work) -> pd.DataFrame | None:
    """Earlier rows, with the runs that brought them put on record."""
    if kept is None or kept.empty:
        return None
    work.runs.extend(work.previous.runs_of(kept, exclude={r["run_id"] for r in work.runs}))
    return kept


def _new_run(item: Measured, query: Any, catalogue: Catalogue, snapshot: Path) -> dict[str, Any]:
    source = catalogue.sources.get(query.source) or catalogue.sources[item.provider]
    citation, licence = source.citation, source.licence
    if query.source == "figures":
        citation, licence = _figure_source(query.figure, snapshot)
    return {
        "run_id": uuid.uuid4().hex[:16], "source_id": query.source, "indicator_id": item.id, "series": query.series,
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"), "finished_at": None, "outcome": None, "rows": 0,
        "raw_sha256": None, "source_updated_at": None, "message": None, "citation": citation, "licence": licence,
        "current": True,
    }  # fmt: skip


def _figure_source(figure: str, snapshot: Path) -> tuple[str, str]:
    from etl.sources.figures import describe

    about = describe(snapshot)["figures"].get(figure, {"source": "", "licence": ""})  # the connector refuses it
    return about["source"], about["licence"]


def _finish(run: dict[str, Any], outcome: Outcome, rows: int, message: str | None, work: _Work) -> None:
    run |= {
        "outcome": outcome, "rows": rows, "message": message,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    work.runs.append(run)


def _note(findings: Iterable[Finding], indicator_id: str, run_id: str | None, work: _Work) -> None:
    work.findings.extend({"run_id": run_id, "indicator_id": indicator_id, **f.__dict__} for f in findings)
