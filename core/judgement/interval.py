"""What chance may do to a figure: 95 % intervals, by what the figure rests on (core.catalogue.basis).

- A share of a sample: Wilson's score interval (Wilson, 1927), without continuity correction.
- A count of events, or a rate of them: exact Poisson limits (Garwood, 1936), by the quantiles of the gamma
  distribution.
- A standardised rate: rate ± 1.96 × rate / √events, an approximation of the normal kind (the variance of the rate is
  taken as that of its count), and said to be one.
- A complete count: none, since nothing was drawn.

The first three are those of the Office for Health Improvement and Disparities (Fingertips, technical guidance), and so
is the comparison: better or worse only where the interval leaves the other value out.
"""

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Final, Literal

from scipy import special

from core.catalogue.basis import Basis, Complete, Events, Floor, Sample, Standardised
from core.terms.formats import exact

Z: Final = 1.96
LEVEL: Final = 0.95
FEW: Final = 20  # events; below, the standard error of a rate is more than 22 % of it (1/√20)

Method = Literal["wilson", "poisson", "approximate"]
Mark = Literal["", "few", "floor", "unknown"]
State = Literal["better", "similar", "worse", "above", "below"]


@dataclass(frozen=True)
class Interval:
    """95 % limits in the unit of the figure."""

    low: float
    high: float
    method: Method

    def holds(self, value: float, decimals: int) -> bool:
        """Whether a value lies within, as all three are shown: what reads as an end is inside."""
        return round(self.low, decimals) <= round(value, decimals) <= round(self.high, decimals)


def wilson(cases: float, size: float) -> tuple[float, float]:
    """Limits of a share, 0 to 1: `cases` of a sample of `size`. ValueError where there is no such share."""
    if not (size > 0 and 0 <= cases <= size):
        raise ValueError(f"não há proporção de {exact(cases)} em {exact(size)}")
    share, z2 = cases / size, Z * Z
    middle, half = share + z2 / (2 * size), Z * sqrt(share * (1 - share) / size + z2 / (4 * size * size))
    low, high = ((middle + side * half) / (1 + z2 / size) for side in (-1, 1))
    return (0.0 if cases == 0 else low), (1.0 if cases == size else high)


def poisson(cases: float) -> tuple[float, float]:
    """Exact limits of the mean of a count; of none the lower is zero. ValueError for a negative count."""
    if not cases >= 0:
        raise ValueError(f"não há contagem de {exact(cases)}")
    tail = (1 - LEVEL) / 2
    low = float(special.gammaincinv(cases, tail)) if cases else 0.0
    return low, float(special.gammaincinv(cases + 1, 1 - tail))


def interval(basis: Basis, value: float, cases: float | None, base: float | None) -> Interval | None:
    """The interval of a value; None of complete counts, where the cases behind it are not known, and where they are too
    few for an approximation.
    """
    if isinstance(basis, Complete) or cases is None or mark(basis, cases, base) == "unknown":
        return None
    if isinstance(basis, Sample):
        assert base is not None  # known, or it had been unknown
        scale = value / (cases / base) if cases else 100.0  # what the share is shown in: it says so itself
        low, high = wilson(cases, base)
        return Interval(scale * low, scale * high, "wilson")
    if isinstance(basis, Events):
        scale = basis.per / base if basis.base and base else basis.per
        low, high = poisson(cases)
        return Interval(scale * low, scale * high, "poisson")
    if not cases or mark(basis, cases, base) == "floor":
        return None  # of no case ± 0 would say that nothing is uncertain
    half = Z * value / sqrt(cases)
    return Interval(max(0.0, value - half), value + half, "approximate")


def mark(basis: Basis, cases: float | None, base: float | None) -> Mark:
    """What has to be said of a figure before it is ranked or coloured: that it rests on `few` cases, on fewer than its
    `floor`, or that how many they are is `unknown`; empty where nothing has.
    """
    if isinstance(basis, Complete):
        return ""
    if not _known(cases) or (_needs_base(basis) and not (_known(base) and base)):
        return "unknown"
    assert cases is not None
    if basis.floor and _under(basis.floor, cases, base):
        return "floor"
    fewest = min(cases, base - cases) if isinstance(basis, Sample) and base is not None else cases
    return "few" if fewest < FEW else ""


def _known(count: float | None) -> bool:
    return count is not None and isfinite(count)


def _needs_base(basis: Sample | Events | Standardised) -> bool:
    return isinstance(basis, Sample) or (isinstance(basis, Events) and basis.base is not None)


def _under(floor: Floor, cases: float, base: float | None) -> bool:
    count = cases if floor.of == "cases" else base
    return count is not None and count < floor.least


def compared(direction: str, decimals: int, value: float, found: Interval | None, other: float) -> State:
    """How a value stands beside another of the same series and period, at the precision that both are shown with.

    `found`: the interval of the value; None of a complete count, which is then compared as it is. `direction`: of the
    indicator; where no way is agreed the value is above or below, and never better.
    """
    if round(value, decimals) == round(other, decimals) or (found is not None and found.holds(other, decimals)):
        return "similar"
    if direction == "neutral":
        return "above" if value > other else "below"
    return "better" if (value > other) == (direction == "higher_better") else "worse"
