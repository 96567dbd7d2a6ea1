"""The alerts: what fires, who sees to it, what happened before, and by which rules."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.log import OPEN, Event
from core.alerts.model import WATCHED
from core.alerts.routes import Routing
from core.alerts.rules import Rule
from core.base.errors import AlertError
from core.base.typed import Text
from core.terms.formats import moment
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import dom, gate, marks, state
from ui.kit.controls import Bar
from ui.views import alertas_acts, alertas_more, alertas_rows
from ui.views.alertas_rows import ALERT, SHOWN

STATE: Final = "estado"
RULE: Final = "regra"


def body(context: Context) -> None:
    """Question, answer, choices, what is open with its acts, the history, the rules, who is told."""
    lang, rules = context.lang, alert_rules.load()
    found, when = alert_log.current(), alert_log.last_evaluation()
    nav(dom.draw(_head(found, when, lang), key="alerts-head", lang=lang))
    if when is None:
        return
    bar = Bar("alerts-controls", lang)
    chosen = bar.choose(
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
    shown = [e for e in found if chosen in ("all", e.state) and rule in ("all", e.rule)]
    _open(context, shown, rules)
    if gate.draw(t("alerts.acts", lang), lang, "alerta_tratar"):
        alertas_acts.of_several(shown, names, lang)
    _more(context, rules, names)


def _open(context: Context, shown: Sequence[Event], rules: Sequence[Rule]) -> None:
    """The open alerts; for the operator, the acts of one stand right below its row."""
    lang = context.lang
    alertas_acts.notice(lang)
    if not shown:
        dom.draw(h("p", {"class": "enti-card"}, t("alerts.none", lang)), key="alerts-table", lang=lang)
        return
    rows, opened = shown[:SHOWN], None
    if gate.is_open("alerta_tratar"):
        opened = state.current(ALERT, ("", *(e.alert for e in rows)), "", lang=lang)
    at = next((n for n, e in enumerate(rows, 1) if e.alert == opened), len(rows))
    caption = t("alerts.caption", lang, n=len(rows), of=len(shown))
    said = [
        dom.draw_with_choices(
            alertas_rows.table(context, rows[:at], rules, caption, opened), key="alerts-table", lang=lang
        )
    ]
    if opened:
        alertas_acts.of_one(rows[at - 1], lang)
    if rows[at:]:
        rest = alertas_rows.table(context, rows[at:], rules, t("alerts.rest", lang), opened)
        said.append(dom.draw_with_choices(rest, key="alerts-rest", lang=lang))
    for told in said:
        if told["choice"]:
            state.select(ALERT, told["choice"].partition("=")[2], default="")
            st.rerun()
        nav(told["nav"])


def _more(context: Context, rules: Sequence[Rule], names: dict[str, str]) -> None:
    lang, history, said = context.lang, alert_log.history(), alert_log.said()
    tree = h(
        "div",
        {"class": "enti-page"},
        alertas_more.history(history, said, names, lang),
        alertas_more.rules(rules, lang),
        alertas_more.routes(context, _routing(context), rules),
    )
    nav(dom.draw(tree, key="alerts-more", lang=lang))
    st.download_button(
        t("alerts.download", lang),
        lambda: alertas_more.csv(history, said),
        "alertas.csv",
        "text/csv",
        key="alerts_csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _routing(context: Context) -> Routing | AlertError:
    """Who is told; or why that cannot be read, which keeps nobody from the alerts."""
    try:
        return alert_rules.routing(context.catalogue)
    except AlertError as error:
        return error


def _head(found: Sequence[Event], when: tuple[datetime, str] | None, lang: str) -> Node:
    if when is None:
        answer, late, see = t("alerts.never", lang), None, marks.to_state(lang)
    else:
        firing = [e for e in found if e.state == "firing"]
        answer = t(
            "alerts.answer",
            lang,
            n=len(firing),
            unseen=sum(e.unseen for e in firing),
            broken=sum(e.state == "error" for e in found),
            when=moment(when[0], lang),
            build=when[1].rpartition("-")[2][:7],
        )
        quiet = sum(e.silence is not None for e in found)
        answer += f" {t('alerts.silenced', lang, n=quiet)}" if quiet else ""
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
