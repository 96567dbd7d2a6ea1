"""Headlines and source lines, made from the figures and never wrong: a sentence is said only where it holds."""

from typing import Any

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.terms.period import label, parse
from core.terms.status import words
from core.terms.territory import COUNTRY, MAINLAND, Territories, Territory
from show.formats import change, day, number, with_unit
from show.texts import t

SMALL = 5000  # inhabitants; below, one case more or less moves a rate visibly
INFERRED = "período inferido"  # as etl.sources.figures writes it
# Verbs would need the grammar of each indicator; «foi de» fits every value with a unit.


def area_of(series: pd.DataFrame, territories: Territories, lang: str) -> tuple[pd.DataFrame, str] | None:
    """The widest area that has a value: Portugal, else Continente (2024). None when there is neither."""
    for territory_id in (COUNTRY, MAINLAND):
        rows = series[(series["territory_id"] == territory_id) & series["value"].notna()]
        if not rows.empty:
            name = t("country", lang) if territory_id == COUNTRY else t("overview.mainland", lang)
            return rows, name
    return None


def headline(item: Indicator, series_id: str, rows: pd.DataFrame, name: str, period: str, lang: str) -> str:
    """One sentence on the value of an area in a period, against the period before, and its place in the series.

    `rows`: core.warehouse.queries.series_of for that area (values only), in time order.
    """
    unit, decimals = item.unit_for(series_id, lang), item.decimals
    known = rows[rows["value"].notna()].reset_index(drop=True)
    at = known.index[known["period"] == period]
    moment = when(period, lang)
    if at.empty:
        return t("no_value_here", lang, name=name, when=moment)
    i = int(at[0])
    value = float(known["value"][i])
    figure = with_unit(value, decimals, unit, lang)
    said = t("headline.value", lang, when=moment[:1].upper() + moment[1:], name=name, figure=figure)
    comparable = item.get_series(series_id).comparable
    doubt = caveat(known["status"][i], known["note"][i], lang)
    if i == 0 or not comparable:
        return said.rstrip(".") + "." + doubt
    before = float(known["value"][i - 1])
    said += _against(value, before, str(known["period"][i - 1]), item, unit, lang)
    past = known["value"][: i + 1]
    if i >= 3 and round(value, decimals) == round(float(past.max()), decimals) and _alone(past, decimals):
        said += t("headline.highest", lang, since=label(str(known["period"][0]), lang))
    elif i >= 3 and round(value, decimals) == round(float(past.min()), decimals) and _alone(past, decimals):
        said += t("headline.lowest", lang, since=label(str(known["period"][0]), lang))
    return said.rstrip(".") + "." + doubt


def caveat(status: str, note: str | None, lang: str) -> str:
    """« Valor estimado (sem 4 de 308 municípios).» for any value that is not a normal one; else nothing."""
    if status == "A":
        return ""
    said = words(status, lang=lang)
    detail = f" ({note})" if isinstance(note, str) and note else ""
    return f" {said[:1].upper()}{said[1:]}{detail}."


def _alone(past: pd.Series, decimals: int) -> bool:
    """The last value is not shared, at the shown precision, by an earlier one."""
    return int((past.round(decimals) == round(float(past.iloc[-1]), decimals)).sum()) == 1


def _against(value: float, before: float, period: str, item: Indicator, unit: str, lang: str) -> str:
    difference = value - before  # exact, then rounded: 59,26 − 53,65 is 5,6 although 59,3 − 53,6 would be 5,7
    since = label(period, lang)
    if round(difference, item.decimals) == 0:
        return t("headline.same", lang, since=since)
    key = "headline.more" if difference > 0 else "headline.less"
    return t(key, lang, by=change(difference, item.decimals, unit, lang), since=since)


def when(period: str, lang: str) -> str:
    """«em 2025», «em junho de 2024», «em 22/06/2024», «de 2019 a 2023»."""
    p, said = parse(period), label(period, lang)
    if p.kind == "span":
        first, last = period.split("-")
        return f"de {first} a {last}" if lang == "pt" else f"from {first} to {last}"
    if lang == "pt":
        return f"no {said}" if p.kind == "quarter" else f"em {said}"
    return f"on {said}" if p.kind == "day" else f"in {said}"


def source_line(
    item: Indicator,
    run: dict[str, Any] | None,
    rows: pd.DataFrame,
    *,
    level: str,
    version: str,
    lang: str,
    compiled: str,
) -> list[str]:
    """The parts of the line under every picture: source, row, coverage, NUTS version, extraction, status, licence."""
    parts = []
    if run:
        parts.append(f"{t('source', lang)}: {str(run['citation']).removeprefix('Fonte: ')}")
    parts.append(t("table3_row", lang, row=item.row))
    known = int(rows["value"].notna().sum())
    if level in ("municipio", "nuts3", "nuts2"):
        parts.append(t("coverage", lang, n=known, of=len(rows), places=t(f"levels.{level}", lang)))
    parts.append(t("nuts_version", lang, version=version))
    if run:
        embedded = run["source_id"] in ("figures", "derived")
        key, date = ("embedded", compiled) if embedded else ("extracted", str(run["finished_at"]))
        parts.append(t(key, lang, date=day(date, lang)))
        if run.get("stale"):
            parts.append(t("stale", lang))
        parts.append(t("licence", lang, licence=run["licence"]))
    return parts


def dated(period: str, rows: pd.DataFrame, lang: str) -> str:
    """The period, and «(inferido)» where the source does not state it (column `note` of `rows`)."""
    inferred = (rows["note"] == INFERRED).any()
    return label(period, lang) + (f" ({t('inferred', lang)})" if inferred else "")


def place_name(territory: Territory, lang: str) -> str:
    """Names are Portuguese on every screen, but for the Union, which has one in each language."""
    return t("level.ue", lang) if territory.level == "ue" else territory.name


def why_missing(item: Indicator, lang: str) -> str:
    """Why a row has no figures here: not loaded yet where a connection exists, else the catalogue's reason."""
    return t("not_loaded", lang) if item.source_state.state == "connected" else item.source_state.reason.get(lang)


def value_or_gap(value: float | None, item: Indicator, series_id: str, lang: str) -> str:
    """A figure with unit, or an en dash."""
    if value is None or pd.isna(value):
        return "–"
    return with_unit(float(value), item.decimals, item.unit_for(series_id, lang), lang)


def bare(value: float | None, item: Indicator, lang: str) -> str:
    """A figure without unit, or an en dash."""
    return "–" if value is None or pd.isna(value) else number(float(value), item.decimals, lang)
