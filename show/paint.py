"""A slice of figures as the map shows it: class or kind of gap, text, note and rank of each place."""

from typing import Any, Final

import numpy as np
import pandas as pd

from core.catalogue.catalogue import Indicator
from core.reading import measures
from core.terms.formats import number, with_unit
from core.terms.status import words
from show.findings import concentration, middle_half
from show.scale import Scale
from show.texts import t

SOFT: Final = frozenset("PEFIUV")
LETTERS: Final = {"nd": "n", "na": "a", "sup": "s"}
_GAPS: Final = {"O": "nd", "L": "na", "M": "na", "N": "nd", "Q": "sup"}


def marks(rows: pd.DataFrame, scale: Scale) -> list[str]:
    """Class index of each value, or the kind of its gap (nd, na, sup). Columns: value, status, conf."""
    known = rows["value"].notna().to_numpy()
    classes = np.searchsorted(scale.breaks, rows["value"].to_numpy(dtype=float), side="left")
    return [
        str(c) if has else ("sup" if conf == "C" else _GAPS.get(status, "nd"))
        for c, has, status, conf in zip(classes, known, rows["status"], rows["conf"], strict=True)
    ]


def paint(rows: pd.DataFrame, item: Indicator, series: str, scale: Scale, lang: str) -> dict[str, Any]:
    """In the order of `rows`: marks (a letter each), texts, ranks; `tail` follows every text of a value; `notes`
    by position; `soft`: how many values are provisional or estimated.
    """
    unit, decimals = item.unit_for(series, lang), item.decimals
    states = list(zip(rows["status"], rows["conf"], rows["value"], rows["note"], strict=True))
    # What follows every figure goes once: « %» in 308 texts would be a third of the message.
    tail = with_unit(0.0, decimals, unit, lang).removeprefix(number(0.0, decimals, lang))
    texts = [words(s, c, lang) if pd.isna(v) else number(v, decimals, lang) for s, c, v, _ in states]
    notes = {n: said for n, (s, c, v, note) in enumerate(states) if (said := _note(s, c, v, note, lang))}
    placed = measures.ranks(rows["value"], ascending=measures.ascending(item))
    return {
        "marks": _packed(marks(rows, scale)),
        "texts": texts,
        "tail": tail,
        "notes": notes,
        "ranks": [None if pd.isna(r) else int(r) for r in placed],
        "soft": soft(rows),
    }


def soft(rows: pd.DataFrame) -> int:
    """How many values are provisional or estimated. Columns: value, status."""
    return int((rows["status"].isin(list(SOFT)) & rows["value"].notna()).sum())


def findings(
    values: pd.Series, item: Indicator, series: str, level: str, region: dict[str, str], period: str, lang: str
) -> dict[str, str]:
    """`finding`: what the map shows; `half`: where the middle half stands. `values`: by territory; empty texts say
    nothing.
    """
    return {
        "finding": concentration(values, region, period, lang) if level == "municipio" else "",
        "half": middle_half(values, item, series, t(f"levels.{level}", lang), lang),
    }


def _packed(kinds: list[str]) -> str:
    """Marks as one text, a letter each (ui/map/panel.js reads it back)."""
    return "".join(LETTERS.get(kind, kind) for kind in kinds)


def _note(status: str, conf: str, value: float, note: str | None, lang: str) -> str:
    said = [words(status, conf, lang)] if not pd.isna(value) and status != "A" else []
    if isinstance(note, str) and note:
        said.append(note)
    return "; ".join(said)
