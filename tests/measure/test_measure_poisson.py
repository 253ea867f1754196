"""Exact Poisson intervals: those of R's `poisson.test`."""

import math

import pytest

from ayni.measure import poisson_rate, poisson_ratio


@pytest.mark.parametrize(
    ("count", "low", "high"),  # R 4: poisson.test(count, 5.9)$conf.int
    [
        (0, 0.0, 0.6252338), (1, 0.004291154, 0.9443463), (25, 2.742149, 6.255073), (38, 4.557807, 8.840334),
        (42, 5.130492, 9.622339), (81, 10.90266, 17.06366), (94, 12.87484, 19.49698), (108, 15.01602, 22.10046),
        (113, 15.78441, 23.02664), (130, 18.40926, 26.16346),
    ],
)  # fmt: skip
def test_the_interval_of_a_rate_is_that_of_r(count, low, high):
    found = poisson_rate(count, 5.9)
    assert found.value == count / 5.9
    assert (found.low, found.high) == (pytest.approx(low, rel=1e-6), pytest.approx(high, rel=1e-6))


def test_the_ratio_of_two_rates_is_that_of_r():
    """R 4: poisson.test(c(108, 94), c(5.95, 6.02))."""
    expected = [1.162453, 0.8734694, 1.5493635]
    assert poisson_ratio(108, 5.95, 94, 6.02) == pytest.approx(expected, rel=1e-6)


def test_without_cases():
    assert poisson_rate(0).high == pytest.approx(-math.log(0.025))  # exp(-mean) = 0.025
    assert poisson_ratio(0, 1, 5, 1).low == 0
    assert poisson_ratio(5, 1, 0, 1)[::2] == (math.inf, math.inf)


def test_a_wide_count_is_near_the_normal_one():
    found = poisson_rate(51_911)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * math.sqrt(51_911), rel=2e-3)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: poisson_rate(-1), "not negative"), (lambda: poisson_rate(1.5), "whole"),
        (lambda: poisson_rate(1, 0), "positive"), (lambda: poisson_rate(1, 1, 1.0), "between 0 and 1"),
        (lambda: poisson_ratio(0, 1, 0, 1), "needs a case"),
    ],
)  # fmt: skip
def test_what_is_no_rate_is_refused(ask, said):
    with pytest.raises(ValueError, match=said):
        ask()
