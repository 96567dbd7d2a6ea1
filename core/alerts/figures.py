"""The rules of the alerts that look at figures: a limit passed, and a change unlike the past ones."""

from collections.abc import Iterator

import pandas as pd

from core.alerts.model import Finding, Given
from core.alerts.rules import Threshold, Unusual
from core.base.errors import AlertError
from core.catalogue.catalogue import Indicator
from core.judgement.unusual import Compared, unusual
from core.terms.formats import in_full, number, unit_of_change
from core.terms.period import label
from core.warehouse import queries


def _places(table: pd.DataFrame, rule: Threshold | Unusual) -> pd.DataFrame:
    """The rows of a slice that the rule looks at."""
    if rule.territory is None:
        return table
    mine = table[table["territory_id"] == rule.territory]
    if mine.empty:
        raise AlertError(
            f"O território «{rule.territory}» não existe ao nível {rule.level}, NUTS {rule.version}.",
            where="alertas.yaml",
            cure="usar o DICO, PT, ou 2024:1A0 numa NUTS.",
        )
    return mine


def threshold(rule: Threshold, given: Given) -> Iterator[Finding]:
    """A finding per territory of the rule, by its newest period."""
    item = given.items(rule.indicator)[0]
    series, period = given.newest(item, rule)
    asked = period or f"{given.today.year}"  # without any value, the places are still looked up
    table = _places(queries.slice_at(given.store, item.id, series, rule.level, rule.version, asked), rule)
    one = len(table) == 1
    for place in table.itertuples():
        subject, value = f"{item.id}/{series}/{place.territory_id}", float(place.value)
        if period is None or value != value:
            none = (f"{item.name.pt}, {place.name}: sem valor.", f"{item.name.en}, {place.name}: no value.")
            yield Finding(rule.id, subject, "no_data", none, minor=not one)
            continue
        limit, over = (rule.above, True) if rule.above is not None else (rule.below, False)
        assert limit is not None
        bad = value > limit if over else value < limit
        said = tuple(
            _limit(item, series, str(place.name), period, value, limit, over, rule, lang) for lang in ("pt", "en")
        )
        yield Finding(rule.id, subject, "bad" if bad else "ok", (said[0], said[1]), value, occurrence=period)


def _limit(
    item: Indicator,
    series: str,
    place: str,
    period: str,
    value: float,
    limit: float,
    over: bool,
    rule: Threshold,
    lang: str,
) -> str:
    """A value beside its limit, with whose limit it is."""
    pt = lang == "pt"
    side = ("máximo" if over else "mínimo") if pt else ("upper limit" if over else "lower limit")
    whose = rule.source or ("leitura nossa" if pt else "our reading")
    amount = in_full(value, item.decimals, item.unit_for(series, lang), lang)
    bound = number(limit, item.decimals, lang)
    return f"{item.name.get(lang)}, {place}, {label(period, lang)}: {amount}; {side}: {bound} ({whose})."


def change(rule: Unusual, given: Given) -> Iterator[Finding]:
    """A finding per indicator and territory of the rule that has figures."""
    for item in given.items(rule.indicator):
        series, period = given.newest(item, rule)
        if period is None and rule.indicator is None:
            continue  # the ledger of gaps speaks of what has no figures at all
        asked = period or f"{given.today.year}"
        table = _places(queries.slice_at(given.store, item.id, series, rule.level, rule.version, asked), rule)
        history = queries.frames(given.store, item.id, series, rule.level, rule.version)
        points = {k: list(zip(g["period"], g["value"], strict=True)) for k, g in history.groupby("territory_id")}
        breaks = queries.breaks(given.store, item.id, series)
        for place in table.itertuples():
            mine = points.get(str(place.territory_id), [])
            yield _one_change(
                rule, item, series, str(place.territory_id), str(place.name), mine, breaks, len(table) == 1
            )


def _one_change(
    rule: Unusual,
    item: Indicator,
    series: str,
    place_id: str,
    name: str,
    points: list[tuple[str, float]],
    breaks: list[str],
    one: bool,
) -> Finding:
    """The newest change of one territory beside its past ones."""
    subject = f"{item.id}/{series}/{place_id}"
    if not item.get_series(series).comparable:
        why = (
            f"{item.name.pt}, {name}: os períodos não se comparam.",
            f"{item.name.en}, {name}: periods do not compare.",
        )
        return Finding(rule.id, subject, "no_data", why, minor=not one)
    found = unusual(points, breaks)
    if found is None or found.n < rule.min_changes:
        n, least = found.n if found else 0, rule.min_changes
        why = (
            f"{item.name.pt}, {name}: {n} mudanças anteriores; são precisas {least}.",
            f"{item.name.en}, {name}: {n} past changes; {least} are needed.",
        )
        return Finding(rule.id, subject, "no_data", why, minor=not one)
    said = (_moved(item, series, name, found, rule.z, "pt"), _moved(item, series, name, found, rule.z, "en"))
    return Finding(
        rule.id, subject, "bad" if abs(found.z) > rule.z else "ok", said, found.change, occurrence=found.period
    )


def _moved(item: Indicator, series: str, name: str, found: Compared, z: float, lang: str) -> str:
    """The newest change beside the past ones, with whose limit it is."""
    unit = unit_of_change(item.unit_for(series, lang), lang)
    amount, usual = in_full(found.change, item.decimals + 1, unit, lang), number(found.median, item.decimals + 1, lang)
    head = f"{item.name.get(lang)}, {name}, {label(found.before, lang)} → {label(found.period, lang)}"
    limit = number(z, 1, lang)
    if lang == "en":
        return (
            f"{head}: changed by {amount}; the median of the {found.n} past changes is {usual}"
            f" (robust z {_z(found.z, lang)}; limit {limit}, our reading)."
        )
    return (
        f"{head}: mudou {amount}; a mediana das {found.n} mudanças anteriores é {usual}"
        f" (z robusto {_z(found.z, lang)}; limite {limit}, leitura nossa)."
    )


def _z(z: float, lang: str) -> str:
    """The score; infinite where all past changes were the same."""
    if abs(z) == float("inf"):
        return "sem limite: foram todas iguais" if lang == "pt" else "without bound: they were all equal"
    return number(z, 1, lang)
