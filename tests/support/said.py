"""What each surface says of an indicator in the country, read out of what it shows."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from core.judgement.judge import Card
from core.reading.nation import group
from core.terms.formats import number
from core.terms.period import label, short_label
from show.sentences import value_or_gap
from show.texts import t
from tests.support.pages import nodes, text_of

STATES: Final = ("improving", "worsening", "no_change", "rising", "falling")
WORDS: Final = {state: t(f"verdict.{state}", "pt") for state in STATES}


# What is said of other things in the same breath: how many territories do so, and which way the line goes.
_OTHERS: Final = re.compile(rf"\d+ (?:{'|'.join(w.lower() for w in WORDS.values())})")
_WAY: Final = re.compile(r"tendência ?a ?(?:subir|descer)")


@dataclass(frozen=True)
class Said:
    """`text` is all that `surface` says of the indicator; `marks`: the verdicts, or groups of them, that it marks."""

    surface: str
    item: str
    text: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Right:
    """What every surface has to say of an indicator: the newest figure of the country with its unit and without, of
    when that is, and the verdict with its group.
    """

    values: tuple[str, ...]
    periods: tuple[str, ...]
    state: str
    group: str

    @classmethod
    def of(cls, card: Card) -> "Right":
        """Out of the one reading."""
        if not card.points:
            return cls((), (), card.state, group(card))
        period, value = card.points[-1]
        shown = (value_or_gap(value, card.item, card.series, "pt"), number(value, card.item.decimals_for(card.series)))
        return cls(shown, (label(period, "pt"), short_label(period, "pt")), card.state, group(card))


def plain(text: str) -> str:
    """Spaces of every kind are one; small letters."""
    return " ".join(text.replace("\u00a0", " ").split()).lower()


def squeezed(text: str) -> str:
    """Without spaces or hyphens: where a page breaks a line does not count."""
    return "".join(text.replace("\u00a0", "").split()).replace("-", "").lower()


def about(surface: str, found: list[Any], tags: Collection[str]) -> Iterator[Said]:
    """The innermost of `tags` around each link to an indicator or to its card."""
    for tree in found:
        for node in nodes(tree):
            if node[0] in tags and not any(n[0] in tags and n is not node and linked(n) for n in nodes(node)):
                for item in linked(node):
                    titles = " ".join(str(n[1].get("title", "")) for n in nodes(node) if isinstance(n[1], dict))
                    yield Said(surface, item, f"{text_of(node)} {titles}", marked(node))


def marked(node: Any) -> frozenset[str]:
    """Verdicts and groups that the marks in a node carry."""
    known = {str(n[1].get(k)) for n in nodes(node) if isinstance(n[1], dict) for k in ("data-state", "data-group")}
    return frozenset(known & {*STATES, "good", "bad", "same", "neutral", "few", "none"})


def linked(node: Any) -> set[str]:
    """Ids of the indicators that a node leads to."""
    hrefs = [str(n[1].get("href", "")) for n in nodes(node) if isinstance(n[1], dict)]
    return {m for href in hrefs for m in re.findall(r"[?&]indicador=([a-z0-9_]+)", href)}


def contradictions(
    said: Said, known: Right, needs: Collection[str], flat: Callable[[str], str] = plain
) -> Iterator[str]:
    """What is missing of `needs` (value | period | verdict), and every verdict that is not this one's."""
    text = _WAY.sub("", flat(_OTHERS.sub("", said.text)))
    own = flat(WORDS.get(known.state, ""))
    about_it = f"{said.surface}, {said.item} ({said.text[:160]}): "
    if "value" in needs and known.values and not any(flat(v) in text for v in known.values):
        yield f"{about_it}value {known.values[0]}"
    if "period" in needs and known.periods and not any(flat(p) in text for p in known.periods):
        yield f"{about_it}period {known.periods[0]}"
    if "verdict" in needs and own and own not in text:
        yield f"{about_it}verdict {own}"
    if others := {w for w in map(flat, WORDS.values()) if w != own and w in text}:
        yield f"{about_it}verdict of another: {', '.join(sorted(others))}"
    if said.marks - {known.state, known.group}:
        yield f"{about_it}mark of another: {', '.join(sorted(said.marks))}"
