"""Whether a place is better, worse or alike beside the middle of its kind: decided here, and nowhere else."""

from dataclasses import dataclass
from typing import Final, Literal

from core.catalogue.catalogue import Indicator
from core.reading import measures
from core.reading.model import Point

Word = Literal["better", "similar", "worse"]
Why = Literal["count", "neutral", "undated", "few", "alone"]


@dataclass(frozen=True)
class Floor:
    """Of how many a rate must be before it is compared. `times`: what the rate is counted per."""

    least: int
    times: int


# Births in the pooled years: of fewer, one death more or less decides.
FLOORS: Final[dict[str, Floor]] = {"mortalidade_infantil": Floor(500, 1000)}


@dataclass(frozen=True)
class Compared:
    """What may be said beside the middle: a `word`, or `why` there is none. `counts`: numerator and denominator of a
    derived rate, where they are known; `one_more`: what one case alone would make of the rate, of one on few cases.
    """

    word: Word | None = None
    why: Why | None = None
    counts: tuple[float, float] | None = None
    one_more: float | None = None


def compared(
    item: Indicator, series: str, now: Point, middle: float | None, counts: tuple[float, float] | None = None
) -> Compared:
    """A figure beside the median of the places of its level, at the precision that it is shown with. Totals are of no
    size that compares; without an agreed way nothing is better; a rate on few cases is not compared.
    """
    floor = FLOORS.get(item.id)
    if floor and counts and counts[1] < floor.least:
        return Compared(why="few", counts=counts, one_more=floor.times / counts[1] if counts[1] else None)
    if item.rule_for(series).rule == "sum":
        return Compared(why="count", counts=counts)
    if item.direction == "neutral":
        return Compared(why="neutral", counts=counts)
    if not measures.ordered(now.period):
        return Compared(why="undated", counts=counts)
    if middle is None:
        return Compared(why="alone", counts=counts)
    decimals = item.decimals_for(series)
    better = measures.beats(item, round(now.value, decimals), round(middle, decimals))
    return Compared("similar" if better is None else "better" if better else "worse", counts=counts)
