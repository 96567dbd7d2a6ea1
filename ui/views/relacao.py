"""Two indicators against each other, place by place, with how closely they go together and what that does not say."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.terms.formats import number
from core.terms.period import label
from core.terms.territory import DRAWN, VERSION, VERSIONS
from core.warehouse import queries
from show.sentences import said_name, source_line, value_or_gap
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import dom, plots, state
from ui.kit.controls import Bar

DEFAULTS = ("taxa_votantes_autarquicas", "densidade_populacional")
FEW = 10  # places; below, a correlation is not stated


@dataclass(frozen=True)
class Axis:
    """One indicator at the level in view, in its newest period there."""

    item: Indicator
    series: str
    period: str
    rows: pd.DataFrame

    def title(self, lang: str) -> str:
        """Name, unit and period, for an axis."""
        name, unit = said_name(self.item, self.series, lang), self.item.unit_for(self.series, lang)
        return f"{name} ({unit}), {label(self.period, lang)}"


def body(context: Context) -> None:
    """Question and answer first, then the picture, its table, and the caveat."""
    lang, head = context.lang, st.container()
    table, read = load.coverage(context.store), reader(context)
    bar = Bar("relation-controls", lang)
    level = bar.choose(
        state.LEVEL,
        DRAWN,
        "municipio",
        label=t("control.level", lang),
        show=lambda v: t(f"level.{v}", lang),
        form="segments",
    )
    version = bar.choose(state.NUTS, VERSIONS[::-1], VERSION, label=t("control.nuts", lang), form="segments")
    there = table[(table["level"] == level) & (table["nuts_version"].isna() | (table["nuts_version"] == version))]
    known = set(there["indicator_id"])
    items = {i.id: i for i in context.catalogue.shown if i.id in known}
    if len(items) < 2:
        bar.draw()
        dom.draw(
            h(
                "div",
                {},
                h("h1", {}, PAGE.name.get(lang)),
                h("p", {"class": "enti-card"}, t("relation.too_few_indicators", lang)),
            ),
            key="relation-none",
            lang=lang,
        )
        return
    axes: list[Axis] = []
    for name, wanted, text in ((state.INDICATOR, DEFAULTS[0], "relation.x"), (state.OTHER, DEFAULTS[1], "relation.y")):
        default = wanted if wanted in items else list(items)[len(axes)]
        chosen = bar.choose(
            name,
            list(items),
            default,
            label=t(text, lang),
            show=lambda i: items[i].name.get(lang),
            groups=context.catalogue.headings(lang),
        )
        series = read.shown(items[chosen], level, version)
        period = read.periods(items[chosen], series, level, version)[-1]
        rows = queries.slice_at(context.store, chosen, series, level, version, period)
        axes.append(Axis(items[chosen], series, period, rows))
    bar.draw((state.INDICATOR, state.OTHER))
    _draw(context, head, axes[0], axes[1], level, version)


def both(x: Axis, y: Axis) -> pd.DataFrame:
    """Places with a value in both: territory_id, name, x, y."""
    rows = x.rows[["territory_id", "name"]].assign(x=x.rows["value"])
    return rows.merge(y.rows[["territory_id"]].assign(y=y.rows["value"]), on="territory_id").dropna(subset=["x", "y"])


def correlation(pairs: pd.DataFrame) -> tuple[float, float] | None:
    """Pearson's r and Spearman's rho of columns x and y; None below FEW places, or where one of them does not vary."""
    if len(pairs) < FEW or pairs["x"].nunique() < 2 or pairs["y"].nunique() < 2:
        return None
    return float(pairs["x"].corr(pairs["y"])), float(pairs["x"].corr(pairs["y"], method="spearman"))


def wide(values: pd.Series) -> bool:
    """Whether an axis must be logarithmic to be read: all positive, and the largest over a hundred times the
    smallest.
    """
    return bool(len(values) and values.min() > 0 and values.max() / values.min() > 100)


def _strength(rho: float) -> str:
    """A word for the size of a rank correlation: none (< 0.2), weak (< 0.4), middling (< 0.7) or strong."""
    size = abs(rho)
    return "none" if size < 0.2 else "weak" if size < 0.4 else "middling" if size < 0.7 else "strong"


def _answer(pairs: pd.DataFrame, lang: str) -> str:
    found = correlation(pairs)
    if found is None:
        return t("relation.few", lang, n=len(pairs), few=FEW)
    r, rho = found
    strength = _strength(rho)
    sense = "" if strength == "none" else t("relation.up" if rho > 0 else "relation.down", lang)
    return (
        t(f"relation.{strength}", lang, sense=sense)
        + " "
        + t("relation.numbers", lang, rho=number(rho, 2, lang), r=number(r, 2, lang), n=len(pairs))
    )


def _draw(context: Context, head: AbstractContextManager[object], x: Axis, y: Axis, level: str, version: str) -> None:
    lang, pairs = context.lang, both(x, y)
    title = t("relation.title", lang, x=said_name(x.item, x.series, lang), y=said_name(y.item, y.series, lang))
    with head:
        dom.draw(
            h(
                "div",
                {},
                h("p", {"class": "enti-crumbs"}, t("relation.question", lang)),
                h("h1", {}, title),
                h("p", {"class": "enti-answer"}, _answer(pairs, lang)),
            ),
            key="relation-head",
            lang=lang,
        )
    top = "nuts1" if level == "nuts2" else "nuts2"
    parents = [context.territories.parent_at(i, top, version) for i in pairs["territory_id"]]
    pairs = pairs.assign(group=[p.name if p else "–" for p in parents])
    texts = [
        f"{name}: {value_or_gap(a, x.item, x.series, lang)}; {value_or_gap(b, y.item, y.series, lang)}"
        for name, a, b in zip(pairs["name"], pairs["x"], pairs["y"], strict=True)
    ]
    logs = tuple(wide(pairs[c]) for c in ("x", "y"))
    titles = [
        a.title(lang) + (f" · {t('relation.log', lang)}" if log else "") for a, log in zip((x, y), logs, strict=True)
    ]
    figure = plots.scatter(
        pairs.assign(text=texts),
        x=titles[0],
        y=titles[1],
        decimals=(x.item.decimals_for(x.series), y.item.decimals_for(y.series)),
        logs=(logs[0], logs[1]),
        lang=lang,
        theme=state.theme(),
    )
    st.plotly_chart(figure, key="relation", config={"displayModeBar": False}, width="stretch")
    lines = []
    for axis in (x, y):
        origin = reader(context).origin(axis.item, axis.series, axis.period)
        parts = source_line(
            axis.item,
            origin,
            reader(context).covered(axis.item, axis.series, level, version, axis.period),
            axis.period,
            context.today,
            version=version,
            lang=lang,
        )
        lines.append(
            h("p", {"class": "enti-source"}, f"{said_name(axis.item, axis.series, lang)}: " + " · ".join(parts))
        )
    left_out = len(x.rows) - len(pairs)
    nav(
        dom.draw(
            h(
                "div",
                {},
                h("p", {"class": "enti-fine"}, t("relation.caveat", lang)),
                h("p", {"class": "enti-fine"}, t("relation.left_out", lang, n=left_out)) if left_out else None,
                _twin(pairs, x, y, lang),
                *lines,
            ),
            key="relation-foot",
            lang=lang,
        )
    )


def _twin(pairs: pd.DataFrame, x: Axis, y: Axis, lang: str) -> Node:
    head = [
        (t("map.col.place", lang), False),
        (t("relation.group", lang), False),
        (said_name(x.item, x.series, lang), True),
        (said_name(y.item, y.series, lang), True),
    ]
    body = [
        h(
            "tr",
            {},
            h(
                "th",
                {"scope": "row"},
                h("a", {"href": state.address("territorio", territorio=r.territory_id), "data-nav": "1"}, r.name),
            ),
            h("td", {}, r.group),
            h("td", {"class": "num"}, value_or_gap(r.x, x.item, x.series, lang)),
            h("td", {"class": "num"}, value_or_gap(r.y, y.item, y.series, lang)),
        )
        for r in pairs.itertuples(index=False)
    ]
    return h(
        "details",
        {"class": "enti-missing"},
        h("summary", {}, t("map.table", lang)),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {},
                h(
                    "thead",
                    {},
                    h("tr", {}, *[h("th", {"scope": "col", "class": "num" if right else ""}, c) for c, right in head]),
                ),
                h("tbody", {}, *body),
            ),
        ),
    )


PAGE = Page(
    id="relacao",
    section="explore",
    order=6,
    name=Text(pt="Relação", en="Relation"),
    also=Text(pt="correlação, dispersão", en="correlation, scatter"),
    description=Text(
        pt="Juntamente com quê? Dois indicadores, com a correlação e o que ela não diz",
        en="Together with what? Two indicators, with their correlation and what it does not say",
    ),
    body=body,
)
