"""The verdict card: one indicator in one territory, and all that its judgement rests on."""

import pandas as pd

from core.base.typed import Text
from core.catalogue.model import GoalSpec
from core.judgement.judge import Card
from core.judgement.trend import MIN_POINTS
from core.judgement.verdict import CLOSE, ON_TRACK, Verdict
from core.judgement.windows import RULES, SIGNIFICANT
from core.terms.formats import change, number, with_unit
from core.terms.period import label
from core.terms.territory import COUNTRY, LEVELS, VERSION, VERSIONS
from show import charts, findings, verdicts
from show.sentences import place_name, said_name, source_line, value_or_gap
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.data.read import card_of, reader
from ui.frame.routes import Page, nav
from ui.kit import beyond, dom, marks, state
from ui.kit.controls import Bar
from ui.views import veredicto_targets
from ui.views.indicador_picture import DEFAULT


def body(context: Context) -> None:
    """Choice of indicator and territory, the sentence, a card per target, the figures behind them."""
    lang = context.lang
    bar = Bar("card-controls", lang)
    names = {i.id: i.name.get(lang) for i in context.catalogue.shown}
    item = context.catalogue.indicator(
        bar.choose(
            state.INDICATOR,
            list(names),
            DEFAULT,
            label=t("control.indicator", lang),
            show=names.__getitem__,
            groups=context.catalogue.headings(lang),
        )
    )
    version = bar.choose(state.NUTS, VERSIONS[::-1], VERSION, label=t("control.nuts", lang), form="segments")
    places = [p for p in context.territories.by_id.values() if p.level != "ue" and p.version in (None, version)]
    shown = {p.id: place_name(p, lang) for p in sorted(places, key=lambda p: (LEVELS.index(p.level), p.name))}
    place = bar.choose(state.PLACE, list(shown), COUNTRY, label=t("map.col.place", lang), show=shown.__getitem__)
    card = card_of(context, item, place, version)
    dom.draw(_head(card, shown[place], lang), key="card-head", lang=lang)
    bar.draw((state.INDICATOR, state.PLACE, state.NUTS))
    nav(dom.draw(_page(context, card, shown[place], version), key="card", lang=lang))


def _head(card: Card, place: str, lang: str) -> Node:
    title = t(
        "card.title",
        lang,
        name=said_name(card.item, card.series, lang),
        place=place,
        state=t(f"verdict.{card.state}", lang).lower(),
    )
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, t("card.question", lang)),
        h("h1", {}, title),
        beyond.note(card.item, lang),
        h("p", {"class": "enti-answer"}, _answer(card, place, lang)),
        _caveat(card, lang),
    )


def _caveat(card: Card, lang: str) -> Node:
    """What must be known of the series that judges, and from when on it does."""
    kind = card.item.get_series(card.series)
    said = [kind.caveat.get(lang)] if kind.caveat else []
    said += [t("card.judged_from", lang, period=label(kind.judged_from, lang))] if kind.judged_from else []
    return (
        h("p", {"class": "enti-fine"}, h("strong", {}, t("pedigree.is_not", lang)), " ", " ".join(said))
        if said
        else None
    )


def _answer(card: Card, place: str, lang: str) -> str:
    if card.reason:
        said = t("card.because", lang, reason=t(f"reason.{card.reason}", lang))
    else:
        said = findings.trend_said(card.trend, card.item, card.series, place, lang)
    return " ".join(x for x in (said, verdicts.speaks_said(card, lang)) if x)


def _page(context: Context, card: Card, place: str, version: str) -> Node:
    lang = context.lang
    aims: list[Node] = [_verdict(card, v, lang) for v in card.verdicts]
    parts: list[Node] = [_trend_card(card, lang), _short_card(card, lang), *aims]
    choices = {state.INDICATOR: card.item.id, state.PLACE: card.territory_id, state.NUTS: version}
    return h(
        "div",
        {"class": "enti-page"},
        h("div", {"class": "enti-verdicts"}, *parts, _evolution(card, place, lang)),
        *veredicto_targets.sections(card.item, lang),
        _table(context, card, lang),
        h("p", {}, h("a", {"href": state.address("indicador", **choices), "data-nav": "1"}, t("card.see", lang))),
    )


def _verdict(card: Card, v: Verdict, lang: str) -> Node:
    """One target: sentence, then each quantity with its unit."""
    goal = next(
        (
            g
            for g in card.item.targets
            if (g.value, g.year, g.source) == (v.target.value, v.target.year, v.target.source)
        ),
        None,
    )
    title = goal.name.get(lang) if goal else t("card.owner", lang, owner=v.target.owner).capitalize()
    facts = [
        (
            t("card.target", lang),
            t("card.target_plain", lang, target=_value(card, v.target.value, lang), year=v.target.year),
        ),
        (t("card.source", lang), _source(v, goal, lang)),
        (t("card.base", lang), _point(card, v.base, lang)),
        (t("card.last", lang), _point(card, v.last, lang)),
        (t("card.required", lang), _pace(card, v.required, v, lang)),
        (t("card.observed", lang), _observed(card, v, lang)),
        (t("card.ratio", lang), "–" if v.ratio is None else f"{number(100 * v.ratio, 0, lang)} %"),
        *_common(card, lang),
        _rules(v, lang),
    ]
    said = t("card.because", lang, reason=t(f"reason.{v.reason}", lang)) if v.reason else _said(card, v, lang)
    return _box(title, marks.plain(v.state, lang), said, facts)


def _trend_card(card: Card, lang: str) -> Node:
    found = card.trend
    first = (found.used[0], found.ends[0]) if found.ends else None
    last = (found.used[-1], found.ends[1]) if found.ends else None
    observed = "–"
    if found.slope is not None and found.low is not None and found.high is not None:
        ends = [_units(card, x, lang) for x in (found.slope, found.low, found.high)]
        observed = f"{ends[0]}; {t('card.interval', lang, low=ends[1], high=ends[2])}"
    facts = [
        (t("card.base", lang), _point(card, first, lang)),
        (t("card.last", lang), _point(card, last, lang)),
        (t("card.observed", lang), observed),
        *_common(card, lang),
    ]
    return _box(t("window.long", lang), marks.plain(card.state, lang), "", facts)


def _short_card(card: Card, lang: str) -> Node:
    pace = card.short
    facts = [
        (t("card.base", lang), _point(card, pace.first, lang)),
        (t("card.last", lang), _point(card, pace.last, lang)),
        (t("card.observed", lang), verdicts.rate(pace, lang)),
        (t("card.rules", lang), t("pace.rules", lang, rules=RULES, limit=_share(SIGNIFICANT, lang))),
    ]
    aim = "" if card.verdicts else t("card.no_target", lang)
    return _box(t("window.short", lang), marks.pace(card, lang), f"{verdicts.short_said(card, lang)} {aim}", facts)


def _box(title: str, mark: Node, said: str, facts: list[tuple[str, str]]) -> Node:
    return h(
        "section",
        {"class": "enti-card enti-verdict"},
        h("h2", {}, title),
        h("p", {}, mark),
        h("p", {}, said) if said else None,
        h("dl", {"class": "enti-facts"}, *[h("div", {}, h("dt", {}, k), h("dd", {}, v)) for k, v in facts]),
    )


def _common(card: Card, lang: str) -> list[tuple[str, str]]:
    """Series, points used, breaks and uncertainty of the long window."""
    found = card.trend
    used = f"{found.n}" + (f" ({label(found.used[0], lang)}–{label(found.used[-1], lang)})" if found.used else "")
    if found.cut_at:
        used += "; " + t("card.cut", lang, period=label(found.cut_at, lang))
    p = t("card.no_test", lang, least=MIN_POINTS)
    if found.p is not None:
        p = t("card.p_said", lang, p=t("trend.tiny", lang) if found.p < 0.001 else f"p = {number(found.p, 3, lang)}")
    return [
        (t("card.series", lang), card.item.get_series(card.series).name.get(lang)),
        (t("card.points", lang), used),
        (t("card.breaks", lang), ", ".join(label(b, lang) for b in card.breaks) or t("card.none", lang)),
        (t("card.p", lang), p),
    ]


def _rules(v: Verdict, lang: str) -> tuple[str, str]:
    """The rules that a target is judged by, and their version."""
    path = t("card.compound" if v.compound else "card.linear", lang)
    on_track, close = _share(ON_TRACK, lang), _share(CLOSE, lang)
    said = t("card.rules_said", lang, rules=RULES, path=path, on_track=on_track, close=close)
    return t("card.rules", lang), said


def _share(share: float, lang: str) -> str:
    return with_unit(100 * share, 0, "%", lang)


def _said(card: Card, v: Verdict, lang: str) -> str:
    if v.required is None or v.observed is None or v.low is None or v.high is None:
        return t("card.target_plain", lang, target=_value(card, v.target.value, lang), year=v.target.year)
    required, observed, low, high = (_pace(card, x, v, lang) for x in (v.required, v.observed, v.low, v.high))
    return t(
        "card.target_said",
        lang,
        target=_value(card, v.target.value, lang),
        year=v.target.year,
        required=required,
        observed=observed,
        low=low,
        high=high,
    )


def _source(v: Verdict, goal: GoalSpec | None, lang: str) -> str:
    if goal is None:
        return f"{v.target.source} ({t('card.owner', lang, owner=v.target.owner)})"
    return f"{goal.source} ({t(f'card.status.{goal.status}', lang)})"


def _value(card: Card, value: float, lang: str) -> str:
    return with_unit(value, card.item.decimals_for(card.series), card.item.unit_for(card.series, lang), lang)


def _point(card: Card, point: tuple[str, float] | None, lang: str) -> str:
    return "–" if point is None else f"{_value(card, point[1], lang)} ({label(point[0], lang)})"


def _units(card: Card, slope: float, lang: str) -> str:
    """A change a year in units, with its sign."""
    sign = "+" if slope > 0 else "−" if slope < 0 else ""
    return sign + change(
        slope, max(card.item.decimals_for(card.series), 1) + 1, card.item.unit_for(card.series, lang), lang
    )


def _pace(card: Card, pace: float | None, v: Verdict, lang: str) -> str:
    if pace is None:
        return "–"
    if not v.compound:
        return _units(card, pace, lang)
    sign = "+" if pace > 0 else "−" if pace < 0 else ""
    return f"{sign}{number(abs(100 * pace), 2, lang)} %"


def _observed(card: Card, v: Verdict, lang: str) -> str:
    if v.observed is None or v.low is None or v.high is None:
        return "–"
    low, high = (_pace(card, x, v, lang) for x in (v.low, v.high))
    return f"{_pace(card, v.observed, v, lang)}; {t('card.interval', lang, low=low, high=high)}"


def _evolution(card: Card, place: str, lang: str) -> Node:
    """The points as a line, and each target as a point to come."""
    if len(card.points) < 2:
        return None
    rows = pd.DataFrame(card.points, columns=["period", "value"])
    drawn = charts.evolution(
        [(place, rows, charts.BLUE)],
        pd.DataFrame({"period": [], "p10": [], "p90": []}),
        alt=f"{t('evolution', lang)}: {said_name(card.item, card.series, lang)}, {place}",
        decimals=card.item.decimals_for(card.series),
        lang=lang,
        breaks=card.breaks if card.item.get_series(card.series).comparable else [p for p, _ in card.points],
        aims=verdicts.aims_drawn(card, lang),
    )
    unit = card.item.unit_for(card.series, lang)
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {}, t("evolution", lang)),
        h("p", {"class": "enti-fine"}, unit),
        drawn,
    )


def _table(context: Context, card: Card, lang: str) -> Node:
    if not card.points:
        return None
    head = [
        h("th", {"scope": "col", "class": c}, n)
        for n, c in ((t("control.period", lang), ""), (t("map.col.value", lang), "num"))
    ]
    used = set(card.trend.used)
    rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, label(p, lang) + (" •" if p in used else "")),
            h("td", {"class": "num"}, value_or_gap(v, card.item, card.series, lang)),
        )
        for p, v in reversed(card.points)
    ]
    origin = reader(context).origin(card.item, card.series, card.points[-1][0])
    version = context.territories[card.territory_id].version or VERSION
    parts = source_line(
        card.item,
        origin,
        None,
        card.points[-1][0],
        context.today,
        version=version,
        lang=lang,
    )
    caption = f"{t('card.table', lang)} (• {t('card.points', lang).lower()})"
    return h(
        "section",
        {"class": "enti-card enti-scroll"},
        h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *rows)),
        h("p", {"class": "enti-source"}, " · ".join(parts)),
    )


PAGE = Page(
    id="veredicto",
    section="",
    order=1,
    name=Text(pt="Cartão de juízo", en="Verdict card"),
    also=Text(pt="meta, tendência, Mann-Kendall", en="target, trend, Mann-Kendall"),
    description=Text(
        pt="Em que assenta um juízo? Base, meta, ritmos, pontos, quebras, incerteza",
        en="What does a judgement rest on? Base, target, paces, points, breaks, uncertainty",
    ),
    body=body,
)
