"""What the rules of the alerts say of a build and of the action plan on a day: a finding per rule and subject.

Pure functions: nothing here reads a clock, keeps anything or sends anything (core.alerts.log, etl.alerts.deliver).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import pandas as pd

from core.alerts import figures as alert_figures
from core.alerts.model import WHOLE, Finding, Given
from core.alerts.rules import LateAction, LateSource, Missing, Revised, Rule, Threshold, Unusual
from core.base.errors import EntiError
from core.base.typed import Text
from core.catalogue.catalogue import Catalogue
from core.strategy.standing import Standing
from core.terms.formats import day
from core.terms.period import label, parse
from core.warehouse import freshness
from core.warehouse.store import Store

__all__ = ["WHOLE", "Finding", "evaluate"]


def evaluate(
    rules: Iterable[Rule], store: Store, catalogue: Catalogue, standings: Sequence[Standing] | EntiError, today: date
) -> list[Finding]:
    """Findings of the rules that are enabled, in the order of the rules; each rule has one at least.

    A rule that meets an error of ours has one finding, `error`; one that finds nothing to look at, `no_data`; both of
    WHOLE, and neither stops the others. `standings`: core.strategy.standing.standings, or the error that there was in
    place of them.
    """
    given = Given(store, catalogue, standings, today)
    found: list[Finding] = []
    for rule in rules:
        if not rule.enabled:
            continue
        try:
            mine = list(_of(rule, given))
        except EntiError as error:
            mine = [_failed(rule, str(error))]
        except (
            LookupError,
            ValueError,
            TypeError,
            ArithmeticError,
        ) as error:  # a mistake of ours: said, and the others go on
            mine = [_failed(rule, f"Erro {type(error).__name__} ao avaliar a regra: {error}")]
        if all(f.minor for f in mine):
            nothing = ("Não há valores para avaliar esta regra.", "There are no figures to evaluate this rule on.")
            mine.append(Finding(rule.id, WHOLE, "no_data", nothing))
        found += mine
    return found


def _failed(rule: Rule, said: str) -> Finding:
    return Finding(rule.id, WHOLE, "error", (said, said))


def _of(rule: Rule, given: Given) -> Iterator[Finding]:
    if isinstance(rule, Threshold):
        return alert_figures.threshold(rule, given)
    if isinstance(rule, Unusual):
        return alert_figures.change(rule, given)
    if isinstance(rule, Revised):
        return _revision(rule, given)
    if isinstance(rule, Missing):
        return _missing(rule, given)
    if isinstance(rule, LateSource):
        return _late_source(rule, given)
    return _late_action(rule, given)


def _revision(rule: Revised, given: Given) -> Iterator[Finding]:
    items = {i.id: i for i in given.items(rule.indicator)}
    table = _revised_since(given.store, given.today - timedelta(days=rule.days))
    if table is None or not any(i in items for i, _ in given.lasts):
        return
    mine = table[table["indicator_id"].isin(items) & table["kind"].isin(rule.what)]
    none = (f"Nenhum valor revisto nos últimos {rule.days} dias.", f"No figure revised in the last {rule.days} days.")
    yield Finding(rule.id, WHOLE, "ok", none, 0.0)
    for (indicator_id, series, seen_at), rows in mine.groupby(["indicator_id", "series", "seen_at"]):
        item, n = items[str(indicator_id)], int(rows["n"].sum())
        name = next(
            (s.name for s in item.series if s.id == series), Text(pt=str(series), en=str(series))
        )  # it may be gone
        periods = sorted({str(p) for group in rows["periods"] for p in group}, key=parse)
        pt, en = (_span(periods, lang) for lang in ("pt", "en"))
        seen, on = day(str(seen_at)), day(str(seen_at), "en")
        said = (
            f"{item.name.pt} ({name.pt}): a fonte mudou {n} valores que já tínhamos ({pt}), visto em {seen}.",
            f"{item.name.en} ({name.en}): the source changed {n} figures that we had ({en}), seen on {on}.",
        )
        stamp = str(seen_at)[:19].replace("-", "").replace(":", "")
        yield Finding(rule.id, f"{indicator_id}/{series}@{stamp}", "bad", said, float(n))


def _span(periods: Sequence[str], lang: str) -> str:
    first, last = label(periods[0], lang), label(periods[-1], lang)
    return first if first == last else f"{first} … {last}"


def _missing(rule: Missing, given: Given) -> Iterator[Finding]:
    with_figures = {i for i, _ in given.lasts}
    for item in given.items(rule.indicator):
        state = item.source_state
        if rule.what == "awaiting_file" and state.cause != "awaiting_import":
            continue
        if item.id in with_figures:
            yield Finding(
                rule.id, item.id, "ok", (f"{item.name.pt}: há valores.", f"{item.name.en}: there are figures.")
            )
            continue
        cure = (state.closes.pt, state.closes.en) if state.closes else (state.reason.pt, state.reason.en)
        said = (
            f"{item.name.pt}: sem nenhum valor. {cure[0]} Quem: {state.owner}.",
            f"{item.name.en}: without any figure. {cure[1]} Who: {state.owner}.",
        )
        yield Finding(rule.id, item.id, "bad", said)


def _late_source(rule: LateSource, given: Given) -> Iterator[Finding]:
    for item in given.items(rule.indicator):
        for series in item.series:
            fresh = freshness.of(item, series.id, given.lasts.get((item.id, series.id)), given.today)
            if fresh.due is None or fresh.last is None:
                continue
            bad, owner = fresh.days_late > rule.days, item.source_state.owner
            said = (
                (
                    f"{item.name.pt} ({series.name.pt}): temos até {label(fresh.last)}; o seguinte esperava-se até"
                    f" {day(fresh.due)}. Quem: {owner}."
                ),
                (
                    f"{item.name.en} ({series.name.en}): we have up to {label(fresh.last, 'en')}; the next was expected"
                    f" by {day(fresh.due, 'en')}. Who: {owner}."
                ),
            )
            if not fresh.days_late:
                said = (f"{item.name.pt} ({series.name.pt}): em dia.", f"{item.name.en} ({series.name.en}): in time.")
            yield Finding(
                rule.id,
                f"{item.id}/{series.id}",
                "bad" if bad else "ok",
                said,
                float(fresh.days_late),
                occurrence=fresh.last,
            )


def _late_action(rule: LateAction, given: Given) -> Iterator[Finding]:
    if isinstance(given.standings, EntiError):
        raise given.standings
    for s in given.standings:
        past = -s.days if (s.late if rule.what == "late" else s.silent) else 0
        who = s.action.responsible.text
        told = (
            ("disse-se que não está concluída", "said not to be done")
            if s.said
            else ("ninguém disse nada", "nothing said")
        )
        said = (
            f"«{s.action.text}» Prazo: {s.action.deadline.text}, já passado; {told[0]}. Quem: {who}.",
            (
                f"Action {s.action.id} (“{s.action.text}”): deadline {s.action.deadline.text}, past; {told[1]}."
                f" Who: {who}."
            ),
        )
        bad = past > rule.days
        if not bad:
            said = (f"{s.action.id}: sem atraso a assinalar.", f"{s.action.id}: nothing late to report.")
        yield Finding(rule.id, s.action.id, "bad" if bad else "ok", said, float(past))


def _revised_since(store: Store, day: date) -> pd.DataFrame | None:
    """Figures that changed, counted by indicator_id, series, kind and seen_at: columns those, n, periods (list).

    None for builds from before revisions were kept.
    """
    if not store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'revision'"):
        return None
    return store.frame(
        """
        SELECT indicator_id, series, kind, seen_at, count(*) AS n, list(DISTINCT period) AS periods
        FROM revision WHERE left(seen_at, 10) >= $day GROUP BY ALL ORDER BY ALL
        """,
        {"day": day.isoformat()},
    )
