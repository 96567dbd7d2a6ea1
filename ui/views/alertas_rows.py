"""The open alerts as rows, each with the way to its cause and to its chart, and what was said of it."""

from collections.abc import Sequence
from typing import Final

from core.alerts import about as subjects
from core.alerts.about import About
from core.alerts.kind import REGISTRY
from core.alerts.log import Event
from core.alerts.rules import Rule
from core.terms.formats import moment
from core.terms.period import parse
from core.terms.territory import COUNTRY, DRAWN
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.kit import marks, state, wide
from ui.views.execucao_board import ACTION

ALERT: Final = "alerta"  # the alert whose acts are open, in the address
SHOWN: Final = 200
# state, severity or act -> (path of a 16×16 sign, colour). Never colour alone: sign and word say the same.
_SIGNS: Final = {
    "firing": ("M8 2v7M8 12v2", "var(--danger)"),
    "pending": ("M8 3v5l3 3", "var(--warning)"),
    "resolved": ("M2 8l4 4l8 -9", "var(--success)"),
    "no_data": ("M3 8h10", "var(--ink-3)"),
    "error": ("M3 3l10 10M13 3l-10 10", "var(--danger)"),
    "critico": ("M8 2l6 12h-12z", "var(--danger)"),
    "aviso": ("M8 2l6 12h-12z", "var(--warning)"),
    "info": ("M8 7v6M8 3v1", "var(--info)"),
    "said.ack": ("M2 8l4 4l8 -9", "var(--info)"),
    "said.withdraw": ("M13 8h-10M7 4l-4 4l4 4", "var(--ink-3)"),
    "said.silence": ("M5.5 3v10M10.5 3v10", "var(--ink-3)"),
    "said.unsilence": ("M5 3l7 5l-7 5z", "var(--info)"),
    "said.escalate": ("M8 13V3M3.5 7.5L8 3l4.5 4.5", "var(--warning)"),
}


def badge(kind: str, lang: str) -> Node:
    """The sign and the word of a state, a severity or an act."""
    return marks.badge(_SIGNS[kind], t(f"alerts.{kind}", lang), kind)


def sentence(e: Event, lang: str) -> str:
    """What an alert says."""
    return e.sentence[0 if lang == "pt" else 1]


def table(context: Context, shown: Sequence[Event], rules: Sequence[Rule], caption: str, opened: str | None) -> Node:
    """Rows of open alerts. `opened`: the alert whose acts stand open; None where nobody may act."""
    lang, by_id = context.lang, {r.id: r for r in rules}
    head = [
        h("th", {"scope": "col"}, t(f"alerts.col.{c}", lang)) for c in ("severity", "state", "what", "since", "seen")
    ]
    rows = [
        h(
            "tr",
            {"data-alert": e.alert},
            h("td", {}, badge(e.severity, lang)),
            h("td", {}, badge(e.state, lang)),
            h(
                "th",
                {"scope": "row"},
                by_id[e.rule].title.get(lang) if e.rule in by_id else e.rule,
                h("div", {"class": "enti-fine"}, sentence(e, lang)),
                _ways(context, e, by_id.get(e.rule), _acts(e, opened, lang)),
            ),
            h("td", {}, moment(e.at, lang)),
            h("td", {}, *seen(e, lang)),
        )
        for e in shown
    ]
    return wide.table(caption, head, rows)


def _quiet(e: Event, lang: str) -> list[Node]:
    """That it is silenced, until when, by whom and why."""
    if e.silence is None:
        return []
    key = "alerts.quiet" if e.silence.target == e.alert else "alerts.quiet_rule"
    why = h("span", {"lang": "pt"}, f"{e.silence.said_by}: {e.silence.note}")
    return [h("div", {"class": "enti-fine"}, t(key, lang, until=moment(e.silence.until, lang)), ". ", why)]


def seen(e: Event, lang: str) -> list[Node]:
    """Who sees to an alert, since when and how; that it is silenced; and to whom it went because nobody did."""
    found: list[Node] = []
    if e.ack is not None:
        found += [
            f"{e.ack.said_by}, {moment(e.ack.at, lang)}",
            h("div", {"class": "enti-fine", "lang": "pt"}, e.ack.note),
        ]
    elif e.silence is None:
        found.append(t("alerts.unseen", lang) if e.unseen else "–")
    found += _quiet(e, lang)
    for x in e.escalations:
        said = t("alerts.further", lang, whom=x.whom, when=moment(x.at, lang), hours=x.hours)
        found.append(h("div", {"class": "enti-fine"}, said))
    return found


def _acts(e: Event, opened: str | None, lang: str) -> Node:
    """What opens or closes the acts of a row; nothing for who may not act."""
    if opened is None:
        return None
    here = opened == e.alert
    to = {"href": "?", "data-set": f"{ALERT}={'' if here else e.alert}", "aria-expanded": str(here).lower()}
    text = t("alerts.close_row" if here else "alerts.open_row", lang)
    return h("a", to | {"role": "button", "aria-label": f"{text}: {sentence(e, lang)}"}, text)


def _ways(context: Context, e: Event, rule: Rule | None, acts: Node) -> Node:
    """The links to where its cause is looked at, and to its chart, unless it is about the rule as a whole; and its
    acts.
    """
    lang = context.lang
    found = subjects.about(e, context.catalogue, context.today)
    kind = REGISTRY.all.get(rule.kind) if rule else None
    links = []
    if found.action:
        links.append(("action", state.address("execucao", **{ACTION: found.action})))
    elif found.indicator:
        if kind is not None and kind.cause == "state":
            links.append(("state", state.address("estado", **{state.ROW: found.indicator})))
        if found.indicator in load.have(context.store) or not links:
            links.append(("indicator", _chart(context, e, found, rule)))
    elif kind is not None and kind.cause == "state":
        links.append(("state", state.address("estado")))
    named = sentence(e, lang)
    made: list[Node] = []
    for where, to in links:
        text = t(f"alerts.see.{where}", lang)
        made += [h("a", {"href": to, "data-nav": "1", "aria-label": f"{text}: {named}"}, text), " · "]
    made += [acts, " · "] if acts else []
    return h("div", {"class": "enti-fine"}, *made[:-1]) if made else None


def _chart(context: Context, e: Event, found: About, rule: Rule | None) -> str:
    """The indicator's page as the alert saw it: series, level, place, version of NUTS and period."""
    item = context.catalogue.indicator(found.indicator)
    choices = {state.INDICATOR: item.id}
    if found.series in {s.id for s in item.series}:
        choices[state.SERIES] = found.series
    place = context.territories.by_id.get(found.territory)
    if place is not None and place.level in (*DRAWN, "pais"):
        choices |= {state.LEVEL: place.level} | ({state.PLACE: place.id} if place.id != COUNTRY else {})
    if place is not None and (version := place.version or getattr(rule, "version", None)):
        choices[state.NUTS] = str(version)
    if _is_period(e.occurrence):
        choices[state.PERIOD] = e.occurrence
    return state.address("indicador", **choices)


def _is_period(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True
