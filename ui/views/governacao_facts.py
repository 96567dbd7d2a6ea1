"""Public facts of governance by kind: acts, amendments, changes of bodies, deadlines; each with its page."""

from typing import get_args

from core.strategy import evidence
from core.strategy.evidence_model import GovernanceEvent
from show import whens
from show.texts import t
from show.tree import Node, h
from ui.kit import proof

KINDS: tuple[str, ...] = get_args(GovernanceEvent.model_fields["kind"].annotation)


def section(lang: str) -> list[Node]:
    """A card with a list per kind, oldest first; and what a reader must know."""
    public = evidence.load()
    lists: list[Node] = []
    for kind in KINDS:
        mine = sorted((e for e in public.events if e.kind == kind), key=lambda e: e.when)
        if mine:
            heading = h("h3", {}, t(f"facts.kind.{kind}", lang), h("small", {}, str(len(mine))))
            rows = h("ul", {"class": "enti-proofs"}, *[_row(e, lang) for e in mine])
            lists.append(h("div", {"class": "enti-fact-kind", "data-kind": kind}, heading, rows))
    return [
        h(
            "section",
            {"class": "enti-card"},
            h("h2", {}, t("facts.title", lang)),
            h("p", {}, t("facts.answer", lang, n=len(public.events))),
            h("div", {"class": "enti-fact-kinds"}, *lists),
        ),
        proof.caveats(public, "events", lang),
    ]


def _row(e: GovernanceEvent, lang: str) -> Node:
    about = " · ".join(filter(None, (e.bodies, proof.host(e.address))))
    return h(
        "li",
        {},
        h("span", {"class": "enti-when"}, whens.dated(e, lang)),
        h(
            "div",
            {},
            h("a", {"href": e.address}, e.title.get(lang)),
            h("div", {"class": "enti-fine"}, about),
            proof.says(e.fact, e.note, lang),
        ),
    )
