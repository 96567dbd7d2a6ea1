"""The reader of what is on screen: core.reading on the build in force, with the caches of the app behind it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import pandas as pd

from core.base.paths import targets_dir
from core.catalogue.catalogue import Indicator
from core.judgement import targets
from core.judgement.judge import Card
from core.judgement.targets import OwnTarget
from core.reading.middles import Middles
from core.reading.model import Have, Spread
from core.reading.reading import Reader
from core.terms.territory import COUNTRY, EU, MAINLAND, VERSION
from ui.data import load
from ui.data.context import Context
from ui.data.stamp import stamp

_WIDE: Final = frozenset({COUNTRY, MAINLAND, EU})


class Kept(Reader):
    """A Reader that keeps, per build, what many readers ask alike: what there is, the country, runs, judgements."""

    @cached_property
    def have(self) -> Mapping[str, Sequence[Have]]:
        """What there is by indicator id (shared: do not change it)."""
        return load.have(self.store)

    def values(self, item: Indicator, series: str, places: list[str]) -> pd.DataFrame:
        """Of the country, the mainland and the Union kept for the build (shared: do not change it)."""
        if not _WIDE.issuperset(places):
            return super().values(item, series, places)
        key = ("values", item.id, series, *places)
        return load.once(self.store, key, lambda: Reader.values(self, item, series, places))

    def breaks(self, item: Indicator, series: str) -> list[str]:
        """Kept for the build (shared: do not change it)."""
        return load.once(self.store, ("breaks", item.id, series), lambda: Reader.breaks(self, item, series))

    def run_of(self, item: Indicator, series: str, period: str) -> dict[str, Any] | None:
        """Kept for the build."""
        return load.run_of(self.store, item.id, series, period)

    def spread(
        self, item: Indicator, series: str, level: str, version: str = VERSION, period: str | None = None
    ) -> Spread | None:
        """Of the newest period kept for the build: all places of a level are read against it (shared: do not change
        it).
        """
        newest = self.periods(item, series, level, version)[-1:]
        if not newest or period not in (None, newest[0]):
            return Reader.spread(self, item, series, level, version, period)
        key = ("spread", item.id, series, level, version)
        return load.once(self.store, key, lambda: Reader.spread(self, item, series, level, version, newest[0]))

    def middles(self, level: str, version: str = VERSION) -> Middles:
        """Kept for the build (shared: do not change it)."""
        return load.once(self.store, ("middles", level, version), lambda: Reader.middles(self, level, version))

    def nations(self) -> Mapping[str, Card]:
        """Kept for build, day and targets (shared: do not change it)."""
        return load.once(self.store, ("nations", self.today, self.own), lambda: Reader.nations(self))

    def judgements(self, version: str = VERSION) -> pd.DataFrame:
        """Kept for build, day and targets (shared: do not change it)."""
        return load.once(self.store, ("judge", version, self.today, self.own), lambda: Reader.judgements(self, version))


def own_targets(context: Context) -> tuple[OwnTarget, ...]:
    """Targets that bodies set for their territories; raises TargetError."""
    folder = targets_dir()
    seen = stamp(*sorted(folder.glob("*.csv"))) if folder.is_dir() else ()
    return load.once(context.store, ("targets", seen), lambda: targets.load(context.catalogue, context.territories))


def reader(context: Context) -> Reader:
    """The reader of this build and day. What it judges raises TargetError when a body's file of targets is wrong."""
    book, places = context.catalogue, context.territories
    return Kept(context.store, book, places, context.today, lambda: own_targets(context))


def card_of(context: Context, item: Indicator, place: str, version: str = VERSION) -> Card:
    """The judgement of one indicator in one territory, without judging all the others; raises TargetError."""
    return reader(context).card(item, place, version)
