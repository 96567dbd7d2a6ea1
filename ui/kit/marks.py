"""Marks of judgement and execution: shape, colour and word together, never a colour alone; each leads to what it
rests on.
"""

from typing import Final

from core.catalogue.catalogue import Indicator
from core.judgement.judge import Card
from core.strategy.standing import Standing
from core.terms.territory import VERSION
from show import verdicts
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.data.read import reader
from ui.kit import state

_GOOD, _FAIR, _BAD, _PLAIN = "var(--success)", "var(--warning)", "var(--danger)", "var(--ink-3)"
_UP, _DOWN, _FLAT = "M8 13V3M3.5 7.5L8 3l4.5 4.5", "M8 3v10M3.5 8.5L8 13l4.5-4.5", "M2.5 6h11M2.5 10h11"
# state -> (path in a 16 × 16 box, colour)
_SIGNS: Final[dict[str, tuple[str, str]]] = {
    "reached": ("M2.5 8.5l3.5 3.5l7.5-8", _GOOD),
    "on_track": (_UP, _GOOD),
    "improving": ("M3 13L13 3M6 3h7v7", _GOOD),
    "close": ("M2.5 8h10M9 4.5L12.5 8L9 11.5", _FAIR),
    "slow": ("M8 2.5v7M8 12.5v1", _BAD),
    "away": (_DOWN, _BAD),
    "worsening": ("M3 3l10 10M13 6v7h-7", _BAD),
    "missed": ("M3.5 3.5l9 9M12.5 3.5l-9 9", _BAD),
    "rising": (_UP, "var(--info)"),
    "falling": (_DOWN, "var(--info)"),
    "no_change": (_FLAT, _PLAIN),
    "not_assessable": ("M5.5 5.5a2.5 2.5 0 1 1 3.5 2.3c-.8.4-1 .8-1 1.7M8 12.5v.6", _PLAIN),
}
_ACTIONS: Final[dict[str, tuple[str, str]]] = {
    "sem_informacao": _SIGNS["not_assessable"],
    "por_iniciar": ("M3 8h.5M7.7 8h.6M12.5 8h.5", _PLAIN),
    "em_curso": ("M5 3l7 5l-7 5z", "var(--info)"),
    "concluida": _SIGNS["reached"],
    "suspensa": ("M5.5 3v10M10.5 3v10", _FAIR),
    "late": _SIGNS["slow"],
    "silent": ("M8 2.5v7M8 12.5v1", _FAIR),
}
_PACES: Final[dict[str, tuple[str, str]]] = {
    "progress_strong": _SIGNS["improving"],
    "progress": ("M3 11L13 5M8 4.5l5 .5l-1.5 4.6", _GOOD),
    "unchanged": _SIGNS["no_change"],
    "setback": ("M3 5l10 6M8 11.5l5-.5l-1.5-4.6", _BAD),
    "setback_strong": _SIGNS["worsening"],
    "up": _SIGNS["rising"],
    "down": _SIGNS["falling"],
    "not_assessable": _SIGNS["not_assessable"],
}
WORDS: Final = tuple(_SIGNS)


def badge(sign: tuple[str, str], word: str, mark: str, href: str | None = None) -> Node:
    """A sign (its path in a 16 × 16 box, and its colour) and its word; `mark`: what of, for tests and styles."""
    path, colour = sign
    drawn = h(
        "svg",
        {"viewBox": "0 0 16 16", "aria-hidden": "true"},
        h("path", {"d": path, "stroke": colour, "stroke-width": 2.2, "fill": "none"}),
    )
    if href is None:
        return h("span", {"class": "enti-badge", "data-state": mark}, drawn, word)
    return h("a", {"class": "enti-badge", "data-state": mark, "href": href, "data-nav": "1"}, drawn, word)


def judged(judgement: str, lang: str, *, indicator: str, place: str, version: str) -> Node:
    """The mark of a judgement; a click leads to its card."""
    to = card_of(indicator, place, version)
    return badge(_SIGNS[judgement], t(f"verdict.{judgement}", lang), judgement, to)


def card_of(indicator: str, place: str, version: str) -> str:
    """Address of the card behind a judgement. It names the place, which the page that opens would guess wrong; a
    region opens in the version of its own id, whatever is being looked at.
    """
    own = place.partition(":")[0] if ":" in place else version
    return state.address("veredicto", **{state.INDICATOR: indicator, state.PLACE: place, state.NUTS: own})


def of_country(context: Context, item: Indicator, version: str = VERSION) -> str:
    """Address of the card of what «the country» means for a row: the mainland, where the row is only of that."""
    return card_of(item.id, reader(context).nation(item), version)


def aim(card: Card, lang: str) -> Node:
    """The target that counts: its value and year, how it stands, and what it is of; nothing without one."""
    said = verdicts.aim_said(card, lang)
    return h("div", {"class": "enti-fine"}, said) if said else None


def pace(card: Card, lang: str) -> Node:
    """The short window: a word in its colour, and the rate."""
    word = t(f"pace.{card.short.state}", lang)
    return badge(_PACES[card.short.state], word, card.short.state)


def plain(judgement: str, lang: str) -> Node:
    """The same mark where its card is on the page already."""
    return badge(_SIGNS[judgement], t(f"verdict.{judgement}", lang), judgement)


def acted(s: Standing, lang: str) -> list[Node]:
    """The state of an action, and beside it that it is late, or that its deadline passed in silence."""
    if s.when == "silent":
        return [badge(_ACTIONS["silent"], t("exec.silent", lang), "silent")]
    shown = [badge(_ACTIONS[s.state], t(f"exec.state.{s.state}", lang), s.state)]
    return [*shown, badge(_ACTIONS["late"], t("exec.late", lang), "late")] if s.late else shown


def progress(chosen: str, lang: str) -> Node:
    """The state of a project."""
    return badge(_ACTIONS[chosen], t(f"exec.state.{chosen}", lang), chosen)


def bar(counts: list[tuple[int, str]], alt: str) -> Node:
    """Shares of a whole beside each other: (count, colour) in order."""
    total = sum(n for n, _ in counts) or 1
    x, parts = 0.0, []
    for n, colour in counts:
        width = 100 * n / total
        if n:
            parts.append(
                h("rect", {"x": round(x, 2), "width": round(max(width - 0.4, 0.6), 2), "height": 8, "fill": colour})
            )
        x += width
    return h(
        "svg",
        {
            "class": "enti-share",
            "viewBox": "0 0 100 8",
            "preserveAspectRatio": "none",
            "role": "img",
            "aria-label": alt,
        },
        *parts,
    )


COLOURS: Final = {"good": _GOOD, "same": "var(--line-3)", "bad": _BAD, "neutral": "var(--info)", "none": "var(--line)"}


def to_state(lang: str) -> Node:
    """The way to the page that says what there is of the data, and what a load is waited for."""
    return h("a", {"href": state.address("estado"), "data-nav": "1"}, t("see_state", lang))


# group -> path in a 12 × 12 box; what is drawn hollow has its outline alone
_SHAPES: Final[dict[str, str]] = {
    "good": "M6 1L11.5 11H.5z",
    "bad": "M.5 1h11L6 11z",
    "same": "M1 2.6h10v2.6H1zM1 6.8h10v2.6H1z",
    "neutral": "M6 .5L11.5 6L6 11.5L.5 6z",
    "few": "M6 1.5a4.5 4.5 0 1 0 .01 0z",
    "none": "M1.5 5h9v2h-9z",
}


def sign(of: str, *, hollow: bool = False) -> Node:
    """The mark of a group (core.reading.nation.GROUPS), by shape; its colour is the style sheet's."""
    marked = {"viewBox": "0 0 12 12", "class": "enti-sign", "data-group": of, "aria-hidden": "true"}
    return h("svg", marked | ({"data-hollow": "1"} if hollow else {}), h("path", {"d": _SHAPES[of]}))
