import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.store import Preferences

BERLIN = "Europe/Berlin"


async def test_defaults_hold_until_something_is_set_and_only_that_changes(store):
    assert await store.preferences.of(5) == Preferences()
    assert await store.preferences.change(5, quotes=1, language="de") == Preferences(quotes=1, language="de")
    await store.preferences.change(5, context=False)
    await store.preferences.change(-1001, notices=False)
    assert await store.preferences.of(5) == Preferences(quotes=1, language="de", context=False)
    assert await store.preferences.of(-1001) == Preferences(notices=False)
    await store.preferences.change(5, language=None)
    assert await store.preferences.of(5) == Preferences(quotes=1, context=False)
    await store.preferences.reset(5)
    assert await store.preferences.of(5) == Preferences()


async def test_changes_at_once_are_all_there(store):
    await asyncio.gather(
        store.preferences.change(5, quotes=2),
        store.preferences.change(5, language="fr"),
        store.preferences.change(5, quiet_from=22, quiet_until=7, zone=BERLIN),
        store.preferences.change(5, context=False),
    )
    expected = Preferences("fr", 2, context=False, quiet_from=22, quiet_until=7, zone=BERLIN)
    assert await store.preferences.of(5) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"quotes": 0},
        {"quotes": 11},
        {"quiet_from": 3},
        {"quiet_from": 22, "quiet_until": 24},
        {"zone": "Nowhere/Town"},
        {"zone": "UTC+15"},
        {"zone": "../etc/passwd"},
        {"zone": "Europe"},
    ],
)
async def test_what_makes_no_sense_is_refused_and_nothing_set(store, changes):
    await store.preferences.change(5, quotes=2)
    with pytest.raises(ValueError, match=r"^(quotes|quiet hours|zone): "):
        await store.preferences.change(5, language="fr", **changes)
    assert await store.preferences.of(5) == Preferences(quotes=2)


@pytest.mark.parametrize(
    ("start", "end", "zone", "now", "until"),
    [
        (22, 7, "UTC", "2024-03-08T21:59", None),
        (22, 7, "UTC", "2024-03-08T22:00", "2024-03-09T07:00"),
        (22, 7, "UTC", "2024-03-09T06:59", "2024-03-09T07:00"),
        (22, 7, "UTC", "2024-03-09T07:00", None),
        (1, 5, "UTC", "2024-03-09T04:30", "2024-03-09T05:00"),
        (1, 5, "UTC", "2024-03-09T00:59", None),
        (0, 8, "UTC+5:30", "2024-03-08T18:30", "2024-03-09T02:30"),
        (22, 7, "UTC-4", "2024-03-09T02:00", "2024-03-09T11:00"),
        (22, 7, BERLIN, "2024-01-08T21:00", "2024-01-09T06:00"),
        (22, 7, BERLIN, "2024-07-08T21:00", "2024-07-09T05:00"),
        (22, 7, BERLIN, "2024-03-30T23:00", "2024-03-31T05:00"),  # in that night the clock goes forward
        (22, 7, BERLIN, "2024-10-26T22:00", "2024-10-27T06:00"),  # and in that one back
        (9, 9, "UTC", "2024-03-09T09:00", None),
        (None, None, "UTC", "2024-03-09T03:00", None),
    ],
)
def test_quiet_hours_end_by_the_local_clock(start, end, zone, now, until):
    found = Preferences(quiet_from=start, quiet_until=end, zone=zone).quiet_to(_utc(now))
    assert found == (until and _utc(until))


def _utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(
    st.integers(0, 23),
    st.integers(0, 23),
    st.sampled_from(["UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC-9:30"]),
    st.integers(1_577_836_800, 1_800_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
def test_quiet_hours_always_end_within_a_day_and_are_over_then(start, end, zone, now):
    found = Preferences(quiet_from=start, quiet_until=end, zone=zone)
    until = found.quiet_to(now)
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert found.quiet_to(until) is None
