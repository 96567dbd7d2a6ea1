"""The operator's acts on alerts: of one, opened in its row, or that somebody sees to several at once."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from core.alerts.log import Event
from core.base.errors import EntiError
from core.people import alerts as acts
from show.texts import t
from show.tree import h
from ui.kit import dom, gate
from ui.views.alertas_rows import sentence

_SAID: Final = "enti_alerts_said"
_DONE: Final = "enti_alerts_done"  # acts so far: what is typed stays when an act is refused, and goes when it is done
_HOURS: Final = (1, 4, 8, 24, 72, 168, 720, 2160)


def notice(lang: str) -> None:
    """What was just done."""
    with st.container():
        if st.session_state.pop(_SAID, None):
            st.success(t("alerts.done", lang), icon=":material/check:")


def of_one(e: Event, lang: str) -> None:
    """What may be said of one alert, as it stands."""
    can = ["ack" if e.ack is None else "withdraw", "silence", "silence_rule", *(["unsilence"] if e.silence else [])]
    n = st.session_state.get(_DONE, 0)
    with st.container(border=True, key="w_alert_acts"):
        act = st.radio(
            t("alerts.act", lang),
            can,
            horizontal=True,
            key=f"alerts_act_{e.alert}_{n}",
            format_func=lambda a: t(f"alerts.act.{a}", lang),
        )
        with st.form("alerts_row", border=False):
            hours = 0
            if act in ("silence", "silence_rule"):
                hours = st.selectbox(
                    t("alerts.hours", lang),
                    _HOURS,
                    3,
                    key=f"alerts_row_hours_{n}",
                    format_func=lambda x: _long(x, lang),
                )
            note = st.text_input(
                t("alerts.note" if act == "ack" else "alerts.why", lang), key=f"alerts_row_note_{n}", max_chars=500
            )
            by = gate.signed("alerts_row_by", lang, "alerta_tratar")
            sent = st.form_submit_button(t("alerts.acknowledge", lang))
    if sent:
        _do(lang, lambda: _act(e, str(act), int(hours), by, note))


def _act(e: Event, act: str, hours: int, by: str, note: str) -> None:
    if act == "ack":
        acts.acknowledge(gate.actor(by), [e.alert], note)
    elif act == "withdraw":
        acts.withdraw(gate.actor(by), e.alert, note, e.ack.seq if e.ack else None)
    elif act == "unsilence":
        acts.end_silence(gate.actor(by), e.silence.seq if e.silence else 0, note)
    else:
        acts.silence(gate.actor(by), e.alert if act == "silence" else e.rule, hours, note)


def of_several(shown: Sequence[Event], names: dict[str, str], lang: str) -> None:
    """Say that somebody sees to some of what is shown; all of it or nothing of it changes."""
    open_ones = {e.alert: e for e in shown if e.ack is None and e.state in ("firing", "error")}
    n = st.session_state.get(_DONE, 0)
    with st.form("alerts_ack"):
        dom.draw(h("p", {"class": "enti-fine"}, t("alerts.several", lang)), key="alerts-several", lang=lang)
        chosen = st.multiselect(
            t("alerts.which", lang),
            list(open_ones),
            key=f"alerts_ack_which_{n}",
            placeholder=t("alerts.choose", lang),
            select_all=False,
            format_func=lambda a: f"{names.get(open_ones[a].rule, a)}: {sentence(open_ones[a], lang)}",
        )
        note = st.text_input(t("alerts.note", lang), key=f"alerts_ack_note_{n}", max_chars=500)
        by = gate.signed("alerts_ack_by", lang, "alerta_tratar")
        sent = st.form_submit_button(t("alerts.acknowledge", lang))
    if sent:
        _do(lang, lambda: acts.acknowledge(gate.actor(by), chosen, note))


def _do(lang: str, act: Callable[[], object]) -> None:
    """One act, if this session may still act."""
    if not gate.is_open("alerta_tratar"):
        st.error(t("gate.again", lang), icon=":material/lock:")
        return
    try:
        act()
    except EntiError as error:
        gate.refused(error, lang)
        return
    gate.acted()
    st.session_state[_SAID] = True
    st.session_state[_DONE] = st.session_state.get(_DONE, 0) + 1
    st.rerun()


def _long(hours: int, lang: str) -> str:
    return t("alerts.for_hours", lang, n=hours) if hours < 72 else t("alerts.for_days", lang, n=hours // 24)
