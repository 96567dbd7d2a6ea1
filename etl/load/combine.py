"""Second half of a load: from answers, embedded figures and what we had, to the observations of a build."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

import pandas as pd

from core.base.errors import PeriodMissing, SourceError
from core.catalogue.catalogue import Catalogue, Measured, Support
from core.catalogue.figures import Document
from core.catalogue.indicator import AREA
from core.catalogue.queries import EMBEDDED, DerivedQuery
from etl.fetch.model import COLUMNS, Finding, Parsed
from etl.load import aggregate, derive, witness
from etl.load.ask import Answers, Options
from etl.load.previous import Previous

CHAIN: Final = " → "  # between the hands that figures came through
Outcome = Literal["ok", "unchanged", "stale", "failed"]


@dataclass
class Combined:
    """Rows of the tables observation, source_run, finding and point."""

    answers: Answers
    previous: Previous
    options: Options
    catalogue: Catalogue
    observations: list[pd.DataFrame] = field(default_factory=list)
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)  # by run_id
    findings: list[dict[str, Any]] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    support: dict[str, pd.DataFrame] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    extracted: dict[str, str] = field(default_factory=dict)  # when the figures of a support series were got

    def note(self, findings: Iterable[Finding], indicator_id: str, run_id: str | None) -> None:
        """Put findings on record."""
        self.findings.extend({"run_id": run_id, "indicator_id": indicator_id, **f.__dict__} for f in findings)

    def bring_along(self, run: dict[str, Any], *, current: bool) -> None:
        """Put a run of the earlier build on record again, with what was found in it."""
        if run["run_id"] not in self.runs:
            self.runs[run["run_id"]] = run | {"current": current}
            self.findings.extend(self.previous.findings_of(run["run_id"]))


def combine(
    catalogue: Catalogue,
    answers: Answers,
    previous: Previous,
    options: Options,
    progress: Callable[[str, str], None],
) -> Combined:
    """Everything of a build but its dimensions. Raises SnapshotError; a failing source costs only its own figures."""
    work = Combined(answers, previous, options, catalogue)
    for item in catalogue.measured:
        if (whole := _item(item, work)) is not None:
            work.observations.append(whole)
            progress(item.id, f"{len(whole)} observações")
    return work


def _item(item: Measured, work: Combined) -> pd.DataFrame | None:
    """All series of one indicator: its candidates in the catalogue's order, then grid, regions, witnesses."""
    taken: list[pd.DataFrame] = []
    for key, query in item.keyed.items():
        if query.use != "load":
            continue
        got = _take(item, key, query, work)
        if got is not None and not got.empty:
            taken.append(_without_known(got, taken, by_period=query.by_period))
    if not taken:
        return None
    territories = work.answers.context.territories
    rows = pd.concat(taken, ignore_index=True)
    completed = derive.complete(rows, item, territories)
    _inherit_run(completed, rows)
    if isinstance(item, Support):
        work.support[item.id] = completed
    regions = aggregate.aggregate(completed, item, work.support, territories)
    _inherit_run(regions, rows)
    whole = pd.concat([completed, regions], ignore_index=True) if len(regions) else completed
    for key, query in item.keyed.items():
        if query.use == "witness":
            _hear(item, key, query, whole, work)
    whole.insert(0, "indicator_id", item.id)
    return whole


def _inherit_run(added: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Rows that we add (gaps, regions) belong to the run that brought their series and period."""
    if rows["run_id"].nunique() == 1:
        added["run_id"] = rows["run_id"].iloc[0]
        return
    open_ = added["run_id"].isna() if "run_id" in added else pd.Series(True, index=added.index)
    if not open_.any():
        return
    runs = rows[["series", "period", "run_id"]].drop_duplicates(["series", "period"])
    inherited = added.loc[open_, ["series", "period"]].merge(runs, on=["series", "period"], how="left")
    added.loc[open_, "run_id"] = inherited["run_id"].to_numpy()


def _without_known(rows: pd.DataFrame, taken: list[pd.DataFrame], *, by_period: bool) -> pd.DataFrame:
    """What an earlier candidate has brought wins: the whole series, or, where periods stand alone, its periods."""
    if not taken:
        return rows
    if not by_period:
        return rows[~rows["series"].isin({s for t in taken for s in t["series"].unique()})]
    key = ["series", "period"]
    known = {k for t in taken for k in t[key].drop_duplicates().itertuples(index=False, name=None)}
    return rows[[k not in known for k in zip(rows["series"], rows["period"], strict=True)]]


def _take(item: Measured, key: str, query: Any, work: Combined) -> pd.DataFrame | None:
    """Rows of one query with their run: fresh, or those of the earlier build when it was not asked or failed."""
    kept = work.previous.rows(key) if query.source not in EMBEDDED else None
    asked = query.source == "derived" or key in work.answers.by_key
    if not asked:
        # What was not asked keeps what it had, and its last outcome.
        if last := work.previous.latest_run(key):
            work.bring_along(last, current=True)
        return _carry(kept, work)
    run = _new_run(item, key, query, work)
    try:
        parsed = _parse(key, query, work)
    except SourceError as error:
        _record_failure(error, kept, run, item, work)
        return _carry(kept, work)
    fresh, findings = derive.bounded(derive.tidy_status(parsed.frame), item.bounds_for(query.series), item.id)
    _record_success(parsed, run, item, work)
    work.note(findings, item.id, run["run_id"])
    named = {"indicator_id": item.id, "series": query.series, "run_id": run["run_id"]}
    work.points += [point | named for point in parsed.points]
    fresh = derive.broken(fresh[list(COLUMNS)], item.get_series(query.series)).assign(run_id=run["run_id"])
    if query.by_period and kept is not None:
        fresh = pd.concat([fresh, _without_known(kept, [fresh], by_period=True)], ignore_index=True)
        _carry(kept, work)
    return fresh


def _parse(key: str, query: Any, work: Combined) -> Parsed:
    if not isinstance(query, DerivedQuery):
        return work.answers.parse(work.answers.by_key[key])
    if absent := {query.numerator, query.denominator} - {AREA, *work.support}:
        raise PeriodMissing(
            f"Falta a série de apoio «{min(absent)}».", where="derived", cure="ver porque não foi carregada."
        )
    # As old as its oldest part; the area is a fact of the territory table and has no extraction of its own.
    dates = [work.extracted[n] for n in (query.numerator, query.denominator) if n in work.extracted]
    made = derive.ratio(query, work.support, work.answers.context.territories)
    return Parsed(made, source_updated_at=min(dates, default=None))


def _hear(item: Measured, key: str, query: Any, whole: pd.DataFrame, work: Combined) -> None:
    """A second witness: compared with what we have, never shown in its place."""
    if key not in work.answers.by_key:
        if last := work.previous.latest_run(key):
            work.bring_along(last, current=True)
        return
    run = _new_run(item, key, query, work)
    try:
        parsed = _parse(key, query, work)
    except SourceError as error:
        _record_failure(error, None, run, item, work)
        return
    _record_success(parsed, run, item, work)
    work.note(witness.compare(whole, parsed.frame, item.decimals), item.id, run["run_id"])


def _carry(kept: pd.DataFrame | None, work: Combined) -> pd.DataFrame | None:
    """Earlier rows, with the runs that brought them put on record."""
    if kept is None or kept.empty:
        return None
    for run in work.previous.runs_of(kept):
        work.bring_along(run, current=False)
    return kept


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _record_success(parsed: Parsed, run: dict[str, Any], item: Measured, work: Combined) -> None:
    raws = parsed.raws or getattr(work.answers.by_key.get(run["key"]), "raws", ())
    unchanged = bool(raws) and all(r.unchanged for r in raws)
    # A figure is as old as its answer, not as our reading of it.
    extracted = max((r.fetched_at for r in raws), default=parsed.source_updated_at or run["started_at"])
    work.extracted[item.id] = extracted
    run |= {
        "outcome": "unchanged" if unchanged else "ok",
        "rows": len(parsed.frame),
        "finished_at": extracted,
        "raw_sha256": "+".join(sorted({r.sha256[:12] for r in raws}))[:4000],
        "source_updated_at": parsed.source_updated_at,
        "edition": parsed.edition or run["edition"],
        "chain": CHAIN.join(parsed.chain) or run["chain"],
        "citation": parsed.citation or run["citation"],
        "licence": parsed.licence or run["licence"],
    }
    work.documents |= parsed.documents
    work.runs[run["run_id"]] = run
    work.note(parsed.findings, item.id, run["run_id"])


def _record_failure(
    error: SourceError, kept: pd.DataFrame | None, run: dict[str, Any], item: Measured, work: Combined
) -> None:
    """The failure is on record; earlier figures of this source will stay, marked stale."""
    outcome: Outcome = "failed" if kept is None or kept.empty else "stale"
    run |= {"outcome": outcome, "rows": 0, "message": str(error), "finished_at": _now()}
    work.runs[run["run_id"]] = run
    work.note([Finding("error", type(error).__name__, str(error))], item.id, run["run_id"])


def _new_run(item: Measured, key: str, query: Any, work: Combined) -> dict[str, Any]:
    sources = work.catalogue.sources
    source = sources.get(query.source) or sources[item.provider]
    citation, licence = source.citation, source.licence
    if query.source == "held":
        citation = f"{citation}; valores entregues em ficheiro, com o documento na nota"
    answer = work.answers.by_key.get(key)
    return {
        "run_id": uuid.uuid4().hex[:16],
        "source_id": query.source,
        "indicator_id": item.id,
        "series": query.series,
        "started_at": answer.asked_at if answer else _now(),
        "finished_at": None,
        "outcome": None,
        "rows": 0,
        "raw_sha256": None,
        "source_updated_at": None,
        "message": None,
        "citation": citation,
        "licence": licence,
        "current": True,
        "key": key,
        "role": query.use,
        "edition": "",
        "chain": source.name.pt,
    }
