"""The pages of one indicator: what it is, what the figures say, map, evolution, regions, verdict; or why there are
none.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.judgement.judge import Card
from core.judgement.verdict import Verdict
from core.judgement.windows import RULES
from core.reading import chance
from core.reading.reading import Summary
from core.strategy import evidence
from core.terms.formats import exact, number, with_unit
from core.terms.period import label
from core.terms.territory import VERSION
from core.warehouse import queries
from reports.context import Sources
from reports.drawing import gap_words, lines_of, map_of
from reports.model import Block, Heading, Picture, Table, Text
from show import cases, findings, links, verdicts
from show.charts import BLUE
from show.scale import classify
from show.sentences import aged, area_name, coverage, got, named, owed, said_name, said_of, why_missing
from show.texts import t

_SHOWN = 5


def pages(s: Sources, item: Indicator) -> Iterator[Block]:
    """Heading, definition, and what there is; without figures the reason, the owner and what closes the gap."""
    lang = s.lang
    found = s.read.summary(item)
    yield Heading(2, f"{item.row}. {named(found, lang) if found else item.name.get(lang)}")
    words = f"{item.indicator} › {item.sub_indicator}"
    said = t(
        "rep.about",
        lang,
        row=item.row,
        words=words,
        description=item.description,
        source=item.table3_source,
        unit=item.unit.get(lang),
    )
    yield Text(said, "fine")
    if found is None:
        yield from _nothing(s, item)
        return
    if found.country and found.country.now:
        yield Text(said_of(found.country, found.country.now.period, lang), "lead")
    yield Text(judgement(found.card, area_name(found.card.territory_id, lang), lang))
    yield from _map(s, item)
    yield from _evolution(s, item)
    yield from _ends(s, item)
    yield from _regions(s, item)
    yield from goals(item, lang)
    yield Text(f"{source(s, item, found.series)} {cited(s, item, found)}", "fine")


def _nothing(s: Sources, item: Indicator) -> Iterator[Block]:
    state, lang = item.source_state, s.lang
    yield Text(t("rep.nothing", lang), "lead")
    why = t("rep.why", lang, why=why_missing(item, lang), owed=owed(s.asked(item), lang))
    closes = t("rep.closes", lang, closes=state.closes.get(lang)) if state.closes else ""
    yield Text(f"{why} {closes}".rstrip())
    yield from goals(item, lang)


def cited(s: Sources, item: Indicator, found: Summary) -> str:
    """The address that opens what these pages show, in this build: the picture of the series, at its finest level."""
    choices = {links.INDICATOR: item.id, links.SERIES: found.series, links.PERIOD: found.period, links.LANG: s.lang}
    choices |= {links.LEVEL: found.spread.level if found.spread else "", links.NUTS: VERSION}
    return t("rep.address", s.lang, address=links.cited("indicador", choices, s.store.build))


def judgement(card: Card, place: str, lang: str) -> str:
    """Both windows, whether they speak of the Strategy, and each target, in a sentence or two each."""
    window, state = t("window.long", lang).lower(), t(f"verdict.{card.state}", lang).lower()
    said = t("rep.judged", lang, place=place, window=window, state=state)
    because = t("rep.because", lang, why=t(f"reason.{card.reason}", lang)) if card.reason else ""
    said, rules = f"{said}{because}.", t("rep.rules", lang, rules=RULES)
    if card.reason == "no_data":
        return f"{said} {rules}"
    trend = "" if card.reason else findings.trend_said(card.trend, card.item, card.series, place, lang)
    parts = [said, trend, f"{t('window.short', lang)}: {t(f'pace.{card.short.state}', lang).lower()}."]
    parts += [verdicts.short_said(card, lang), verdicts.speaks_said(card, lang)]
    parts += [_aim(card, v, lang) for v in card.verdicts]
    return " ".join([*filter(None, parts), rules])


def _aim(card: Card, v: Verdict, lang: str) -> str:
    decimals, unit = card.item.decimals_for(card.series), card.item.unit_for(card.series, lang)
    value = with_unit(v.target.value, decimals, unit, lang)
    said = t("rep.aim", lang, value=value, year=v.target.year, state=t(f"verdict.{v.state}", lang).lower())
    said += f" ({t(f'reason.{v.reason}', lang)})" if v.reason else ""
    return said + ("" if v.ratio is None else t("rep.aim.pace", lang, n=number(100 * v.ratio, 0, lang))) + "."


def _map(s: Sources, item: Indicator) -> Iterator[Block]:
    lang, series = s.lang, s.read.shown(item, "municipio")
    periods = s.read.periods(item, series, "municipio")
    if not periods:
        return
    period, unit = periods[-1], item.unit_for(series, lang)
    rows = queries.slice_at(s.store, item.id, series, "municipio", VERSION, period)
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
        " ".join(filter(None, (f"{name} ({unit}).", few, source(s, item, series)))),
        0.74,
    )


def _ends(s: Sources, item: Indicator) -> Iterator[Block]:
    """The municípios with the highest and lowest values, as they are shown; none for counts, which only say how large a
    place is, and no place with too few cases.
    """
    lang, series = s.lang, s.read.shown(item, "municipio")
    periods = s.read.periods(item, series, "municipio")
    if not periods or item.rule_for(series).rule == "sum":
        return
    rows = queries.slice_at(s.store, item.id, series, "municipio", VERSION, periods[-1])
    known = ranked(item, series, rows, lang)
    if known.empty:
        return
    for key, part in (("highest", known[::-1].head(_SHOWN)), ("lowest", known.head(_SHOWN))):
        lines = tuple(
            (
                f"{r.name} ({r.few})" if r.few else str(r.name),
                str(r.region),
                number(float(r.value), item.decimals_for(series), lang, aligned=True),
            )
            for r in part.itertuples(index=False)
        )
        edge = float(part["value"].iloc[-1])
        tied = int((known["value"] == edge).sum() - (part["value"] == edge).sum())
        of = {
            "name": said_name(item, series, lang),
            "period": label(periods[-1], lang),
            "unit": item.unit_for(series, lang),
        }
        caption = t(f"rep.{key}", lang, **of) + (t("rep.tied", lang, n=tied) if tied else "")
        header = (t("level.municipio", lang), t("level.nuts3", lang), t("rep.value", lang))
        yield Table(caption, header, lines, (3, 3, 1.4), frozenset({2}))


def ranked(item: Indicator, series: str, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The places that may be ranked, from the lowest; `few`: the small-number mark of each. `rows`:
    core.warehouse.queries.slice_at.
    """
    rows = rows.assign(
        value=chance.placed(item, series, rows).to_numpy(),
        few=[cases.mark(item.basis_for(series), m, lang) for m in chance.marks(item, series, rows)],
    )
    return rows[rows["value"].notna()].sort_values(["value", "territory_id"])


def _evolution(s: Sources, item: Indicator) -> Iterator[Block]:
    found = s.read.widest(item)
    if found is None:
        return
    lang = s.lang
    series, rows, name = found.series, found.rows, area_name(found.where.self.id, lang)
    level = "municipio"
    band = None
    if periods := s.read.periods(item, series, level):
        band = queries.spread(s.store, item.id, series, level, VERSION)
        band = band[band["period"].isin(periods)]
    drawn = lines_of([(name, rows, BLUE)], band, item, series, s.read.parted(item, series), lang)
    if drawn:
        known, decimals = rows[rows["value"].notna()], item.decimals_for(series)
        first, last = (
            t(
                "rep.end",
                lang,
                value=number(float(known["value"].iloc[k]), decimals, lang),
                period=label(str(known["period"].iloc[k]), lang),
            )
            for k in (0, -1)
        )
        said = said_name(item, series, lang)
        note = f" {t('rep.band', lang)}" if band is not None and len(band) > 1 else ""
        caption = t("rep.evolution", lang, name=said, unit=item.unit_for(series, lang))
        alt = t("rep.evolution.alt", lang, name=said, place=name, first=first, last=last)
        yield Picture(drawn, alt, f"{caption}.{note} {source(s, item, series)}", 0.85)


def _regions(s: Sources, item: Indicator) -> Iterator[Block]:
    """NUTS II and III beside one another, newest period; a missing value says what it is."""
    for level in ("nuts2", "nuts3"):
        yield from _places(s, item, level)


def _places(s: Sources, item: Indicator, level: str) -> Iterator[Block]:
    lang, series = s.lang, s.read.shown(item, level)
    periods = s.read.periods(item, series, level)
    if not periods:
        return
    rows = queries.slice_at(s.store, item.id, series, level, VERSION, periods[-1])
    lines = tuple((str(r.name), *figure(r, item, series, lang)) for r in rows.itertuples(index=False))
    caption = t(
        "rep.by_region",
        lang,
        name=said_name(item, series, lang),
        level=t(f"level.{level}", lang),
        version=VERSION,
        period=label(periods[-1], lang),
        unit=item.unit_for(series, lang),
    )
    header = (t("rep.col.region", lang), t("rep.value", lang), t("rep.col.status", lang))
    yield Table(caption, header, lines, (3, 1.4, 3), frozenset({1}))


def figure(r: Any, item: Indicator, series: str, lang: str) -> tuple[str, str]:
    """The value of a row (core.warehouse.queries.slice_at), or what it is called that there is none; and its status
    where that is not the normal one.
    """
    gap = gap_words(str(r.status), str(r.conf), r.note, lang)
    value = number(float(r.value), item.decimals_for(series), lang, aligned=True) if r.value == r.value else gap
    return value, "" if r.status == "A" or r.value != r.value else gap


def goals(item: Indicator, lang: str) -> Iterator[Block]:
    """Targets of law and strategy, and why some of them cannot be judged by; those that documents alone tell of too."""
    told = evidence.load().targets_of(item.id)
    if not item.targets and not told:
        return
    why = {x.value: x.why.get(lang) for x in reversed(told) if x.use == "judges"}
    rows = []
    for g in item.targets:
        unit = (g.unit or item.unit).get(lang)
        if g.use == "target":
            use = t("rep.judges", lang, why=why.get(g.value, "")).strip()
        else:
            use = t("rep.context", lang, why=g.why.get(lang) if g.why else "")
        value = f"{number(g.value, 1 if g.value % 1 else 0, lang)} {unit}"
        status = f"{g.source} ({t(f'card.status.{g.status}', lang)})"
        rows.append((g.name.get(lang), value, str(g.year), status, use))
    there = {g.value for g in item.targets}
    for x in told:
        if x.value is not None and x.value not in there:
            value = f"{exact(x.value, lang)} {x.unit.get(lang) if x.unit else ''}".strip()
            source_of = f"{x.legal_act or x.document.get(lang)} ({x.address})"
            use = f"{t(f'goals.use.{x.use}', lang)}: {x.why.get(lang)}"
            rows.append((x.document.get(lang), value, label(x.year, lang) if x.year else "", source_of, use))
    heads = ("rep.col.goal", "rep.value", "rep.col.year", "source", "rep.col.use")
    header = tuple(t(h, lang) for h in heads)
    yield Table(t("rep.goals", lang), header, tuple(rows), (2.4, 2, 0.8, 2.6, 3))


def _begun(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def source(s: Sources, item: Indicator, series: str) -> str:
    """Citation, licence, age of the newest period of a series, and when we got it."""
    lang = s.lang
    periods = [p for x in s.read.have.get(item.id, ()) if x.series == series for p in x.periods]
    origin = s.read.origin(item, series, periods[-1]) if periods else None
    if origin is None:
        return f"{t('source', lang)}: {s.catalogue.sources[item.provider].name.get(lang)}."
    licence = t("rep.licence", lang, licence=origin.licence)
    aged_so, got_on = _begun(aged(periods[-1], s.until, lang)), _begun(got(origin, lang))
    said = f"{t('source', lang)}: {origin.citation.rstrip('.')}. {licence} {aged_so} {got_on}"
    return f"{said} {_begun(t('stale', lang))}" if origin.stale else said
