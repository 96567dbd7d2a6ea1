"""The country's clock: what people read is told in Lisbon's time, wherever the server stands.

What comes after what is never told by a clock: that is what numbers that only grow are for (core.base.ledger,
core.base.files.numbered). Where a day has to be decided all the same, `not_before` keeps it from going back.
"""

import logging
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_log = logging.getLogger(__name__)

ZONE: Final = ZoneInfo("Europe/Lisbon")


def local(moment: datetime) -> datetime:
    """An aware moment by that clock."""
    return moment.astimezone(ZONE)


def today() -> date:
    """The day by that clock: at half past eleven at night in UTC it is, in summer, already tomorrow."""
    return local(datetime.now(UTC)).date()


def not_before(*known: datetime | None) -> datetime:
    """Now (UTC), or the latest of the moments that are known to have been, where the clock stands before them: then
    the log says that it is wrong.
    """
    now = datetime.now(UTC)
    latest = max((k for k in known if k is not None), default=now)
    if latest <= now:
        return now
    _log.warning("O relógio do servidor está em %s, antes do que já aconteceu (%s): acertá-lo.", now, latest)
    return latest


def over(since: datetime, wait: timedelta, now: datetime) -> bool:
    """Whether a wait that began then has ended. One that begins later than now was noted by a clock that stood ahead:
    it is over too, or nothing would move until that clock's time comes.
    """
    return not timedelta() <= now - since < wait
