"""A form for any kind of entry, made from its model: a field for each value, of the kind that the value is."""

from collections.abc import Collection, Mapping
from datetime import date
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import streamlit as st

from core.strategy.acts_model import Withdrawable
from core.strategy.execution_model import FIRST_DAY
from core.strategy.heard_model import OLDEST_PLAN
from core.strategy.kinds import MODELS, State
from ui.kit import choices

_LONG: Final = {"text", "why", "note", "new"}  # words that need more than a line
_LAST: Final = ("evidence", "note", "withdrawn")
_LATEST: Final = date(2040, 12, 31)


def draw(
    kind: str,
    key: str,
    there: State | None,
    lang: str,
    today: date,
    *,
    fixed: Mapping[str, Any],
    only: Mapping[str, Collection[str]] | None = None,
) -> dict[str, Any]:
    """The fields of an entry, filled with what stands there; returns what they hold, with `fixed`, which is not asked.
    `only`: of a field, the ids that may be chosen. What was not filled in is None.
    """
    values: dict[str, Any] = dict(fixed)
    asked = [f for f in MODELS[kind].model_fields if f not in fixed]
    for field in (*(f for f in asked if f not in _LAST), *(f for f in _LAST if f in asked)):
        if field == "withdrawn" and not isinstance(there, Withdrawable):
            continue  # nothing is there yet that could be taken back
        last = getattr(there, field, None)
        values[field] = _one(kind, field, f"{key}_{field}", last, lang, today, (only or {}).get(field))
    return values


def missing(kind: str, values: Mapping[str, Any], lang: str) -> list[str]:
    """The names of the fields that an entry of this kind must have and that nobody filled in."""
    required = [f for f, info in MODELS[kind].model_fields.items() if info.is_required()]
    return [choices.name(kind, f, lang) for f in required if values.get(f) in (None, "", ())]


def _one(kind: str, field: str, key: str, last: Any, lang: str, today: date, only: Collection[str] | None) -> Any:
    label = choices.name(kind, field, lang)
    info = MODELS[kind].model_fields[field]
    shape = _shape(info.annotation)
    if get_origin(shape) is Literal:
        default = last if last is not None else info.default if not info.is_required() else None
        return _of_few(kind, field, key, list(get_args(shape)), default, lang, today, label)
    there = choices.of(kind, field, lang, today)
    if there is not None:
        there = {i: name for i, name in there.items() if only is None or i in only}
        if get_origin(shape) is tuple:
            return _several(key, label, there, last)
        return _chosen(key, label, there, last, info.is_required())
    if shape is date:
        return _day(key, label, last, today if info.is_required() else None, kind)
    if shape is bool:
        return st.checkbox(label, bool(last), key=key)
    if shape in (int, float):
        value = shape(last) if last is not None else None
        return st.number_input(label, min_value=shape(0), value=value, key=key, placeholder="–")
    if field in _LONG:
        return st.text_area(label, last or "", key=key, max_chars=1000, height=80).strip() or None
    return st.text_input(label, last or "", key=key, max_chars=500).strip() or None


def _shape(annotation: Any) -> Any:
    """The type of a value, without its bounds and without that it may be missing."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _shape(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return _shape(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation


def _of_few(
    kind: str, field: str, key: str, options: list[str], last: Any, lang: str, today: date, label: str
) -> str | None:
    return st.selectbox(
        label,
        options,
        options.index(last) if last in options else None,
        key=key,
        format_func=lambda o: choices.said(kind, field, o, lang, today),
        placeholder="–",
    )


def _chosen(key: str, label: str, there: Mapping[str, str], last: Any, required: bool) -> str | None:
    """One of them; where only one may be chosen it is chosen, and what stands there stays possible."""
    ids = list(there) + ([last] if last is not None and last not in there else [])
    index = ids.index(last) if last is not None else 0 if required and len(ids) == 1 else None
    return st.selectbox(label, ids, index, key=key, format_func=lambda i: there.get(i, i), placeholder="–")


def _several(key: str, label: str, there: Mapping[str, str], last: Any) -> tuple[str, ...]:
    ids = list(there) + [i for i in last or () if i not in there]
    return tuple(
        st.multiselect(
            label,
            ids,
            list(last or ()),
            key=key,
            format_func=lambda i: there.get(i, i),
            placeholder="",
            select_all=False,
        )
    )


def _day(key: str, label: str, last: date | None, default: date | None, kind: str) -> date | None:
    least, most = OLDEST_PLAN if kind == "governo_local" else FIRST_DAY, _LATEST
    if last is not None:  # what stands there stays possible
        least, most = min(least, last), max(most, last)
    found = st.date_input(label, last or default, key=key, format="YYYY-MM-DD", min_value=least, max_value=most)
    return found if isinstance(found, date) else None
