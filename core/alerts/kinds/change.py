"""A change unlike the past ones."""

from collections.abc import Iterator
from typing import Final, Literal

from pydantic import Field

from core.alerts.base import Placed
from core.alerts.kind import AlertKind
from core.alerts.model import Finding, Given
from core.base.typed import Id, Text
from core.catalogue.catalogue import Indicator
from core.judgement.unusual import Compared, unusual
from core.terms.formats import in_full, number, unit_of_change
from core.terms.period import label
from core.warehouse import queries

MIN_CHANGES: Final = 5  # fewer past changes say nothing of what is usual


class Unusual(Placed):
    """The newest change is outside of the past ones: robust z-score (median, MAD) beyond `z`. No `indicator`: every
    one.
    """

    kind: Literal["change"]
    indicator: Id | None = None
    z: float = Field(3.5, gt=0, le=100)
    min_changes: int = Field(MIN_CHANGES, ge=MIN_CHANGES, le=100)


def find(rule: Unusual, given: Given) -> Iterator[Finding]:
    """A finding per indicator and territory of the rule that has figures."""
    for item in given.items(rule.indicator):
        series, period = given.newest(item, rule)
        if period is None and rule.indicator is None:
            continue  # the ledger of gaps speaks of what has no figures at all
        asked = period or f"{given.today.year}"
        table = given.places(item, series, asked, rule)
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
    subject, own = f"{item.id}/{series}/{place_id}", item.get_series(series)
    pt, en = own.naming(item.name, "pt"), own.naming(item.name, "en")
    if not own.comparable:
        why = (
            f"{pt}, {name}: os períodos não se comparam.",
            f"{en}, {name}: periods do not compare.",
        )
        return Finding(rule.id, subject, "no_data", why, minor=not one)
    found = unusual(points, breaks)
    if found is None or found.n < rule.min_changes:
        n, least = found.n if found else 0, rule.min_changes
        why = (
            f"{pt}, {name}: {n} mudanças anteriores; são precisas {least}.",
            f"{en}, {name}: {n} past changes; {least} are needed.",
        )
        return Finding(rule.id, subject, "no_data", why, minor=not one)
    said = (_moved(item, series, name, found, rule.z, "pt"), _moved(item, series, name, found, rule.z, "en"))
    return Finding(
        rule.id, subject, "bad" if abs(found.z) > rule.z else "ok", said, found.change, occurrence=found.period
    )


def _moved(item: Indicator, series: str, name: str, found: Compared, z: float, lang: str) -> str:
    """The newest change beside the past ones, with whose limit it is."""
    unit = unit_of_change(item.unit_for(series, lang), lang)
    amount, usual = (
        in_full(found.change, item.decimals_for(series) + 1, unit, lang),
        number(found.median, item.decimals_for(series) + 1, lang),
    )
    called = item.get_series(series).naming(item.name, lang)
    head = f"{called}, {name}, {label(found.before, lang)} → {label(found.period, lang)}"
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


KIND = AlertKind(
    id="change",
    name=Text(pt="Mudança fora do habitual", en="Unusual change"),
    model=Unusual,
    find=find,
)
