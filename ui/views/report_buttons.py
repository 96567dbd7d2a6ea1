"""Buttons for the reports that a page offers: made when pressed, from the build on screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import streamlit as st

from core.base.paths import ROOT, execution_path, targets_dir
from core.strategy import present
from show.texts import t
from ui.data.context import Context
from ui.data.stamp import stamp
from ui.kit import state

if TYPE_CHECKING:
    from reports.kinds import ReportKind

MIMES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


def draw(context: Context, page: str, place: str | None = None) -> None:
    """A row of buttons per report of a page, opened on request: a page has little need of them and they weigh more than
    it does. `place`: id of the territory in view, for the reports of one.
    """
    lang = context.lang
    opened = st.popover(t("reports.title", lang), icon=":material/description:", key="w_reports", on_change="rerun")
    if not opened.open:
        return
    from reports.kinds import REGISTRY  # here: a page need not wait for what sets type

    with opened:
        for kind in REGISTRY.all.values():
            if kind.page == page:
                _row(context, kind, _of(kind, context, place))
        st.caption(t("reports.note", lang))


def _of(kind: "ReportKind", context: Context, place: str | None) -> str:
    """What a report is to speak of: its year, the place in view, or the region that the reader chooses here."""
    if kind.offered:
        return kind.offered(context.today)
    if kind.of == "territory":
        return str(place)
    names = {r.id: r.name for r in present.load().regions}
    chosen = st.selectbox(
        t("reports.region", context.lang), list(names), format_func=names.__getitem__, key=f"w_of_{kind.id}"
    )
    return str(chosen)


def _spoken(kind: "ReportKind", of: str, context: Context) -> str:
    if kind.of == "territory":
        return context.territories[of].called.alone(context.lang)
    if kind.of == "region":
        return next(r.name for r in present.load().regions if r.id == of)
    return of


def _row(context: Context, kind: "ReportKind", of: str) -> None:
    from reports.kinds import file_of

    name = file_of(kind.file, of, context.lang)
    st.caption(kind.name.get(context.lang).format(of=_spoken(kind, of, context)))
    for column, (form, mime) in zip(st.columns(len(MIMES)), MIMES.items(), strict=True):
        with column:
            st.download_button(
                form.upper(),
                _maker(context, kind, of, form),
                f"{name}.{form}",
                mime,
                key=f"rep_{name}_{form}",
                on_click="ignore",
                width="stretch",
            )


def _maker(context: Context, kind: "ReportKind", of: str, form: str) -> Callable[[], bytes]:
    store, today, lang = context.store, context.today, context.lang

    who = state.who_asks()

    def make() -> bytes:
        from reports import WRITERS
        from reports.desk import DESK

        # The build, the day, and what people said and declared: nothing else is in a report.
        seen = stamp(execution_path(), *sorted(targets_dir().glob("*.csv")), *sorted(ROOT.glob("*.yaml")))
        key = (store.build, today.isoformat(), seen, kind.id, of, form, lang)
        return DESK.file(key, who, lambda: WRITERS[form](kind.make(store, of, today, lang)))

    return make
