"""When to ask a feed again: regularly, later and later after failures, and never before a server's Retry-After."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

Random = Callable[[], float]
"""Gives numbers from 0 up to 1."""

LONGEST_WAIT = timedelta(days=1)
"""Between two tries of a feed that fails."""
LONGEST_RETRY = timedelta(days=7)
"""What is believed of a Retry-After; a server that means longer says so again."""
_DOUBLINGS = 20
_MOST_DIGITS = 9
_JITTER = 0.1


def regular(now: datetime, every: timedelta, random: Random) -> datetime:
    """Return when to ask next after a good answer: `every`, give or take a tenth, so that feeds spread out."""
    return now + _jittered(every, random)


def after_failure(now: datetime, every: timedelta, failures: int, random: Random) -> datetime:
    """Return when to ask next after `failures` (from 1) in a row: twice as long each time, up to a day or `every`."""
    wait = every * 2 ** min(max(failures - 1, 0), _DOUBLINGS)
    return now + _jittered(min(wait, max(LONGEST_WAIT, every)), random)


def _jittered(wait: timedelta, random: Random) -> timedelta:
    return wait * (1 - _JITTER + 2 * _JITTER * random())


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Return how long a Retry-After header asks to wait: seconds or an HTTP date (RFC 9110, 10.2.3).

    None where it is neither; nothing where the date has passed; at most `LONGEST_RETRY`.
    """
    value = (value or "").strip()
    if value.isascii() and value.isdecimal():
        wait = timedelta(seconds=int(value)) if len(value) <= _MOST_DIGITS else LONGEST_RETRY
        return min(wait, LONGEST_RETRY)
    try:
        when = parsedate_to_datetime(value)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
        return min(max(when - now, timedelta()), LONGEST_RETRY)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
