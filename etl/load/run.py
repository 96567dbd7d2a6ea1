"""One load: ask the sources, and, when anything is new, combine, audit and publish; in any case write the journal."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from core.base.errors import LoadRunning
from core.catalogue.catalogue import Catalogue
from core.catalogue.queries import EMBEDDED
from core.strategy import evidence
from etl.build import points, publish
from etl.build.plausibility import answers as said
from etl.build.plausibility.find import find
from etl.build.tables import dimension_tables, documents
from etl.fetch.context import Context
from etl.load import inputs, journal
from etl.load.ask import Answers, Options, gather
from etl.load.combine import combine
from etl.load.previous import Previous

__all__ = ["Options", "Result", "load"]


@dataclass
class Result:
    """What a load did: the build in force, the state of each query, the findings, and what was asked now."""

    build: Path
    runs: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    asked_keys: frozenset[str]
    changed: bool = True  # whether a new build was published

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Runs of live sources that this load asked."""
        return [r for r in self.runs if r["current"] and r["key"] in self.asked_keys]

    @property
    def failed(self) -> list[dict[str, Any]]:
        """Those of them that gave nothing usable."""
        return [r for r in self.asked if r["outcome"] in ("failed", "stale")]


def load(
    catalogue: Catalogue,
    context: Context,
    options: Options,
    folder: Path,
    progress: Callable[[str, str], None] = lambda indicator, message: None,
) -> Result:
    """Load everything that `options` wants and publish a build in `folder`, unless nothing is new.

    A source that fails costs only its own figures, and where an earlier build has them they stay, marked stale.
    Raises LoadRunning, SnapshotError, StrategyError (a row of the public evidence is wrong), AuditRefused; the
    published build stays as it was.
    """
    evidence.load()  # what ships beside the figures is refused with them, and before anything is published
    folder.mkdir(parents=True, exist_ok=True)
    try:
        held = FileLock(folder / ".lock", timeout=0).acquire()
    except Timeout as error:
        raise LoadRunning(
            "Outra carga está a correr.", where=str(folder), cure="esperar que termine e repetir."
        ) from error
    with held:
        publish.sweep(folder)
        publish.recover(folder)
        previous = Previous.open(folder)
        answers = gather(catalogue, context, options, progress)
        before = inputs.read(folder, previous.path)
        now = inputs.of(catalogue, context, answers, options, before)
        asked = frozenset(k for k, a in answers.by_key.items() if a.query.source not in EMBEDDED)
        if previous.path is not None and now == before:
            result = Result(previous.path, previous.runs, previous.findings, asked, changed=False)
        else:
            with journal.publishing(folder):
                result = _build(catalogue, answers, previous, options, folder, progress, asked)
            inputs.write(folder, result.build, now)
        journal.record(folder, answers, result.runs, result.build, changed=result.changed)
    return result


def _build(
    catalogue: Catalogue,
    answers: Answers,
    previous: Previous,
    options: Options,
    folder: Path,
    progress: Callable[[str, str], None],
    asked: frozenset[str],
) -> Result:
    work = combine(catalogue, answers, previous, options, progress)
    runs = list(work.runs.values())
    whole = pd.concat(work.observations, ignore_index=True)
    work.observations.clear()  # the peak of a load is when the build is filled: no second copy of it then
    # Without any document in some parts the column is of two kinds: nothing must not become the text «nan».
    whole["document"] = whole["document"].astype(object).where(whole["document"].notna(), None)
    territories = answers.context.territories
    doubted = find(whole, pd.DataFrame(runs), catalogue, territories, said.load(answers.context.snapshot))
    findings = work.findings + [asdict(f) for f in doubted]
    tables = dimension_tables(catalogue, territories) | {
        "observation": whole,
        "source_run": pd.DataFrame(runs),
        "point": points.frame(work.points),
        "document": documents(work.documents),
        "finding": _table(findings),
    }
    build = publish.publish(tables, folder)
    return Result(build, runs, findings, asked, changed=build != previous.path)


def _table(findings: list[dict[str, Any]]) -> pd.DataFrame:
    """The table `finding`; a column that says nothing is left to the build, which knows its kind."""
    made = pd.DataFrame(findings, columns=list(dict.fromkeys(k for f in findings for k in f)) or ["run_id"])
    for column in {"series", "periods", "cells"} & set(made):
        made[column] = made[column].map(lambda several: list(several) if isinstance(several, tuple) else None)
    return made.dropna(axis=1, how="all")
