"""The alerts: what fires, who sees to it, what happened before, and by which rules."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from core.alerts import acts as alert_acts
from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.kind import REGISTRY
from core.alerts.log import OPEN, Event
from core.alerts.model import WATCHED
from core.alerts.rules import Rule
from core.base import cells
from core.base.errors import AlertError
from core.base.typed import Text
from core.terms.formats import moment
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import dom, gate, marks
from ui.kit.controls import Bar

STATE: Final = "estado"
RULE: Final = "regra"
_SHOWN: Final = 200
# state or severity -> (path of a 16×16 sign, colour). Never colour alone: sign and word say the same.
_SIGNS: Final = {
    "firing": ("M8 2v7M8 12v2", "var(--danger)"),
    "pending": ("M8 3v5l3 3", "var(--warning)"),
    "resolved": ("M2 8l4 4l8 -9", "var(--success)"),
    "no_data": ("M3 8h10", "var(--ink-3)"),
    "error": ("M3 3l10 10M13 3l-10 10", "var(--danger)"),
    "critico": ("M8 2l6 12h-12z", "var(--danger)"),
    "aviso": ("M8 2l6 12h-12z", "var(--warning)"),
    "info": ("M8 7v6M8 3v1", "var(--info)"),
}


def body(context: Context) -> None:
    """Question, answer, choices, the table of what is open, the acts, the history and the rules."""
    lang, rules = context.lang, alert_rules.load()
    found, when = alert_log.current(), alert_log.last_evaluation()
    nav(dom.draw(_head(found, when, lang), key="alerts-head", lang=lang))
    if when is None:
        return
    bar = Bar("alerts-controls", lang)
    state = bar.choose(
        STATE,
        ("all", *OPEN),
        "all",
        label=t("alerts.state", lang),
        form="segments",
        show=lambda s: t("alerts.all_open" if s == "all" else f"alerts.{s}", lang),
    )
    names = {r.id: r.title.get(lang) for r in rules}
    rule = bar.choose(
        RULE,
        ("all", *names),
        "all",
        label=t("alerts.rule", lang),
        show=lambda r: t("alerts.all_rules", lang) if r == "all" else names[r],
    )
    bar.draw()
    shown = [e for e in found if state in ("all", e.state) and rule in ("all", e.rule)]
    dom.draw(_table(shown, names, lang), key="alerts-table", lang=lang)
    _acts(shown, names, lang)
    history = alert_log.history()
    nav(
        dom.draw(
            h("div", {"class": "enti-page"}, _history(history, names, lang), _rules(rules, lang)),
            key="alerts-more",
            lang=lang,
        )
    )
    st.download_button(
        t("alerts.download", lang),
        lambda: _csv(history),
        "alertas.csv",
        "text/csv",
        key="alerts_csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _head(found: Sequence[Event], when: tuple[datetime, str] | None, lang: str) -> Node:
    if when is None:
        answer, late, see = t("alerts.never", lang), None, marks.to_state(lang)
    else:
        firing = [e for e in found if e.state == "firing"]
        answer = t(
            "alerts.answer",
            lang,
            n=len(firing),
            unseen=sum(e.ack is None for e in firing),
            broken=sum(e.state == "error" for e in found),
            when=moment(when[0], lang),
            build=when[1].rpartition("-")[2][:7],
        )
        see = None
        late = t("alerts.late", lang, when=moment(when[0], lang)) if datetime.now(UTC) - when[0] > WATCHED else None
    owed = sum(bool(s.failed) for s in alert_log.owed())
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, SECTIONS["room"].get(lang)),
        h("h1", {}, t("alerts.title", lang)),
        h("p", {"class": "enti-card enti-alert", "role": "alert"}, late) if late else None,
        h("p", {"class": "enti-answer"}, answer, " ", see),
        h("p", {"class": "enti-fine"}, t("alerts.owed", lang, n=owed)) if owed else None,
    )


def _badge(kind: str, lang: str) -> Node:
    path, colour = _SIGNS[kind]
    sign = h(
        "svg",
        {"viewBox": "0 0 16 16", "aria-hidden": "true"},
        h("path", {"d": path, "stroke": colour, "stroke-width": 2.2, "fill": "none"}),
    )
    return h("span", {"class": "enti-badge", "data-state": kind}, sign, t(f"alerts.{kind}", lang))


def _table(shown: Sequence[Event], names: dict[str, str], lang: str) -> Node:
    if not shown:
        return h("p", {"class": "enti-card"}, t("alerts.none", lang))
    head = [
        h("th", {"scope": "col"}, t(f"alerts.col.{c}", lang)) for c in ("severity", "state", "what", "since", "seen")
    ]
    rows = [
        h(
            "tr",
            {"data-alert": e.alert},
            h("td", {}, _badge(e.severity, lang)),
            h("td", {}, _badge(e.state, lang)),
            h("th", {"scope": "row"}, names.get(e.rule, e.rule), h("div", {"class": "enti-fine"}, _sentence(e, lang))),
            h("td", {}, moment(e.at, lang)),
            h("td", {}, *_seen(e, lang)),
        )
        for e in shown[:_SHOWN]
    ]
    caption = t("alerts.caption", lang, n=min(len(shown), _SHOWN), of=len(shown))
    return h(
        "div",
        {"class": "enti-scroll enti-card", "tabindex": "0", "role": "region", "aria-label": caption},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, caption),
            h("thead", {}, h("tr", {}, *head)),
            h("tbody", {}, *rows),
        ),
    )


def _sentence(e: Event, lang: str) -> str:
    return e.sentence[0 if lang == "pt" else 1]


def _seen(e: Event, lang: str) -> list[Node]:
    if e.ack is None:
        return [t("alerts.unseen", lang) if e.state == "firing" else "–"]
    return [f"{e.ack.said_by}, {moment(e.ack.at, lang)}", h("div", {"class": "enti-fine", "lang": "pt"}, e.ack.note)]


def _acts(shown: Sequence[Event], names: dict[str, str], lang: str) -> None:
    """Say that somebody sees to some of what is shown; all of it or nothing of it changes."""
    if not gate.draw(t("alerts.acts", lang), lang):
        return
    open_ones = {e.alert: e for e in shown if e.ack is None and e.state in ("firing", "error")}
    with st.form("alerts_ack", clear_on_submit=True):
        chosen = st.multiselect(
            t("alerts.which", lang),
            list(open_ones),
            key="alerts_ack_which",
            placeholder=t("alerts.choose", lang),
            select_all=False,
            format_func=lambda a: f"{names.get(open_ones[a].rule, a)}: {_sentence(open_ones[a], lang)}",
        )
        note = st.text_input(t("alerts.note", lang), key="alerts_ack_note", max_chars=500)
        by = st.text_input(t("alerts.by", lang), key="alerts_ack_by", max_chars=80)
        sent = st.form_submit_button(t("alerts.acknowledge", lang))
    if sent and gate.is_open():
        try:
            alert_acts.acknowledge_all(chosen, by, note)
        except AlertError as error:
            st.error(str(error), icon=":material/error:")
        else:
            gate.acted()
            st.rerun()


def _history(history: Sequence[Event], names: dict[str, str], lang: str) -> Node:
    rows = [
        h(
            "tr",
            {},
            h("td", {}, moment(e.at, lang)),
            h("td", {}, _badge(e.state, lang)),
            h("th", {"scope": "row"}, names.get(e.rule, e.rule), h("div", {"class": "enti-fine"}, _sentence(e, lang))),
            h("td", {}, *_seen(e, lang)),
        )
        for e in list(reversed(history))[:_SHOWN]
    ]
    head = [h("th", {"scope": "col"}, t(f"alerts.col.{c}", lang)) for c in ("at", "state", "what", "seen")]
    return h(
        "details",
        {"class": "enti-card"},
        h("summary", {}, t("alerts.history", lang, n=min(len(history), _SHOWN), of=len(history))),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {"class": "enti-wide"},
                h("caption", {"class": "enti-hidden"}, t("alerts.history_of", lang)),
                h("thead", {}, h("tr", {}, *head)),
                h("tbody", {}, *rows),
            ),
        ),
    )


def _rules(rules: Sequence[Rule], lang: str) -> Node:
    rows = [
        h(
            "tr",
            {},
            h("td", {}, _badge(r.severity, lang)),
            h("th", {"scope": "row"}, r.title.get(lang), h("div", {"class": "enti-fine"}, r.id)),
            h(
                "td",
                {},
                _kind(r.kind, lang),
                h("div", {"class": "enti-fine"}, "" if r.enabled else t("alerts.disabled", lang)),
            ),
            h("td", {}, r.reason.get(lang)),
        )
        for r in rules
    ]
    head = [h("th", {"scope": "col"}, t(f"alerts.col.{c}", lang)) for c in ("severity", "rule", "kind", "why")]
    return h(
        "details",
        {"class": "enti-card"},
        h("summary", {}, t("alerts.rules", lang, n=len(rules))),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {"class": "enti-wide"},
                h("caption", {"class": "enti-hidden"}, t("alerts.rules_of", lang)),
                h("thead", {}, h("tr", {}, *head)),
                h("tbody", {}, *rows),
            ),
        ),
    )


def _kind(name: str, lang: str) -> str:
    """What a kind of rule is called; of one that was refused there is only the id."""
    kind = REGISTRY.all.get(name)
    return kind.name.get(lang) if kind else name


def _csv(history: Sequence[Event]) -> bytes:
    """All events, oldest first, exact and in UTC."""
    columns = ("momento_utc", "alerta", "regra", "gravidade", "estado", "frase", "valor", "tratado_por", "nota")
    rows = [
        [
            e.at.isoformat(),
            e.alert,
            e.rule,
            e.severity,
            e.state,
            e.sentence[0],
            e.value,
            e.ack.said_by if e.ack else None,
            e.ack.note if e.ack else None,
        ]
        for e in history
    ]
    return cells.written(columns, rows, cells.PLAIN)


PAGE = Page(
    id="alertas",
    section="room",
    order=1,
    name=Text(pt="Alertas", en="Alerts"),
    also=Text(pt="avisos, notificações, limites", en="warnings, notifications, thresholds"),
    description=Text(
        pt="O que pede atenção, desde quando, e quem trata?",
        en="What asks for attention, since when, and who sees to it?",
    ),
    body=body,
)
