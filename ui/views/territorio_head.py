"""The first screen of a place: the way up, a sentence made from its figures, facts, where it lies, a small picture for
each indicator, and where all that comes from.
"""

from typing import Final

import pandas as pd

from core.judgement import peers
from core.reading.around import Surrounded
from core.reading.middles import Circle, around
from core.reading.model import Where
from core.strategy import present
from core.terms.formats import day, number
from core.terms.period import label
from core.terms.territory import Territory
from core.warehouse import queries
from show import multiples, places
from show.sentences import SMALL, got, place_name
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.kit import state
from ui.web import assets

SHOWN: Final = 8  # what one screen holds; the table has all
_BELOW: Final = {"pais": "nuts2", "nuts1": "nuts2", "nuts2": "nuts3", "nuts3": "municipio"}


def head(context: Context, place: Where, found: list[Surrounded]) -> Node:
    """The first screen."""
    lang, own = context.lang, place.self
    shown = multiples.ordered(found)[:SHOWN]
    people = _newest(context, "populacao_residente", own)
    name = own.called.short(lang)
    cards = [multiples.card(s, name, _href(s, own), lang) for s in shown]
    return h(
        "div",
        {"class": "enti-place"},
        h(
            "header",
            {"class": "enti-place-head"},
            h(
                "div",
                {},
                _crumbs(context, place),
                h("h1", {}, _title(place, found, lang)),
                _facts(context, place, found, people),
            ),
            _locator(context, place),
        ),
        multiples.legend(shown, name, _medians(context, place), lang) if any(s.middles for s in shown) else None,
        h("div", {"class": "enti-multiples"}, *cards) if cards else None,
        _foot(context, place, shown, people, len(found) - len(shown)) if found else None,
    )


def _href(found: Surrounded, own: Territory) -> str:
    return state.address("indicador", indicador=found.item.id, territorio=own.id)


def _title(place: Where, found: list[Surrounded], lang: str) -> str:
    own = place.self
    inside = own.called.opening(lang, "em")
    if not found:
        return t("municipality.answer.none", lang, inside=inside)
    if own.level == "pais":
        return t("place.title.country", lang, inside=inside, n=len(found))
    return multiples.title(found, inside, lang) or t("place.title.plain", lang, inside=inside, n=len(found))


def _crumbs(context: Context, place: Where) -> Node:
    """The way up; a region that is its own region above is named once."""
    lang, own = context.lang, place.self
    chain = [
        x for x in context.territories.chain(own.id, place.version)[:0:-1] if x.name != own.name or x.level == "pais"
    ]
    once = [x for n, x in enumerate(chain) if n == 0 or x.name != chain[n - 1].name]
    parts: list[Node] = [part for x in once for part in (link(x, lang), " › ")]
    level = t(f"level.{own.level}", lang)
    version = t("nuts_version", lang, version=place.version)
    return h("p", {"class": "enti-crumbs"}, *parts, f"{place_name(own, lang)}, {level} · {version}")


def link(place: Territory, lang: str) -> Node:
    """The name of a place, leading to its page."""
    return h("a", {"href": state.address("territorio", territorio=place.id), "data-nav": "1"}, place_name(place, lang))


def _newest(context: Context, series: str, place: Territory) -> pd.Series | None:
    """The newest value of a support series (columns period, value); None without any."""
    rows = queries.series_of(context.store, series, "total", [place.id])
    rows = rows[rows["value"].notna()]
    return None if rows.empty else rows.iloc[-1]


def _facts(context: Context, place: Where, found: list[Surrounded], people: pd.Series | None) -> Node:
    lang, own = context.lang, place.self
    said = []
    for key, row in (("people", people), ("voters", _newest(context, "inscritos_autarquicas", own))):
        if row is not None:
            said.append(t(f"place.{key}", lang, n=number(row["value"], 0, lang), period=label(row["period"], lang)))
    said.insert(1, f"{number(own.area_km2 or 0, 1, lang)} km²")
    if own.level == "municipio":
        classes = peers.voters_class()
        mine = classes[own.id]
        n = sum(c == mine for c in classes.values())
        said.append(t("place.peers", lang, n=n, voters=t(f"peers.class.{mine}", lang)))
    else:
        said.append(t("place.members", lang, n=number(len(context.territories.members(own.id)), 0, lang)))
    said.append(t("place.reach", lang, n=len(found)))
    words = [s.word for s in found if s.word]
    if words:
        better, worse = words.count("better"), words.count("worse")
        said.append(t("place.compare", lang, n=len(words), better=better, worse=worse))
    return h("ul", {"class": "enti-place-facts"}, *[h("li", {}, x) for x in said])


def _medians(context: Context, place: Where) -> dict[Circle, str]:
    """The groups of a place in words, with how many places each has."""
    lang, own = context.lang, place.self
    level, said = t(f"levels.of.{own.level}", lang) if own.level in ("municipio", "nuts3", "nuts2") else "", {}
    for circle, (_, ids) in around(context.territories, place).items():
        of = place.above.called.within(lang, "de") if place.above else ""
        n = number(len(ids), 0, lang)
        words = {"region": {"level": level, "of": of}, "peers": {}, "country": {"level": level}}[circle]
        said[circle] = t(f"place.median.{circle}", lang, n=n, **words)
    return said


def _locator(context: Context, place: Where) -> Node:
    """The place within what is around it; nothing for the country, and where the map does not have it."""
    lang, own = context.lang, place.self
    known = context.territories
    mine = known.members(own.id)
    wider = next((x for x in known.chain(own.id, place.version)[1:] if known.members(x.id) > mine), None)
    if wider is None:
        return None
    layer = "municipio" if own.level == "municipio" else f"{own.level}-{place.version}"
    members = known.members(wider.id)
    around_it = sorted(x.id for x in known.at_level(own.level, place.version) if known.members(x.id) <= members)
    drawn = assets.inset(layer, own.id, tuple(around_it))
    if drawn is None:
        return None
    shapes = [
        h("path", {"d": d, "class": "enti-place-own" if i == own.id else "enti-place-other"})
        for i, d in sorted(drawn.paths.items(), key=lambda x: x[0] == own.id)
    ]
    meta = assets.boundaries()
    alt = t("place.locator", lang, who=own.called.within(lang), inside=wider.called.within(lang, "em"))
    box = " ".join(str(n) for n in drawn.box)
    return h(
        "figure",
        {"class": "enti-place-where"},
        h("svg", {"viewBox": box, "preserveAspectRatio": "xMaxYMid", "role": "img", "aria-label": alt}, *shapes),
        h("figcaption", {}, t("boundaries_of", lang, who=meta.label[lang]) if meta.official else meta.label[lang]),
    )


def _foot(context: Context, place: Where, shown: list[Surrounded], people: pd.Series | None, more: int) -> Node:
    """Sources of what is shown, when it was got, how to take and cite it."""
    lang = context.lang
    origins = [s.read.origin for s in shown if s.read.origin]
    names = list(dict.fromkeys(context.catalogue.sources[s.item.provider].name.get(lang) for s in shown))
    parts = [t("place.sources", lang, names=", ".join(names))]
    if origins:
        parts.append(got(max(origins, key=lambda o: o.when), lang))
    if any(s.word for s in shown):
        parts.append(t("place.rule", lang))
    if people is not None and people["value"] < SMALL:
        parts.append(t("municipality.small", lang, limit=number(SMALL, 0, lang)).rstrip("."))
    said: list[Node] = [" · ".join(parts)]
    if more:
        said.append(f" · {t('place.more', lang, n=more)}")
    take = h("a", {"href": state.address("dados", territorio=place.self.id), "data-nav": "1"}, t("place.take", lang))
    cited = t(
        "about.citation",
        lang,
        who="; ".join(dict.fromkeys(o.citation for o in origins)),
        name=t("place.citation", lang, name=place_name(place.self, lang)),
        period=", ".join(dict.fromkeys(label(s.now.period, lang) for s in shown)),
        build=context.store.build,
        date=day(context.today, lang),
    )
    return h(
        "footer",
        {"class": "enti-place-foot"},
        h("p", {}, *said, " · ", take),
        h(
            "div",
            {},
            _caveats(shown, lang),
            h("details", {}, h("summary", {}, t("place.cite", lang)), h("p", {}, cited)),
        ),
    )


def _caveats(shown: list[Surrounded], lang: str) -> Node:
    """What each series on this screen must not be taken for."""
    said = [(s.item.name.get(lang), c) for s in shown if (c := multiples.caveat(s, lang))]
    if not said:
        return None
    items = [h("li", {}, h("strong", {}, f"{name}: "), text) for name, text in said]
    return h("details", {}, h("summary", {}, t("place.caveats", lang, n=len(said))), h("ul", {}, *items))


def about(context: Context, place: Where) -> Node:
    """What the place belongs to, and the way down."""
    lang, known, own = context.lang, context.territories, place.self
    chain = known.chain(own.id, place.version)
    facts = [(t("municipality.level", lang), t(f"level.{own.level}", lang))]
    facts += [(t(f"level.{x.level}", lang), place_name(x, lang)) for x in chain[1:] if x.level in ("nuts3", "nuts2")]
    if own.level == "municipio":
        facts += [
            (t("municipality.group", lang), own.group or "–"),
            (t("municipality.district", lang), own.district or "–"),
            (t("regions.fact", lang), present.load().region_of(own.id).name),
        ]
    else:
        facts.append((t("municipality.members", lang), number(len(known.members(own.id)), 0, lang)))
    return h(
        "div",
        {"class": "enti-card"},
        h("h2", {}, t("place.about", lang)),
        h("dl", {"class": "enti-facts"}, *[h("div", {}, h("dt", {}, k), h("dd", {}, v)) for k, v in facts]),
        _inside(context, place),
    )


def _inside(context: Context, place: Where) -> Node:
    """The way down: the places of the next level within this one."""
    lang, known = context.lang, context.territories
    if place.self.level == "municipio":
        return None
    below, called = _BELOW[place.self.level], place.self.called
    members = [
        x
        for x in known.at_level(below, place.version)
        if place.self.level == "pais" or known.chain(x.id, place.version)[1].id == place.self.id
    ]
    title = t("municipality.inside", lang, of=called.within(lang, "de"))
    return h(
        "nav",
        {"class": "enti-inside", "aria-label": title},
        h("span", {}, f"{title}: "),
        h("ul", {}, *[h("li", {}, link(x, lang)) for x in sorted(members, key=lambda x: places.sort_key(x.name))]),
    )
