"""What moves and what cannot be said: every row of Table 3 for the country and over the territories, and composites
by domain.
"""

from typing import Final

import pandas as pd

from core.base.typed import Text
from core.catalogue.catalogue import Domain, Indicator
from core.judgement import composite as composites
from core.judgement.composite import Composite, composite
from core.judgement.judge import BAD, GOOD
from core.terms.formats import number
from core.terms.territory import COUNTRY, DRAWN, VERSION, VERSIONS
from core.warehouse import queries
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import dom, marks, state
from ui.kit.controls import Bar

_FIRST: Final = 10
_NEUTRAL: Final = frozenset({"rising", "falling"})


def group_of(judgement: str) -> str:
    """good | bad | same | neutral | none: how a state counts in a roll-up."""
    if judgement in GOOD:
        return "good"
    if judgement in BAD:
        return "bad"
    return {"no_change": "same", "not_assessable": "none"}.get(judgement, "neutral")


def body(context: Context) -> None:
    """The answer for the country, a table of all rows with their roll-up, the composites."""
    lang = context.lang
    bar = Bar("progress-controls", lang)
    level = bar.choose(
        state.LEVEL,
        DRAWN,
        "municipio",
        label=t("progress.level", lang),
        show=lambda v: t(f"levels.{v}", lang),
        form="segments",
    )
    version = bar.choose(state.NUTS, VERSIONS[::-1], VERSION, label=t("control.nuts", lang), form="segments")
    table = steer.judgements(context, version)
    country = table[table["territory_id"] == COUNTRY].set_index("indicator_id")
    dom.draw(_head(country, lang), key="progress-head", lang=lang)
    bar.draw()
    mine = table[table["level"] == level]
    tree = h(
        "div", {"class": "enti-page"}, _table(context, country, mine, version), _composites(context, level, version)
    )
    nav(dom.draw(tree, key="progress", lang=lang))


def _head(country: pd.DataFrame, lang: str) -> Node:
    n = country["state"].map(group_of).value_counts()
    answer = t(
        "progress.answer",
        lang,
        good=n.get("good", 0),
        bad=n.get("bad", 0),
        same=n.get("same", 0),
        neutral=n.get("neutral", 0),
        abstained=n.get("none", 0),
    )
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, t("strategy", lang)),
        h("h1", {}, t("progress.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
    )


def _table(context: Context, country: pd.DataFrame, mine: pd.DataFrame, version: str) -> Node:
    lang = context.lang
    columns = [t("control.indicator", lang), t("progress.country", lang), t("progress.level", lang)]
    head = h("thead", {}, h("tr", {}, *[h("th", {"scope": "col"}, c) for c in columns]))
    grouped = {str(k): g for k, g in mine.groupby("indicator_id")}
    bodies = []
    for domain in context.catalogue.domains:
        items = sorted((i for i in context.catalogue.indicators if i.domain == domain.name), key=lambda i: i.row)
        rows = [_row(i, country.loc[i.id], grouped[i.id], version, lang) for i in items]
        name = domain.name if lang == "pt" else domain.en
        bodies.append(
            h(
                "tbody",
                {},
                h("tr", {}, h("th", {"scope": "rowgroup", "colspan": 3, "class": "enti-group"}, name)),
                *rows,
            )
        )
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h("table", {"class": "enti-wide"}, h("caption", {}, t("progress.table", lang)), head, *bodies),
    )


def _row(item: Indicator, country: "pd.Series[object]", mine: pd.DataFrame, version: str, lang: str) -> Node:
    counts = (
        dict.fromkeys(("good", "same", "bad", "neutral", "none"), 0)
        | mine["state"].map(group_of).value_counts().to_dict()
    )
    assessed = len(mine) - counts["none"]
    why = str(country["reason"])
    mark = marks.judged(str(country["state"]), lang, indicator=item.id, place=COUNTRY, version=version)
    roll: Node = h("span", {"class": "enti-fine"}, _reasons(mine, lang))
    if assessed:
        alt = t(
            "progress.bar",
            lang,
            good=counts["good"],
            same=counts["same"],
            bad=counts["bad"],
            neutral=counts["neutral"],
            none=counts["none"],
        )
        roll = h(
            "div",
            {},
            marks.bar([(counts[g], marks.COLOURS[g]) for g in counts], alt),
            h("span", {"class": "enti-fine"}, alt),
        )
    link = h(
        "a", {"href": state.address("indicador", **{state.INDICATOR: item.id}), "data-nav": "1"}, item.name.get(lang)
    )
    return h(
        "tr",
        {"data-row": item.row},
        h("th", {"scope": "row"}, link),
        h("td", {}, mark, h("div", {"class": "enti-fine"}, t(f"reason.{why}", lang)) if why else None),
        h("td", {}, roll),
    )


def _reasons(mine: pd.DataFrame, lang: str) -> str:
    """Why nothing is stated over these territories, with counts."""
    found = mine["reason"].value_counts()
    said = "; ".join(f"{t(f'reason.{r}', lang)} ({n})" for r, n in found.items() if r)
    return f"{t('verdict.not_assessable', lang)}: {said}"


# Composites


def _composites(context: Context, level: str, version: str) -> Node:
    lang = context.lang
    found = load.once(context.store, ("composites", level, version), lambda: _made(context, level, version))
    parts = [_composite(context, d, c) for d, c in zip(context.catalogue.domains, found, strict=True)]
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {}, t("progress.composites", lang)),
        *parts,
        h("p", {"class": "enti-fine"}, t("progress.method", lang, draws=composites.DRAWS)),
    )


def _made(context: Context, level: str, version: str) -> list[Composite]:
    table = queries.all_points(context.store, version)
    read = reader(context)
    chosen = {i.id: read.judged(i, level, version) for i in context.catalogue.indicators}
    places = [p.id for p in context.territories.at_level(level, version)]
    return [
        composite(context.catalogue, d.name, level, version, table, places, chosen) for d in context.catalogue.domains
    ]


def _composite(context: Context, domain: Domain, made: Composite) -> Node:
    lang = context.lang
    of = sum(i.domain == domain.name for i in context.catalogue.indicators)
    shown = (
        _scores(context, made)
        if made.exists
        else h("p", {}, t("progress.no_composite", lang, n=len(made.parts), of=of, least=composites.MIN_PARTS))
    )
    left = [
        h("li", {}, f"{context.catalogue.indicator(i).name.get(lang)}: {t(f'reason.{why}', lang)}")
        for i, why in made.left_out.items()
    ]
    return h(
        "div",
        {"class": "enti-fact"},
        h("h3", {}, domain.name if lang == "pt" else domain.en),
        shown,
        h(
            "details",
            {"class": "enti-missing"},
            h("summary", {}, t("progress.left_out", lang, n=len(left))),
            h("ul", {}, *left),
        ),
    )


def _scores(context: Context, made: Composite) -> Node:
    """The first territories with score, rank and its interval, and what each part brings."""
    lang = context.lang
    known = made.scores[made.scores["score"].notna()].sort_values(["rank", "territory_id"]).head(_FIRST)
    names = [context.catalogue.indicator(p.indicator_id).name.get(lang) for p in made.parts]
    head = [t("map.col.place", lang), t("progress.rank", lang), t("progress.score", lang), *names]
    rows = []
    for r in known.itertuples():
        points = made.points.loc[r.territory_id]
        cells = [
            f"{r.rank:.0f} ({r.rank_low:.0f}–{r.rank_high:.0f})",
            number(float(r.score), 1, lang),
            *[
                "–" if pd.isna(points[p.indicator_id]) else number(float(points[p.indicator_id]), 1, lang)
                for p in made.parts
            ],
        ]
        rows.append(
            h(
                "tr",
                {},
                h("th", {"scope": "row"}, context.territories[r.territory_id].name),
                *[h("td", {"class": "num"}, c) for c in cells],
            )
        )
    caption = t("progress.first", lang, n=len(known), of=int(made.scores["score"].notna().sum()))
    return h(
        "div",
        {"class": "enti-scroll"},
        h(
            "table",
            {},
            h("caption", {}, caption),
            h("thead", {}, h("tr", {}, *[h("th", {"scope": "col"}, c) for c in head])),
            h("tbody", {}, *rows),
        ),
    )


PAGE = Page(
    id="progresso",
    section="steer",
    order=2,
    name=Text(pt="Progresso", en="Progress"),
    description=Text(
        pt="O que se move e o que não se pode dizer, no país e por território; composto por domínio",
        en="What moves and what cannot be said, in the country and by territory; a composite by domain",
    ),
    body=body,
)
