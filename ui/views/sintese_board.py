"""The board of all rows: a square per row of Table 3, its mark, and the country's line; beside it what moved last.

The shape says better or worse, never up or down; a hollow one belongs to a series that ends before the Strategy.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from core.catalogue.catalogue import Catalogue
from core.judgement.judge import Card
from core.reading.nation import GROUPS, group, tally
from core.terms.period import label, parse, short_label
from core.terms.territory import VERSION
from show.sentences import bare, said_name, value_or_gap
from show.texts import t
from show.tiny import tiny
from show.tree import Node, h
from ui.kit import marks, state


def board(catalogue: Catalogue, country: Mapping[str, Card], lang: str) -> Node:
    """Six lines, one a domain, and the key with its counts."""
    lines = [
        _domain(d.name if lang == "pt" else d.en, [c for c in country.values() if c.item.domain == d.name], lang)
        for d in catalogue.domains
    ]
    head = h(
        "div",
        {"class": "enti-rows-line is-head"},
        h("h2", {}, t("squares.title", lang)),
        h("span", {}, t("squares.tiles", lang)),
        h("span", {}, t("squares.last", lang)),
        h("span", {"class": "num"}, t("squares.unjudged", lang)),
    )
    return h("section", {"class": "enti-card enti-rows"}, head, *lines, _key(country, lang))


def _domain(name: str, mine: Sequence[Card], lang: str) -> Node:
    ordered = sorted(mine, key=lambda c: (GROUPS.index(group(c)), c.item.place))
    found = tally(mine)
    return h(
        "div",
        {"class": "enti-rows-line"},
        h(
            "div",
            {},
            h(
                "h3",
                {},
                h(
                    "a",
                    _to("dominio", dominio=mine[0].item.domain),
                    name.removesuffix(" Inteligente").removeprefix("Smart "),
                ),
            ),
            h("span", {"class": "enti-fine"}, t("squares.of", lang, n=found.of)),
        ),
        h("div", {"class": "enti-tiles"}, *[_tile(c, lang) for c in ordered]),
        h("ul", {"class": "enti-rows-said"}, *[_said(c, lang) for c in _told(ordered)]),
        h(
            "div",
            {"class": "enti-rows-none"},
            h("strong", {}, str(found.unjudged)),
            f" {t('squares.out_of', lang, n=found.of)}",
        ),
    )


def _to(page: str, **choices: str) -> dict[str, str]:
    return {"href": state.address(page, **choices), "data-nav": "1"}


def _tile(card: Card, lang: str) -> Node:
    of, item = group(card), card.item
    said = f"{item.row}. {said_name(item, card.series, lang)}: {t(f'squares.{of}', lang)}"
    if card.points:
        period, value = card.points[-1]
        said += f", {value_or_gap(value, item, card.series, lang)} ({label(period, lang)})"
    to = {"href": marks.card_of(item.id, card.territory_id, VERSION), "data-nav": "1"}
    shown = {"class": "enti-tile", "data-group": of, "data-row": item.row, "aria-label": said, "title": said}
    return h(
        "a",
        shown | to,
        h("span", {}, marks.sign(of, hollow=not card.speaks and of in GROUPS[:4]), h("strong", {}, str(item.row))),
        _line(card),
        h("small", {}, said_name(item, card.series, lang, brief=True)),
    )


def _line(card: Card) -> Node:
    """The country's points: joined where a verdict may be stated of them, else dots."""
    known = [p for p in card.points if parse(p[0]).known]
    if not known:
        return None
    rows = pd.DataFrame(known, columns=["period", "value"])
    joined = card.item.get_series(card.series).comparable and card.state != "not_assessable"
    breaks = card.breaks if joined else [p for p, _ in known]
    return tiny(rows, breaks)


def _told(ordered: Sequence[Card]) -> list[Card]:
    """The most recent that gets better, and what there is to say beside it: worse, without change, or few points."""
    newest = sorted((c for c in ordered if c.points), key=lambda c: parse(c.points[-1][0]), reverse=True)
    good = next((c for c in newest if group(c) == "good"), None)
    other = next((c for g in ("bad", "same", "few") for c in newest if group(c) == g), None)
    return [c for c in (good, other) if c is not None]


def _said(card: Card, lang: str) -> Node:
    """Mark, short name, newest value with its period, and where it came from or why nothing is said."""
    of, (period, value) = group(card), card.points[-1]
    tail = t(f"squares.{of}", lang)
    if of in ("good", "bad") and card.trend.ends:
        was = bare(card.trend.ends[0], card.item, card.series, lang)
        tail = t("squares.was", lang, was=was, period=short_label(card.trend.used[0], lang))
    return h(
        "li",
        {"data-group": of},
        marks.sign(of, hollow=not card.speaks and of in GROUPS[:4]),
        h(
            "span",
            {},
            f"{said_name(card.item, card.series, lang, brief=True)} ",
            h("strong", {}, value_or_gap(value, card.item, card.series, lang)),
            f" ({short_label(period, lang)}), {tail}",
        ),
    )


def _key(country: Mapping[str, Card], lang: str) -> Node:
    found = tally(country.values())
    parts = [h("span", {}, marks.sign(g), f" {_counted(g, getattr(found, g), lang)}") for g in GROUPS]
    hollow = h("span", {}, marks.sign("good", hollow=True), " ", t("squares.hollow", lang))
    return h("p", {"class": "enti-rows-key"}, *parts, hollow)


def _counted(of: str, n: int, lang: str) -> str:
    """«6 melhoram», «19 não chegam para julgar»."""
    if of in ("few", "none"):
        return t("squares.few.many", lang, n=n) if of == "few" and n != 1 else f"{n} {t(f'squares.{of}', lang)}"
    return t(f"tally.{of}", lang, n=n)
