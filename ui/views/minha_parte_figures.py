"""The figures of a municipality or of a CIM: a table in the form of the catalogue, checked cell by cell, handed in."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.base.errors import EntiError
from core.catalogue import handed
from core.catalogue.handed import Form
from core.people import figures
from core.people.figures import Fault, Handed
from core.people.model import Grant
from show.texts import t
from show.tree import h
from ui.data.context import Context
from ui.kit import dom, draft, gate, person, wide

_LEVEL: Final = {"municipio": "municipio", "cim": "nuts3"}
_TYPED: Final = ("territorio", "nome")  # of one place alone: nobody types them
_SEEN: Final = "enti_figures_seen"


def draw(context: Context, grant: Grant) -> None:
    """Choose an indicator, fill in its rows, see what is wrong with them, hand them in."""
    lang = context.lang
    taking = handed.receiving(context.catalogue, _LEVEL[grant.role])
    tree = h(
        "div",
        {},
        h("h2", {}, f"{t('mine.figures', lang)}: {person.whose(grant)}"),
        h("p", {}, t("mine.figures_count", lang, n=len(taking))),
    )
    dom.draw(tree, key=f"mine-figures-{grant.of}", lang=lang)
    if not taking:
        return
    item = st.selectbox(
        t("mine.which_figures", lang),
        taking,
        key=f"mine_figures_{grant.of}",
        format_func=lambda i: f"{i.name.get(lang)} ({i.unit.get(lang)})",
        placeholder="",
    )
    asked = handed.form(context.catalogue, item.id)
    key = f"mine_figures_{grant.of}_{item.id}"
    with st.form(key):
        typed = st.data_editor(
            _empty(asked),
            column_config=_columns(asked, lang),
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            placeholder="",
            key=f"{key}_rows",
        )
        st.caption(t("mine.figures_help", lang, n=figures.MOST))
        with st.container(horizontal=True):
            look = st.form_submit_button(t("mine.figures_check", lang))
            sent = st.form_submit_button(t("mine.figures_send", lang), type="primary")
    if look or sent:
        _asked(item.id, asked, _rows(typed, grant.of), lang, keep=sent)
    seen = st.session_state.get(_SEEN)
    if seen and seen[0] == item.id:
        _said(seen[1], lang)


def _empty(asked: Form) -> pd.DataFrame:
    first = {c: "" for c in asked.columns if c not in _TYPED}
    return pd.DataFrame([first | {"serie": s} for s in asked.queries], dtype="string")


def _columns(asked: Form, lang: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        c: st.column_config.TextColumn(t(f"mine.figures.{c}", lang)) for c in asked.columns if c not in _TYPED
    }
    made["serie"] = st.column_config.SelectboxColumn(t("mine.figures.serie", lang), options=list(asked.queries))
    return made


def _rows(typed: pd.DataFrame, place: str) -> list[dict[str, str]]:
    """What was typed, each row of this one place; a row in which nothing stands is none."""
    rows = [
        {str(k): "" if pd.isna(v) else str(v).strip() for k, v in r.items()} for r in typed.to_dict(orient="records")
    ]
    return [r | {"territorio": place} for r in rows if any(v for k, v in r.items() if k != "serie")]


def _asked(indicator: str, asked: Form, rows: Sequence[Mapping[str, str]], lang: str, *, keep: bool) -> None:
    st.session_state.pop(_SEEN, None)
    if not rows:
        st.info(t("mine.figures_none", lang), icon=":material/info:")
        return
    try:
        if keep:
            found = figures.hand_in(person.actor(), indicator, asked.columns, rows)
        else:
            found = figures.checked(indicator, asked.columns, rows)
    except EntiError as error:
        gate.refused(error, lang)
        return
    if keep and not found.faults:
        draft.done()
    st.session_state[_SEEN] = (indicator, found)


def _said(found: Handed, lang: str) -> None:
    """The cells that cannot be taken, each with what to do; or that all are right."""
    if not found.faults:
        st.success(t("mine.figures_right", lang, n=found.rows), icon=":material/check:")
        return
    head = [h("th", {"scope": "col"}, t(f"mine.fault.{c}", lang)) for c in ("row", "column", "what", "cure")]
    rows = [_fault(f, lang) for f in found.faults]
    tree = wide.table(t("mine.figures_faults", lang, n=len(rows)), head, rows)
    dom.draw(h("div", {"role": "alert"}, tree), key="mine-figures-faults", lang=lang)


def _fault(fault: Fault, lang: str) -> Any:
    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, str(fault.row) if fault.row else "–"),
        h("td", {}, fault.column or "–"),
        h("td", {"lang": "pt"}, fault.what),
        h("td", {"lang": "pt"}, fault.cure),
    )
