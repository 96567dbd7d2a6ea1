"""A place as small pictures beside each other: a card for each indicator, with the same lines everywhere."""

from typing import Final

import pandas as pd

from core.reading.around import Surrounded
from core.reading.middles import CIRCLES, Circle
from core.reading.model import Position
from core.terms.formats import number, with_sign, with_unit
from core.terms.period import label
from core.terms.status import words
from core.terms.territory import COUNTRY
from show.bars import bars, dots
from show.cases import counts, why
from show.charts import BLUE, BREAK, GREY, ORANGE, SMALL, SOFT, TEAL, Looks, evolution
from show.spoken import rank, spoken
from show.texts import TEXTS, t
from show.tree import Node, h

COLOURS: Final = {"own": BLUE, "region": ORANGE, "peers": TEAL, "country": GREY}
_DASHES: Final = {"own": "", "region": "6 3", "peers": "2 3", "country": ""}
_BREADTHS: Final = {"own": 2.8, "region": 1.8, "peers": 1.8, "country": 1.4}
_FAR: Final = 0.2  # of the way from the middle rank to either end: nearer, a title says nothing of it
_DOTS: Final = 60  # more of them are no picture any more
# What a mark looks like, in a box of 12: better and worse also differ by their direction, not by colour alone.
_SIGNS: Final = {
    "better": "M6 1L11.5 11H.5z",
    "worse": "M6 11L.5 1h11z",
    "similar": "M1 3h10v2H1zM1 7h10v2H1z",
    "neutral": "M6 1l5 5l-5 5l-5-5z",
    "count": "M1 3h10v2H1zM1 7h10v2H1z",
}
_WHYS: Final = {"total": "count"}
_ROUND: Final = "M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6z"


def ordered(found: list[Surrounded]) -> list[Surrounded]:
    """Those that compare first, the furthest from the middle before, as the title has them; then what else has a
    picture, totals last.
    """

    def place(s: Surrounded) -> tuple[bool, bool, bool, float]:
        judged = s.word is not None
        return not judged, not _has_picture(s), s.read.compared.why == "total", -s.extreme if judged else 0.0

    return sorted(found, key=place)


def _has_picture(found: Surrounded) -> bool:
    return bool(found.middles) or found.few or _over_time(found)


def _over_time(found: Surrounded) -> bool:
    """Whether there is more than one period, and periods compare."""
    return len(found.read.known) > 1 and found.item.get_series(found.read.series).comparable


def card(found: Surrounded, own: str, href: str, lang: str) -> Node:
    """A card. `own`: the place as its line is named; `href`: where its name leads."""
    item = found.item
    name = item.short.get(lang) if item.short else item.name.get(lang)
    return h(
        "section",
        {"class": "enti-card enti-multiple"},
        h(
            "div",
            {"class": "enti-multiple-name"},
            h("h2", {}, h("a", {"href": href, "data-nav": "1", "title": item.name.get(lang)}, name)),
            h("abbr", {"title": said}, t("place.caveat", lang)) if (said := caveat(found, lang)) else None,
        ),
        word(found, lang),
        _value(found, lang),
        h("p", {"class": "enti-fine"}, _beside(found, lang)),
        _picture(found, own, lang),
    )


def caveat(found: Surrounded, lang: str) -> str:
    """What the series must not be taken for; empty where nothing has to be said."""
    said = found.item.get_series(found.read.series).caveat
    return said.get(lang) if said else ""


def word(found: Surrounded, lang: str) -> Node:
    """How it stands beside the country, or why it is not said; nothing where there is no like to stand beside."""
    text, why = spoken(found.read, lang).compared, found.read.compared.why
    if not text or (why == "no_reference" and not found.middles):
        return None
    said = found.word or (_WHYS.get(why, why) if why else "neutral")
    hollow = said not in ("better", "worse", "similar", "count")
    about = {"d": _SIGNS.get(said, _ROUND), "fill": "none" if hollow else "currentColor", "stroke": "currentColor"}
    if said not in _SIGNS:
        about["stroke-dasharray"] = "2 2"
    sign = h("svg", {"viewBox": "0 0 12 12", "class": "enti-sign", "aria-hidden": "true"}, h("path", about))
    return h("p", {"class": "enti-multiple-word", "data-word": said}, sign, text)


def _value(found: Surrounded, lang: str) -> Node:
    """The figure, large, with its period and unit; of few cases the cases themselves."""
    item, series, now = found.item, found.read.series, found.now
    period = label(now.period, lang)
    if not now.normal and now.status != BREAK:  # a break is drawn, and doubts nothing of the figure
        period += (
            f", {t(f'place.soft.{now.status}', lang) if now.status in SOFT else words(now.status, now.conf, lang)}"
        )
    if found.few:
        said = spoken(found.read, lang).figure.partition(", ")[0]
        return h("p", {"class": "enti-multiple-value"}, h("strong", {}, said), h("small", {}, period))
    unit = item.unit_for(series, lang)
    figure = with_sign(now.value, item.decimals_for(series), unit, lang)
    rest = unit[1:].strip() if unit.startswith(("%", "‰")) else unit
    small = f"{period} · {rest}" if rest else period
    return h("p", {"class": "enti-multiple-value"}, h("strong", {}, figure), h("small", {"title": small}, small))


def _beside(found: Surrounded, lang: str) -> str:
    """The line below the figure: its ranks, the rate of a total, or from how many cases it is compared."""
    item = found.item
    if found.few:
        return why(found.cases, lang)
    if found.per_thousand:
        rate, period = found.per_thousand
        return t("place.per_thousand", lang, n=number(rate, 1, lang), period=label(period, lang))
    total = item.rule_for(found.read.series).rule == "sum"
    if total or not found.middles or found.read.position is None:
        return ""
    near, everywhere = (_rank(at, found, lang) if at else "" for at in (found.read.position_above, found.read.position))
    mainland = ".mainland" if item.coverage == "continente" else ""
    if near and "region" in found.middles:
        said = t(f"place.rank{mainland}", lang, near=near, all=everywhere)
    else:
        said = t(f"place.rank.all{mainland}", lang, all=everywhere)
    return t("place.rank.highest", lang, rank=said) if item.direction == "neutral" else said


def _rank(at: Position, found: Surrounded, lang: str) -> str:
    return rank(at, lang, found.read.where.self.level)


def _picture(found: Surrounded, own: str, lang: str) -> Node:
    """Lines over several periods, bars of one, a dot per case where they are few; nothing where there is nothing to
    draw.
    """
    if found.few:
        return _few(found, lang)
    names = {"own": own} | {c: t(f"place.end.{c}", lang) for c in CIRCLES}
    if _over_time(found):
        return _lines(found, names, lang)
    return _bars(found, names, lang)


def _lines(found: Surrounded, names: dict[str, str], lang: str) -> Node:
    item, series, index = found.item, found.read.series, found.indexed
    tables, note, decimals = found.lines, "", item.decimals_for(series)
    if index:
        tables, starts = index
        note, decimals = t("place.index", lang, periods=", ".join(label(p, lang) for p in starts)), 0
    elif said := counts(found.cases, lang).partition(", ")[0]:
        note = f"{said} ({label(found.now.period, lang)})"
    values = "; ".join(f"{names[k]} {number(_last(rows), decimals, lang)}" for k, rows in tables.items())
    known = found.read.known
    first, last = label(known[0].period, lang), label(known[-1].period, lang)
    looks: Looks = {names[k]: (_BREADTHS[k], _DASHES[k]) for k in tables}
    order = [*[k for k in tables if k != "own"], "own"]  # the place itself is drawn over the others
    return evolution(
        [(names[k], tables[k], COLOURS[k]) for k in order],
        None,
        alt=t("place.alt.lines", lang, name=item.name.get(lang), values=values, first=first, last=last),
        decimals=decimals,
        lang=lang,
        unit=note,
        breaks=found.breaks,
        size=SMALL,
        looks=looks,
    )


def _last(rows: pd.DataFrame) -> float:
    return float(rows["value"].dropna().iloc[-1])


def _bars(found: Surrounded, names: dict[str, str], lang: str) -> Node:
    middles: list[tuple[Circle, float]] = [(c, m) for c in CIRCLES if (m := found.middle(c)) is not None]
    if not middles:
        return None
    rows = [(names["own"], found.now.value, BLUE), *[(names[c], m, COLOURS[c]) for c, m in middles]]
    decimals = found.item.decimals_for(found.read.series)
    values = "; ".join(f"{name} {number(value, decimals, lang)}" for name, value, _ in rows)
    period = label(found.now.period, lang)
    alt = t("place.alt.bars", lang, name=found.item.name.get(lang), period=period, values=values)
    return bars(rows, alt=alt, decimals=decimals, lang=lang, size=SMALL)


def _few(found: Surrounded, lang: str) -> Node:
    """The cases one by one, and what one more would do to the rate."""
    item, series, n, of = found.item, found.read.series, found.cases.n, found.cases.base
    drawn = None
    if n is not None and of is not None and 0 < of <= _DOTS and f"cases.{item.id}.dots" in TEXTS:
        alt = t(f"cases.{item.id}.dots", lang, n=number(n, 0, lang), of=number(of, 0, lang))
        drawn = dots(round(of), round(n), alt=alt, colour=BLUE, size=SMALL)
    middle, one = found.middle("country"), found.one_more
    said = None
    if middle is not None and one is not None and f"cases.{item.id}.more" in TEXTS:
        decimals, unit = item.decimals_for(series), item.unit_for(series, lang)
        figures = {
            k: with_unit(v, decimals, unit, lang)
            for k, v in {"rate": found.now.value, "one": one, "middle": middle}.items()
        }
        level = t(f"levels.of.{found.read.where.self.level}", lang)
        said = h("p", {"class": "enti-multiple-note"}, t(f"cases.{item.id}.more", lang, of=level, **figures))
    return h("div", {"class": "enti-multiple-few"}, drawn, h("p", {}, counts(found.cases, lang)), said)


def legend(found: list[Surrounded], own: str, medians: dict[Circle, str], lang: str) -> Node:
    """What each line is. `medians`: by group, in words."""
    drawn = {c for s in found for c in s.middles}
    soft = any(p.status in SOFT for s in found for p in s.read.known)
    items = [("own", own), *[(c, medians[c]) for c in CIRCLES if c in drawn and c in medians]]
    marks = [h("li", {}, _sample(k), said) for k, said in items]
    if soft:
        ring = {"cx": 6, "cy": 6, "r": 4, "fill": "none", "stroke": BLUE, "stroke-width": 1.6}
        hollow = h("svg", {"viewBox": "0 0 12 12", "class": "enti-sample", "aria-hidden": "true"}, h("circle", ring))
        marks.append(h("li", {}, hollow, t("place.soft", lang)))
    return h("ul", {"class": "enti-place-key", "aria-label": t("place.legend", lang)}, *marks)


def _sample(kind: str) -> Node:
    look = {"x1": 0, "x2": 28, "y1": 6, "y2": 6, "stroke": COLOURS[kind], "stroke-width": _BREADTHS[kind]}
    if _DASHES[kind]:
        look["stroke-dasharray"] = _DASHES[kind]
    return h("svg", {"viewBox": "0 0 28 12", "class": "enti-sample", "aria-hidden": "true"}, h("line", look))


def title(found: list[Surrounded], inside: str, lang: str) -> str:
    """What differs from the country and stands far from the middle of its ranks: two that are better, two that are
    worse, each with words of its own. Empty where nothing can be said.
    """
    clauses: dict[str, list[str]] = {"better": [], "worse": []}
    for s in sorted((s for s in found if s.extreme >= _FAR), key=lambda s: -s.extreme):
        country = s.read.compared.point
        if s.word not in clauses or country is None or s.read.compared.place != COUNTRY:
            continue
        more = "more" if s.now.value > country.value else "less"
        if f"clause.{s.item.id}.{more}" in TEXTS and len(clauses[s.word]) < 2:
            clauses[s.word].append(t(f"clause.{s.item.id}.{more}", lang))
    parts = {k: f" {t('and', lang)} ".join(v) for k, v in clauses.items() if v}
    if not parts:
        return ""
    said = next(iter(parts.values()))
    if len(parts) > 1:
        said = t("place.title.both", lang, better=parts["better"], worse=parts["worse"])
    return t("place.title", lang, inside=inside, said=said)
