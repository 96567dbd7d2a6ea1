"""The legend of a choropleth, once for screen, wall and paper: what each colour and hatch stands for, and how many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.catalogue.catalogue import Indicator
from core.terms.formats import number
from show.scale import Scale
from show.texts import t

GAPS: Final = ("nd", "na", "sup")
_BETTER: Final = {"higher_better": "map.better.high", "lower_better": "map.better.low"}
_ALONG: Final = {"higher_better": "{} →", "lower_better": "← {}"}


@dataclass(frozen=True)
class Entry:
    """A line: `mark` is the index of a class or the kind of a gap (show.paint.marks); `colour` is None for a gap, whose
    hatch is the drawing's own.
    """

    mark: str
    text: str
    count: int
    colour: str | None = None

    @property
    def shown(self) -> bool:
        """Classes and «sem dados» always, as an answer; the other gaps where there are any."""
        return self.colour is not None or self.mark == "nd" or self.count > 0


@dataclass(frozen=True)
class Legend:
    """All that a legend says. `better`: which end is, empty where neither, and `along` with an arrow; `soft`: what is
    provisional or estimated; `warning`: why the map may mislead, empty where it does not.
    """

    unit: str
    period: str
    better: str
    along: str
    entries: tuple[Entry, ...]
    ends: tuple[str, str] | None  # lowest and highest value of the classes
    soft: Entry
    warning: str

    @property
    def title(self) -> str:
        """«Hab./km², 2023»."""
        return f"{self.unit}, {self.period}"

    @property
    def missing(self) -> int:
        """How many places have no value."""
        return sum(e.count for e in self.entries if e.colour is None)


def legend(
    kinds: Sequence[str],
    scale: Scale,
    item: Indicator,
    series: str,
    period: str,
    lang: str,
    *,
    soft: int = 0,
    dark: bool = False,
) -> Legend:
    """The legend of places of these `kinds` (show.paint.marks). `period`: as it is read; `soft`: how many values are
    provisional or estimated; `dark`: for a dark page.
    """
    counts, unit = Counter(kinds), item.unit_for(series, lang)
    colours = scale.colours(dark=dark) if scale.method != "none" else ()
    texts = [_class(scale, i, item.decimals_for(series), lang) for i in range(len(colours))]
    classes = [Entry(str(i), texts[i], counts[str(i)], colour) for i, colour in enumerate(colours)]
    gaps = [Entry(gap, _begun(t(f"gap.{gap}", lang)), counts[gap]) for gap in GAPS]
    return Legend(
        _opening(unit),
        period,
        better(item, lang),
        along(item, lang),
        (*classes, *gaps),
        (_ends(scale, item.decimals_for(series), lang) if colours else None),
        Entry("soft", t("map.soft", lang), soft),
        t("map.count_warning", lang) if item.rule_for(series).rule == "sum" else "",
    )


def _begun(said: str) -> str:
    return said[:1].upper() + said[1:]


def better(item: Indicator, lang: str) -> str:
    """«maior = melhor»; empty where neither end is."""
    return t(_BETTER[item.direction], lang) if item.direction in _BETTER else ""


def along(item: Indicator, lang: str) -> str:
    """«maior = melhor →», for beside a picture whose values grow to the right."""
    return _ALONG[item.direction].format(better(item, lang)) if item.direction in _BETTER else ""


def _opening(unit: str) -> str:
    """A unit at the start of a line: a word begins with a capital letter, a symbol («kWh/hab.», «hab./km²») is one."""
    symbol = "/" in unit or len(unit.split(" ")[0]) < 3
    return unit if symbol else f"{unit[:1].upper()}{unit[1:]}"


def _class(scale: Scale, i: int, decimals: int, lang: str) -> str:
    """What a class holds: its two ends, or one figure where both read the same or each value has its class."""
    low, high = scale.edges[i]
    if scale.method == "distinct":
        return number(high, decimals, lang)
    inner = max(decimals, 1) if any(b != round(b) for b in scale.breaks) else 0
    inner = decimals if scale.method == "natural" else inner  # a class of values that read the same ends as they read
    ends = [
        number(low, decimals if i == 0 else inner, lang),
        number(high, decimals if i == len(scale.breaks) else inner, lang),
    ]
    return " – ".join(dict.fromkeys(ends))


def _ends(scale: Scale, decimals: int, lang: str) -> tuple[str, str]:
    return number(scale.low, decimals, lang), number(scale.high, decimals, lang)
