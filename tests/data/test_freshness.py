"""In time, late, ended: what is expected of a series and what is worth asking today."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue, Measured
from core.terms import period
from core.warehouse import freshness
from core.warehouse.checks import Check

BOOK = catalogue.load()
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def item(periodicity: str, **more: Any) -> Measured:
    base = BOOK["medicos_1000_hab"]
    return Measured.model_validate(
        {n: getattr(base, n) for n in Measured.model_fields} | {"periodicity": periodicity} | more
    )


@pytest.mark.parametrize(
    ("last", "periodicity", "after"),
    [
        ("2024", "annual", "2025"),
        ("2023", "biennial", "2025"),
        ("2021", "quadrennial", "2025"),
        ("2021", "decennial", "2031"),
        ("2024-12", "monthly", "2025-01"),
        ("2024-04", "monthly", "2024-05"),
        ("2024-Q4", "quarterly", "2025-Q1"),
        ("2019-2023", "annual", "2020-2024"),
        ("2024/2025", "annual", "2025/2026"),
        ("2024", "irregular", None),
        ("2024-06-22", "continuous", None),
    ],
)
def test_what_comes_after(last: str, periodicity: str, after: str | None) -> None:
    found = freshness.following(period.parse(last), periodicity)
    assert (found.text if found else None) == after


def test_a_month_is_expected_after_its_lag_and_late_from_the_day_after() -> None:
    monthly = item("monthly", release={"lag_days": 60})
    due = date(2024, 5, 31) + timedelta(days=60)
    assert freshness.of(monthly, "total", "2024-04", due) == freshness.Freshness(
        "in_time", "2024-04", "2024-05", due, 0
    )
    assert freshness.of(monthly, "total", "2024-04", due + timedelta(days=3)).days_late == 3


def test_what_has_no_rhythm_or_no_figures_is_neither_late_nor_in_time() -> None:
    assert freshness.of(item("irregular"), "total", "2019", NOW.date()).state == "unknown"
    assert freshness.of(item("annual"), "total", None, NOW.date()).state == "unknown"


def test_a_series_that_the_source_ended_is_not_late() -> None:
    ended = BOOK["medicos_1000_hab"]
    assert freshness.of(ended, "nuts2013", "2023", NOW.date()).state == "ended"


def test_a_snapshot_of_a_day_grows_old_too() -> None:
    daily = item("continuous")
    assert freshness.of(daily, "total", "2026-11-20", NOW.date()).state == "in_time"
    assert freshness.of(daily, "total", "2024-06-22", NOW.date()).state == "late"


KEY = "medicos_1000_hab/total/ine/0"


def due(last: str | None, check: Check | None) -> str | None:
    book: Catalogue = BOOK
    lasts = {("medicos_1000_hab", "total"): last} if last else {}
    return freshness.due(book, lasts, {KEY: check} if check else {}, NOW).get(KEY)


def asked(hours: float, **more: Any) -> Check:
    return Check(KEY, (NOW - timedelta(hours=hours)).isoformat(), more.pop("outcome", "ok"), **more)


@pytest.mark.parametrize(
    ("last", "check", "expected"),
    [
        (None, None, "nunca pedido"),
        ("2025", None, "nunca pedido"),
        ("2025", asked(24 * 8), None),  # 2026 has not ended
        ("2024", asked(24 * 8), "2025 já terminou"),
        ("2024", asked(24 * 6), None),  # asked this week
        ("2025", asked(24 * 91), "90 dias"),
        ("2024", asked(19, outcome="stale", failed_since="2026-11-01T00:00:00+00:00"), None),
        ("2024", asked(21, outcome="stale", failed_since="2026-11-01T00:00:00+00:00"), "falhou"),
        (None, asked(24 * 8), "fotografia a renovar"),  # answered without figures: look again
    ],
)
def test_what_is_due(last: str | None, check: Check | None, expected: str | None) -> None:
    reason = due(last, check)
    assert reason is None if expected is None else reason is not None and expected in reason


def test_what_is_not_in_the_build_in_force_is_due_whatever_its_check_says() -> None:
    lasts, checks = {("medicos_1000_hab", "total"): "2025"}, {KEY: asked(1)}
    assert KEY not in freshness.due(BOOK, lasts, checks, NOW, frozenset({KEY}))
    assert freshness.due(BOOK, lasts, checks, NOW, frozenset())[KEY] == "não está na versão em vigor"


def test_only_what_a_load_may_ask_over_the_network_is_ever_due() -> None:
    found = freshness.due(BOOK, {}, {}, NOW)
    queries = {k: q for m in BOOK.measured for k, q in m.keyed.items()}
    assert {queries[k].source for k in found} == {"dadosgov", "eea", "eredes", "eurostat", "ine", "mai", "mobie"}
    assert all(queries[k].askable for k in found)
