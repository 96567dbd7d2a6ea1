"""How do the six domains stand, and how much do we know? Headline figures with national value and spread."""

from typing import Any

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.reading.reading import Summary
from core.terms.enti import ROWS
from core.terms.formats import number, with_sign
from core.terms.status import words
from core.warehouse import loads
from show import charts
from show.sentences import area_name, dated, source_short, why_missing
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import dom, state


def body(context: Context) -> None:
    """Question, one answering sentence, the six domains."""
    status = loads.status(context.store, context.catalogue, context.today)
    nav(dom.draw(page(context, status), key="overview", lang=context.lang))


def page(context: Context, status: list[dict[str, Any]]) -> Node:
    """The whole page as one tree."""
    lang = context.lang
    coverage = load.coverage(context.store)
    known = {r["id"] for r in status if r["rows"]}
    municipal = known & set(coverage[coverage["level"] == "municipio"]["indicator_id"])
    answer = t("overview.answer", lang, with_data=len(known), municipal=len(municipal), without=ROWS - len(known))
    read = reader(context)
    facts = {i.id: made for i in context.catalogue.indicators if i.id in known and (made := read.summary(i))}
    cards = [
        _domain(context, d.name, d.en, [i for i in context.catalogue.indicators if i.domain == d.name], known, facts)
        for d in context.catalogue.domains
    ]
    return h(
        "div",
        {"class": "enti-page"},
        h("p", {"class": "enti-crumbs"}, t("strategy", lang)),
        h("h1", {}, t("overview.title", lang)),
        h("p", {"class": "enti-answer"}, answer, " ", _link("estado", t("overview.see_state", lang))),
        h("p", {"class": "enti-fine"}, t("overview.key", lang)),
        h("div", {"class": "enti-domains"}, *cards),
    )


def _link(page_id: str, text: str, **choices: str | None) -> Node:
    return h("a", {"href": state.address(page_id, **choices), "data-nav": "1"}, text)


def _domain(
    context: Context, name: str, name_en: str, items: list[Indicator], known: set[str], facts: dict[str, Summary]
) -> Node:
    lang = context.lang
    items = sorted(items, key=lambda i: i.row)
    with_data = [i for i in items if i.id in known]
    without = [i for i in items if i.id not in known]
    missing = (
        h(
            "details",
            {"class": "enti-missing"} | ({} if with_data else {"open": ""}),
            h("summary", {}, t("overview.missing", lang, n=len(without))),
            h("ul", {}, *[h("li", {}, i.name.get(lang), h("small", {}, why_missing(i, lang))) for i in without]),
        )
        if without
        else None
    )
    return h(
        "section",
        {"class": "enti-card enti-domain"},
        h("h2", {}, name if lang == "pt" else name_en),
        _known_bar(len(with_data), len(items), lang),
        *[_figure(context, i, facts[i.id]) for i in with_data if i.id in facts],
        missing,
    )


def _known_bar(n: int, of: int, lang: str) -> Node:
    text = t("overview.known", lang, n=n, of=of)
    blocks = [
        h(
            "rect",
            {
                "x": k * (100 / of) + 0.6,
                "width": 100 / of - 1.2,
                "height": 6,
                "fill": "var(--mark)" if k < n else "var(--line)",
            },
        )
        for k in range(of)
    ]
    return h(
        "div",
        {"class": "enti-known"},
        h("svg", {"viewBox": "0 0 100 6", "preserveAspectRatio": "none", "aria-hidden": "true"}, *blocks),
        h("span", {}, text),
    )


def _figure(context: Context, item: Indicator, fact: Summary) -> Node:
    """Name, national value with its period, where municipalities stand, and the way to the map."""
    lang, unit = context.lang, item.unit_for(fact.series, context.lang)
    country, values = fact.country, fact.spread.values if fact.spread else []
    if country and (last := country.now):
        when = dated(last.period, fact.spread.rows if fact.spread else country.rows, lang)
        doubt = "" if last.normal else f", {words(last.status, last.conf, lang)}"
        head = h(
            "div",
            {"class": "enti-big"},
            h("strong", {}, with_sign(last.value, item.decimals, unit, lang)),
            h("small", {}, f"{area_name(country.where.self.id, lang)}, {when}{doubt}"),
        )
    else:
        head = h(
            "div", {"class": "enti-big is-none"}, h("strong", {}, "–"), h("small", {}, t("overview.no_national", lang))
        )
    spread = None
    if len(values) > 1:
        low, high = (number(v, item.decimals, lang) for v in (min(values), max(values)))
        alt = f"{t('overview.spread', lang)}: {low} – {high}"
        mark = [] if fact.mark is None else [(fact.mark, charts.ORANGE, "diamond")]
        spread = h(
            "div",
            {"class": "enti-spread"},
            charts.strip(values, mark, alt=alt),
            h("small", {}, h("span", {}, low), h("span", {}, high)),
        )
    has_map = len(values) > 0
    return h(
        "div",
        {"class": "enti-fact"},
        h("h3", {}, _link("indicador", item.name.get(lang), indicador=item.id) if has_map else item.name.get(lang)),
        h("p", {"class": "enti-fine"}, unit),
        h("div", {"class": "enti-row"}, head, spread),
        h("p", {"class": "enti-fine"}, source_short(fact.origin, lang)),
    )


PAGE = Page(
    id="visao_geral",
    section="synthesis",
    order=1,
    name=Text(pt="Visão geral", en="Overview"),
    description=Text(
        pt="Como estão os seis domínios, e quanto disso sabemos?",
        en="How do the six domains stand, and how much of that do we know?",
    ),
    body=body,
)
