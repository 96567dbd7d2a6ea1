"""What an indicator is and how to cite it, and the files to take away; below the picture of the Indicador page."""

from collections.abc import Callable

import streamlit as st

from core.catalogue.catalogue import BEYOND, Further, Indicator, NotAggregated, Ratio, WeightedMean
from core.terms import licence
from core.terms.formats import day
from core.terms.period import label
from core.warehouse import queries
from core.warehouse.extract import extract
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.kit import files


def card(context: Context, item: Indicator, series: str, period: str, address: str) -> Node:
    """Definition, unit, source, method, series, licence and citation, with the `address` that opens this view again."""
    lang, catalogue = context.lang, context.catalogue
    provider = catalogue.sources[item.provider]
    name = provider.name.get(lang)
    run = load.run_of(context.store, item.id, series, period) or {}
    facts: list[tuple[str, Node]] = [
        (t("about.definition", lang), h("span", {"lang": "pt"}, item.description)),
        (t("about.unit", lang), item.unit_for(series, lang)),
        (t("about.direction", lang), t(f"about.direction.{item.direction}", lang)),
        (t("about.rhythm", lang), t(f"about.rhythm.{item.periodicity}", lang)),
        (
            t("source", lang),
            h(
                "span",
                {},
                h("a", {"href": provider.home_url}, name) if provider.home_url else name,
                f" · {run['citation']}" if run.get("citation") else "",
            ),
        ),
        _origin(item, lang),
        (t("about.regions", lang), _rule(item, series, context)),
        (t("about.series", lang), _series(item, lang)),
        (t("about.breaks", lang), _breaks(context, item, series)),
        (t("about.licence", lang), licence.said(str(run.get("licence") or provider.licence), lang)),
        (t("about.cite", lang), h("span", {}, citation(context, item, series, period), " ", _whole(address))),
    ]
    return h(
        "details",
        {"class": "enti-card enti-about"},
        h("summary", {}, t("about.title", lang)),
        h("dl", {}, *[h("div", {}, h("dt", {}, k), h("dd", {}, v)) for k, v in facts]),
    )


def _origin(item: Indicator, lang: str) -> tuple[str, Node]:
    """The source that Table 3 names; of a further indicator, why we have it."""
    if isinstance(item, Further):
        return BEYOND.get(lang), item.why.get(lang)
    return t("about.table3", lang), h("span", {"lang": "pt"}, item.table3_source)


def _rule(item: Indicator, series: str, context: Context) -> str:
    """How the value of a region is made from its municípios."""
    rule, lang = item.rule_for(series), context.lang
    if isinstance(rule, NotAggregated):
        return t("about.rule.none", lang, reason=rule.reason.get(lang))
    if isinstance(rule, Ratio | WeightedMean):
        names = [n for n in (getattr(rule, "numerator", None), rule.denominator) if n]
        said = [t("about.area", lang) if n == "area_km2" else context.catalogue[n].name.get(lang) for n in names]
        return t(f"about.rule.{rule.rule}", lang, first=said[0], last=said[-1])
    return t("about.rule.sum", lang)


def _series(item: Indicator, lang: str) -> Node:
    lines = []
    for series in item.series:
        parts = [series.name.get(lang)]
        if series.nuts:
            parts.append(t("nuts_version", lang, version=series.nuts))
        if not series.comparable:
            parts.append(t("about.apart", lang))
        if series.ended:
            parts.append(t("fresh.ended", lang))
        if series.successor:
            parts.append(t("about.successor", lang, name=item.get_series(series.successor).name.get(lang)))
        lines.append(h("li", {}, " · ".join(parts)))
    return h("ul", {}, *lines)


def _breaks(context: Context, item: Indicator, series: str) -> str:
    """What keeps the periods of the series apart: breaks that the source marks, and series that do not continue one
    another.
    """
    lang = context.lang
    said = [
        (
            t("about.breaks.marked", lang, periods=", ".join(label(p, lang) for p in found))
            if (found := queries.breaks(context.store, item.id, series))
            else t("about.breaks.none", lang)
        )
    ]
    if not item.get_series(series).comparable:
        said.append(t("not_comparable", lang))
    if len({s.nuts for s in item.series if s.nuts}) > 1:
        said.append(t("about.breaks.nuts", lang))
    return " ".join(said)


def _whole(address: str) -> Node:
    """An address spelled out, from its beginning: the browser knows under which name it came (ui/web/dom.js)."""
    return h("a", {"href": address, "data-whole": ""}, address)


def citation(context: Context, item: Indicator, series: str, period: str) -> str:
    """A reference that names source, indicator, period, dashboard and build, so that the figure can be found again."""
    lang = context.lang
    run = load.run_of(context.store, item.id, series, period) or {}
    who = str(run.get("citation") or context.catalogue.sources[item.provider].name.get(context.lang)).removeprefix(
        "Fonte: "
    )
    return t(
        "about.citation",
        lang,
        who=who,
        name=item.name.get(lang),
        period=label(period, lang),
        build=context.store.build,
        date=day(context.today, lang),
    )


def downloads(context: Context, item: Indicator, series: str, level: str, version: str, period: str) -> None:
    """Buttons for what is on screen and for the whole series; a file is made only when its button is pressed."""
    lang = context.lang
    screen = f"{item.id}_{series}_{level}_{version}_{period}".replace("/", "-")

    def maker(form: str, whole: bool) -> Callable[[], bytes]:
        narrow = {} if whole else {"level": level, "version": version, "period": period}
        return lambda: files.make(
            form, extract(context.store, context.catalogue, item.id, series, lang=lang, **narrow), context.territories
        )

    # Twelve buttons on every rerun would weigh more than the map: they are made when the list is opened.
    opened = st.popover(t("download", lang), icon=":material/download:", key="w_downloads", on_change="rerun")
    if not opened.open:
        return
    with opened:
        for whole, name in ((False, screen), (True, f"{item.id}_{series}")):
            st.caption(t("download.whole" if whole else "download.screen", lang))
            columns = st.columns(2)
            for n, (key, form) in enumerate(files.FORMS.items()):
                with columns[n % 2]:
                    st.download_button(
                        form.label,
                        maker(key, whole),
                        f"{name}{form.suffix}",
                        form.mime,
                        key=f"dl_{key}_{whole}",
                        on_click="ignore",
                        width="stretch",
                    )
