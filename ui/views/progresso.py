"""What moves and what cannot be said: every row of Table 3 for the country and over the territories, and composites
by domain.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from core.base.typed import Text
from core.catalogue.catalogue import Domain
from core.judgement import composite as composites
from core.judgement.composite import Composite, composite
from core.judgement.judge import Card
from core.reading.nation import group_of, tally
from core.terms.formats import number
from core.terms.period import label
from core.terms.territory import DRAWN, VERSION, VERSIONS
from core.warehouse import queries
from show import verdicts
from show.sentences import area_name, said_name, value_or_gap
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


def body(context: Context) -> None:
    """The answer for the country, a table of what can be judged with its roll-up, the rest folded, the composites."""
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
    country = steer.national(context)
    dom.draw(_head(country, lang), key="progress-head", lang=lang)
    bar.draw()
    mine = table[table["level"] == level]
    tree = h(
        "div",
        {"class": "enti-page"},
        *_tables(context, country, mine, version),
        _composites(context, level, version),
    )
    nav(dom.draw(tree, key="progress", lang=lang))


def _head(country: Mapping[str, Card], lang: str) -> Node:
    found = tally(country.values())
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, t("progress.title", lang)),
        h("h1", {}, verdicts.tally_said(found, lang)),
        h("p", {"class": "enti-answer"}, verdicts.speaking_said(found, lang)) if found.good else None,
    )


def _tables(context: Context, country: Mapping[str, Card], mine: pd.DataFrame, version: str) -> list[Node]:
    """What can be judged in the long window, open; then, folded, what has figures of the country and what has none."""
    lang = context.lang
    grouped = {str(k): g for k, g in mine.groupby("indicator_id")}
    parts: dict[str, dict[str, list[Node]]] = {"judged": {}, "few": {}, "none": {}}
    for domain in context.catalogue.domains:
        name = domain.name if lang == "pt" else domain.en
        for item in context.catalogue.indicators:
            if item.domain == domain.name:
                card = country[item.id]
                part = "judged" if card.state != "not_assessable" else "few" if card.points else "none"
                parts[part].setdefault(name, []).append(_row(card, grouped[item.id], version, lang))
    made: list[Node] = []
    for part, rows in parts.items():
        count = sum(map(len, rows.values()))
        said = t(f"progress.part.{part}", lang, n=count)
        table = h("div", {"class": "enti-scroll"}, _table(said, rows, lang))
        folded = h("details", {"class": "enti-missing"}, h("summary", {}, said), table)
        made.append(h("section", {"class": "enti-card", "data-part": part}, table if part == "judged" else folded))
    return made


def _table(caption: str, rows: Mapping[str, list[Node]], lang: str) -> Node:
    """Rows by domain; a domain without any is left out."""
    keys = ("control.indicator", "progress.country", "window.long", "window.short", "window.aim", "progress.level")
    head = h("thead", {}, h("tr", {}, *[h("th", {"scope": "col"}, t(k, lang)) for k in keys]))
    bodies = [
        h(
            "tbody",
            {},
            h("tr", {}, h("th", {"scope": "rowgroup", "colspan": len(keys), "class": "enti-group"}, domain)),
            *mine,
        )
        for domain, mine in rows.items()
    ]
    return h("table", {"class": "enti-wide"}, h("caption", {}, caption), head, *bodies)


def _row(card: Card, mine: pd.DataFrame, version: str, lang: str) -> Node:
    item = card.item
    counts = (
        dict.fromkeys(("good", "same", "bad", "neutral", "none"), 0)
        | mine["state"].map(group_of).value_counts().to_dict()
    )
    assessed = len(mine) - counts["none"]
    mark = marks.judged(card.state, lang, indicator=item.id, place=card.territory_id, version=version)
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
    to = {"href": state.address("indicador", **{state.INDICATOR: item.id}), "data-nav": "1"}
    link = h("a", to, said_name(item, card.series, lang))
    return h(
        "tr",
        {"data-row": item.row},
        h("th", {"scope": "row"}, link),
        h("td", {"class": "num"}, *_value(card, lang)),
        h("td", {}, mark, h("div", {"class": "enti-fine"}, _why(card, lang))),
        h("td", {}, *_pace(card, lang)),
        h("td", {"class": "enti-aim"}, marks.aim(card, lang) or "–"),
        h("td", {}, roll),
    )


def _value(card: Card, lang: str) -> list[Node]:
    if not card.points:
        return ["–"]
    period, value = card.points[-1]
    named = area_name(card.territory_id, lang)
    return [
        h("strong", {}, value_or_gap(value, card.item, card.series, lang)),
        h("div", {"class": "enti-fine"}, f"{named}, {label(period, lang)}"),
    ]


def _why(card: Card, lang: str) -> str:
    """The years of the long window, or why it says nothing; and that it cannot speak of the Strategy."""
    used = card.trend.used
    span = f"{label(used[0], lang)}–{label(used[-1], lang)}" if used else ""
    said = t(f"reason.{card.reason}", lang) if card.reason else span
    return said if card.speaks or not card.points else f"{said}; {t('speaks.short', lang)}"


def _pace(card: Card, lang: str) -> list[Node]:
    if card.short.first is None or card.short.last is None or card.short.rate is None:
        return ["–" if not card.points else h("span", {"class": "enti-fine"}, t(f"pace.why.{card.short.reason}", lang))]
    span = f"{label(card.short.first[0], lang)}–{label(card.short.last[0], lang)}"
    return [marks.pace(card, lang), h("div", {"class": "enti-fine"}, f"{verdicts.rate(card.short, lang)}, {span}")]


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
    chosen = {i.id: read.shown(i, level, version) for i in context.catalogue.indicators}
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
    also=Text(pt="meta, metas, tendências, juízo, veredicto", en="target, targets, trends, judgement, verdict"),
    description=Text(
        pt="O que se move e o que não se pode dizer, no país e por território; composto por domínio",
        en="What moves and what cannot be said, in the country and by territory; a composite by domain",
    ),
    body=body,
)
