"""Adoption of the recommendations of Table 2: by recommendation, by region, and place by place."""

from collections import Counter
from typing import Final

from core.base.typed import Text
from core.strategy import heard as counts
from core.strategy.asking import called
from core.strategy.heard import Place
from core.strategy.heard_model import ADOPTED
from core.strategy.voices import Voices
from core.terms import territory
from show.places import sort_key
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import dom, heard, state, wide

_VERSION: Final = territory.VERSION


def body(context: Context) -> None:
    """The answer; by recommendation; by region; and who has spoken."""
    lang, v = context.lang, steer.voices(context)
    tree = h(
        "div",
        {"class": "enti-page"},
        heard.head(context, SECTIONS["heard"].get(lang), "adocao", t("adoption.title", lang)),
        _by_region(context, v),
        _by_place(context, v) if v.places else None,
        _by_recommendation(context, v),
        h("p", {"class": "enti-fine"}, t("adoption.note", lang)),
    )
    nav(dom.draw(tree, key="adoption", lang=lang))


def _municipal(context: Context, v: Voices) -> dict[str, Place]:
    return {i: p for i, p in v.places.items() if context.territories[i].level == "municipio"}


def _by_recommendation(context: Context, v: Voices) -> Node:
    """Each recommendation with how many places (municípios, CIM and AM) say what of it."""
    lang = context.lang
    found = counts.by_recommendation(v.places.values())
    head = heard.columns(
        (t("mine.f.recommendation", lang), False), *((t(f"adoption.col.{d}", lang), True) for d in ADOPTED)
    )
    rows = []
    for r in steer.plan()[0].recommendations:
        said = found.get(r.id, Counter())
        cells = [h("td", {"class": "num"}, str(said[d]) if r.id in found else "–") for d in ADOPTED]
        rows.append(h("tr", {}, h("th", {"scope": "row", "lang": "pt"}, f"{r.number}. {r.text}"), *cells))
    return wide.table(t("adoption.by_recommendation", lang), head, rows)


def _by_region(context: Context, v: Voices) -> Node:
    """The country and each region: how many municípios there are, were asked, spoke, and the words of those."""
    lang, places, mine = context.lang, context.territories, _municipal(context, v)
    head = heard.columns(
        (t("adoption.col.region", lang), False),
        (t("adoption.col.asked", lang), True),
        (t("adoption.col.spoke", lang), True),
        (t("adoption.col.silent", lang), True),
        *((t(f"adoption.col.{d}", lang), True) for d in ADOPTED),
    )
    regions = places.at_level("nuts2", _VERSION)
    members = {r.id: [m.id for m in places.municipalities if _above(context, m.id) == r.id] for r in regions}
    groups = [(t("adoption.all", lang), [m.id for m in places.municipalities])]
    groups += [(r.name, members[r.id]) for r in sorted(regions, key=lambda r: r.name)]
    return wide.table(t("adoption.by_region", lang), head, [_region(name, ids, v, mine) for name, ids in groups])


def _region(name: str, ids: list[str], v: Voices, mine: dict[str, Place]) -> Node:
    spoke = [mine[i] for i in ids if i in mine and mine[i].spoke]
    total = counts.adopted_total(spoke)
    numbers = (sum(i in v.asked for i in ids), len(spoke), len(ids) - len(spoke), *(total[d] for d in ADOPTED))
    return h("tr", {}, h("th", {"scope": "row"}, name), *(h("td", {"class": "num"}, str(n)) for n in numbers))


def _above(context: Context, dico: str) -> str:
    above = context.territories.parent_at(dico, "nuts2", _VERSION)
    return above.id if above else ""


def _by_place(context: Context, v: Voices) -> Node:
    lang = context.lang
    head = heard.columns(
        (t("adoption.col.place", lang), False),
        (t("adoption.col.plan", lang), False),
        (t("adoption.col.unit", lang), False),
        *((t(f"adoption.col.{d}", lang), True) for d in ADOPTED),
        (t("adoption.col.said", lang), False),
    )
    named = sorted(v.places.values(), key=lambda p: sort_key(called(p.id, context.today)))
    return wide.table(t("adoption.by_place", lang), head, [_place(context, p) for p in named])


def _place(context: Context, p: Place) -> Node:
    lang = context.lang
    plan, unit = (_governs(p, lang, "plan"), _governs(p, lang, "unit"))
    events = [e for _, e in p.adopted.values()] + ([p.governs[1]] if p.governs else [])
    last = max(events, key=lambda e: e.seq)
    name = h("a", {"href": state.address("territorio", territorio=p.id), "data-nav": "1"}, called(p.id, context.today))
    return h(
        "tr",
        {"data-place": p.id},
        h("th", {"scope": "row"}, name),
        plan,
        unit,
        *(h("td", {"class": "num"}, str(p.count(d)) if p.spoke else t("heard.none", lang)) for d in ADOPTED),
        heard.by(last, lang, p.governs[0].evidence if p.governs else None),
    )


def _governs(p: Place, lang: str, field: str) -> Node:
    """What a place says of its plan or of who governs it; nothing where it did not."""
    if p.governs is None:
        return h("td", {}, t("heard.none", lang))
    said = p.governs[0]
    title = said.plan_title if field == "plan" else said.unit_name
    value = said.plan if field == "plan" else said.unit
    return h("td", {}, t(f"mine.o.{value}", lang), heard.note(title))


PAGE = Page(
    id="adocao",
    section="heard",
    order=1,
    name=Text(pt="Adoção", en="Adoption"),
    also=Text(pt="recomendações por câmara, plano local", en="recommendations by municipality, local plan"),
    description=Text(
        pt="Que adotam os municípios das recomendações?", en="What do municipalities adopt of the recommendations?"
    ),
    body=body,
)
