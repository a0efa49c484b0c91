"""Arithmetic on closed intervals of days: weeks (from Monday), months, quarters, years, and stretches up to a day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Interval = tuple[date, date]
"""The first and the last day."""


def days(first: date, number: int = 1) -> Interval:
    """Return `number` days from `first`."""
    return first, first + timedelta(days=number - 1)


def week(day: date, step: int = 0) -> Interval:
    """Return the week of `day`, Monday to Sunday, or the one `step` weeks from it."""
    return days(day - timedelta(days=day.weekday()) + timedelta(weeks=step), 7)


def month(year: int, number: int, months: int = 1) -> Interval:
    """Return `months` whole months from month `number` of `year`; numbers beyond 1..12 count on into other years."""
    return date(*_normal(year, number), 1), _last_day(*_normal(year, number + months - 1))


def quarter(year: int, number: int) -> Interval:
    """Return quarter `number` (1..4, or beyond) of `year`."""
    return month(year, 3 * number - 2, 3)


def years(first: int, number: int = 1) -> Interval:
    """Return `number` calendar years from `first`."""
    return date(first, 1, 1), date(first + number - 1, 12, 31)


def century(number: int) -> Interval:
    """Return century `number`: the 20th is 1901 to 2000."""
    return years(100 * number - 99, 100)


def shifted(day: date, unit: str, number: int) -> date:
    """Return the day `number` units ("day", "week", "month", "year", "decade", "century") from `day`.

    The last day of a shorter month stands in for a day that it lacks.
    """
    if unit in {"day", "week"}:
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    months = number * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    year, in_year = _normal(day.year, day.month + months)
    return date(year, in_year, min(day.day, _last_day(year, in_year).day))


def around(day: date, unit: str, number: int) -> Interval:
    """Return the calendar unit that holds the day `number` units from `day`: "two years ago" is a whole year."""
    there = shifted(day, unit, number)
    if unit == "day":
        return days(there)
    if unit == "week":
        return week(there)
    return month(there.year, there.month) if unit == "month" else years(there.year)


def _normal(year: int, number: int) -> tuple[int, int]:
    return year + (number - 1) // 12, (number - 1) % 12 + 1


def _last_day(year: int, number: int) -> date:
    return date(year, number, calendar.monthrange(year, number)[1])
