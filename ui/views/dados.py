"""The figures themselves: choose, look, take away; with the codebook of every column."""

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from core.base.typed import Text
from core.terms.formats import number
from core.terms.period import label, parse
from core.terms.territory import LEVELS
from core.warehouse.extract import CODEBOOK, extract
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.frame.routes import Page
from ui.kit import dom, files, state
from ui.kit.controls import Bar

SHOWN: Final = 100
_ALL: Final = "todos"
_COLUMNS: Final = ("territorio_id", "territorio", "nivel", "nuts", "periodo", "valor", "estado_texto", "fonte", "nota")


def body(context: Context) -> None:
    """Question, controls, preview, downloads, codebook."""
    lang, head = context.lang, st.container()
    table = load.coverage(context.store)
    items = {i.id: i for i in context.catalogue.shown if i.id in set(table["indicator_id"])}
    if not items:
        dom.draw(h("p", {"class": "enti-card"}, t("compare.none", lang)), key="data-none", lang=lang)
        return
    bar = Bar("data-controls", lang)
    chosen = bar.choose(
        state.INDICATOR,
        list(items),
        next(iter(items)),
        label=t("control.indicator", lang),
        show=lambda i: items[i].name.get(lang),
        groups=context.catalogue.headings(lang),
    )
    item = items[chosen]
    mine = table[table["indicator_id"] == chosen]
    present = [s.id for s in item.series if s.id in set(mine["series"])]
    series = bar.choose(
        state.SERIES,
        present,
        present[0],
        label=t("control.series", lang),
        show=lambda s: item.get_series(s).name.get(lang),
    )
    mine = mine[mine["series"] == series]
    levels = [_ALL, *[v for v in LEVELS if v in set(mine["level"])]]
    level = bar.choose(
        state.LEVEL,
        levels,
        _ALL,
        label=t("control.level", lang),
        show=lambda v: t("data.all" if v == _ALL else f"level.{v}", lang),
    )
    periods = sorted({p for ps in mine["periods"] for p in ps}, key=parse, reverse=True)
    period = bar.choose(
        state.PERIOD,
        [_ALL, *periods],
        _ALL,
        label=t("control.period", lang),
        show=lambda p: t("data.all", lang) if p == _ALL else label(p, lang),
    )
    bar.draw()

    def rows() -> pd.DataFrame:
        return extract(
            context.store,
            context.catalogue,
            chosen,
            series,
            lang=lang,
            level=None if level == _ALL else level,
            period=None if period == _ALL else period,
        )

    made = rows()
    with head:
        dom.draw(_heading(made, item.name.get(lang), lang), key="data-head", lang=lang)
    dom.draw(_preview(made, item.decimals_for(series), lang), key="data-preview", lang=lang)
    _buttons(context, rows, f"{chosen}_{series}_{level}_{period}".replace("/", "-"))
    dom.draw(_codebook(lang), key="data-codes", lang=lang)


def _heading(rows: pd.DataFrame, name: str, lang: str) -> Node:
    answer = t(
        "data.answer",
        lang,
        n=number(len(rows), 0, lang),
        rows=len(rows),
        known=number(int(rows["valor"].notna().sum()), 0, lang),
        places=number(rows["territorio_id"].nunique(), 0, lang),
        of=rows["territorio_id"].nunique(),
        periods=rows["periodo"].nunique(),
    )
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, t("data.question", lang)),
        h("h1", {}, name),
        h("p", {"class": "enti-answer"}, answer),
    )


def _preview(rows: pd.DataFrame, decimals: int, lang: str) -> Node:
    """The newest rows first; the file has them all, with exact values."""
    age = -rows.groupby("periodo", sort=False).ngroup()  # rows come in time order
    newest = rows.iloc[age.argsort(kind="stable")].head(SHOWN)

    def cell(name: str, value: object) -> Node:
        if name == "valor":
            return h("td", {"class": "num"}, "–" if pd.isna(value) else number(float(value), decimals, lang))  # type: ignore[arg-type]
        return h("td", {}, "" if pd.isna(value) else label(str(value), lang) if name == "periodo" else str(value))  # type: ignore[call-overload]

    body_rows = [
        h("tr", {}, *[cell(c, v) for c, v in zip(_COLUMNS, row, strict=True)])
        for row in newest[list(_COLUMNS)].itertuples(index=False, name=None)
    ]
    caption = t("data.preview", lang, n=min(SHOWN, len(rows)), of=number(len(rows), 0, lang))
    return h(
        "div",
        {"class": "enti-card enti-scroll enti-preview", "tabindex": "0", "role": "region", "aria-label": caption},
        h(
            "table",
            {},
            h("caption", {}, caption),
            h(
                "thead",
                {},
                h("tr", {}, *[h("th", {"scope": "col", "class": "num" if c == "valor" else ""}, c) for c in _COLUMNS]),
            ),
            h("tbody", {}, *body_rows),
        ),
    )


def _buttons(context: Context, rows: "Callable[[], pd.DataFrame]", name: str) -> None:
    def maker(form: str) -> "Callable[[], bytes]":
        return lambda: files.make(form, rows(), context.territories)

    for column, (key, form) in zip(st.columns(len(files.FORMS)), files.FORMS.items(), strict=True):
        with column:
            st.download_button(
                form.label,
                maker(key),
                f"{name}{form.suffix}",
                form.mime,
                key=f"data_{key}",
                on_click="ignore",
                width="stretch",
                icon=":material/download:",
            )


def _codebook(lang: str) -> Node:
    lines = [
        h("tr", {}, h("th", {"scope": "row"}, name), h("td", {}, words[0 if lang == "pt" else 1]))
        for name, words in CODEBOOK.items()
    ]
    head = [h("th", {"scope": "col"}, t(k, lang)) for k in ("data.column", "data.meaning")]
    return h(
        "details",
        {"class": "enti-card enti-about"},
        h("summary", {}, t("data.codebook", lang)),
        h("table", {}, h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *lines)),
    )


PAGE = Page(
    id="dados",
    section="explore",
    order=7,
    name=Text(pt="Dados", en="Data"),
    also=Text(
        pt="descarregar, exportar, CSV, Excel, XLSX, Parquet, ficheiros, dados abertos",
        en="download, export, CSV, Excel, XLSX, Parquet, files, open data",
    ),
    description=Text(
        pt="Que valores, exatamente? Escolher, ver, levar em seis formas",
        en="Which figures, exactly? Choose, look, take away in six forms",
    ),
    body=body,
)
