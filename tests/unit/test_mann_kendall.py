"""The sums done for many series at once against SciPy's, one at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.judgement.mann_kendall import mann_kendall


@given(
    st.integers(3, 14).flatmap(
        lambda n: st.tuples(
            st.lists(st.floats(0.01, 3), min_size=n, max_size=n),
            st.lists(st.lists(st.integers(-4, 4), min_size=n, max_size=n), min_size=1, max_size=4),
        )
    )
)
def test_it_is_scipy_s_result(drawn: tuple[list[float], list[list[int]]]) -> None:
    steps, series = drawn
    x, values = np.cumsum(steps), np.array(series, dtype=float)
    found = mann_kendall(x, values)
    for k, row in enumerate(values):
        if np.unique(row).size == 1:
            assert (found.p[k], found.slope[k]) == (1.0, 0.0)
            continue
        slope, _, low, high = stats.theilslopes(row, x, alpha=0.95)
        assert found.p[k] == pytest.approx(stats.kendalltau(x, row).pvalue, abs=1e-12)
        assert (found.slope[k], found.low[k], found.high[k]) == pytest.approx((slope, low, high), nan_ok=True)


def test_a_long_series_without_ties_too() -> None:
    x = np.arange(45.0)
    values = np.random.default_rng(3).normal(size=(5, 45)) + 0.02 * x
    found = mann_kendall(x, values)
    assert found.p == pytest.approx([stats.kendalltau(x, v).pvalue for v in values])
