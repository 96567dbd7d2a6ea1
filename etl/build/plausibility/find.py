"""What the rules of plausibility find in the figures of a build, with the answers that people gave."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Final

import numpy as np
import pandas as pd

from core.base.registry import Refused
from core.base.typed import Text
from core.catalogue.catalogue import Catalogue
from core.terms.formats import exact
from core.terms.period import label, parse
from core.terms.territory import Territories
from etl.build.plausibility.answers import Answers
from etl.build.plausibility.lands import lands
from etl.build.plausibility.rule import REGISTRY, Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet, sheets

VALUE: Final = Text(pt="valor", en="value")


@dataclass(frozen=True)
class Found:
    """A finding on figures, a row of the table `finding`: what one rule doubts of one indicator in one territory (None:
    in all), in which series and periods, in time order. `found`, `expected`, `detail`: of the cell furthest from what
    it should be.
    """

    rule: str
    indicator_id: str | None
    territory_id: str | None
    series: tuple[str, ...]
    periods: tuple[str, ...]
    count: int  # of values
    found: float | None
    expected: float | None
    detail: str
    detail_en: str
    severity: str = "warning"
    answer: str | None = None
    answer_en: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes doubts one finding."""
        return self.rule, self.indicator_id or "", self.territory_id or ""

    @property
    def away(self) -> float:
        """How far the value is from what it should be, as a share of it."""
        if self.found is None or self.expected is None:
            return 0.0
        return abs(self.found - self.expected) / max(abs(self.expected), 1e-9)


def find(
    observation: pd.DataFrame, runs: pd.DataFrame, catalogue: Catalogue, territories: Territories, answers: Answers
) -> list[Found]:
    """Every finding on the figures of the tables `observation` and `source_run`; one that is answered is no warning."""
    made: list[Found] = []
    with np.errstate(invalid="ignore", divide="ignore"):  # gaps are NaN all along
        for sheet in sheets(observation, runs, catalogue, lands(territories)):
            for rule in REGISTRY.all.values():
                made += [f for doubt in rule.find(sheet) for f in _told(rule, sheet, doubt)]
    made.sort(key=attrgetter("key"))
    together = [
        _answered(_together(list(same), catalogue), answers) for _, same in groupby(made, key=attrgetter("key"))
    ]
    return [_silent(r) for r in REGISTRY.refused] + together


def _silent(refused: Refused) -> Found:
    """A rule whose declaration was refused: nobody must take its silence for a good word."""
    said = str(refused.error)
    return Found(refused.id, None, None, (), (), 0, None, None, said, said, "error")


def _told(rule: PlausibilityRule, sheet: Sheet, doubt: Doubt) -> Iterator[Found]:
    """The cells in doubt, by territory."""
    for row in [0] if doubt.everywhere else np.flatnonzero(doubt.at.any(axis=1)):
        columns = np.flatnonzero(doubt.at[row])
        if len(columns):
            yield _one(rule, sheet, doubt, int(row), columns)


def _one(rule: PlausibilityRule, sheet: Sheet, doubt: Doubt, row: int, columns: np.ndarray) -> Found:
    away = np.abs(doubt.found[row, columns] - doubt.expected[row, columns]) / np.abs(doubt.expected[row, columns])
    at = columns[int(np.argmax(np.nan_to_num(away)))]
    found, expected = float(doubt.found[row, at]), float(doubt.expected[row, at])
    of = doubt.of or VALUE

    def said(lang: str) -> str:
        return rule.said.get(lang).format(
            period=label(sheet.periods[at], lang),
            found=exact(found, lang),
            expected=exact(_rounded(expected, sheet.step), lang),
            of=of.get(lang),
        )

    return Found(
        rule.id,
        sheet.item.id,
        None if doubt.everywhere else sheet.lands.ids[row],
        (sheet.series,),
        tuple(sheet.periods[n] for n in columns),
        len(columns),
        None if np.isnan(found) else found,
        None if np.isnan(expected) else expected,
        said("pt"),
        said("en"),
    )


def _together(same: list[Found], catalogue: Catalogue) -> Found:
    """Doubts of one rule, indicator and territory as one, in the words of the gravest, which say of which series they
    are where there are several.
    """
    worst = max(same, key=attrgetter("away"))
    every = tuple(dict.fromkeys(s for f in same for s in f.series))
    if len(every) > 1 and worst.indicator_id:
        name = catalogue[worst.indicator_id].get_series(worst.series[0]).name
        worst = replace(worst, detail=f"{name.pt}: {worst.detail}", detail_en=f"{name.en}: {worst.detail_en}")
    return replace(
        worst,
        series=every,
        periods=tuple(sorted({p for f in same for p in f.periods}, key=parse)),
        count=sum(f.count for f in same),
    )


def _rounded(value: float, step: float) -> float:
    """A figure of ours with no more decimals than the series has, so that it can be read beside it."""
    return value if np.isnan(value) else round(value, max(0, round(-np.log10(step))))


def _answered(found: Found, answers: Answers) -> Found:
    answer = answers.to(found.rule, found.indicator_id or "", found.territory_id, found.series, found.periods)
    if answer is None:
        return found
    return replace(found, severity="info", answer=answer.text.pt, answer_en=answer.text.en)
