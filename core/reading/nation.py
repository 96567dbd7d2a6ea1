"""How the country stands, row by row of Table 3: one judgement each, and one tally of them with what it is of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.judgement.judge import BAD, GOOD, Card

GROUPS: Final = ("good", "bad", "same", "neutral", "few", "none")


@dataclass(frozen=True)
class Tally:
    """Indicators by what the long window says of the country: better, worse, no significant change, moves where no way
    is better, a figure that cannot be judged (few points, a break, periods that do not compare), no figure at all.
    `speaking`: of the better ones, those with a figure that is younger than the Strategy. `reached` and `aimed`: those
    that meet the target that counts now, of those that have one fit to judge.
    """

    good: int
    bad: int
    same: int
    neutral: int
    few: int
    none: int
    speaking: int
    reached: int
    aimed: int

    @property
    def of(self) -> int:
        """All of them."""
        return self.judged + self.unjudged

    @property
    def judged(self) -> int:
        """Those of which something is said."""
        return self.good + self.bad + self.same + self.neutral

    @property
    def unjudged(self) -> int:
        """Those of which nothing is said."""
        return self.few + self.none

    @property
    def known(self) -> int:
        """Those with a figure of the country."""
        return self.of - self.none


def group_of(state: str) -> str:
    """good | bad | same | neutral | none: how a state counts."""
    if state in GOOD:
        return "good"
    if state in BAD:
        return "bad"
    return {"no_change": "same", "not_assessable": "none"}.get(state, "neutral")


def group(card: Card) -> str:
    """One of GROUPS."""
    found = group_of(card.state)
    return "few" if found == "none" and card.points else found


def tally(cards: Iterable[Card]) -> Tally:
    """The tally of these cards, one an indicator."""
    all_ = list(cards)
    counts = Counter(group(c) for c in all_)
    aims = [c.aim for c in all_ if c.aim is not None and c.aim.state != "not_assessable"]
    return Tally(
        **{g: counts[g] for g in GROUPS},
        speaking=sum(c.speaks for c in all_ if c.state in GOOD),
        reached=sum(a.state == "reached" for a in aims),
        aimed=len(aims),
    )
