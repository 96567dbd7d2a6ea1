"""Objectives and recommendations, with the initiatives and indicators that serve them, and why we link them."""

from typing import Final

from core.base.typed import Text
from core.strategy.model import Link
from core.strategy.strategy import Links, Strategy
from core.terms.territory import VERSION
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import Page, nav
from ui.kit import dom, marks, state
from ui.kit.controls import Bar
from ui.views import objetivos_targets

VIEW: Final = "ver"


def body(context: Context) -> None:
    """The answer and a card per objective or per recommendation."""
    lang = context.lang
    whole, links = steer.plan()
    bar = Bar("aims-controls", lang)
    view = bar.choose(
        VIEW,
        ("objective", "recommendation", "target"),
        "objective",
        label=t("aims.view", lang),
        show=lambda v: t(f"aims.view.{v}", lang),
        form="segments",
    )
    answer = t(
        "aims.answer",
        lang,
        objectives=len(whole.objectives),
        initiatives=len(whole.initiatives),
        recommendations=len(whole.recommendations),
        links=len(links.links),
    )
    head = h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, t("strategy", lang)),
        h("h1", {}, t("aims.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
        h("p", {"class": "enti-fine"}, t("aims.reading", lang)),
    )
    dom.draw(head, key="aims-head", lang=lang)
    bar.draw()
    if view == "target":
        cards = objetivos_targets.cards(context)
    else:
        cards = _objectives(context, whole, links) if view == "objective" else _recommendations(context, whole, links)
        cards.append(_sdgs(whole, lang))
    nav(dom.draw(h("div", {"class": "enti-page"}, *cards), key="aims", lang=lang))


def _sdgs(whole: Strategy, lang: str) -> Node:
    """The goals that the text names, and its own sentence: it links them to the strategy as a whole."""
    goals = [
        h("li", {}, h("strong", {}, t("aims.sdg", lang, n=g.number)), " ", h("span", {"lang": "pt"}, g.text))
        for g in whole.sdgs
    ]
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {}, t("aims.sdgs", lang)),
        h("ul", {}, *goals),
        h("p", {"class": "enti-fine", "lang": "pt"}, f"«{whole.sdg_link.text}» ({whole.sdg_link.ref})"),
        h("p", {"class": "enti-fine"}, t("aims.sdgs_note", lang)),
    )


def _objectives(context: Context, whole: Strategy, links: Links) -> list[Node]:
    lang = context.lang
    cards: list[Node] = []
    for o in whole.objectives:
        mine = [i for i in whole.initiatives if o.id in i.objectives]
        recs = [r for r in whole.recommendations if any(k.source == r.id and k.target == o.id for k in links.links)]
        cards.append(
            h(
                "section",
                {"class": "enti-card"},
                h("p", {"class": "enti-crumbs"}, t("aims.objective", lang, n=o.number)),
                h("h2", {"lang": "pt"}, o.text),
                h(
                    "div",
                    {"class": "enti-columns"},
                    h(
                        "div",
                        {},
                        h("h3", {}, t("aims.initiatives", lang)),
                        h("ul", {"lang": "pt"}, *[h("li", {}, f"{i.number}. {i.name}") for i in mine]),
                    ),
                    h(
                        "div",
                        {},
                        h("h3", {}, t("aims.recommendations", lang)),
                        h("ul", {"lang": "pt"}, *[h("li", {}, f"{r.number}. {r.text}") for r in recs]) if recs else "–",
                    ),
                    _indicators(context, [k for k in links.of(o.id) if k.source in context.catalogue]),
                ),
            )
        )
    return cards


def _recommendations(context: Context, whole: Strategy, links: Links) -> list[Node]:
    areas = {a.id: a.name for a in (*whole.domains, *whole.transversal)}
    cards: list[Node] = []
    for area, name in areas.items():
        items = [
            h(
                "div",
                {"class": "enti-fact"},
                h("h3", {"lang": "pt"}, f"{r.number}. {r.text}"),
                _indicators(context, [k for k in links.of(r.id) if k.source in context.catalogue]),
            )
            for r in whole.recommendations
            if r.area == area
        ]
        if items:
            cards.append(
                h("section", {"class": "enti-card"}, h("h2", {"lang": "pt"}, name[:1].upper() + name[1:]), *items)
            )
    return cards


def _indicators(context: Context, found: list[Link]) -> Node:
    """Each linked indicator with its national mark, the kind of link and our reason."""
    lang = context.lang
    country = steer.national(context)
    lines = []
    for k in found:
        item = context.catalogue.indicator(k.source)
        judged = country[item.id]
        mark = marks.judged(judged.state, lang, indicator=item.id, place=judged.territory_id, version=VERSION)
        link = h(
            "a",
            {"href": state.address("indicador", **{state.INDICATOR: item.id}), "data-nav": "1"},
            item.name.get(lang),
        )
        why = h(
            "div", {"class": "enti-fine"}, f"{t(f'aims.{k.strength}', lang)}: ", h("span", {"lang": "pt"}, k.reason)
        )
        lines.append(h("li", {}, link, " ", mark, why))
    return h(
        "div",
        {},
        h("h3", {}, t("aims.indicators", lang)),
        h("ul", {}, *lines) if lines else h("p", {"class": "enti-fine"}, t("aims.none", lang)),
    )


PAGE = Page(
    id="objetivos",
    section="steer",
    order=4,
    name=Text(pt="Objetivos e recomendações", en="Objectives and recommendations"),
    also=Text(
        pt="metas, ODS, recomendações, objetivos estratégicos", en="targets, SDG, recommendations, strategic objectives"
    ),
    description=Text(
        pt="Que serve o quê, com a nossa leitura das ligações",
        en="What serves what, with our reading of the links",
    ),
    body=body,
)
