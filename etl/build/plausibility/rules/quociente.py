"""A rate that is not the quotient of its parts."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from core.base.typed import Text
from core.catalogue.catalogue import NotAggregated, Ratio
from etl.build.plausibility.rule import Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet, step

MOST: Final = 0.5  # of the figures must be the plain quotient, where nothing says it, or the parts only stand beside


def find(sheet: Sheet) -> Iterator[Doubt]:
    """Values further from scale × numerator / denominator than rounding explains, in series that are such quotients."""
    top, bottom, scale = _terms(sheet)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = scale * top / np.where(bottom != 0, bottom, np.nan)
        away = np.abs(sheet.value - quotient)
        rounded = np.nan_to_num(_half(top) / np.abs(top), posinf=0.0) + _half(bottom) / np.abs(bottom)
    slack = 0.51 * sheet.step + 1e-9 * np.abs(quotient)
    off = np.isfinite(away) & (away > slack)
    some = np.isfinite(away) & (top != 0)
    declared = not isinstance(sheet.item.rule_for(sheet.series), NotAggregated)  # summed up as a quotient
    if not off.any() or (not declared and (off & some).sum() > (1 - MOST) * some.sum()):
        return
    yield Doubt(off & (away > slack + np.abs(quotient) * rounded), sheet.value, quotient)


def _half(table: np.ndarray) -> float:
    """By how much each figure may be away through its rounding."""
    return step(table) / 2


def _terms(sheet: Sheet) -> tuple[np.ndarray, np.ndarray, float]:
    """Numerators and denominators, its own where it has them, else those by which the catalogue sums it up; and what
    they are multiplied by, which the catalogue says, or the series itself.
    """
    rule = sheet.item.rule_for(sheet.series)
    top, bottom, scale = sheet.numerator, sheet.denominator, sheet.scale
    if isinstance(rule, Ratio):
        scale = rule.scale
        if rule.denominator in sheet.support:
            own = np.isfinite(top) & np.isfinite(bottom)
            top = np.where(own, top, sheet.supported(rule.numerator))
            bottom = np.where(own, bottom, sheet.supported(rule.denominator))
    return top, bottom, scale


RULE = PlausibilityRule(
    id="quociente",
    name=Text(pt="Quociente", en="Quotient"),
    looks=Text(
        pt="uma taxa que não é o quociente do seu numerador pelo seu denominador, na escala da série (%, ‰, por 1000, "
        "por km²) e para lá do arredondamento",
        en="a rate that is not its numerator divided by its denominator, on the series' scale (%, ‰, per 1000, per "
        "km²) and beyond rounding",
    ),
    said=Text(
        pt="Em {period}, o valor é {found}; do numerador e do denominador sai {expected}.",
        en="In {period}, the value is {found}; numerator and denominator give {expected}.",
    ),
    find=find,
)
