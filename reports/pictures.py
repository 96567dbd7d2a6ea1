"""What the pages of an indicator show: map, evolution, the places at both ends, regions beside one another."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.reading import chance
from core.terms.formats import number
from core.terms.period import label
from core.terms.territory import VERSION
from core.warehouse import queries
from reports.context import Sources
from reports.drawing import gap_words, lines_of, map_of
from reports.model import Block, Picture, Table, Text
from reports.sourced import source
from show import cases
from show.charts import BLUE
from show.scale import classify
from show.sentences import area_name, coverage, place_name, said_name
from show.texts import t

_SHOWN: Final = 5
_FEW: Final = 2 * _SHOWN  # places that stand in one table: of so few there are no two ends, and no map
_NAMED: Final = 10  # places without value that are named; of more it is said how many they are


def _towns(s: Sources, item: Indicator, series: str) -> tuple[str, pd.DataFrame] | None:
    """The newest period of the municípios and their rows; None where none has a value."""
    periods = s.read.periods(item, series, "municipio")
    if not periods:
        return None
    rows = queries.slice_at(s.store, item.id, series, "municipio", VERSION, periods[-1])
    return (periods[-1], rows) if rows["value"].notna().any() else None


def of_towns(s: Sources, item: Indicator) -> Iterator[Block]:
    """The map, where there are values enough for one."""
    lang, series = s.lang, s.read.shown(item, "municipio")
    found = _towns(s, item, series)
    if found is None or found[1]["value"].notna().sum() <= _FEW:
        return
    period, rows = found
    unit = item.unit_for(series, lang)
    scale = classify(
        queries.history(s.store, item.id, series, "municipio", VERSION),
        percentage=item.unit_for(series, "pt").startswith("%"),
        decimals=item.decimals_for(series),
    )
    known = s.read.covered(item, series, "municipio", VERSION, period)
    name = t("rep.by_town", lang, name=said_name(item, series, lang), period=label(period, lang))
    low, high = (number(float(x), item.decimals_for(series), lang) for x in (rows["value"].min(), rows["value"].max()))
    said = coverage(known, lang) if known else "–"
    few = cases.on_map(item.basis_for(series), chance.marks(item, series, rows), lang)
    yield Picture(
        map_of(rows, scale, item, series, period, "municipio", lang),
        t("rep.map", lang, name=name, known=said, low=low, high=high, unit=unit),
        " ".join(filter(None, (f"{name} ({unit}).", few, source(s, item, series, period)))),
        0.74,
    )


def ends(s: Sources, item: Indicator) -> Iterator[Block]:
    """The municípios with the highest and lowest values, as they are shown, or all where they are few; none for counts,
    which only say how large a place is, and no place with too few cases.
    """
    lang, series = s.lang, s.read.shown(item, "municipio")
    found = _towns(s, item, series)
    if found is None or item.rule_for(series).rule == "sum":
        return
    period, rows = found
    known, n = ranked(item, series, rows, lang), int(rows["value"].notna().sum())
    of = {"name": said_name(item, series, lang), "period": label(period, lang), "unit": item.unit_for(series, lang)}
    part = t("rep.ends_of", lang, n=n, of=len(rows)) if n < len(rows) else ""
    groups = (
        [("highest", known[::-1].head(_SHOWN)), ("lowest", known.head(_SHOWN))] if n > _FEW else [("some", known[::-1])]
    )
    for key, mine in groups:
        if mine.empty:
            continue
        edge = float(mine["value"].iloc[-1])
        tied = int((known["value"] == edge).sum() - (mine["value"] == edge).sum())
        more = t("rep.tied", lang, n=tied) if tied else ""
        yield _end(s, item, series, mine, t(f"rep.{key}", lang, **of) + part + more)


def _end(s: Sources, item: Indicator, series: str, rows: pd.DataFrame, caption: str) -> Table:
    lang = s.lang
    lines = []
    for r in rows.itertuples(index=False):
        above = s.territories.parent_at(str(r.territory_id), "nuts3", VERSION)
        name = place_name(s.territories[str(r.territory_id)], lang) + (f" ({r.few})" if r.few else "")
        value = number(float(r.value), item.decimals_for(series), lang, aligned=True)
        lines.append((name, place_name(above, lang) if above else "", value))
    header = (t("level.municipio", lang), t("level.nuts3", lang), t("rep.value", lang))
    return Table(caption, header, tuple(lines), (3, 3, 1.4), frozenset({2}))


def ranked(item: Indicator, series: str, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The places that may be ranked, from the lowest; `few`: the small-number mark of each. `rows`:
    core.warehouse.queries.slice_at.
    """
    rows = rows.assign(
        value=chance.placed(item, series, rows).to_numpy(),
        few=[cases.mark(item.basis_for(series), m, lang) for m in chance.marks(item, series, rows)],
    )
    return rows[rows["value"].notna()].sort_values(["value", "territory_id"])


def over_time(s: Sources, item: Indicator) -> Iterator[Block]:
    """The country, else the mainland, over time, with the band of the municípios."""
    found = s.read.widest(item)
    if found is None or found.now is None:
        return
    lang = s.lang
    series, rows, name = found.series, found.rows, area_name(found.where.self.id, lang)
    band = None
    if periods := s.read.periods(item, series, "municipio"):
        band = queries.spread(s.store, item.id, series, "municipio", VERSION)
        band = band[band["period"].isin(periods)]
    drawn = lines_of([(name, rows, BLUE)], band, item, series, s.read.parted(item, series), lang)
    if drawn:
        decimals = item.decimals_for(series)
        first, last = (
            t("rep.end", lang, value=number(p.value, decimals, lang), period=label(p.period, lang))
            for p in (found.known[0], found.known[-1])
        )
        said = said_name(item, series, lang)
        note = f" {t('rep.band', lang)}" if band is not None and len(band) > 1 else ""
        caption = t("rep.evolution", lang, name=said, unit=item.unit_for(series, lang))
        alt = t("rep.evolution.alt", lang, name=said, place=name, first=first, last=last)
        yield Picture(drawn, alt, f"{caption}.{note} {source(s, item, series, found.now.period)}", 0.85)


def regions(s: Sources, item: Indicator) -> Iterator[Block]:
    """NUTS II and III beside one another, newest period; below, those without a value, and what that is called."""
    for level in ("nuts2", "nuts3"):
        yield from _places(s, item, level)


def _places(s: Sources, item: Indicator, level: str) -> Iterator[Block]:
    lang, series = s.lang, s.read.shown(item, level)
    periods = s.read.periods(item, series, level)
    if not periods:
        return
    rows = queries.slice_at(s.store, item.id, series, level, VERSION, periods[-1])
    known = [r for r in rows.itertuples(index=False) if r.value == r.value]
    if not known:
        return
    status = [gap_words(str(r.status), str(r.conf), r.note, lang) if r.status != "A" else "" for r in known]
    lines = [
        (
            _named(s, r),
            number(float(r.value), item.decimals_for(series), lang, aligned=True),
            *([x] if any(status) else []),
        )
        for r, x in zip(known, status, strict=True)
    ]
    caption = t(
        "rep.by_region",
        lang,
        name=said_name(item, series, lang),
        level=t(f"level.{level}", lang),
        version=VERSION,
        period=label(periods[-1], lang),
        unit=item.unit_for(series, lang),
    )
    header = (t("rep.col.region", lang), t("rep.value", lang), *([t("rep.col.status", lang)] if any(status) else []))
    yield Table(caption, header, tuple(lines), (3, 1.4, 3)[: len(header)], frozenset({1}))
    if without := [r for r in rows.itertuples(index=False) if r.value != r.value]:
        yield Text(_without(s, without, len(rows)), "fine")


def _without(s: Sources, rows: list[Any], of: int) -> str:
    """«Sem dados: Região Autónoma dos Açores, Região Autónoma da Madeira.»; of many, how many they are."""
    groups: dict[str, list[str]] = {}
    for r in rows:
        groups.setdefault(gap_words(str(r.status), str(r.conf), r.note, s.lang), []).append(_named(s, r))
    said = []
    for word, names in groups.items():
        many = t("rep.of_all", s.lang, n=len(names), of=of)
        said.append(f"{word[:1].upper()}{word[1:]}: {', '.join(names) if len(names) <= _NAMED else many}.")
    return " ".join(said)


def _named(s: Sources, row: Any) -> str:
    return place_name(s.territories[str(row.territory_id)], s.lang)
