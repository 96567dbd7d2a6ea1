"""The report of a region of the EAT on progress and challenges (Secção 7, 7.1.4 f)): its figures at each level that
there is, its municipalities, its meetings and projects. Nothing is added up or averaged over places here.
"""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from core.base.errors import ReportError
from core.base.typed import Text as Words
from core.catalogue.catalogue import Indicator
from core.reading.reading import Reading
from core.strategy import meetings, present
from core.strategy.evidence_model import PublicProject
from core.strategy.execution_model import REGIONAL
from core.strategy.present_model import Region
from core.terms.formats import day, number
from core.terms.period import label
from core.terms.territory import VERSION
from core.warehouse import queries
from core.warehouse.store import Store
from reports import pictures, placed, steering, voices
from reports.context import Sources, gather
from reports.kinds import ReportKind, file_of
from reports.model import Block, Heading, Report, Table, Text
from reports.own import own
from show import whens
from show.sentences import place_name, said_name
from show.texts import t

_FILE = "enti-relatorio-regional-{of}"
_QUARTERS = 6  # as the page on governance shows them


def of_region(store: Store, region_id: str, today: date, lang: str = "pt") -> Report:
    """The report of a region as of today. ReportError for one that the EAT does not have."""
    s = gather(store, today, lang)
    regions = {r.id: r for r in present.load().regions}
    if region_id not in regions:
        raise ReportError(f"A região «{region_id}» não é da EAT.", cure=f"usar uma destas: {', '.join(regions)}.")
    region = regions[region_id]
    title = t("region.title", lang, name=region.name)
    places = frozenset({*region.nuts2, *_towns(region), *_nuts3(s, region)})
    blocks = (*_parts(s, region), *steering.closing(s, title))
    name = file_of(_FILE, region_id, lang)
    return Report(name, title, t("region.said", lang), store.build, s.until, blocks, lambda: s.data(places), lang)


def _towns(region: Region) -> list[str]:
    return [m.id for m in present.municipalities(region)]


def _nuts3(s: Sources, region: Region) -> list[str]:
    """The NUTS III of the region, in their order."""
    found = (s.territories.parent_at(m, "nuts3", VERSION) for m in _towns(region))
    return list(dict.fromkeys(p.id for p in found if p))


def _parts(s: Sources, region: Region) -> Iterator[Block]:
    items = sorted(s.catalogue.indicators, key=lambda i: i.row)
    regional = {i.id: _regional(s, i, region) for i in items}
    towns = {i.id: rows for i in items if (rows := _municipal(s, i, region)) is not None}
    yield from _summary(s, region, regional, towns)
    yield from _meetings(s, region)
    yield from _figures(s, [i for i in items if regional[i.id]], regional)
    yield from _spread(s, [i for i in items if i.id in towns], towns)
    yield from _projects(s, region)
    yield from voices.of_region(s, _towns(region))
    yield Heading(1, t("region.challenges", s.lang))
    none = [i for i in items if not regional[i.id] and i.id not in towns]
    yield placed.lacking(s, none, t("region.without", s.lang, name=region.name))


def _summary(
    s: Sources, region: Region, regional: dict[str, list[Reading]], towns: dict[str, pd.DataFrame]
) -> Iterator[Block]:
    lang = s.lang
    yield Heading(1, t("region.summary", lang))
    coarser = sum(bool(found) and i not in towns for i, found in regional.items())
    none = sum(not found and i not in towns for i, found in regional.items())
    yield Text(t("region.lead", lang, towns=len(towns), coarser=coarser, none=none), "lead")
    nuts = ", ".join(place_name(s.territories[n], lang) for n in region.nuts2)
    yield Text(t("region.of", lang, name=region.name, n=len(_towns(region)), nuts=nuts))
    if region.note:
        yield Text(region.note.get(lang), "fine")
    yield Text(t("region.never", lang), "fine")


def _regional(s: Sources, item: Indicator, region: Region) -> list[Reading]:
    """The readings of the NUTS II of the region; where none has a figure, of its NUTS III."""
    for ids in (list(region.nuts2), _nuts3(s, region)):
        if found := [r for n in ids if (r := s.read.newest(item, n))]:
            return found
    return []


def _municipal(s: Sources, item: Indicator, region: Region) -> pd.DataFrame | None:
    """The rows of its municipalities in the newest period; None where none of them has a figure."""
    series = s.read.shown(item, "municipio")
    periods = s.read.periods(item, series, "municipio")
    if not periods:
        return None
    rows = queries.slice_at(s.store, item.id, series, "municipio", VERSION, periods[-1])
    mine = rows[rows["territory_id"].isin(_towns(region))].reset_index(drop=True)
    return mine if mine["value"].notna().any() else None


def _meetings(s: Sources, region: Region) -> Iterator[Block]:
    """Those of the EAT on record of this region or of all together, and the quarters in which it has to meet."""
    lang, on, known = s.lang, day(s.until, s.lang), present.load()
    yield Heading(2, t("region.meetings", lang))
    mine = [m for m in s.meetings if m.structure == REGIONAL and m.region in (None, region.id)]
    if mine:
        days = ", ".join(day(m.held_on, lang) for m in mine)
        yield Text(t("region.meetings.some", lang, day=on, days=days))
    else:
        yield Text(t("region.meetings.none", lang, day=on))
    eat = next(x for x in s.strategy.structures if x.id == REGIONAL)
    found = meetings.by_region(known, eat, s.meetings, s.until, _QUARTERS)[region.id]
    rows = tuple((whens.quarter_name(q, lang), whens.quarter_of_region(q, s.until, lang)) for q in found)
    columns = (t("gov.quarter_head", lang), t("gov.quarterly", lang, who="EAT"))
    yield Table(t("region.quarters", lang), columns, rows, (2, 4))
    yield Text(t("gov.regions_how", lang), "fine")


def _figures(s: Sources, items: list[Indicator], regional: dict[str, list[Reading]]) -> Iterator[Block]:
    """A line per indicator and place of the coarsest level that the region has, beside the country."""
    lang = s.lang
    yield Heading(1, t("region.regional", lang))
    rows = []
    for item in items:
        for n, found in enumerate(regional[item.id]):
            where = found.where.self
            value, _, country, rank, verdict = placed.cells(found, [], lang)
            name = (str(item.row), said_name(item, found.series, lang)) if not n else ("", "")
            at = f"{place_name(where, lang)}, {t(f'level.{where.level}', lang)}"
            rows.append((*name, at, value, country, rank, verdict))
    heads = ("rep.row", "control.indicator", "region.col.place", "rep.value", "country")
    columns = tuple(t(h, lang) for h in (*heads, "portrait.col.rank", "portrait.col.verdict"))
    caption = t("region.regional.table", lang)
    yield Table(caption, columns, tuple(rows), (0.6, 2.6, 2, 2, 1.9, 1.1, 1.6), frozenset({0}))


def _spread(s: Sources, items: list[Indicator], towns: dict[str, pd.DataFrame]) -> Iterator[Block]:
    """A line per indicator with municipal figures: how many municipalities have one, and the two ends."""
    lang = s.lang
    yield Heading(1, t("region.municipal", lang))
    rows = []
    for item in items:
        mine, series = towns[item.id], s.read.shown(item, "municipio")
        period = s.read.periods(item, series, "municipio")[-1]
        known = t(
            "coverage", lang, n=int(mine["value"].notna().sum()), of=len(mine), places=t("levels.municipio", lang)
        )
        when = f"{known} ({label(period, lang)})"
        ends = _ends(s, item, series, mine)
        rows.append((str(item.row), f"{said_name(item, series, lang)} ({item.unit_for(series, lang)})", when, *ends))
    heads = ("rep.row", "control.indicator", "region.col.known", "region.col.highest", "region.col.lowest")
    columns = tuple(t(h, lang) for h in heads)
    yield Table(t("region.municipal.table", lang), columns, tuple(rows), (0.6, 3.2, 2.2, 2.2, 2.2), frozenset({0}))


def _ends(s: Sources, item: Indicator, series: str, rows: pd.DataFrame) -> tuple[str, str]:
    """Name and value of the highest and of the lowest that may be ranked; ties are counted."""
    lang = s.lang
    if item.rule_for(series).rule == "sum":
        return t("region.size", lang), t("region.size", lang)
    known = pictures.ranked(item, series, rows, lang)
    if known.empty:
        return t("region.unranked", lang), t("region.unranked", lang)
    ends = []
    for r in (known.iloc[-1], known.iloc[0]):
        tied = int((known["value"] == r["value"]).sum()) - 1
        more = f" ({t('domain.tied', lang, n=tied)})" if tied else ""
        few = f" ({r['few']})" if r["few"] else ""
        name, value = place_name(s.territories[r["territory_id"]], lang), float(r["value"])
        ends.append(f"{name}{more}: {number(value, item.decimals_for(series), lang)}{few}")
    return ends[0], ends[1]


def _projects(s: Sources, region: Region) -> Iterator[Block]:
    """What municipalities and CIM or AM handed in; then, apart, what public pages say."""
    lang, mine = s.lang, {*_towns(region), *_nuts3(s, region)}
    yield Heading(1, t("region.projects", lang))
    handed = [(p, e) for p, e in s.projects if p.territory in mine]
    yield placed.projects(s, handed) if handed else Text(t("region.projects.none", lang))
    public = [p for p in s.public.counted() if mine & {*p.municipalities, *p.regions}]
    if not public:
        yield Text(t("region.public.none", lang))
        return
    columns = tuple(
        t(h, lang)
        for h in ("region.col.title", "region.col.where", "projects.col.recs", "review.col.date", "region.col.source")
    )
    rows = tuple(_public(s, p) for p in public)
    yield Table(t("region.public", lang, n=len(rows)), columns, rows, (3, 1.6, 2.2, 1.3, 3))


def _public(s: Sources, p: PublicProject) -> tuple[str, ...]:
    lang, numbers = s.lang, {r.id: str(r.number) for r in s.strategy.recommendations}
    where = ", ".join(place_name(s.territories[i], lang) for i in (*p.municipalities, *p.regions))
    recs = ", ".join(numbers[r] for r in p.recommendations)
    return (
        f"{p.title.get(lang)}. {p.stage.get(lang)}",
        where,
        recs,
        whens.dated(p, lang),
        f"{own(p.promoter, lang)}; {p.address}",
    )


REPORTS = ReportKind(
    id="regional",
    name=Words(pt="Relatório regional: {of}", en="Regional report: {of}"),
    of="region",
    page="governacao",
    description=Words(pt="O relatório de uma região da EAT.", en="The report of a region of the EAT."),
    file=_FILE,
    make=of_region,
)
