"""The picture of the Indicador page, made from one choice: heading, map message and foot. Kept per view, because many
readers look at the same one: what is made here depends on the choice, the build and the day, and on nothing else.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd

from core.base import clock
from core.catalogue.catalogue import Indicator
from core.reading.model import Coverage
from core.reading.reading import Reading
from core.terms.territory import COUNTRY, VERSION
from core.warehouse import queries
from show import charts, findings, pedigree, verdicts
from show.scale import Wish
from show.sentences import area_name, coverage, dated, said_instead, said_name, said_of, source_line, within
from show.spoken import Spoken, spoken
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.kit import beyond, classes, doubts, marks, revisions, state
from ui.map import component as maps
from ui.views import indicador_about as about
from ui.views import indicador_beside as beside
from ui.views import indicador_judged as judged
from ui.web import assets

DEFAULT: Final = "taxa_votantes_autarquicas"  # what is looked at where nobody chose yet


@dataclass(frozen=True)
class Choice:
    """What the reader looks at."""

    item: Indicator
    series: str
    period: str
    level: str
    version: str
    periods: tuple[str, ...] = ()
    wish: Wish = field(default_factory=Wish)


@dataclass(frozen=True)
class Picture:
    """Trees and message, ready to send."""

    heading: Node
    message: dict[str, Any]
    foot: Node


def picture(context: Context, choice: Choice, selected: str | None) -> Picture:
    """The picture of a choice; made once per view and build."""
    view = (choice.item.id, choice.series, choice.period, choice.level, choice.version, choice.wish, selected)
    around = (context.lang, state.theme(), context.today, sorted(state.shared_params().items()))
    address = state.permalink("indicador", context.store.build)
    stamp = (assets.atlas_url(), repr(choice.item), context.today, address)
    return load.once(
        context.store, ("picture", *view, *around, *stamp), lambda: _make(context, choice, selected, address)
    )


def _make(context: Context, choice: Choice, selected: str | None, address: str) -> Picture:
    lang, item, where = context.lang, choice.item, (choice.series, choice.level, choice.version)
    rows = queries.slice_at(context.store, item.id, *where, choice.period)
    national = reader(context).widest(item, choice.series, choice.period)
    scale = load.scale(context.store, item, *where, choice.wish)
    shown = selected if selected in set(rows["territory_id"]) else None
    aside = [_selected(context, choice, rows, shown), _evolution(context, choice, national, selected)]
    parts = _source(context, choice)
    view = maps.View(
        item,
        *where,
        dated(choice.period, rows, lang),
        rows,
        scale,
        lang,
        shown,
        [a for a in aside if a],
        choice.period,
        choice.periods,
        load.frames(context.store, item, *where, scale, lang, context.today),
        _below(context, choice),
        classes.why(scale, choice.wish, item, choice.series, lang),
        state.theme(),
    )
    answer = _answer(context, choice, national)
    foot = _foot(context, choice, national, parts, address)
    return Picture(heading(context, item, answer, _judged(context, choice)), maps.payload(view), foot)


def _below(context: Context, choice: Choice) -> tuple[str, str]:
    """What an exported picture says below: source, coverage and age of the period, boundaries."""
    return " · ".join(_source(context, choice)), assets.boundaries().attribution


def make_frames(context: Context, choice: Choice) -> None:
    """Write the file of all periods, if it is not there: last, because only who reaches for the time bar waits for
    it.
    """
    where = (choice.series, choice.level, choice.version)
    scale = load.scale(context.store, choice.item, *where, choice.wish)

    def around(period: str) -> dict[str, Any]:
        """The headline and the lines below, of another period."""
        then = replace(choice, period=period)
        national = reader(context).widest(then.item, then.series, period)
        return {"answer": _answer(context, then, national), "lines": _below(context, then)}

    load.make_frames(context.store, choice.item, *where, scale, context.lang, context.today, around=around)


def _foot(context: Context, choice: Choice, national: Reading | None, parts: list[str], address: str) -> Node:
    """How the country is judged and its values came, source, notes, revisions, boundaries, what the indicator is."""
    lang, item, read = context.lang, choice.item, reader(context)
    card = read.card(item, read.nation(item))
    notes = [n.get(lang) for n in item.notes]
    series = item.get_series(choice.series)
    if not series.comparable:
        notes.insert(0, t("not_comparable", lang))
    notes[:0] = [x.get(lang) for x in (series.definition, series.caveat) if x is not None]
    if partial := _partial(_covered(context, choice), lang):
        notes.insert(0, partial)
    to = marks.of_country(context, item, choice.version)
    return h(
        "div",
        {},
        h(
            "div",
            {"class": "enti-country-foot"},
            judged.judgement(card, choice.series, lang, choice.version),
            judged.came(national or read.instead(item, choice.series), choice.series, lang),
        ),
        h("p", {"class": "enti-source", "data-line": ""}, " · ".join(parts)),
        h("p", {"class": "enti-source"}, " ".join(notes)) if notes else None,
        h(
            "div",
            {"data-periods": json.dumps([choice.period])},
            revisions.note(context.store, item, choice.series, lang, period=choice.period),
            doubts.note(context, item, choice.series, period=choice.period, places=_places(context, choice, national)),
        ),
        h("p", {"class": "enti-source"}, assets.boundaries().attribution),
        h("p", {}, h("a", {"href": to, "data-nav": "1"}, t("card.see_card", lang))),
        beside.section(context, item),
        h(
            "div",
            {"data-periods": json.dumps([choice.period])},
            about.card(context, item, choice.series, choice.period, address),
        ),
    )


def _places(context: Context, choice: Choice, national: Reading | None) -> list[str]:
    """Those whose figures are in view: on the map, and the country or the mainland in its headline."""
    headline = national.where.self.id if national else COUNTRY
    return [t.id for t in context.territories.at_level(choice.level, choice.version)] + [headline]


def _partial(found: Coverage | None, lang: str) -> str:
    """That a map shows fewer than half of its places; empty where it shows more."""
    return t("map.partial", lang, said=coverage(found, lang)) if found and 2 * found.n < found.of else ""


def heading(context: Context, item: Indicator, answer: str, judged: Node = None) -> Node:
    """Where the reader is, the name of the indicator, the sentence that answers, and how the country is judged."""
    domain = (
        item.domain if context.lang == "pt" else next(d.en for d in context.catalogue.domains if d.name == item.domain)
    )
    # The strategy's own words stay Portuguese, and say so to a screen reader.
    words = " › ".join(("", *filter(None, (item.indicator, item.sub_indicator))))
    strategy = h("span", {"lang": "pt"}, words) if words else None
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, domain, strategy),
        h("h1", {}, item.name.get(context.lang)),
        beyond.note(item, context.lang),
        h("p", {"class": "enti-answer", "data-answer": ""}, answer) if answer else None,
        judged,
    )


def _judged(context: Context, choice: Choice) -> Node:
    """The verdict of the country, with the figure and the series that it is of; nothing where there are no figures."""
    read, item, lang = reader(context), choice.item, context.lang
    card = read.card(item, read.nation(item))
    if not card.points:
        return None
    mark = marks.judged(card.state, lang, indicator=item.id, place=card.territory_id, version=choice.version)
    aim = verdicts.aim_said(card, lang)
    said = f" {verdicts.newest_said(card, lang)}" + (f". {t('card.target', lang)}: {aim}" if aim else "")
    return h("p", {"class": "enti-fine"}, f"{t('card.country', lang)} ", mark, said)


def _answer(context: Context, choice: Choice, national: Reading | None) -> str:
    """The country in the period of the map; where it has no figure then, by the series that it is shown by, which is
    not a lack of one.
    """
    if national is not None and national.now is None:
        other = reader(context).widest(choice.item)
        if other is not None and other.series != choice.series:
            return said_instead(other, context.lang)
    return said_of(national, choice.period, context.lang) if national else _no_area(context, choice)


def _no_area(context: Context, choice: Choice) -> str:
    """What a map without the country says: the country by the indicator's own series, else why there is none."""
    if other := reader(context).instead(choice.item, choice.series):
        return said_instead(other, context.lang)
    rule = choice.item.rule_for(choice.series)
    reason = rule.reason.get(context.lang) if rule.rule == "none" else t("overview.no_national", context.lang) + "."
    return t("no_national", context.lang, reason=reason)


def _covered(context: Context, choice: Choice) -> Coverage | None:
    return reader(context).covered(choice.item, choice.series, choice.level, choice.version, choice.period)


def _source(context: Context, choice: Choice) -> list[str]:
    """Source, row, coverage, NUTS version, extraction, licence and boundaries: the line under the picture and inside
    it.
    """
    lang = context.lang
    origin = reader(context).origin(choice.item, choice.series, choice.period)
    parts = source_line(
        choice.item, origin, _covered(context, choice), choice.period, context.today, version=choice.version, lang=lang
    )
    meta = assets.boundaries()
    return [*parts, meta.label[lang] if not meta.official else t("boundaries_of", lang, who=meta.label[lang])]


def _selected(context: Context, choice: Choice, rows: pd.DataFrame, selected: str | None) -> Node:
    """The chosen place: value, region, and the way to its profile."""
    if selected is None:
        return None
    lang, row = context.lang, rows[rows["territory_id"] == selected].iloc[0]
    own = reader(context).of(choice.item, selected, choice.series, choice.period, choice.version)
    stood, link = spoken(own, lang), None
    if choice.level == "municipio":
        link = h(
            "a", {"href": state.address("territorio", territorio=selected), "data-nav": "1"}, t("open_profile", lang)
        )
    return h(
        "section",
        {"class": "enti-card", "data-place": selected},
        h("h3", {}, row["name"], h("small", {}, row["region"] if choice.level != "nuts1" else "")),
        h("p", {}, h("strong", {"data-own": ""}, stood.figure)),
        _stands(stood, own, choice.period),
        *pedigree.followed(own.pedigrees, choice.period, lang),
        link,
    )


def _stands(found: Spoken, own: Reading, period: str) -> Node:
    """How the place stands: beside the country, its rank, its interval, and the mark of few cases with its reason. Of
    one period: the browser hides it as the bar moves to another (ui/map/panel.js).
    """
    if found.figure == "–":
        return None
    compared = found.compared if own.compared.state or not found.mark else ""  # the mark says why there is none
    rank = found.rank if own.position or not found.mark else ""
    said = " · ".join(filter(None, (compared, rank, found.interval)))
    return h(
        "div",
        {"data-periods": json.dumps([period])},
        h("p", {"class": "enti-fine"}, said),
        h("p", {"class": "enti-fine"}, found.marked(), f": {within(found.why)}") if found.mark else None,
    )


def _evolution(
    context: Context,
    choice: Choice,
    national: Reading | None,
    selected: str | None,
) -> Node:
    """National line, chosen place and the municipal band, where the periods can be compared."""
    lang, read = context.lang, reader(context)
    drawn_of = [(area_name(national.where.self.id, lang), national, charts.BLUE)] if national else []
    if selected and selected != COUNTRY:
        own = read.of(choice.item, selected, choice.series, version=choice.version)
        drawn_of.append((context.territories[selected].name, own, charts.ORANGE))
    drawn_of = [one for one in drawn_of if one[1].known]
    band = load.spread(context.store, choice.item.id, choice.series, "municipio", choice.version)
    if choice.item.aggregation.rule == "sum":
        band = band.iloc[0:0]  # totals and single places do not share an axis
        drawn_of = drawn_of[-1:]
    alt = f"{t('evolution', lang)}: {said_name(choice.item, choice.series, lang)}"
    lines = [(name, r.rows if r.where.self.id == selected else r.known_rows, colour) for name, r, colour in drawn_of]
    decimals, parted = choice.item.decimals_for(choice.series), read.parted(choice.item, choice.series)
    aims = verdicts.aims_drawn(national.judged, lang) if national else []
    drawn = charts.evolution(lines, band, alt=alt, decimals=decimals, lang=lang, breaks=parted, aims=aims)
    if drawn is None:
        return None
    unit = choice.item.unit_for(choice.series, lang)
    note = f"; {t('finding.band', lang)}" if len(band) > 1 else ""
    title = findings.band_change(band, choice.item, choice.series, lang, parted) or t("evolution", lang)
    said = [findings.trend_said(r.judged.trend, choice.item, choice.series, name, lang) for name, r, _ in drawn_of]
    return h(
        "section",
        {"class": "enti-card"},
        h("h3", {}, title),
        h("p", {"class": "enti-fine"}, unit + note),
        drawn,
        *[h("p", {"class": "enti-fine"}, s) for s in said if s],
    )


def warm() -> None:
    """Make the default picture once, so that the first reader finds libraries, caches and queries warm.

    Raises EntiError when catalogue, territories or build have a problem.
    """
    store, item = load.store(), load.the_catalogue().indicator(DEFAULT)
    context = Context("pt", load.the_catalogue(), load.territories(), store, clock.today())
    mine = [x for x in load.have(store).get(item.id, []) if x.level == "municipio"]
    if mine:
        choice = Choice(item, mine[0].series, mine[0].periods[-1], "municipio", VERSION, mine[0].periods)
        picture(context, choice, None)
        make_frames(context, choice)
