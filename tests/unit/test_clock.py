"""The country's clock: the day is Lisbon's, wherever the server stands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.base import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_late_in_a_summer_evening_in_utc_it_is_already_tomorrow(
    monkeypatch: pytest.MonkeyPatch, moment: datetime, day: date
) -> None:
    class Still(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Still":
            return cls.fromtimestamp(moment.timestamp(), UTC)

    monkeypatch.setattr(clock, "datetime", Still)
    assert clock.today() == day


def test_a_wait_noted_by_a_clock_that_stood_ahead_is_over() -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert clock.over(now + hour, hour, now) and clock.over(now - hour, hour, now) and not clock.over(now, hour, now)


def test_the_latest_moment_known_to_have_been_outweighs_a_clock_that_went_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    assert clock.not_before(None, ahead) == ahead and "acertá-lo" in caplog.text
    assert clock.not_before(None) <= datetime.now(UTC)
