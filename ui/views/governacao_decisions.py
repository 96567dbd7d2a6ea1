"""The decisions of the coordination bodies: open first, each with who carries it out and by when."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from core.strategy.decisions import Followed, called
from core.strategy.strategy import Strategy
from core.terms.formats import day
from show.sentences import counted
from show.texts import t
from show.tree import Node, h

_COLUMNS: Final = ("text", "body", "owner", "due", "state")


def section(whole: Strategy, some: Sequence[Followed], today: date, lang: str) -> Node:
    """How many, and a row for each."""
    if not some:
        said = h("p", {}, t("decisions.none", lang))
        return h("section", {"class": "enti-card"}, h("h2", {}, t("decisions.title", lang)), said)
    n = Counter(f.decision.state for f in some)
    answer = t("decisions.count", lang, n=len(some), open=n["aberta"], done=n["cumprida"], revoked=n["revogada"])
    head = h("tr", {}, *[h("th", {"scope": "col"}, t(f"decisions.col.{c}", lang)) for c in _COLUMNS])
    rows = [_row(f, whole, today, lang) for f in some]
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {}, t("decisions.title", lang)),
        h("p", {}, answer),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {"class": "enti-wide"},
                h("caption", {"class": "enti-hidden"}, t("decisions.title", lang)),
                h("thead", {}, head),
                h("tbody", {}, *rows),
            ),
        ),
    )


def _row(f: Followed, whole: Strategy, today: date, lang: str) -> Node:
    d = f.decision
    by = t("decisions.said", lang, by=f.event.said_by, date=day(f.event.said_at.date(), lang))
    due: list[Node] = [day(d.due, lang) if d.due else t("decisions.no_due", lang)]
    if f.open and f.days is not None:
        due.append(h("div", {"class": "enti-fine"}, counted(f.days, lang)))
    return h(
        "tr",
        {"data-decision": f.id, "data-state": "past" if f.past else d.state},
        h(
            "th",
            {"scope": "row"},
            h("span", {"lang": "pt"}, d.text),
            h("div", {"class": "enti-fine", "lang": "pt"}, d.note) if d.note else None,
        ),
        h("td", {}, called(d.body, whole, d.held_on, lang), h("div", {"class": "enti-fine"}, day(d.held_on, lang))),
        h("td", {}, called(d.owner, whole, today, lang)),
        h("td", {}, *due),
        h("td", {}, *_state(f, lang), h("div", {"class": "enti-fine"}, by)),
    )


def _state(f: Followed, lang: str) -> list[Node]:
    """Its state, the day on which it was carried out, and what shows it."""
    d = f.decision
    said = t("decisions.past", lang) if f.past else t(f"decisions.state.{d.state}", lang)
    parts: list[Node] = [h("strong", {}, said)]
    if d.done_on:
        parts.append(f" {t('decisions.done', lang, date=day(d.done_on, lang))}")
    if d.evidence:
        parts += [" ", h("a", {"href": d.evidence}, t("exec.evidence", lang))]
    elif f.no_evidence:
        parts.append(f"; {t('exec.no_evidence', lang)}")
    return parts
