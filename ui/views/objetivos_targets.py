"""Targets that documents state, by indicator: which judge, which wait, which are references, and why."""

from core.strategy import evidence
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.kit import aims, marks, proof


def cards(context: Context) -> list[Node]:
    """The sentence, a card per indicator in the order of Table 3, and what a reader must know."""
    lang, public = context.lang, evidence.load()
    told = {x.indicator for x in public.targets}
    items = [i for i in sorted(context.catalogue.indicators, key=lambda i: i.row) if i.id in told]
    found: list[Node] = [
        h(
            "div",
            {},
            h("h2", {}, t("goals.title", lang)),
            h("p", {"class": "enti-public-said"}, aims.said(public, lang)),
        )
    ]
    for item in items:
        link = marks.of_country(context, item)
        found.append(
            h(
                "section",
                {"class": "enti-card", "data-targets": item.id},
                h("h3", {}, h("a", {"href": link, "data-nav": "1"}, f"{item.row}. {item.name.get(lang)}")),
                aims.lines(public.targets_of(item.id), lang),
            )
        )
    return [*found, proof.caveats(public, "targets", lang)]
