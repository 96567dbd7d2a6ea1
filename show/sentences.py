"""Headlines and source lines, made from the figures and never wrong: a sentence is said only where it holds."""

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.reading import measures
from core.reading.model import Change, Origin
from core.reading.reading import Reading, gap_of
from core.terms.formats import change, day, number, with_unit
from core.terms.period import label, parse
from core.terms.status import words
from core.terms.territory import COUNTRY, Territory
from show.texts import t

SMALL = 5000  # inhabitants; below, one case more or less moves a rate visibly
INFERRED = "período inferido"  # as etl.sources.figures writes it
# Verbs would need the grammar of each indicator; «foi de» fits every value with a unit.


def area_name(territory_id: str, lang: str) -> str:
    """«Portugal», or «Continente» where a source speaks of the mainland only."""
    return t("country" if territory_id == COUNTRY else "overview.mainland", lang)


def headline(item: Indicator, series_id: str, rows: pd.DataFrame, name: str, period: str, lang: str) -> str:
    """One sentence on the value of an area in a period, against the period before, and its place in the series.

    `rows`: core.warehouse.queries.series_of for that area (values only), in time order.
    """
    unit = item.unit_for(series_id, lang)
    known = measures.points(rows)
    at = next((n for n, p in enumerate(known) if p.period == period), None)
    moment = when(period, lang)
    if at is None:
        return t("no_value_here", lang, name=name, when=moment)
    figure = with_unit(known[at].value, item.decimals, unit, lang)
    said = t("headline.value", lang, when=moment[:1].upper() + moment[1:], name=name, figure=figure)
    if moved := measures.change(item, series_id, known, at):
        said += _against(moved, item, unit, lang)
    if found := measures.record(item, series_id, known, at):
        said += t(f"headline.{found}", lang, since=label(known[0].period, lang))
    return said.rstrip(".") + "." + caveat(known[at].status, known[at].note, lang)


def said_of(found: Reading, period: str, lang: str) -> str:
    """`headline` of a reading of the country or the mainland."""
    return headline(found.item, found.series, found.rows, area_name(found.where.self.id, lang), period, lang)


def caveat(status: str, note: str | None, lang: str) -> str:
    """« Valor estimado (sem 4 de 308 municípios).» for any value that is not a normal one; else nothing."""
    if status == "A":
        return ""
    said = words(status, lang=lang)
    detail = f" ({note})" if isinstance(note, str) and note else ""
    return f" {said[:1].upper()}{said[1:]}{detail}."


def _against(moved: Change, item: Indicator, unit: str, lang: str) -> str:
    since = label(moved.before.period, lang)
    if not moved.seen:
        return t("headline.same", lang, since=since)
    key = "headline.more" if moved.seen > 0 else "headline.less"
    return t(key, lang, by=change(moved.by, item.decimals, unit, lang), since=since)


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
    origin: Origin | None,
    rows: pd.DataFrame,
    *,
    level: str,
    version: str,
    lang: str,
) -> list[str]:
    """The parts of the line under every picture: source, row, coverage, NUTS version, extraction, status, licence."""
    parts = []
    if origin:
        parts.append(f"{t('source', lang)}: {origin.citation}")
    parts.append(t("table3_row", lang, row=item.row))
    known = int(rows["value"].notna().sum())
    if level in ("municipio", "nuts3", "nuts2"):
        parts.append(t("coverage", lang, n=known, of=len(rows), places=t(f"levels.{level}", lang)))
    parts.append(t("nuts_version", lang, version=version))
    if origin:
        parts.append(got(origin, lang))
        if origin.stale:
            parts.append(t("stale", lang))
        parts.append(t("licence", lang, licence=origin.licence))
    return parts


def got(origin: Origin, lang: str) -> str:
    """«extraído em …», or «valores embutidos de …»."""
    return t("embedded" if origin.embedded else "extracted", lang, date=day(origin.when, lang))


def source_short(origin: Origin | None, lang: str) -> str:
    """Source and date in one short line; empty without any."""
    if origin is None:
        return ""
    said = f"{t('source', lang)}: {origin.citation}; {got(origin, lang)}"
    return said + (f"; {t('stale', lang)}" if origin.stale else "")


def dated(period: str, rows: pd.DataFrame, lang: str) -> str:
    """The period, and «(inferido)» where the source does not state it (column `note` of `rows`)."""
    inferred = (rows["note"] == INFERRED).any()
    return label(period, lang) + (f" ({t('inferred', lang)})" if inferred else "")


def place_name(territory: Territory, lang: str) -> str:
    """Names are Portuguese on every screen, but for the Union, which has one in each language."""
    return t("level.ue", lang) if territory.level == "ue" else territory.name


def why_missing(item: Indicator, lang: str) -> str:
    """Why a row has no figures here: not loaded yet where a connection exists, else the catalogue's reason."""
    return t("not_loaded", lang) if gap_of(item).loaded_next else item.source_state.reason.get(lang)


def value_or_gap(value: float | None, item: Indicator, series_id: str, lang: str) -> str:
    """A figure with unit, or an en dash."""
    if value is None or pd.isna(value):
        return "–"
    return with_unit(float(value), item.decimals, item.unit_for(series_id, lang), lang)


def bare(value: float | None, item: Indicator, lang: str) -> str:
    """A figure without unit, or an en dash."""
    return "–" if value is None or pd.isna(value) else number(float(value), item.decimals, lang)


def counted(days: int, lang: str) -> str:
    """The deadline counting down, or past."""
    if days == 0:
        return t("exec.day_zero", lang)
    return t("exec.days_left" if days > 0 else "exec.days_past", lang, n=number(abs(days), 0, lang))
