"""What was found in a build, as its readers meet it: what stands there, what should, and the answer to it."""

from collections.abc import Collection, Sequence
from typing import Final

from core.catalogue.catalogue import Indicator
from core.terms.period import label
from core.warehouse.findings import Finding, findings
from show.sentences import place_name
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context

_SHOWN: Final = 100


def note(
    context: Context, item: Indicator, series: str, *, period: str | None = None, places: Collection[str] | None = None
) -> Node:
    """A folded list of what is doubted of what is in view: a series, in a period and in places where these are given.

    None when there is nothing.
    """
    found = findings(context.store, item, series, period=period, places=places)
    return folded(context, found, t("doubt.title", context.lang, n=len(found)), (item.id, series)) if found else None


def folded(context: Context, found: Sequence[Finding], title: str, view: tuple[str, str] | None = None) -> Node:
    """Findings behind a title; of very many, the first and how many more. `view`: the indicator and the series that the
    reader has before them, which no line names again.
    """
    more = len(found) - _SHOWN
    return h(
        "details",
        {"class": "enti-missing", "data-findings": len(found)},
        h("summary", {}, title),
        h("ul", {}, *[_line(context, f, view) for f in found[:_SHOWN]]),
        h("p", {"class": "enti-fine"}, t("doubt.more", context.lang, n=more)) if more > 0 else None,
    )


def _line(context: Context, found: Finding, view: tuple[str, str] | None) -> Node:
    lang = context.lang
    answer = found.answered
    said = t("doubt.answer", lang, said=answer.get(lang)) if answer else t("doubt.unanswered", lang)
    return h(
        "li",
        {"data-rule": found.rule},
        h("strong", {}, f"{_where(context, found, view)}: "),
        found.said.get(lang) if found.detail_en else h("span", {"lang": "pt"}, found.detail),
        h("span", {"class": "enti-fine"}, f" {said}") if found.periods else None,
    )


def _where(context: Context, found: Finding, view: tuple[str, str] | None) -> str:
    """Indicator, series, place and periods in words; of a finding in a run, its indicator and rule as they are."""
    lang = context.lang
    if found.indicator_id is None or not found.periods or found.indicator_id not in context.catalogue:
        return " · ".join(filter(None, (found.indicator_id, found.rule)))
    item = context.catalogue[found.indicator_id]
    seen, names = view is not None and view[0] == item.id, {s.id: s.name.get(lang) for s in item.series}
    told = (
        []
        if len(names) == 1 or (view and seen and found.series == view[1:])
        else [names.get(s, s) for s in found.series]
    )
    of = t("doubt.series", lang, n=len(told)) if len(told) > 2 else ", ".join(told)
    first, last = label(found.periods[0], lang), label(found.periods[-1], lang)
    when = first if first == last else f"{first} … {last}"
    return " · ".join(filter(None, ("" if seen else item.name.get(lang), of, _place(context, found), when)))


def _place(context: Context, found: Finding) -> str:
    if found.territory_id is None:
        return t("doubt.everywhere", context.lang)
    known = context.territories
    return place_name(known[found.territory_id], context.lang) if found.territory_id in known else found.territory_id
