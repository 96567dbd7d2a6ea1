"""The country's clock: what people read is told in Lisbon's time, wherever the server stands."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Lisbon")


def local(moment: datetime) -> datetime:
    """An aware moment by that clock."""
    return moment.astimezone(ZONE)
