"""What a rule of plausibility is: each declares itself in a module of etl/build/plausibility/rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.base.registry import Declaration, Registry
from core.base.typed import Text
from etl.build.plausibility.sheet import Sheet


@dataclass(frozen=True)
class Doubt:
    """What a rule doubts in a sheet: tables of territories × periods. `at`: the cells in doubt; `found` and `expected`:
    what stands there and what should; `everywhere`: the doubt is of the whole series, and only its columns count;
    `of`: what is doubted where it is not the value itself.
    """

    at: np.ndarray
    found: np.ndarray
    expected: np.ndarray
    everywhere: bool = False
    of: Text | None = None


class PlausibilityRule(Declaration):
    """A rule. `looks`: what it looks for, as the documents say it; `said`: the sentence of a finding, with {found},
    {expected} and {of}; `find`: what it doubts in a series.
    """

    looks: Text
    said: Text
    find: Callable[[Sheet], Iterator[Doubt]]


REGISTRY: Final = Registry(
    "regra de plausibilidade", PlausibilityRule, "etl.build.plausibility.rules", "RULE", every=True
)
