"""How a figure reached us, in words: a small mark, and behind it chain, edition, document, parts, licence, and what it
is not. One place for screen and paper; what is said is of core.reading (Reading.pedigree).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.reading.model import Pedigree
from core.terms import licence
from core.terms.formats import exact
from core.terms.period import label, parse
from show.texts import t
from show.tree import Node, h


def mark(found: Pedigree, lang: str) -> Node:
    """The mark alone: a word, with the whole of it for who asks by pointing; nothing where the build does not say."""
    if found.how is None:
        return None
    said = ". ".join(lines(found, lang))
    return h(
        "abbr",
        {"class": "enti-pedigree", "data-how": found.how, "title": said},
        t(f"pedigree.mark.{found.how}", lang),
    )


def opened(found: Pedigree, lang: str) -> Node:
    """The mark that opens by a click: all that is known of how the figure came."""
    if found.how is None:
        return None
    return h(
        "details",
        {"class": "enti-pedigree-card"},
        h("summary", {}, mark(found, lang)),
        details(found, lang),
    )


def followed(found: Mapping[str, Pedigree], period: str, lang: str) -> list[Node]:
    """The mark that opens, of one place in every period of a time bar: what is shared is said once, the two figures of
    a quotient by period. `data-periods` says whose each is; those of other periods are hidden, and the browser shows
    them as the bar moves (ui/map/panel.js).
    """
    return [_followed(periods, found, period, lang) for periods, _ in grouped(found)]


def _followed(periods: Sequence[str], found: Mapping[str, Pedigree], period: str, lang: str) -> Node:
    shown = found[period if period in periods else periods[-1]]
    parts = {p: line for p in periods if (line := _parts(found[p], lang))}
    whole = replace(shown, parts=None)
    if whole.how is None:
        return None
    own = h("p", {"class": "enti-fine", "data-parts": json.dumps(parts)}, parts.get(period, "")) if parts else None
    about = {"data-periods": json.dumps(list(periods))} | ({} if period in periods else {"class": "is-empty"})
    card = {"class": "enti-pedigree-card"}
    return h("div", about, h("details", card, h("summary", {}, mark(whole, lang)), own, details(whole, lang)))


def details(found: Pedigree, lang: str) -> Node:
    """Every part of it, with the document as a link where its address was kept."""
    if found.how is None:
        return h("p", {"class": "enti-fine"}, t("pedigree.unknown", lang))
    said: list[Node] = [h("li", {}, line) for line in lines(found, lang)]
    if found.document:
        cited, address = found.document
        shown: Node = h("a", {"href": address}, cited) if address else cited
        missing = "" if address else f" ({t('pedigree.no_address', lang)})"
        said.insert(1, h("li", {}, t("pedigree.document.of", lang), " ", shown, missing))
    if found.is_not:
        said.append(h("li", {}, h("strong", {}, t("pedigree.is_not", lang)), " ", found.is_not.get(lang)))
    return h("ul", {"class": "enti-fine"}, *said)


def lines(found: Pedigree, lang: str) -> list[str]:
    """The parts that are plain words: how, of what, edition, chain, licence."""
    parts = [f"{t(f'pedigree.{found.how}', lang)}: {found.citation}"]
    if quotient := _parts(found, lang):
        parts.append(quotient)
    if found.edition:
        parts.append(t("pedigree.edition", lang, edition=found.edition))
    if found.chain:
        parts.append(t("pedigree.chain", lang, chain=found.chain))
    if found.licence:
        parts.append(t("pedigree.licence", lang, licence=licence.said(found.licence, lang)))
    return parts


def _parts(found: Pedigree, lang: str) -> str:
    """The two figures of a quotient; empty for what is none."""
    if not found.parts:
        return ""
    top, bottom = (exact(x, lang) for x in found.parts)
    return t("pedigree.parts", lang, top=top, bottom=bottom)


def grouped(found: Mapping[str, Pedigree]) -> list[tuple[tuple[str, ...], Pedigree]]:
    """Periods that came the same way, together, in time order of the first: what a reader has to be told once."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for period in sorted(found, key=parse):
        p = found[period]
        groups.setdefault((p.how, p.citation, p.edition, p.chain, p.document), []).append(period)
    return [(tuple(periods), found[periods[0]]) for periods in groups.values()]


def span(periods: Sequence[str], lang: str) -> str:
    """«1990–2022», «2021», «2019, 2020, 2022»: periods in few letters."""
    named = [label(p, lang) for p in periods]
    return ", ".join(named) if len(named) < 4 else f"{named[0]} … {named[-1]} ({len(named)})"
