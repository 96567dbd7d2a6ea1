"""Local projects seen on public pages: by municipality, CIM or recommendation, on a map, each era apart."""

from collections.abc import Iterator, Sequence
from typing import Final

import streamlit as st

from core.strategy import evidence
from core.strategy.evidence import Public
from core.strategy.evidence_model import PublicProject
from core.strategy.strategy import Strategy
from core.terms.enti import APPROVED
from core.terms.formats import NBSP, day, number
from core.terms.territory import VERSION, Territories
from show import whens
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import nav
from ui.kit import dom, proof, state
from ui.kit.controls import Bar
from ui.map import component as maps
from ui.views import projetos_map

WHEN: Final = "quando"
BY: Final = "por_projeto"
TOWN: Final = "municipio"
_ERAS: Final = ("after", "undated", "before")
_NOWHERE: Final = "~"  # after all ids
_COLUMNS: Final = ("project", "who", "stage", "when", "money", "recs")


def section(context: Context, whole: Strategy) -> None:
    """The sentence, the choices, the map, and the projects in groups."""
    lang, public = context.lang, evidence.load()
    places = context.territories
    bar = Bar("seen-controls", lang)
    when = bar.choose(
        WHEN, _ERAS, "after", label=t("seen.when", lang), show=lambda e: _era(public, e, lang), form="segments"
    )
    by = bar.choose(
        BY,
        ("municipality", "region", "recommendation"),
        "municipality",
        label=t("seen.by", lang),
        show=lambda v: t(f"seen.by.{v}", lang),
        form="segments",
    )
    town = state.current(TOWN, ("", *(m.id for m in places.at_level("municipio"))), "", lang=lang)
    dom.draw(_head(public, lang), key="seen-head", lang=lang)
    bar.draw()
    shown = [p for p in public.counted() if p.era == when]
    link = maps.draw(projetos_map.message(shown, places, town, lang), key="seen-map", on_select=_choose)
    mine = [p for p in shown if not town or town in frozenset().union(*projetos_map.reach(p, places))]
    tree = h(
        "div",
        {"class": "enti-page"},
        _chosen(places, town, mine, lang),
        _table(public, whole, places, by, mine, lang) if mine else None,
        proof.caveats(public, "projects", lang),
    )
    said = dom.draw_with_choices(tree, key="seen", lang=lang)
    if said["choice"]:
        state.select(TOWN, "", default="")
        st.rerun()
    nav(link or said["nav"])


def _choose(town: str) -> None:
    """A click on the map shows a municipality's projects; a second one, all."""
    state.select(TOWN, "" if state.asked(TOWN) == town else town, default="")


def _era(public: Public, era: str, lang: str) -> str:
    n = sum(p.era == era for p in public.counted())
    if era == "before":
        return t("seen.when.before", lang, n=n, day=day(APPROVED, lang))
    return t("seen.when.after", lang, n=n) if era == "after" else t("seen.when.undated", lang, n=n)


def _head(public: Public, lang: str) -> Node:
    found = public.counted()
    eras = [p.era for p in found]
    said = t(
        "seen.answer",
        lang,
        n=len(found),
        rows=len(public.projects),
        after=eras.count("after"),
        undated=eras.count("undated"),
        before=eras.count("before"),
        day=day(APPROVED, lang),
        same=len(public.projects) - len(found),
        maybe=sum(p.maybe_same is not None for p in found),
    )
    kinds = len({p.amount_kind for p in found if p.amount_kind})
    return h(
        "div",
        {},
        h("h2", {}, t("seen.title", lang)),
        h("p", {"class": "enti-public-said"}, said),
        h("p", {"class": "enti-fine"}, t("seen.amounts", lang, n=kinds)),
    )


def _chosen(places: Territories, town: str, mine: Sequence[PublicProject], lang: str) -> Node:
    if not town:
        return None
    to = places[town].called.within(lang, "a")
    said = t("seen.place", lang, to=to) if mine else t("seen.place.none", lang, to=to)
    return h("p", {}, said, " ", h("a", {"href": "?", "data-set": f"{TOWN}="}, t("seen.place.all", lang)))


def _groups(by: str, p: PublicProject, places: Territories) -> Iterator[str]:
    """Ids of the groups in which a project stands."""
    if by == "recommendation":
        yield from p.recommendations
    elif by == "region":
        near = {r.id for m in p.municipalities if (r := places.parent_at(m, "nuts3", VERSION))}
        yield from sorted({*p.regions, *near}) or [_NOWHERE]
    else:
        yield from p.municipalities or p.regions or [_NOWHERE]


def _heading(by: str, key: str, whole: Strategy, places: Territories, lang: str) -> Node:
    if key == _NOWHERE:
        return t("seen.nowhere", lang)
    if by == "recommendation":
        rec = next(r for r in whole.recommendations if r.id == key)
        return h("span", {"lang": "pt"}, f"{rec.number}. {rec.text}")
    place = places[key]
    name = (place.group or place.name) if place.level == "nuts3" else place.name
    if by == "municipality" and place.level == "nuts3":
        name = t("seen.whole", lang, name=name)
    return h("a", {"href": state.address("territorio", territorio=key), "data-nav": "1"}, name)


def _table(
    public: Public, whole: Strategy, places: Territories, by: str, mine: Sequence[PublicProject], lang: str
) -> Node:
    groups: dict[str, list[PublicProject]] = {}
    for p in mine:
        for key in _groups(by, p, places):
            groups.setdefault(key, []).append(p)
    order = [r.id for r in whole.recommendations] if by == "recommendation" else sorted(groups)
    numbers = {r.id: str(r.number) for r in whole.recommendations}
    rows: list[Node] = []
    for key in (k for k in order if k in groups):
        wide = {"scope": "colgroup", "colspan": len(_COLUMNS), "class": "enti-group"}
        more = public.of(key) if by == "recommendation" else ()
        rows.append(
            h("tr", {}, h("th", wide, _heading(by, key, whole, places, lang), proof.rows(more, lang) if more else None))
        )
        rows += [_row(public, p, numbers, lang) for p in groups[key]]
    head = h("tr", {}, *[h("th", {"scope": "col"}, t(f"seen.col.{c}", lang)) for c in _COLUMNS])
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {"class": "enti-wide enti-seen"},
            h("caption", {}, t("seen.title", lang)),
            h("thead", {}, head),
            h("tbody", {}, *rows),
        ),
    )


def _row(public: Public, p: PublicProject, numbers: dict[str, str], lang: str) -> Node:
    others = [o for o in public.projects if o.same_as == p.id]
    maybe = next((o for o in public.projects if o.id == p.maybe_same), None)
    notes: list[Node] = [h("a", {"href": p.address}, p.title.get(lang)), _fine(proof.host(p.address))]
    notes += [_fine(h("a", {"href": o.address}, f"{t('seen.same', lang)}: {proof.host(o.address)}")) for o in others]
    notes += [_fine(t("seen.maybe", lang, title=maybe.title.get(lang)))] if maybe else []
    notes += [_fine(p.note.get(lang))] if p.note else []
    return h(
        "tr",
        {"data-public": p.id},
        h("th", {"scope": "row"}, *notes),
        h("td", {"lang": "pt"}, p.promoter),
        h("td", {}, p.stage.get(lang)),
        h("td", {}, whens.dated(p, lang)),
        h("td", {}, *_money(p, lang)),
        h("td", {}, ", ".join(numbers[r] for r in p.recommendations)),
    )


def _fine(said: Node) -> Node:
    return h("div", {"class": "enti-fine"}, said)


def _money(p: PublicProject, lang: str) -> list[Node]:
    """«cerca de 1 500 000 €», of what kind, and where it comes from."""
    funding = [_fine(p.funding.get(lang))] if p.funding else []
    if p.amount_eur is None:
        return ["–", *funding]
    roughly = f"{t(f'seen.is.{p.amount_is}', lang)} " if p.amount_is else ""
    amount = f"{roughly}{number(p.amount_eur, 0, lang)}{NBSP}€"
    return [amount, _fine(t(f"seen.kind.{p.amount_kind}", lang)), *funding]
