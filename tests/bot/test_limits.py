"""Limits, by themselves: whatever the rhythm, never more than so many in a window, and one word about it."""

import copy
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import MAX_AGE, Limits, Refused, Window
from bot.settings import Settings

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STEPS = st.lists(st.floats(0, 40, allow_nan=False), min_size=1, max_size=60)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


@given(count=st.integers(1, 5), steps=STEPS)
def test_no_window_holds_more_than_the_count_and_nobody_below_it_is_refused(count, steps):
    window, now, taken, told = Window(count, 60), 1_000.0, [], []
    for step in steps:
        now += step
        recent = [one for one in taken if one > now - 60]
        wait = window.wait("a", now)
        assert (wait > 0) == (len(recent) >= count)
        if wait:
            assert copy.deepcopy(window).wait("a", now + wait + 0.01) == 0
            if window.tells("a", now):
                told.append(now)
        else:
            window.take("a", now)
            taken.append(now)
    assert all(later - earlier >= 60 for earlier, later in itertools.pairwise(told))


@given(steps=st.lists(st.tuples(st.integers(0, 9), st.floats(0, 30, allow_nan=False)), max_size=80))
def test_memory_is_bounded_and_who_is_quiet_is_forgotten(steps):
    window, now = Window(2, 60, keys=5), 0.0
    for key, step in steps:
        now += step
        if not window.wait(key, now):
            window.take(key, now)
        else:
            window.tells(key, now)
        assert len(window) <= 5
    window.take("last", now + 61)
    assert len(window) == 1


def test_looking_takes_nothing_and_zero_is_no_limit():
    window, free = Window(1), Window(0)
    for _ in range(3):
        assert window.wait("a", 0.0) == 0
        free.take("a", 0.0)
        assert free.wait("a", 0.0) == 0
    assert (len(window), len(free)) == (0, 0)


def test_a_clock_that_is_set_back_locks_nobody_out():
    window = Window(1)
    window.take("a", 10_000.0)
    assert window.wait("a", 10_001.0) > 0
    assert window.wait("a", 5_000.0) == 0


def test_a_key_is_forgotten_or_moved_with_its_count():
    window = Window(1)
    window.take("a", 0.0)
    window.move("a", "b")
    window.move("missing", "b")
    assert (window.wait("a", 1.0), window.wait("b", 1.0)) == (0, 59.0)
    window.forget("b")
    assert window.wait("b", 1.0) == 0


def test_what_is_moved_is_counted_beside_what_is_there():
    window = Window(3)
    for key, now in (("new", 1.0), ("old", 2.0), ("new", 3.0)):
        window.take(key, now)
    assert window.tells("new", 4.0)
    window.move("old", "new")
    assert window.wait("new", 5.0) == 56.0
    assert not window.tells("new", 5.0)
    assert window.wait("new", 61.5) == 0
    window.take("new", 61.5)
    assert window.wait("new", 61.6) == pytest.approx(0.4)


def test_a_flooder_is_told_once_and_takes_nothing_from_the_group():
    limits = Limits(user=Window(2), chat=Window(3), quick=Window(0))
    asked = [limits.question(7, -1, after(number)) for number in range(6)]
    assert asked == [None, None, Refused(58, tell=True), *(Refused(60 - n, tell=False) for n in (3, 4, 5))]
    assert limits.question(8, -1, after(6)) is None
    assert limits.question(9, -1, after(7)) == Refused(53, tell=True, crowded=True)
    assert limits.question(10, -1, after(8)) == Refused(52, tell=False, crowded=True)
    assert limits.question(9, None, after(9)) is None  # elsewhere
    assert limits.question(7, -1, after(60)) is None


def test_the_exempt_have_no_limit_but_the_groups():
    limits = Limits(user=Window(1), chat=Window(2), quick=Window(1), exempt=frozenset({7}))
    assert [limits.question(7, None, NOW) for _ in range(5)] == [None] * 5
    assert [limits.query(7, NOW) for _ in range(5)] == [None] * 5
    assert [limits.question(7, -1, NOW) is None for _ in range(3)] == [True, True, False]
    assert [limits.query(8, NOW) for _ in range(3)] == [None, Refused(60, tell=True), Refused(60, tell=False)]


def test_a_chat_is_forgotten_and_its_people_go_on_being_counted():
    limits = Limits(user=Window(1), chat=Window(1))
    limits.question(7, -1, NOW)
    limits.forget_chat(-1)
    assert limits.question(8, -1, NOW) is None
    assert limits.question(7, -1, NOW) == Refused(60, tell=True)
    limits.move_chat(-1, -2)
    assert limits.question(9, -2, NOW) == Refused(60, tell=True, crowded=True)


def test_an_album_opens_once():
    limits = Limits()
    assert [limits.opens(7, album, NOW) for album in ("a", "a", "b", "a")] == [True, False, True, False]
    assert limits.opens(8, "a", NOW)


@pytest.mark.parametrize(("age", "late"), [(0, False), (MAX_AGE.total_seconds(), False), (301, True), (-3600, False)])
def test_what_is_older_than_five_minutes_is_late(age, late):
    assert Limits.is_late(NOW - timedelta(seconds=age), NOW) is late


def test_limits_are_the_operators():
    told = Settings(
        _env_file=None, questions_per_minute=1, chat_questions_per_minute=0, queries_per_minute=2, admins=[5]
    )
    limits = Limits.of(told)
    assert [limits.question(7, -1, NOW) is None for _ in range(2)] == [True, False]
    assert [limits.question(user, -1, NOW) for user in range(8, 60)] == [None] * 52
    assert [limits.query(7, NOW) is None for _ in range(3)] == [True, True, False]
    assert limits.exempt == {5}
