"""How do the six domains stand, and how much do we know? Headline figures with national value and spread."""

from typing import Any

from core.base.typed import Text
from core.catalogue.catalogue import Domain, Indicator
from core.judgement.judge import Card
from core.reading.nation import GROUPS, group, tally
from core.reading.reading import Summary
from core.terms.enti import ROWS
from core.terms.formats import number, with_sign
from core.terms.status import words
from core.warehouse import loads
from show import bars, charts, verdicts
from show.sentences import area_name, dated, named, places_apart, said_name, source_short, unit_of, why_missing
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import beyond, dom, marks, state


def body(context: Context) -> None:
    """Question, one answering sentence, the six domains."""
    status = loads.status(context.store, context.catalogue, context.today)
    nav(dom.draw(page(context, status), key="overview", lang=context.lang))


def page(context: Context, status: list[dict[str, Any]]) -> Node:
    """The whole page as one tree."""
    lang = context.lang
    read = reader(context)
    known = {r["id"] for r in status if r["rows"]}
    municipal, partial = _municipal(context, known)
    answer = t(
        "overview.answer",
        lang,
        with_data=len(known),
        municipal=municipal,
        partial=partial,
        without=ROWS - len(known),
    )
    country = read.nations()
    whole = tally(country.values())
    facts = {i.id: made for i in context.catalogue.indicators if i.id in known and (made := read.summary(i))}
    cards = [
        _domain(context, d, [c for c in country.values() if c.item.domain == d.name], known, facts)
        for d in context.catalogue.domains
    ]
    return h(
        "div",
        {"class": "enti-page"},
        h("p", {"class": "enti-crumbs"}, PAGE.description.get(lang)),
        h("h1", {}, f"{verdicts.tally_said(whole, lang)}."),
        h("p", {"class": "enti-answer"}, verdicts.speaking_said(whole, lang)),
        h("p", {"class": "enti-fine"}, answer, " ", _link("estado", t("overview.see_state", lang))),
        h("p", {"class": "enti-fine"}, t("overview.key", lang)),
        h("div", {"class": "enti-domains"}, *cards),
        _beyond(context),
    )


def _municipal(context: Context, known: set[str]) -> tuple[int, int]:
    """How many indicators have figures by municipality, and how many of a few municipalities only, which are no picture
    of the country (core.reading.book.Book.picture).
    """
    read, items = reader(context), [i for i in context.catalogue.indicators if i.id in known]
    some = [i for i in items if read.present(i, "municipio")]
    whole = sum(any(read.picture(i, s, "municipio") for s in read.present(i, "municipio")) for i in some)
    return whole, len(some) - whole


def _beyond(context: Context) -> Node:
    """The indicators beyond Table 3, apart from its domains and their counts; nothing where there are none."""
    lang, items = context.lang, context.catalogue.further
    if not items:
        return None
    read = reader(context)
    facts = {i.id: made for i in items if (made := read.summary(i))}
    return h(
        "section",
        {"class": "enti-card enti-domain enti-beyond"},
        *beyond.heading(len(facts), items, lang),
        *[_figure(context, i, facts[i.id]) for i in items if i.id in facts],
        _without([i for i in items if i.id not in facts], lang, opened=True),
    )


def _link(page_id: str, text: str, **choices: str | None) -> Node:
    return h("a", {"href": state.address(page_id, **choices), "data-nav": "1"}, text)


def _domain(context: Context, domain: Domain, cards: list[Card], known: set[str], facts: dict[str, Summary]) -> Node:
    """What the domain says, a mark an indicator, the figures, and last how much is known."""
    lang = context.lang
    items = sorted((c.item for c in cards), key=lambda i: i.place)
    with_data = [i for i in items if i.id in known]
    without = [i for i in items if i.id not in known]
    return h(
        "section",
        {"class": "enti-card enti-domain"},
        h("h2", {}, domain.name if lang == "pt" else domain.en),
        _says(cards, lang),
        *[_figure(context, i, facts[i.id]) for i in with_data if i.id in facts],
        _without(without, lang, opened=not with_data),
        _known_bar(len(with_data), len(items), lang),
    )


def _says(cards: list[Card], lang: str) -> Node:
    """The domain's message over what can be judged, and the mark of each of its indicators, the better ones first."""
    found = tally(cards)
    of = "good" if found.good > found.bad else "bad" if found.bad else "same" if found.judged else "none"
    ordered = sorted(cards, key=lambda c: (GROUPS.index(group(c)), c.item.place))
    row = [
        h(
            "span",
            {"title": said_name(c.item, c.series, lang)},
            marks.sign(group(c), hollow=not c.speaks and group(c) in GROUPS[:4]),
        )
        for c in ordered
    ]
    return h(
        "div",
        {"class": "enti-says"},
        h("p", {"data-group": of}, verdicts.domain_said(found, lang)),
        h("span", {"class": "enti-signs", "aria-hidden": "true"}, *row),
    )


def _without(items: list[Indicator], lang: str, *, opened: bool) -> Node:
    """The indicators of which there are no figures, with why; nothing where there are none."""
    if not items:
        return None
    return h(
        "details",
        {"class": "enti-missing"} | ({"open": ""} if opened else {}),
        h("summary", {}, t("overview.missing", lang, n=len(items))),
        h(
            "ul",
            {},
            *[
                h("li", {}, _link("indicador", i.name.get(lang), indicador=i.id), h("small", {}, why_missing(i, lang)))
                for i in items
            ],
        ),
    )


def _known_bar(n: int, of: int, lang: str) -> Node:
    text = t("overview.known", lang, n=n, of=of)
    blocks = [
        h(
            "rect",
            {
                "x": k * (100 / of) + 0.6,
                "width": 100 / of - 1.2,
                "height": 6,
                "fill": "var(--mark)" if k < n else "var(--line)",
            },
        )
        for k in range(of)
    ]
    return h(
        "div",
        {"class": "enti-known"},
        h("svg", {"viewBox": "0 0 100 6", "preserveAspectRatio": "none", "aria-hidden": "true"}, *blocks),
        h("span", {}, text),
    )


def _figure(context: Context, item: Indicator, fact: Summary) -> Node:
    """Name, national value with its period, where municipalities stand, and the way to the map."""
    lang, apart = context.lang, places_apart(fact, context.lang)
    country, values = fact.country, fact.spread.values if fact.spread else []
    if country and (last := country.now):
        mine = country.series
        when = dated(last.period, country.known_rows.iloc[[-1]], lang)
        doubt = "" if last.normal else f", {words(last.status, last.conf, lang)}"
        head = h(
            "div",
            {"class": "enti-big"},
            h("strong", {}, with_sign(last.value, item.decimals_for(mine), item.unit_for(mine, lang), lang)),
            h("small", {}, f"{area_name(country.where.self.id, lang)}, {when}{doubt}"),
        )
    else:
        head = h(
            "div", {"class": "enti-big is-none"}, h("strong", {}, "–"), h("small", {}, t("overview.no_national", lang))
        )
    spread = None
    if len(values) > 1:
        low, high = (number(v, item.decimals_for(fact.series), lang) for v in (min(values), max(values)))
        alt = f"{t('overview.spread', lang)}: {low} – {high}" + (f"; {apart}" if apart else "")
        mark = [] if fact.mark is None else [(fact.mark, charts.ORANGE, "diamond")]
        spread = h(
            "div",
            {"class": "enti-spread"},
            bars.strip(values, mark, alt=alt),
            h("small", {}, h("span", {}, low), h("span", {}, high)),
            h("p", {"class": "enti-fine"}, apart) if apart else None,
        )
    return h(
        "div",
        {"class": "enti-fact"},
        h("h3", {}, _link("indicador", named(fact, lang), indicador=item.id)),
        h("p", {"class": "enti-fine"}, unit_of(fact, lang)),
        h("div", {"class": "enti-row"}, head, spread),
        h("p", {"class": "enti-fine"}, source_short(fact.origin, fact.said, context.today, lang)),
    )


PAGE = Page(
    id="visao_geral",
    section="synthesis",
    order=1,
    name=Text(pt="Visão geral", en="Overview"),
    also=Text(pt="início, domínios", en="home, domains"),
    description=Text(
        pt="Como estão os seis domínios, e quanto disso sabemos?",
        en="How do the six domains stand, and how much of that do we know?",
    ),
    body=body,
)
