"""A slice of figures as the map shows it: class or kind of gap, text, note and rank of each place."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from core.catalogue.catalogue import Indicator
from core.judgement.interval import Mark
from core.reading import chance, measures
from core.reading.model import Cases
from core.terms.formats import number, with_unit
from core.terms.naming import Name
from core.terms.status import kind, words
from show import cases as small
from show.findings import concentration, middle_half
from show.scale import Scale

SOFT: Final = frozenset("PEFIUV")
LETTERS: Final = {"nd": "n", "na": "a", "sup": "s"}


def marks(rows: pd.DataFrame, scale: Scale) -> list[str]:
    """Class index of each value, or the kind of its gap (nd, na, sup). Columns: value, status, conf, note."""
    known = rows["value"].notna().to_numpy()
    classes = np.searchsorted(scale.breaks, rows["value"].to_numpy(dtype=float), side="left")
    return [
        str(c) if has else kind(status, conf, note)
        for c, has, status, conf, note in zip(classes, known, rows["status"], rows["conf"], rows["note"], strict=True)
    ]


def paint(rows: pd.DataFrame, item: Indicator, series: str, scale: Scale, lang: str, period: str) -> dict[str, Any]:
    """In the order of `rows`, all of `period`: marks (a letter each), texts, ranks (none where the period is not
    known, or too few cases are); `tail` follows every text of a value; `notes` as `packed_notes`; `soft`: how many
    values are provisional or estimated; `few`: small-number marks (show.cases.LETTERS, empty without any), `counts`: as
    `packed_notes`, what is said first where no rate may be; `dots`: what the marks stand for.
    """
    unit, decimals = item.unit_for(series, lang), item.decimals_for(series)
    states = list(zip(rows["status"], rows["conf"], rows["value"], rows["note"], strict=True))
    # What follows every figure goes once: « %» in 308 texts would be a third of the message.
    tail = with_unit(0.0, decimals, unit, lang).removeprefix(number(0.0, decimals, lang))
    texts = [words(s, c, lang, n) if pd.isna(v) else number(v, decimals, lang) for s, c, v, n in states]
    few = chance.marks(item, series, rows)
    basis = item.basis_for(series)
    hints = [small.hint(basis, m, lang) for m in few]
    notes = {n: said for n, (s, c, v, note) in enumerate(states) if (said := _note(s, c, v, note, hints[n], lang))}
    placed = measures.ranks(chance.placed(item, series, rows), ascending=measures.ascending(item))
    placed = placed if measures.ordered(period) else placed.where(placed.isna())
    return {
        "marks": _packed(marks(rows, scale)),
        "texts": texts,
        "tail": tail,
        "notes": packed_notes(notes),
        "ranks": [None if pd.isna(r) else int(r) for r in placed],
        "soft": soft(rows),
        "few": "".join(small.LETTERS[m] for m in few) if any(few) else "",
        "counts": packed_notes(_counts(item, series, rows, few, lang)) if "floor" in few else [],
        "dots": small.on_map(basis, few, lang),
    }


def _counts(item: Indicator, series: str, rows: pd.DataFrame, few: list[Mark], lang: str) -> dict[int, str]:
    """What a place is said by instead of a rate, where it is under the floor."""
    basis, parts = item.basis_for(series), zip(few, rows["numerator"], rows["denominator"], strict=True)
    return {
        n: small.counts(Cases(basis, float(top), None if pd.isna(base) else float(base), mark, None), lang)
        for n, (mark, top, base) in enumerate(parts)
        if mark == "floor"
    }


def soft(rows: pd.DataFrame) -> int:
    """How many values are provisional or estimated. Columns: value, status."""
    return int((rows["status"].isin(list(SOFT)) & rows["value"].notna()).sum())


def findings(
    rows: pd.DataFrame, item: Indicator, series: str, level: str, region: Mapping[str, Name], period: str, lang: str
) -> dict[str, str]:
    """`finding`: what the map shows, of places with enough cases; `half`: where the middle half of all values stands.
    Empty texts say nothing.
    """
    values = chance.sure(item, series, rows)
    return {
        "finding": concentration(values, region, period, lang) if level == "municipio" else "",
        "half": middle_half(rows["value"], item, series, level, lang),
    }


def _packed(kinds: list[str]) -> str:
    """Marks as one text, a letter each (ui/map/panel.js reads it back)."""
    return "".join(LETTERS.get(kind, kind) for kind in kinds)


def packed_notes(notes: dict[int, str]) -> list[list[Any]]:
    """[[text, [first, last, first, last…]]…]: what most places share goes once (ui/map/panel.js reads it back).
    `notes`: by position, in ascending order.
    """
    runs: dict[str, list[int]] = {}
    for n, said in notes.items():
        at = runs.setdefault(said, [])
        if at and at[-1] == n - 1:
            at[-1] = n
        else:
            at += [n, n]
    return [[said, at] for said, at in runs.items()]


def _note(status: str, conf: str, value: float, note: str | None, hint: str, lang: str) -> str:
    said = [words(status, conf, lang)] if not pd.isna(value) and status != "A" else []
    if isinstance(note, str) and note:
        said.append(note)
    if hint:
        said.append(hint)
    return "; ".join(said)
