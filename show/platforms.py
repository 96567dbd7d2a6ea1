"""Live figures, in which unit, and whether they are in time: shared by the page and the wall."""

from datetime import datetime, timedelta
from typing import Final

from core.room.feeds import Feed
from core.room.live import Reading

# Codes of UN/CEFACT as people write them.
UNITS: Final = {"GQ": "µg/m³", "GP": "mg/m³", "CEL": "°C", "P1": "%", "H67": "mm", "MTS": "m/s", "59": "ppm"}


def late(reading: Reading, feed: Feed, now: datetime) -> bool:
    """Whether an observation is older than its platform may be."""
    return now - reading.observed_at > timedelta(minutes=feed.allowance_minutes)


def amount(reading: Reading, what: str) -> float | None:
    """The figure of an attribute, None where there is none."""
    value = reading.told.get(what)
    return float(value) if isinstance(value, int | float) else None


def order(reading: Reading, what: str) -> tuple[bool, float]:
    """For sorting, the highest first and what has no figure last."""
    value = amount(reading, what)
    return value is None, -(value or 0.0)


def unit(reading: Reading, what: str) -> str:
    """Its unit, as the platform gives it where we have no better word for it."""
    code = reading.units.get(what, "")
    return UNITS.get(code, code)
