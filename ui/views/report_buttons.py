"""Buttons for reports: made when pressed, from the build on screen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from show.texts import t
from ui.data.context import Context

MIMES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@dataclass(frozen=True)
class Offer:
    """A report that can be had: what it is called, the name of its files, and what makes it in a form (a key of
    MIMES).
    """

    label: str
    name: str
    make: Callable[[str], bytes]


def draw(context: Context, offers: list[Offer]) -> None:
    """A row of buttons per report, opened on request: a page has little need of them and they weigh more than it
    does.
    """
    lang = context.lang
    opened = st.popover(t("reports.title", lang), icon=":material/description:", key="w_reports", on_change="rerun")
    if not opened.open:
        return
    with opened:
        for offer in offers:
            st.caption(offer.label)
            columns = st.columns(len(MIMES))
            for column, (form, mime) in zip(columns, MIMES.items(), strict=True):
                with column:
                    st.download_button(
                        form.upper(),
                        _maker(offer, form),
                        f"{offer.name}.{form}",
                        mime,
                        key=f"rep_{offer.name}_{form}",
                        on_click="ignore",
                        width="stretch",
                    )
        st.caption(t("reports.note", lang))


def _maker(offer: Offer, form: str) -> Callable[[], bytes]:
    return lambda: offer.make(form)
