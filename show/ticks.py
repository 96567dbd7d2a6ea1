"""Round values beside an axis."""

from math import ceil, floor, log10

MOST = 4  # steps of an axis


def ticks(low: float, high: float) -> tuple[list[float], int]:
    """The round values (of 1, 2 or 5 tens) from `low` to `high`, two to MOST + 1 of them, and the decimals that they
    are read with. ValueError where the axis has no length.
    """
    if not high > low:
        raise ValueError(f"an axis from {low} to {high}")
    slack = 1e-9  # what dividing by a step leaves
    power = 10.0 ** floor(log10((high - low) / MOST))
    step = next(s * power for s in (1, 2, 5, 10) if (high - low) / (s * power) <= MOST + slack)
    first, last = ceil(low / step - slack), floor(high / step + slack)
    return [n * step for n in range(first, last + 1)], max(0, -floor(log10(step) + slack))
