from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from knowledge.feeds.timing import LONGEST_RETRY, LONGEST_WAIT, after_failure, regular, retry_after

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
randoms = st.floats(0, 1, exclude_max=True)


def test_retry_after_is_seconds_or_a_date():
    assert retry_after("120", NOW) == timedelta(minutes=2)
    assert retry_after(" 0 ", NOW) == timedelta()
    assert retry_after("Tue, 24 Nov 2026 13:00:00 GMT", NOW) == timedelta(hours=1)
    assert retry_after("Tuesday, 24-Nov-26 13:00:00 GMT", NOW) == timedelta(hours=1)
    assert retry_after("Tue Nov 24 13:00:00 2026", NOW) == timedelta(hours=1)
    assert retry_after("Tue, 24 Nov 2026 11:00:00 GMT", NOW) == timedelta()
    assert retry_after("99999999999999999999", NOW) == LONGEST_RETRY
    for none in (None, "", "soon", "-5", "1.5", "٣", "Tue, 99 Nov 2026 13:00:00 GMT", "\x00"):
        assert retry_after(none, NOW) is None


@given(st.text())
def test_whatever_stands_there_is_a_bounded_wait_or_none(value):
    found = retry_after(value, NOW)
    assert found is None or timedelta() <= found <= LONGEST_RETRY


@given(st.integers(0, 10**12))
def test_seconds_are_waited_for_as_they_are_said_up_to_a_week(seconds):
    assert retry_after(str(seconds), NOW) == min(timedelta(seconds=min(seconds, 10**6)), LONGEST_RETRY)


@given(st.integers(-(10**9), 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds)))
def test_an_http_date_is_waited_for_and_one_that_has_passed_is_not(when):
    assert retry_after(format_datetime(when, usegmt=True), NOW) == min(max(when - NOW, timedelta()), LONGEST_RETRY)


@given(st.integers(1, 10**6), st.integers(1, 10_000), randoms)
def test_the_wait_doubles_up_to_a_day_and_is_never_far_from_that(failures, minutes, random):
    every = timedelta(minutes=minutes)
    wait = after_failure(NOW, every, failures, lambda: random) - NOW
    exact = min(every * 2 ** min(failures - 1, 20), max(LONGEST_WAIT, every))
    assert 0.9 * exact <= wait <= 1.1 * exact
    longer = after_failure(NOW, every, failures + 1, lambda: random) - NOW
    assert longer >= wait


def test_feeds_that_began_together_spread_out():
    times = {regular(NOW, QUARTER, lambda r=r: r / 10) for r in range(10)}
    assert len(times) == 10
    assert all(timedelta(minutes=13.5) <= when - NOW <= timedelta(minutes=16.5) for when in times)
