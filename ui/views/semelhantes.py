"""Which municípios are like this one, why, and how it stands among them."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.judgement import peers
from core.reading import chance, measures
from core.terms.formats import number
from core.terms.naming import of_group
from core.terms.period import label
from core.terms.territory import VERSION, Territory
from core.warehouse import queries
from show import places
from show.sentences import dated, said_name, value_or_gap
from show.spoken import Spoken, rank, spoken
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import dom, state
from ui.kit.controls import Bar

GROUP: Final = "grupo"
GROUPS: Final = ("eleitores", "eim", "todos")
DEFAULT: Final = "0705"
_DECIMALS: Final = {"populacao": 0, "densidade": 1, "area": 1, "natalidade": 1, "pendulares": 1, "eletricidade": 0}


@dataclass(frozen=True)
class Choice:
    """One município, the group among which it is compared, and the weight of each feature."""

    own: Territory
    group: str
    weights: dict[str, int]


def body(context: Context) -> None:
    """Question and answer, the ten nearest with their reasons, and how the place stands among them."""
    lang = context.lang
    choice = _choice(context)
    described = load.described(context.store)
    among = members(context, choice)
    near = peers.nearest(described.values, choice.own.id, choice.weights, among).head(peers.SHOWN)
    nav(dom.draw(_heading(context, choice, near, len(among)), key="peers-head", lang=lang))
    if near.empty:
        return
    tree = h(
        "div", {"class": "enti-page"}, _nearest(context, choice, near, described), _standing(context, choice, near)
    )
    nav(dom.draw(tree, key="peers", lang=lang))


def _choice(context: Context) -> Choice:
    lang, known = context.lang, context.territories
    towns = {
        m.id: f"{m.name} ({m.district})" for m in sorted(known.municipalities, key=lambda m: places.sort_key(m.name))
    }
    bar = Bar("peers-controls", lang)
    own = bar.choose(state.PLACE, list(towns), DEFAULT, label=t("level.municipio", lang), show=towns.__getitem__)
    group = bar.choose(
        GROUP, GROUPS, GROUPS[0], label=t("peers.group", lang), show=lambda g: t(f"peers.group.{g}", lang)
    )
    weights = {
        f.id: int(
            bar.choose(
                f"peso_{f.id}", list("0123"), str(f.weight), label=t(f"peers.{f.id}", lang), form="segments", more=True
            )
        )
        for f in peers.FEATURES
    }
    bar.draw(more=t("peers.weights", lang))
    return Choice(known[own], group, weights)


def members(context: Context, choice: Choice) -> set[str]:
    """The municípios of the chosen group, this one included."""
    towns, own = context.territories.municipalities, choice.own
    if choice.group == "todos":
        return {m.id for m in towns}
    if choice.group == "eim":
        return {m.id for m in towns if m.group == own.group}
    classes = peers.voters_class()
    return {m.id for m in towns if classes[m.id] == classes[own.id]}


def _heading(context: Context, choice: Choice, near: pd.DataFrame, n: int) -> Node:
    lang, own = context.lang, choice.own
    if near.empty:
        answer = t("peers.none", lang, who=own.called.within(lang))
        link = None
    else:
        first = [context.territories[i].called.within(lang) for i in near["territory_id"][:3]]
        names = f" {t('and', lang)} ".join([", ".join(first[:-1]), first[-1]]) if len(first) > 1 else first[0]
        answer = t("peers.answer", lang, who=own.called.within(lang), names=names)
        address = state.address("comparar", lugares=",".join([own.id, *near["territory_id"][:3]]))
        link = h("a", {"href": address, "data-nav": "1"}, t("peers.compare", lang))
    voters, of = t(f"peers.class.{peers.voters_class()[own.id]}", lang), of_group(own.group or "").within(lang, "de")
    group = t(f"peers.among.{choice.group}", lang, n=n - 1, voters=voters, of=of)
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, t("peers.question", lang)),
        h("h1", {}, t("peers.title", lang, who=own.called.within(lang))),
        h("p", {"class": "enti-answer"}, answer, " ", link),
        h("p", {"class": "enti-fine"}, group),
        h("p", {"class": "enti-fine"}, t("peers.how", lang)),
    )


def _nearest(context: Context, choice: Choice, near: pd.DataFrame, described: peers.Described) -> Node:
    lang = context.lang
    head = [("map.col.place", False), ("peers.distance", True), ("peers.reasons", False), ("peers.difference", False)]
    rows = []
    for r in near.itertuples(index=False):
        place = context.territories[str(r.territory_id)]
        alike = [h("li", {}, _feature(f, choice, place, described, lang)) for f in r.closest]
        link = h("a", {"href": state.address("territorio", territorio=place.id), "data-nav": "1"}, place.name)
        rows.append(
            h(
                "tr",
                {},
                h("th", {"scope": "row"}, link, h("div", {"class": "enti-fine"}, place.district or "")),
                h("td", {"class": "num"}, number(float(r.distance), 2, lang)),
                h("td", {}, h("ul", {"class": "enti-reasons"}, *alike)),
                h("td", {}, _feature(str(r.farthest), choice, place, described, lang)),
            )
        )
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, _caption(choice.own, _periods(described, lang), lang)),
            _head(head, lang),
            h("tbody", {}, *rows),
        ),
    )


def _caption(own: Territory, periods: str, lang: str) -> str:
    called = own.called
    return t("peers.caption", lang, of=called.within(lang, "de"), periods=periods)


def _feature(feature: str, choice: Choice, other: Territory, described: peers.Described, lang: str) -> str:
    """«População: 34 057 (aqui 53 591)»."""
    there, here = (float(described.values.at[i, feature]) for i in (other.id, choice.own.id))
    figures = [number(v, _DECIMALS[feature], lang) for v in (there, here)]
    return t("peers.feature", lang, feature=t(f"peers.{feature}", lang), there=figures[0], here=figures[1])


def _periods(described: peers.Described, lang: str) -> str:
    return "; ".join(f"{t(f'peers.{k}', lang)}: {label(p, lang)}" for k, p in described.periods.items() if p)


def _standing(context: Context, choice: Choice, near: pd.DataFrame) -> Node:
    """Each indicator here, in the middle of the peers, and its rank among them."""
    lang, ids, called = context.lang, [choice.own.id, *near["territory_id"]], choice.own.called
    rows = [
        row for item in sorted(context.catalogue.indicators, key=lambda i: i.row) if (row := _row(context, item, ids))
    ]
    head = [
        ("control.indicator", False),
        ("control.period", False),
        ("", True),
        ("peers.median", True),
        ("peers.rank", True),
    ]
    named = [(k, right) if k else (choice.own.called.alone(lang), right) for k, right in head]
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, t("peers.standing", lang, of=called.within(lang, "de"), who=called.within(lang))),
            _head(named, lang),
            h("tbody", {}, *rows),
        ),
    )


def _head(columns: list[tuple[str, bool]], lang: str) -> Node:
    def words(key: str) -> str:
        return t(key, lang) if "." in key else key

    return h(
        "thead",
        {},
        h("tr", {}, *[h("th", {"scope": "col", "class": "num" if r else ""}, words(k)) for k, r in columns]),
    )


def _row(context: Context, item: Indicator, ids: list[str]) -> Node:
    lang, series = context.lang, reader(context).shown(item, "municipio")
    mine = [x for x in load.have(context.store).get(item.id, []) if x.series == series and x.level == "municipio"]
    if not mine or item.aggregation.rule == "sum":  # totals follow size, and size is what the peers were chosen by
        return None
    rows = queries.slice_at(context.store, item.id, series, "municipio", VERSION, mine[0].periods[-1])
    values = rows.set_index("territory_id")["value"].reindex(ids)
    own, others = values.iloc[0], values.iloc[1:].dropna()
    placed, said = "–", spoken(reader(context).of(item, ids[0], series, mine[0].periods[-1]), lang)
    if measures.ordered(mine[0].periods[-1]):
        at = measures.position(item, chance.placed(item, series, rows).reindex(ids), ids[0])
        placed = rank(at, lang) if at else "–"
    median = value_or_gap(float(others.median()), item, series, lang) if len(others) else "–"
    link = h(
        "a", {"href": state.address("indicador", indicador=item.id), "data-nav": "1"}, said_name(item, series, lang)
    )
    run = load.run_of(context.store, item.id, series, mine[0].periods[-1]) or {}
    source = (
        f"{item.unit_for(series, lang)} · {t('source', lang)}: {str(run.get('citation', '')).removeprefix('Fonte: ')}"
    )
    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, link, h("div", {"class": "enti-fine"}, source)),
        h("td", {}, dated(mine[0].periods[-1], rows, lang)),
        h("td", {"class": "num"}, h("strong", {}, said.figure if pd.notna(own) else "–"), _mark(said)),
        h("td", {"class": "num"}, median),
        h("td", {"class": "num"}, placed),
    )


def _mark(said: Spoken) -> Node:
    return h("div", {}, said.marked()) if said.mark else None


PAGE = Page(
    id="semelhantes",
    section="explore",
    order=5,
    name=Text(pt="Semelhantes", en="Peers"),
    also=Text(pt="pares, parecidos", en="peers, alike"),
    description=Text(
        pt="Como quem? Municípios parecidos, com as razões, entre os do grupo da lei ou com pesos à escolha",
        en="Like whom? Similar municipalities, with the reasons, within the group of the law or with weights to choose",
    ),
    body=body,
)
