"""The table of a place: every indicator with a figure here, its neighbours above it and its ranks; what has none, and
why.
"""

from core.catalogue.catalogue import Indicator
from core.reading.model import Where
from core.terms.territory import Territory
from show import bars, charts
from show.sentences import bare, place_name, said_name, why_missing
from show.spoken import rank, spoken
from show.texts import t
from show.tiny import sparkline
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.kit import state
from ui.views.territorio_figures import Line


def question(own: Territory, lang: str) -> str:
    """The title of the page, and of its table."""
    of = own.called.within(lang, "de")
    if own.level == "pais":
        return t("municipality.question.country", lang, of=of)
    return t("municipality.question", lang, of=of)


def table(context: Context, place: Where, lines: list[Line]) -> Node:
    """The whole table."""
    lang, own = context.lang, place_name(place.self, context.lang)
    over = place.above.called if place.above else None
    above = place_name(place.above, lang) if place.above else ""
    columns: list[tuple[str, bool]] = [
        (t("control.indicator", lang), False),
        (t("control.period", lang), False),
        (own, True),
    ]
    if above:
        columns.append((above, True))
    if place.self.level != "pais":
        if place.above and place.above.level != "pais":
            columns.append((t("country", lang), True))
        columns += [
            (t("municipality.rank_in", lang, inside=over.within(lang, "em") if over else ""), True),
            (t("municipality.rank_country", lang), True),
            (t(f"municipality.among.{place.self.level}", lang), False),
        ]
    columns.append((t("evolution", lang), False))
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, question(place.self, lang)),
            h(
                "thead",
                {},
                h("tr", {}, *[h("th", {"scope": "col", "class": "num" if right else ""}, c) for c, right in columns]),
            ),
            h("tbody", {}, *[_row(line, place, lang) for line in lines]),
        ),
    )


def _row(line: Line, place: Where, lang: str) -> Node:
    item, series = line.item, line.read.series
    name = said_name(item, series, lang)
    link = h("a", {"href": state.address("indicador", indicador=item.id), "data-nav": "1"}, name)
    source = f"{t('source', lang)}: {line.read.origin.citation if line.read.origin else ''}"
    said = spoken(line.read, lang)
    doubt = " · ".join(filter(None, (line.doubts[0], "" if said.counted else said.mark)))
    cells = [
        h("th", {"scope": "row"}, link, h("div", {"class": "enti-fine"}, f"{item.unit_for(series, lang)} · {source}")),
        h("td", {}, line.when),
        _figure(h("strong", {}, said.figure if said.counted else bare(line.now.value, item, series, lang)), doubt),
    ]
    if place.above:
        cells.append(_figure(bare(line.above, item, series, lang), line.doubts[1]))
    if place.self.level != "pais":
        if place.above and place.above.level != "pais":
            other = line.area[0] if line.area and line.area[0] != t("country", lang) else ""
            cells.append(_figure(bare(line.area[1], item, series, lang) if line.area else "–", line.doubts[2] or other))
        ranked = [rank(r, lang, place.self.level) if r else "–" for r in (line.read.position_above, line.read.position)]
        marks = [(line.area[1], charts.GREY, "diamond")] if line.area and item.aggregation.rule != "sum" else []
        alt = f"{name}: {ranked[1]} {t('municipality.in_country', lang)}"
        own = [] if said.counted else [(line.now.value, charts.ORANGE, "dot")]
        strip = bars.strip(line.all_values, [*marks, *own], alt=alt)
        cells += [h("td", {"class": "num"}, ranked[0]), h("td", {"class": "num"}, ranked[1]), h("td", {}, strip)]
    parted = line.read.reader.parted(item, series)
    spark = sparkline(line.read.rows, alt=f"{t('evolution', lang)}: {name}", breaks=parted)
    return h("tr", {}, *cells, h("td", {}, spark or "–"))


def _figure(text: Node, doubt: str) -> Node:
    return h("td", {"class": "num"}, text, h("div", {"class": "enti-fine"}, doubt) if doubt else None)


def _why(context: Context, item: Indicator) -> str:
    """The source has figures but none of this place; or the row has none at all."""
    has_figures = item.id in load.have(context.store)
    return t("municipality.not_here", context.lang) if has_figures else why_missing(item, context.lang)


def missing(context: Context, lines: list[Line]) -> Node:
    """What has no figure here, each with its reason."""
    lang, here = context.lang, {x.item.id for x in lines}
    rest = [i for i in sorted(context.catalogue.indicators, key=lambda i: i.row) if i.id not in here]
    return h(
        "details",
        {"class": "enti-missing enti-card"},
        h("summary", {}, t("municipality.without", lang, n=len(rest))),
        h("ul", {}, *[h("li", {}, i.name.get(lang), h("small", {}, _why(context, i))) for i in rest]),
    )
