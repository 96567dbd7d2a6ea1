"""The two clocks of each initiative: what was delivered beside what moved."""

from typing import Final

from core.strategy.clocks import CASES, Clock
from core.strategy.strategy import Strategy
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.kit import marks

# First the two that ask for a question: delivered and nothing moves, moves and nothing was delivered.
_ORDER: Final = (CASES[1], CASES[2], CASES[0], *CASES[3:])


def table(context: Context, whole: Strategy, found: tuple[Clock, ...]) -> Node:
    """Per initiative, what was delivered beside what moved, folded; those that ask for a question first."""
    lang = context.lang
    head = [
        h("th", {"scope": "col"}, c)
        for c in (
            t("exec.by.initiative", lang),
            t("clock.actions", lang),
            t("clock.indicators", lang),
            t("clock.case", lang),
        )
    ]
    names = {i.id: f"{i.number}. {i.name}" for i in whole.initiatives}
    rows = [
        h(
            "tr",
            {"data-case": c.case},
            h("th", {"scope": "row", "lang": "pt"}, names[c.initiative_id]),
            h("td", {}, t("clock.said", lang, done=c.done, total=c.total, said=c.said)),
            h("td", {}, *_linked(context, c)),
            h("td", {}, t(f"clock.{c.case}", lang)),
        )
        for c in sorted(found, key=lambda c: _ORDER.index(c.case))
    ]
    return h(
        "details",
        {"class": "enti-card"},
        h("summary", {}, t("exec.clocks", lang)),
        h("p", {"class": "enti-fine"}, t("exec.clocks_note", lang)),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {"class": "enti-wide"},
                h("caption", {"class": "enti-hidden"}, t("exec.clocks", lang)),
                h("thead", {}, h("tr", {}, *head)),
                h("tbody", {}, *rows),
            ),
        ),
    )


def _linked(context: Context, c: Clock) -> list[Node]:
    """Counts of the linked indicators, and each of them behind its name."""
    lang = context.lang
    ids = (*c.moving, *c.still, *c.unknown)
    if not ids:
        return [t("aims.none", lang)]
    links = [
        h(
            "li",
            {},
            h(
                "a",
                {"href": marks.of_country(context, context.catalogue.indicator(i)), "data-nav": "1"},
                context.catalogue.indicator(i).name.get(lang),
            ),
        )
        for i in ids
    ]
    said = t("clock.moves", lang, moving=len(c.moving), still=len(c.still), unknown=len(c.unknown))
    return [h("details", {}, h("summary", {}, said), h("ul", {}, *links))]
