"""Indicators without any figure, and those whose figures only come by file."""

from collections.abc import Iterator
from typing import Literal

from core.alerts.base import Rule
from core.alerts.kind import AlertKind
from core.alerts.model import Finding, Given
from core.base.typed import Id, Text


class Missing(Rule):
    """An indicator has no figure at all; with `awaiting_file`, only where somebody has a file to hand in."""

    kind: Literal["missing_delivery"]
    indicator: Id | None = None
    what: Literal["no_figures", "awaiting_file"] = "awaiting_file"


def find(rule: Missing, given: Given) -> Iterator[Finding]:
    """A finding per indicator that the rule looks at, with who can close the gap."""
    with_figures = {i for i, _ in given.lasts}
    for item in given.items(rule.indicator):
        state = item.source_state
        if rule.what == "awaiting_file" and state.cause != "awaiting_import":
            continue
        if item.id in with_figures:
            yield Finding(
                rule.id, item.id, "ok", (f"{item.name.pt}: há valores.", f"{item.name.en}: there are figures.")
            )
            continue
        cure = (state.closes.pt, state.closes.en) if state.closes else (state.reason.pt, state.reason.en)
        found = given.asked(item, item.default_series.id)
        said = (
            f"{item.name.pt}: sem nenhum valor; {found.words[0]}. {cure[0]} Tem de agir: {found.who}.",
            f"{item.name.en}: without any figure; {found.words[1]}. {cure[1]} Who must act: {found.who}.",
        )
        yield Finding(rule.id, item.id, "bad", said)


KIND = AlertKind(
    id="missing_delivery",
    name=Text(pt="Sem valores", en="Without figures"),
    model=Missing,
    find=find,
    cause="state",
)
