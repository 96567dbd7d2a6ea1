"""The operator's acts on the room: a playlist edited, made or taken out, a display let in or shown out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from core.base.errors import EntiError, RoomError
from core.people import room as acts
from core.room import playlists as room
from core.room import screens
from core.room.playlists import Playlist, Room
from core.room.rows import RowsRefused
from core.room.screens import MAX_DAYS, Screen
from show.texts import t
from ui.data.context import Context
from ui.kit import gate
from ui.views import sala_edit

_SAID: Final = "enti_room_said"
_BASE: Final = "enti_room_base"
_KEY: Final = "enti_room_new_key"


def draw(context: Context, there: Room, chosen: str, known: Sequence[Screen]) -> None:
    """The forms, each behind its heading; what was just done stands above them.

    They go on from the playlists that were in force when the operator came: what others put in force meanwhile is
    said, never undone, and nothing typed is lost by it.
    """
    lang = context.lang
    base: Room = st.session_state.setdefault(_BASE, there)
    with st.container():  # always there: forms that change their place on the page close, and hide what is said in them
        _notices(base, there, lang)
    with st.container(key="w_acts"):
        listed = base.playlists.get(chosen)
        if listed is not None:
            _on_list(context, base, listed)
        with st.expander(t("room.let_in", lang)):
            _let_in(there, lang)
        if any(s.state(datetime.now(UTC)) == "valid" for s in known):
            with st.expander(t("room.show_out", lang)):
                _show_out(known, lang)


def _notices(base: Room, there: Room, lang: str) -> None:
    """What was just done; a new key, until the next act; and that others put new playlists in force."""
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/check:")
    if key := st.session_state.get(_KEY):
        st.success(t("room.key_once", lang, n=key[0]), icon=":material/key:")
        st.code(key[1], language=None)
    if base.stamp != there.stamp:
        st.warning(t("room.changed", lang), icon=":material/sync_problem:")
        if st.button(t("room.begin_anew", lang), key="room_begin_anew"):
            del st.session_state[_BASE]
            st.rerun()


def _on_list(context: Context, base: Room, listed: Playlist) -> None:
    lang, name = context.lang, listed.name.get(context.lang)
    with st.expander(t("room.edit", lang, name=name)):
        sala_edit.draw(context, base, listed, _do)
    with st.expander(t("room.new", lang)):
        _new(base, listed, lang)
    if len(base.playlists) > 1:
        with st.expander(t("room.remove", lang, name=name)):
            _remove(base, listed, lang)


def _new(there: Room, like: Playlist, lang: str) -> None:
    with st.form("room_new"):
        id_ = st.text_input(t("room.id", lang), key="room_new_id")
        pt = st.text_input(t("room.name_pt", lang), key="room_new_pt")
        en = st.text_input(t("room.name_en", lang), key="room_new_en")
        by = gate.signed("room_new_by", lang, "sala_listas")
        st.caption(t("room.new_help", lang, name=like.name.get(lang)))
        sent = st.form_submit_button(t("room.make", lang))
    if sent:
        _do(lang, lambda: _add(there, id_.strip(), pt, en, like, by), "room.saved")


def _add(there: Room, id_: str, pt: str, en: str, like: Playlist, by: str) -> None:
    if id_ in there.playlists:
        raise RoomError(
            f"Já há uma lista «{id_}».",
            cure="dar outro nome curto; nada foi guardado.",
            page=(t("room.twice", "pt", id=id_), t("room.twice", "en", id=id_)),
        )
    sala_edit.save(there, id_, pt, en, like.screens, like.scenes, by)


def _remove(there: Room, listed: Playlist, lang: str) -> None:
    with st.form("room_remove"):
        by = gate.signed("room_remove_by", lang, "sala_listas")
        sent = st.form_submit_button(t("room.take_out", lang))
    if sent:
        _do(lang, lambda: _take_out(there, listed, by), "room.saved")


def _take_out(there: Room, listed: Playlist, by: str) -> None:
    rest = [p for p in there.playlists.values() if p.id != listed.id]
    if left := screens.waiting_for([p.id for p in rest]):
        names = ", ".join(s.name for s in left)
        raise RoomError(
            f"Há {len(left)} ecrãs com chave para esta lista: {names}.",
            cure="retirar primeiro essas chaves; nada mudou.",
            page=(
                t("room.waited_for", "pt", n=len(left), names=names),
                t("room.waited_for", "en", n=len(left), names=names),
            ),
        )
    acts.save(gate.actor(by), room.written(rest), there.stamp)


def _let_in(there: Room, lang: str) -> None:
    with st.form("room_let_in"):
        listed = st.selectbox(
            t("room.list", lang),
            list(there.playlists),
            key="room_let_in_list",
            placeholder="",
            format_func=lambda p: there.playlists[p].name.get(lang),
        )
        screen = st.number_input(t("room.which_screen", lang), 1, 12, 1, key="room_let_in_screen")
        name = st.text_input(t("room.display", lang), key="room_let_in_name", max_chars=80)
        days = st.number_input(t("room.days", lang), 1, MAX_DAYS, 180, key="room_let_in_days")
        by = gate.signed("room_let_in_by", lang, "sala_listas")
        sent = st.form_submit_button(t("room.give_key", lang))
    if sent:
        _do(lang, lambda: _give_key(there, str(listed), int(screen), name, int(days), by), "room.given")


def _give_key(there: Room, listed: str, screen: int, name: str, days: int, by: str) -> None:
    if screen > there.playlists[listed].screens:
        most = there.playlists[listed].screens
        raise RoomError(
            f"A lista tem {most} ecrãs.",
            cure="dar um número até esse.",
            page=(t("room.only_screens", "pt", n=most), t("room.only_screens", "en", n=most)),
        )
    made, key = acts.issue(gate.actor(by), listed, name, days)
    st.session_state[_KEY] = (made.number, f"/parede?{f'ecra={screen}&' if screen > 1 else ''}chave={key}")


def _show_out(known: Sequence[Screen], lang: str) -> None:
    valid = {s.number: s for s in known if s.state(datetime.now(UTC)) == "valid"}
    with st.form("room_show_out"):
        number = st.selectbox(
            t("room.display", lang),
            list(valid),
            key="room_show_out_which",
            placeholder="",
            format_func=lambda n: f"{n}. {valid[n].name}",
        )
        by = gate.signed("room_show_out_by", lang, "sala_listas")
        sent = st.form_submit_button(t("room.revoke", lang))
    if sent and number is not None:
        _do(lang, lambda: acts.revoke(gate.actor(by), int(number)), "room.revoked_said")


def _do(lang: str, act: Any, said: str) -> None:
    """One act, if this session may still act: what it says when it went well stands on the page as it is then."""
    if not gate.is_open("sala_listas"):
        st.error(t("gate.again", lang), icon=":material/lock:")
        return
    new_key = st.session_state.pop(_KEY, None)
    try:
        act()
    except EntiError as error:
        if new_key:
            st.session_state[_KEY] = new_key  # nothing was done: it may still be needed
        if isinstance(error, RowsRefused):
            sala_edit.refused(error, lang)
            return
        gate.refused(error, lang)
    else:
        gate.acted()
        st.session_state.pop(_BASE, None)
        st.session_state[_SAID] = t(said, lang)
        st.rerun()
