"""Targets beside a verdict: what documents say, and what of the catalogue is shown and not judged by."""

from core.catalogue.catalogue import Indicator
from core.catalogue.model import GoalSpec
from core.strategy import evidence
from core.strategy.evidence import Public
from show.goals import amount
from show.texts import t
from show.tree import Node, h
from ui.kit import aims


def sections(item: Indicator, lang: str) -> list[Node]:
    """What documents say of targets of this indicator; and related targets of which no document row tells."""
    public = evidence.load()
    related = aims.only_here((g for g in item.targets if g.use == "context"), item.id, public)
    return [_documents(item.id, public, lang), _context(related, lang)]


def _documents(indicator_id: str, public: Public, lang: str) -> Node:
    told = public.targets_of(indicator_id)
    if not told:
        return None
    caveats = [h("p", {}, c.get(lang)) for c in public.caveats("targets")]
    return h(
        "section",
        {"class": "enti-card", "data-documents": "1"},
        h("h2", {}, t("goals.title", lang)),
        aims.lines(told, lang),
        h("details", {"class": "enti-says"}, h("summary", {}, t("public.how", lang)), *caveats),
    )


def _context(goals: list[GoalSpec], lang: str) -> Node:
    if not goals:
        return None
    lines = []
    for g in goals:
        value = amount(g.value, g.unit.get(lang) if g.unit else "", lang)
        why = g.why.get(lang) if g.why else ""
        lines.append(
            h(
                "li",
                {},
                h("strong", {}, f"{g.name.get(lang)}: {value}, {g.year}."),
                f" {why} ",
                h(
                    "span",
                    {"class": "enti-fine"},
                    h("span", {"lang": "pt"}, g.source),
                    f" ({t(f'card.status.{g.status}', lang)})",
                ),
            )
        )
    return h("section", {"class": "enti-card"}, h("h2", {}, t("card.context", lang)), h("ul", {}, *lines))
