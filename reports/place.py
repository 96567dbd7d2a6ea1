"""The report of one territory: every indicator that has a figure there, beside its region and the country."""

from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz, process

from core.base.errors import ReportError
from core.base.typed import Text as Words
from core.reading.reading import Reading
from core.terms.territory import COUNTRY, VERSION, Territory
from core.warehouse.store import Store
from reports import indicator, placed, sourced, steering
from reports.context import Sources, gather
from reports.drawing import lines_of
from reports.kinds import ReportKind, file_of
from reports.model import Block, Heading, Picture, Report, Table, Text
from show import links
from show.charts import BLUE, GREY, ORANGE
from show.sentences import place_name, said_name
from show.texts import t

_FILE = "enti-territorio-{of}"


def of_territory(store: Store, territory_id: str, today: date, lang: str = "pt") -> Report:
    """The report of a territory as of today. ReportError for an unknown one, with those it may have been meant for."""
    s = gather(store, today, lang)
    if territory_id not in s.territories:
        names = {p.id: p.name for p in s.territories.by_id.values()}
        near = [
            f"{name} ({code})" for name, _, code in process.extract(territory_id, names, scorer=fuzz.ratio, limit=4)
        ]
        raise ReportError(
            f"O território «{territory_id}» não existe.",
            cure=f"usar o DICO ou o código NUTS; talvez {', '.join(near)}.",
        )
    place = s.territories[territory_id]
    above = s.territories.chain(territory_id, place.version or VERSION)[1:] if place.level not in ("pais", "ue") else []
    said = " › ".join(place_name(p, lang) for p in reversed(above)) or t("portrait.whole", lang)
    title = t("portrait.title", lang, name=place_name(place, lang))
    places = frozenset({territory_id, *(p.id for p in above)})
    blocks = (*_parts(s, place, above), *steering.closing(s, title))
    return Report(
        file_of(_FILE, territory_id, lang), title, said, store.build, s.until, blocks, lambda: s.data(places), lang
    )


def _parts(s: Sources, place: Territory, above: list[Territory]) -> Iterator[Block]:
    lang = s.lang
    items = sorted(s.catalogue.indicators, key=lambda i: i.row)
    there = {i.id: found for i in items if (found := s.read.newest(i, place.id))}
    yield Heading(1, t("portrait.summary", lang))
    yield Text(t("portrait.lead", lang, inside=place.called.opening(lang, "em"), n=len(there)), "lead")
    rows = tuple(
        (str(i.row), _named(there[i.id], lang), *placed.cells(there[i.id], above, lang)) for i in items if i.id in there
    )
    if rows:
        heads = ("rep.row", "control.indicator", "rep.value", "rep.col.region", "country")
        columns = tuple(t(h, lang) for h in (*heads, "portrait.col.rank", "portrait.col.verdict"))
        caption = t("portrait.beside", lang, name=place_name(place, lang))
        yield Table(caption, columns, rows, (0.7, 3, 1.7, 1.5, 1.5, 1.4, 2), frozenset({0}))
    for domain in s.catalogue.domains:
        mine = [i for i in items if i.domain == domain.name and i.id in there]
        if not mine:
            continue
        yield Heading(1, domain.name if lang == "pt" else domain.en)
        for item in mine:
            yield Heading(2, f"{item.row}. {_named(there[item.id], lang)}")
            yield Text(indicator.judgement(there[item.id].card, place_name(place, lang), lang))
            yield from _lines(s, there[item.id], above)
            yield Text(f"{_source(s, there[item.id])} {_cited(s, there[item.id])}", "fine")
    mine_of = [(p, e) for p, e in s.projects if p.territory == place.id]
    if mine_of:
        yield Heading(1, t("portrait.projects", lang))
        yield placed.projects(s, mine_of)
    yield Heading(1, t("portrait.missing", lang))
    caption = t("portrait.without", lang, inside=place.called.within(lang, "em"))
    yield placed.lacking(s, [i for i in items if i.id not in there], caption)


def _named(found: Reading, lang: str) -> str:
    return said_name(found.item, found.series, lang)


def _source(s: Sources, found: Reading) -> str:
    assert found.now is not None  # only what has a figure is in the report
    return sourced.source(s, found.item, found.series, found.now.period)


def _cited(s: Sources, found: Reading) -> str:
    """The address of the place's own page, in this build."""
    place = found.where.self
    choices = {links.PLACE: place.id, links.NUTS: found.where.version, links.INDICATOR: found.item.id}
    choices |= {links.SERIES: found.series, links.LANG: s.lang}
    return t("rep.address", s.lang, address=links.cited("territorio", choices, s.store.build))


def _lines(s: Sources, found: Reading, above: list[Territory]) -> Iterator[Block]:
    item, series, place, lang = found.item, found.series, found.where.self, s.lang
    wanted = [
        (place, ORANGE),
        *[(p, GREY) for p in above if p.level == "nuts3"],
        *[(p, BLUE) for p in above if p.id == COUNTRY],
    ]
    if item.rule_for(series).rule == "sum":
        wanted = wanted[:1]  # counts of a country beside those of a place would flatten the line
    table = s.read.values(item, series, [p.id for p, _ in wanted])
    lines = [(place_name(p, lang), table[table["territory_id"] == p.id], c) for p, c in wanted]
    drawn = lines_of(lines, None, item, series, s.read.parted(item, series), lang)
    if drawn:
        unit, own = item.unit_for(series, lang), place_name(place, lang)
        name = t("portrait.line", lang, name=_named(found, lang), place=own, unit=unit)
        yield Picture(drawn, t("portrait.picture", lang, name=name), f"{name}. {_source(s, found)}", 0.85)


REPORTS = ReportKind(
    id="territory",
    name=Words(pt="Retrato: {of}", en="Portrait: {of}"),
    of="territory",
    page="territorio",
    description=Words(pt="O retrato de um território.", en="The portrait of a territory."),
    file=_FILE,
    make=of_territory,
)
