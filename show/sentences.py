"""Headlines and source lines, made from the figures and never wrong: a sentence is said only where it holds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from core.catalogue.catalogue import BEYOND, Further, Indicator, Measured
from core.reading import measures
from core.reading.model import Change, Coverage, Origin
from core.reading.reading import Reading, Summary, gap_of
from core.strategy.evidence import Tally
from core.strategy.money import Line, without
from core.strategy.strategy import Strategy
from core.terms import age, licence
from core.terms.formats import NBSP, change, day, in_full, number, with_unit
from core.terms.period import label, parse
from core.terms.status import words
from core.terms.territory import COUNTRY, Territory
from core.warehouse.asked import Asked
from core.warehouse.requests import URGENT
from show.cases import counts
from show.texts import t

SMALL = 5000  # inhabitants; below, one case more or less moves a rate visibly
INFERRED = "período inferido"  # as etl.sources.figures writes it
# Verbs would need the grammar of each indicator; «foi de» fits every value with a unit.


def area_name(territory_id: str, lang: str) -> str:
    """«Portugal», or «Continente» where a source speaks of the mainland only."""
    return t("country" if territory_id == COUNTRY else "overview.mainland", lang)


def headline(
    item: Indicator,
    series_id: str,
    rows: pd.DataFrame,
    name: str,
    period: str,
    lang: str,
    breaks: Collection[str] = (),
) -> str:
    """One sentence on the value of an area in a period, against the period before, and its place in the series.

    `rows`: core.warehouse.queries.series_of for that area (values only), in time order; `breaks`: of the series.
    """
    unit, decimals = item.unit_for(series_id, lang), item.decimals_for(series_id)
    known = measures.points(rows)
    at = next((n for n, p in enumerate(known) if p.period == period), None)
    moment = when(period, lang)
    if at is None:
        return t("no_value_here", lang, name=name, when=moment)
    # A sentence says the whole unit where no sign does: «44,1 acessos por 100 hab.»
    figure = _amount(known[at].value, decimals, unit, lang)
    said = t("headline.value", lang, when=moment[:1].upper() + moment[1:], name=name, figure=figure)
    if moved := measures.change(item, series_id, known, at, breaks):
        said += _against(moved, decimals, unit, lang)
    if found := measures.record(item, series_id, known, at, breaks):
        first = known[measures.since_break(known, at, breaks)]
        said += t(f"headline.{found}", lang, since=label(first.period, lang))
    return said.rstrip(".") + "." + caveat(known[at].status, known[at].note, lang)


def _amount(value: float, decimals: int, unit: str, lang: str) -> str:
    """A figure with all of its unit where no sign says it, and with what a code of classes means."""
    if unit.startswith(("%", "‰")):
        return with_unit(value, decimals, unit, lang)
    coded = unit.startswith(("classe", "class")) or "=" in unit
    return f"{number(value, decimals, lang)} ({unit})" if coded else in_full(value, decimals, unit, lang)


def said_of(found: Reading, period: str, lang: str) -> str:
    """`headline` of a reading of the country or the mainland; of fewer cases than the floor, these and no rate."""
    name, own = area_name(found.where.self.id, lang), replace(found, asked=period).cases
    if part := found.item.get_series(found.series).part:
        name = f"{name} ({part.get(lang)})"
    if own is not None and own.mark == "floor":
        moment = when(period, lang)
        start = f"{moment[:1].upper()}{moment[1:]}"
        return t("headline.counts", lang, when=start, name=name, counts=counts(own, lang))
    return headline(found.item, found.series, found.rows, name, period, lang, found.breaks)


def said_instead(found: Reading, lang: str) -> str:
    """`headline` of the newest value by a series that is not the one shown: with its own name and period."""
    if found.now is None:
        return ""
    series = found.item.get_series(found.series).name.get(lang)
    return t("headline.by_series", lang, series=series, said=within(said_of(found, found.now.period, lang)))


def caveat(status: str, note: str | None, lang: str) -> str:
    """« Valor estimado (sem 4 de 308 municípios).» for any value that is not a normal one; else nothing."""
    if status == "A":
        return ""
    said = words(status, lang=lang)
    detail = f" ({note})" if isinstance(note, str) and note else ""
    return f" {said[:1].upper()}{said[1:]}{detail}."


def _against(moved: Change, decimals: int, unit: str, lang: str) -> str:
    since = label(moved.before.period, lang)
    if not moved.seen:
        return t("headline.same", lang, since=since)
    key = "headline.more" if moved.seen > 0 else "headline.less"
    return t(key, lang, by=change(moved.by, decimals, unit, lang), since=since)


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
    covered: Coverage | None,
    period: str,
    today: date,
    *,
    version: str,
    lang: str,
) -> list[str]:
    """The parts of the line under every picture: source, row, coverage, NUTS version, age of what is said, and apart
    from it when we got it; status, licence.
    """
    parts = []
    if origin:
        parts.append(f"{t('source', lang)}: {origin.citation}")
    parts.append(listed(item, lang))
    if covered is not None:
        parts.append(coverage(covered, lang))
    parts.append(t("nuts_version", lang, version=version))
    if covered is None or age.of(period, today):  # a coverage has already said that nobody says of when
        parts.append(aged(period, today, lang))
    if origin:
        parts.append(got(origin, lang))
        if origin.stale:
            parts.append(t("stale", lang))
        parts.append(t("licence", lang, licence=licence.said(origin.licence, lang)))
    return parts


def coverage(found: Coverage, lang: str) -> str:
    """«278 de 308 municípios em abril de 2024»: how many places have a value, always of one period."""
    said = t("coverage", lang, n=found.n, of=found.of, places=t(f"levels.{found.level}", lang))
    known = parse(found.period).known
    return f"{said} {when(found.period, lang)}" if known else f"{said} ({label(found.period, lang)})"


def listed(item: Indicator, lang: str) -> str:
    """«Tabela 3, linha 5», or that it is no row of it."""
    return BEYOND.get(lang) if item.row is None else t("table3_row", lang, row=item.row)


def said_name(item: Indicator, series: str, lang: str, *, brief: bool = False) -> str:
    """The (short) name of an indicator beside a figure of a series, with the part of it that the series is."""
    return item.get_series(series).naming(item.brief if brief else item.name, lang)


def named(row: Summary, lang: str) -> str:
    """The name of an indicator at a glance: of the country's series, else of that of its places."""
    return said_name(row.item, row.country.series if row.country else row.series, lang)


def unit_of(row: Summary, lang: str) -> str:
    """The unit of the figure that is said at a glance."""
    return row.item.unit_for(row.country.series if row.country else row.series, lang)


def places_apart(row: Summary, lang: str) -> str:
    """«Municípios, exportação de 2024, abril de 2024 (% de CPE com contrato ativo)»: of which series and period the
    places are, with its unit where it is another, where the country's figure is not of both; else empty.
    """
    if not row.apart:
        return ""
    unit = row.item.unit_for(row.series, lang)
    said = f"{row.item.get_series(row.series).name.get(lang)}, {label(row.period, lang)}"
    return said if unit == unit_of(row, lang) else f"{said} ({unit})"


def called(item: Indicator, lang: str) -> str:
    """The name of an indicator in a list without headings, where one beyond Table 3 says so itself."""
    name = item.name.get(lang)
    return name if item.row is not None else f"{name} ({t('beyond.suffix', lang)})"


def reason_for(item: Indicator, lang: str) -> str:
    """Why we have an indicator that Table 3 does not; empty for its rows."""
    return t("beyond.why", lang, why=item.why.get(lang)) if isinstance(item, Further) else ""


def got(origin: Origin, lang: str) -> str:
    """«recebido em …», or «valores embutidos, compilados em …»: never the age of the figures."""
    return t("embedded" if origin.embedded else "received", lang, date=day(origin.when, lang))


def aged(period: str, today: date, lang: str) -> str:
    """«o período acabou há dois anos e sete meses», «o período ainda decorre»; «ano por confirmar»."""
    found = age.of(period, today)
    if found is None:
        return label(period, lang)
    return t("aged" if found.over else "aged.on", lang, ago=age.said(period, today, lang))


def source_short(origin: Origin | None, period: str, today: date, lang: str) -> str:
    """Source, age and day in one short line; empty without a source."""
    if origin is None:
        return ""
    said = f"{t('source', lang)}: {origin.citation}; {aged(period, today, lang)}; {got(origin, lang)}"
    return said + (f"; {t('stale', lang)}" if origin.stale else "")


def dated(period: str, rows: pd.DataFrame, lang: str) -> str:
    """The period, and «(inferido)» where the source does not state it (column `note` of `rows`)."""
    inferred = (rows["note"] == INFERRED).any()
    return label(period, lang) + (f" ({t('inferred', lang)})" if inferred else "")


def place_name(territory: Territory, lang: str) -> str:
    """A name as it stands alone; in a sentence it is `territory.called.within`."""
    return t("level.ue", lang) if territory.level == "ue" else territory.called.alone(lang)


def why_missing(item: Indicator, lang: str) -> str:
    """Why a row has no figures here: not loaded yet where a connection exists, else the catalogue's reason."""
    return t("not_loaded", lang) if gap_of(item).loaded_next else item.source_state.reason.get(lang)


def within(name: str) -> str:
    """A name in the middle of a sentence: a small first letter, where it is not the first of an acronym."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def value_or_gap(value: float | None, item: Measured, series_id: str, lang: str) -> str:
    """A figure with unit, or an en dash."""
    if value is None or pd.isna(value):
        return "–"
    return with_unit(float(value), item.decimals_for(series_id), item.unit_for(series_id, lang), lang)


def bare(value: float | None, item: Indicator, series_id: str, lang: str) -> str:
    """A figure without unit, or an en dash."""
    return "–" if value is None or pd.isna(value) else number(float(value), item.decimals_for(series_id), lang)


def counted(days: int, lang: str) -> str:
    """The deadline counting down, or past."""
    if days == 0:
        return t("exec.day_zero", lang)
    return t("exec.days_left" if days > 0 else "exec.days_past", lang, n=abs(days))


def euros(amount: float, lang: str) -> str:
    """An amount with its sign: cents only where there are any."""
    figure = number(amount, 0 if amount == int(amount) else 2, lang, aligned=True)
    return f"€{figure}" if lang == "en" else f"{figure}{NBSP}€"


def money_said(some: Sequence[Line], whole: Strategy, lang: str) -> str:
    """Of how many actions no sum is known."""
    lacking = len(without(some, whole))
    known = len(whole.actions) - lacking
    return t("money.known", lang, without=lacking, n=known) if known else t("money.unknown", lang)


def owed(found: Asked, lang: str) -> str:
    """What was asked and what came of it, and who must act: «Não pedimos (INE); tem de agir: Projeto ENTI.»"""
    said = found.words[0 if lang == "pt" else 1]
    asked = said[:1].upper() + said[1:]
    return t("owed", lang, asked=asked, who=found.who) if found.who else t("owed.nobody", lang, asked=asked)


def silence(found: Iterable[Asked], lang: str) -> str:
    """Of actions of which nobody said anything: of how many we did not ask, and whom we did, when,
    and what came; nothing where there is none.
    """
    some: dict[str, list[Asked]] = {}
    for a in found:
        some.setdefault(a.state, []).append(a)
    said = [t(f"silence.{s}", lang, n=len(some[s]), who=_asked_whom(some[s], lang)) for s in URGENT if s in some]
    unasked = len(some.get("not_asked", ()))
    return " ".join([*([t("silence.unasked", lang, n=unasked)] if unasked else []), *said])


def _asked_whom(some: Iterable[Asked], lang: str) -> str:
    every = {r.id: r for a in some for r in a.requests}.values()
    return "; ".join(t("silence.who", lang, whom=r.whom, date=day(r.asked_on, lang)) for r in every)


def evidence_short(found: Tally, lang: str) -> str:
    """The same in the fewest words."""
    return t("public.short", lang, some=found.some, direct=found.counts["direct"])


def evidence_said(found: Tally, lang: str) -> str:
    """On how many actions there is public evidence, and on how many none."""
    n = found.counts
    return t(
        "public.answer",
        lang,
        some=found.some,
        direct=n["direct"],
        partial=n["partial"],
        hint=n["hint"],
        none=found.none,
        succession=n["succession"],
        nothing=n["nothing"],
    )
