"""What the rules of plausibility find in the figures of a build, with the answers that people gave."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

import numpy as np
import pandas as pd

from core.base.registry import Refused
from core.base.typed import Text
from core.catalogue.catalogue import Catalogue
from core.terms.formats import exact
from core.terms.period import label
from core.terms.territory import Territories
from core.warehouse.findings import Cell, Finding, gathered
from etl.build.plausibility.answers import Answers
from etl.build.plausibility.lands import lands
from etl.build.plausibility.rule import REGISTRY, Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet, sheets

VALUE: Final = Text(pt="valor", en="value")


def find(
    observation: pd.DataFrame, runs: pd.DataFrame, catalogue: Catalogue, territories: Territories, answers: Answers
) -> list[Finding]:
    """Every finding on the figures of the tables `observation` and `source_run`: what one rule doubts of one indicator
    in one territory. One that is answered is no warning.
    """
    made: list[Finding] = []
    with np.errstate(invalid="ignore", divide="ignore"):  # gaps are NaN all along
        for sheet in sheets(observation, runs, catalogue, lands(territories)):
            for rule in REGISTRY.all.values():
                made += [f for doubt in rule.find(sheet) for f in _told(rule, sheet, doubt)]
    made.sort(key=_key)
    together = [_together(list(same), catalogue, answers) for _, same in groupby(made, key=_key)]
    return [_silent(r) for r in REGISTRY.refused] + together


def _key(found: Finding) -> tuple[str, str, str]:
    """What makes doubts one finding."""
    return found.rule, found.indicator_id or "", found.territory_id or ""


def _silent(refused: Refused) -> Finding:
    """A rule whose declaration was refused: nobody must take its silence for a good word."""
    said = str(refused.error)
    return Finding(refused.id, "error", None, said, count=0, detail_en=said)


def _told(rule: PlausibilityRule, sheet: Sheet, doubt: Doubt) -> Iterator[Finding]:
    """The cells in doubt, by territory."""
    for row in [0] if doubt.everywhere else np.flatnonzero(doubt.at.any(axis=1)):
        cells = tuple(_cell(rule, sheet, doubt, int(row), int(n)) for n in np.flatnonzero(doubt.at[row]))
        if cells:
            place = None if doubt.everywhere else sheet.lands.ids[int(row)]
            yield Finding(rule.id, "warning", sheet.item.id, "", territory_id=place, cells=cells)


def _cell(rule: PlausibilityRule, sheet: Sheet, doubt: Doubt, row: int, at: int) -> Cell:
    found, expected = float(doubt.found[row, at]), float(doubt.expected[row, at])
    of = doubt.of or VALUE

    def said(lang: str) -> str:
        return rule.said.get(lang).format(
            period=label(sheet.periods[at], lang),
            found=exact(found, lang),
            expected=exact(_rounded(expected, sheet.step), lang),
            of=of.get(lang),
        )

    return Cell(
        sheet.series,
        sheet.periods[at],
        None if np.isnan(found) else found,
        None if np.isnan(expected) else expected,
        said("pt"),
        said("en"),
    )


def _together(same: list[Finding], catalogue: Catalogue, answers: Answers) -> Finding:
    """Doubts of one rule, indicator and territory as one, in the words of the gravest, which say of which series they
    are where there are several.
    """
    one = same[0]
    to = (one.rule, one.indicator_id or "", one.territory_id)
    whole = gathered(one, tuple(_answered(c, answers, *to) for f in same for c in f.cells))
    if len(whole.series) < 2 or one.indicator_id is None:
        return whole
    worst = max(whole.cells, key=lambda c: c.away)
    name = catalogue[one.indicator_id].get_series(worst.series).name
    return replace(whole, detail=f"{name.pt}: {whole.detail}", detail_en=f"{name.en}: {whole.detail_en}")


def _rounded(value: float, step: float) -> float:
    """A figure of ours with no more decimals than the series has, so that it can be read beside it."""
    return value if np.isnan(value) else round(value, max(0, round(-np.log10(step))))


def _answered(cell: Cell, answers: Answers, rule: str, indicator: str, place: str | None) -> Cell:
    answer = answers.to(rule, indicator, place, cell.series, cell.period)
    return cell if answer is None else replace(cell, answer=answer.text.pt, answer_en=answer.text.en)
