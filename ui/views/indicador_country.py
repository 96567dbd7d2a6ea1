"""The Indicador page of a series that has no map: what the country says, against the Union and the regions there are,
how each value reached us, and the way to take and cite it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.catalogue.catalogue import Indicator
from core.reading.reading import Reading
from core.terms.period import label
from core.terms.status import words
from core.terms.territory import EU, VERSION
from show import charts, pedigree, verdicts
from show.sentences import area_name, place_name, said_of, source_line, value_or_gap, within
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.kit import doubts, revisions, state
from ui.kit.chart import over_time
from ui.views import indicador_about as about
from ui.views import indicador_beside as beside
from ui.views import indicador_judged as judged
from ui.views.indicador_picture import heading


@dataclass(frozen=True)
class Country:
    """A series without a map, by the country's reading or the mainland's (None: it has neither), and the Union's."""

    item: Indicator
    series: str
    country: Reading | None
    union: Reading | None

    @property
    def newest(self) -> str:
        """The newest period of what is shown first."""
        return self.all[0].known[-1].period

    @property
    def all(self) -> tuple[Reading, ...]:
        """The readings there are."""
        return tuple(r for r in (self.country, self.union) if r is not None and r.known)


def read(context: Context, item: Indicator, series: str) -> Country:
    """What there is of a series for the country and the Union."""
    book = reader(context)
    return Country(item, series, book.widest(item, series), book.of(item, EU, series))


def there(context: Context, item: Indicator, series: str) -> bool:
    """Whether `read` finds any figure: kept for the build, since every map asks."""
    return load.once(context.store, ("country", item.id, series), lambda: bool(read(context, item, series).all))


def head(context: Context, made: Country) -> Node:
    """Where the reader is, and the sentence that answers; the Union's value where it is of the same period."""
    country, lang = made.country, context.lang
    if country is None or country.now is None:
        return heading(context, made.item, "")
    answer = said_of(country, country.now.period, lang)
    beside = country.beside(EU)
    if beside is not None:
        answer += " " + t(
            "country.union", lang, figure=value_or_gap(beside.value, made.item, made.series, lang).rstrip(".")
        )
    return heading(context, made.item, " ".join(filter(None, (answer, verdicts.aim_plain(country.judged, lang)))))


def body(context: Context, made: Country) -> Node:
    """Picture, table twin, and beside them judgement, pedigree, definition."""
    lang = context.lang
    return h(
        "div",
        {},
        h(
            "div",
            {"class": "enti-country"},
            h("section", {"class": "enti-card"}, *_picture(context, made), _table(context, made)),
            h("div", {"class": "enti-country-side"}, *_side(made, lang)),
        ),
        *_foot(context, made),
    )


def _picture(context: Context, made: Country) -> list[Node]:
    lang, item, book = context.lang, made.item, reader(context)
    name = item.get_series(made.series).name.get(lang)
    title = h("h2", {}, name)
    unit = h("p", {"class": "enti-fine"}, item.unit_for(made.series, lang))
    colours = {EU: charts.GREY}
    lines = [(_name(context, r), r.known_rows, colours.get(r.where.self.id, charts.BLUE)) for r in made.all]
    drawn = over_time(
        lines,
        alt=f"{t('evolution', lang)}: {item.name.get(lang)}, {within(name)}",
        decimals=item.decimals_for(made.series),
        lang=lang,
        breaks=book.parted(item, made.series),
        aims=verdicts.aims_drawn(made.country.judged, lang) if made.country else (),
    )
    if drawn is None:
        return [title, unit, *_alone(context, made)]
    keys = _keys(made, lang)
    return [title, unit, drawn, h("p", {"class": "enti-fine"}, keys) if keys else None]


def _alone(context: Context, made: Country) -> list[Node]:
    """A single value is a figure, not a line."""
    found: list[Node] = []
    for r in made.all:
        now = r.now
        assert now is not None  # only readings with a value
        doubt = "" if now.normal else f", {words(now.status, now.conf, context.lang)}"
        said = f"{_name(context, r)}, {label(now.period, context.lang)}{doubt}"
        figure = value_or_gap(now.value, made.item, made.series, context.lang)
        found.append(h("div", {"class": "enti-big"}, h("strong", {}, figure), h("small", {}, said)))
    return found


def _keys(made: Country, lang: str) -> str:
    """What dotted lines and hollow points mean, where there are any."""
    status = {p.status for r in made.all for p in r.known}
    said = [t("country.break", lang)] if charts.BREAK in status else []
    return " · ".join(said + ([t("country.soft", lang)] if status & charts.SOFT else []))


def _name(context: Context, found: Reading) -> str:
    own = found.where.self
    return place_name(own, context.lang) if own.id == EU else area_name(own.id, context.lang)


def _table(context: Context, made: Country) -> Node:
    """The same numbers: a row per place and period, newest first, with its status and how it reached us."""
    lang = context.lang
    columns = ("map.col.place", "control.period", "map.col.value", "country.col.status", "pedigree.title")
    head_row = h(
        "tr",
        {},
        *[h("th", {"scope": "col", "class": "num" if c.endswith("value") else ""}, t(c, lang)) for c in columns],
    )
    lines = [_line(context, r, k) for r in made.all for k in range(len(r.known) - 1, -1, -1)]
    lines += _aims(made, lang)
    caption = f"{made.item.get_series(made.series).name.get(lang)} ({made.item.unit_for(made.series, lang)})"
    table = h("table", {}, h("caption", {}, caption), h("thead", {}, head_row), h("tbody", {}, *lines))
    return h("div", {"class": "enti-scroll enti-twin", "tabindex": "0", "role": "region", "aria-label": caption}, table)


def _line(context: Context, found: Reading, k: int) -> Node:
    lang, point = context.lang, found.known[k]
    state = "" if point.normal else words(point.status, point.conf, lang)
    note = h("div", {"class": "enti-fine"}, point.note) if point.note else None
    came = found.pedigrees.get(point.period)
    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, _name(context, found)),
        h("td", {}, label(point.period, lang)),
        h("td", {"class": "num"}, value_or_gap(point.value, found.item, found.series, lang)),
        h("td", {}, state, note),
        h("td", {}, pedigree.mark(came, lang) if came else "–"),
    )


def _aims(made: Country, lang: str) -> list[Node]:
    """The targets, as the chart has them: no figures of ours, so that they came by no way."""
    if made.country is None:
        return []
    card = made.country.judged
    return [
        h(
            "tr",
            {"data-aim": "1"},
            h("th", {"scope": "row"}, t("card.target", lang)),
            h("td", {}, str(aim.year)),
            h("td", {"class": "num"}, verdicts.aim_value(card, aim.value, lang)),
            h("td", {}, "–"),
            h("td", {}, "–"),
        )
        for aim in verdicts.aims_drawn(card, lang)
    ]


def _side(made: Country, lang: str) -> list[Node]:
    country = made.country
    return [
        None if country is None else judged.judgement(country.card, made.series, lang),
        _meaning(made, lang),
        judged.came(next(iter(made.all), None), made.series, lang),
    ]


def _meaning(made: Country, lang: str) -> Node:
    """What the series counts, and what it must not be taken for."""
    series = made.item.get_series(made.series)
    if series.definition is None and series.caveat is None:
        return None
    return h(
        "section",
        {"class": "enti-card"},
        h("h3", {}, t("country.meaning", lang)),
        h("p", {"class": "enti-fine"}, series.definition.get(lang)) if series.definition else None,
        h("p", {"class": "enti-fine"}, h("strong", {}, t("pedigree.is_not", lang)), " ", series.caveat.get(lang))
        if series.caveat
        else None,
    )


def _foot(context: Context, made: Country) -> Sequence[Node]:
    """Source, notes, revisions, and what the indicator is."""
    lang, item = context.lang, made.item
    country = made.country if made.country and made.country.known else made.union
    if country is None or country.now is None:
        return []
    parts = source_line(item, country.origin, None, country.now.period, context.today, version=VERSION, lang=lang)
    notes = [n.get(lang) for n in item.notes]
    return [
        h("p", {"class": "enti-source"}, " · ".join(parts)),
        h("p", {"class": "enti-source"}, " ".join([t("country.no_map", lang), *notes])),
        revisions.note(context.store, item, made.series, lang),
        doubts.note(context, item, made.series, places=[r.where.self.id for r in made.all]),
        beside.section(context, item),
        about.card(context, item, made.series, country.now.period, state.permalink("indicador", context.store.build)),
    ]
