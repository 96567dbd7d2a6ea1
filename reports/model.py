"""What stands in a report, apart from the form of the file: every writer turns the same blocks into its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd


@dataclass(frozen=True)
class Heading:
    """`level` 1 begins a chapter."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph. `kind`: lead (an answer), body, fine (source, caveat), or kept (lines that stand together)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True)
class Table:
    """`widths` are relative; columns in `numeric` stand to the right; `whole`: on one page, which it fits on."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: frozenset[int] = frozenset()
    whole: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG; `alt` says what it shows, `caption` has source and period; `width` is a share of the line."""

    svg: str
    alt: str
    caption: str
    width: float = 1.0


Block = Heading | Text | Table | Picture


@dataclass(frozen=True)
class Report:
    """A whole report. `name`: of its files; `lang`: the one language it speaks (words of the strategy, which has only
    Portuguese ones, stay as they are); `build` stands on every page; `on`: the day it speaks of, never the clock's;
    `table`: gives all observations behind it (`data`), which only the annex needs: making them takes longer than all
    the rest.
    """

    name: str
    title: str
    subtitle: str
    build: str
    on: date
    blocks: tuple[Block, ...]
    table: Callable[[], pd.DataFrame]
    lang: str = "pt"

    @cached_property
    def data(self) -> pd.DataFrame:
        """All observations behind it, in the columns of core.warehouse.extract.CODEBOOK (shared: do not change it)."""
        return self.table()
