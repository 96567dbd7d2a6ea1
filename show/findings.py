"""What a chart shows, in a sentence made from its figures; nothing is said that the figures do not carry."""

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.judgement.trend import MIN_POINTS, Trend
from core.reading import measures
from core.terms.formats import change, number
from core.terms.naming import Name
from core.terms.period import label, parse
from core.terms.territory import Territories
from show.sentences import value_or_gap, when
from show.texts import t

FIFTH: Final = 0.2
_FEW: Final = 5  # places; of fewer nothing is said
_TWICE: Final = 2.0


def regions(territories: Territories, version: str) -> dict[str, Name]:
    """DICO -> name of its NUTS II."""
    found = {m.id: territories.parent_at(m.id, "nuts2", version) for m in territories.municipalities}
    return {dico: region.called for dico, region in found.items() if region}


def concentration(values: pd.Series, region: Mapping[str, Name], period: str, lang: str) -> str:
    """Which region has at least twice its share of the highest, or of the lowest, fifth of the municípios.

    `values`: by DICO, gaps as NaN. Empty where no region stands out, too few values differ, or nobody says of when.
    """
    known = values.dropna()
    if len(known) < 5 * _FEW or not measures.ordered(period):
        return ""
    ends = {"high": known[known > known.quantile(1 - FIFTH)], "low": known[known < known.quantile(FIFTH)]}
    said = [s for end, part in ends.items() if (s := _stands_out(known, part, region, end, lang))]
    if not said:
        return ""
    start = when(period, lang)
    return f"{start[:1].upper()}{start[1:]}, {'; '.join(said)}."


def _stands_out(known: pd.Series, part: pd.Series, region: Mapping[str, Name], end: str, lang: str) -> str:
    called = {name.pt: name for name in region.values()}
    of = known.index.to_series().map({dico: name.pt for dico, name in region.items()})
    table = pd.DataFrame({"n": of.value_counts(), "k": of.reindex(part.index).value_counts()}).fillna(0).astype(int)
    table = table[(table["k"] >= _FEW) & (table["k"] / table["n"] >= _TWICE * len(part) / len(known))]
    if table.empty:
        return ""
    name = str((table["k"] / table["n"]).idxmax())
    k, n = (int(table.at[name, column]) for column in ("k", "n"))
    return t(f"finding.{end}", lang, inside=called[name].within(lang, "em"), k=k, n=n, m=len(part))


def middle_half(values: pd.Series, item: Indicator, series: str, level: str, lang: str) -> str:
    """Between which figures the middle half of the places of a level stands; empty for fewer than eight."""
    known = values.dropna()
    if len(known) < 8:
        return ""
    low, high = (value_or_gap(float(known.quantile(q)), item, series, lang) for q in (0.25, 0.75))
    of = t(f"levels.of.{level}", lang)
    if low == high:
        return _ended(t("finding.half_same", lang, of=of, low=low))
    return _ended(t("finding.half", lang, of=of, low=low, high=high))


def _ended(said: str) -> str:
    """A sentence whose last word is an abbreviation («hab.») has one full stop."""
    return said.rstrip(".") + "."


def trend_said(found: Trend, item: Indicator, series: str, name: str, lang: str) -> str:
    """The trend of a place in words, with test, points and pace; or that none is stated, and why."""
    if found.state == "not_comparable":
        return ""
    ends = f"{label(found.used[0], lang)}–{label(found.used[-1], lang)}" if found.used else ""
    if found.state == "few" or found.p is None or found.slope is None:
        return t("trend.few", lang, name=name, n=found.n, least=MIN_POINTS)
    unit = item.unit_for(series, lang)
    pace = change(found.slope, max(item.decimals_for(series), 1) + 1, unit, lang)
    p = t("trend.tiny", lang) if found.p < 0.001 else f"p = {number(found.p, 3, lang)}"
    return t(f"trend.{found.state}", lang, name=name, n=found.n, p=p, pace=pace, ends=ends)


def band_change(band: pd.DataFrame, item: Indicator, series: str, lang: str, breaks: Collection[str] = ()) -> str:
    """How the gap between the 10 % lowest and highest changed over the whole series, or since its last break; empty
    without two periods.

    `band`: core.warehouse.queries.spread, in time order; `breaks`: of the series.
    """
    for at in map(parse, breaks):
        band = band.loc[[not (parse(p) < at) for p in band["period"]]]
    if len(band) < 2 or not item.get_series(series).comparable:
        return ""
    unit, ends = item.unit_for(series, lang), band.iloc[[0, -1]]
    *widths, difference = measures.widening(item, series, band)
    key = "finding.wider" if difference > 0 else "finding.narrower" if difference < 0 else "finding.same"
    first, last = (change(w, item.decimals_for(series), unit, lang) for w in widths)
    periods = [when(str(p), lang) for p in ends["period"]]
    return t(key, lang, first=first, last=last, then=periods[0], now=periods[1])
