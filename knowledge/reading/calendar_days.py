"""What days, months, years, weekdays and ranges of them mean, once a form of the calendar was recognised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import regex

from knowledge.reading import calendars, intervals
from knowledge.reading.grammar import grammar
from knowledge.reading.intervals import Interval
from knowledge.reading.rules import Context
from knowledge.reading.tense import Tense

_NEAR, _FAR = 60, 300
_ANOTHER_ZONE = 1
"""Days that what has happened may lie after the article's own: it was evening where it was published."""


@dataclass(frozen=True, slots=True)
class _Point:
    """One end of an expression: what is said of it, the rest None."""

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None


def _said(match: regex.Match[str], language: str, number: str = "") -> _Point:
    groups = match.groupdict()
    weekday, day = groups.get(f"weekday{number}"), groups.get(f"day{number}")
    month, year = groups.get(f"month{number}"), groups.get(f"year{number}")
    return _Point(
        None if weekday is None else calendars.weekdays(language)[weekday.rstrip(".").lower()],
        int(day) if day else None,
        _month_number(month, language) if month else None,
        int(year) if year else None,
    )


def _month_number(name: str, language: str) -> int:
    return int(name) if name.isdecimal() else calendars.months(language)[name.rstrip(".").lower()]


def one_day_or_month(match: regex.Match[str], context: Context) -> Interval | None:
    """A day of a month, or a month of a year; without a year, the one that is meant."""
    point = _said(match, context.language)
    assert point.month is not None  # noqa: S101 - the pattern has one, though it may be a 0
    if point.day is None:
        return None if point.year is None else intervals.month(point.year, point.month)
    if point.year is not None:
        return intervals.days(date(point.year, point.month, point.day))
    if context.day is None:
        return None
    found = _nearest(point.month, point.day, point.weekday, context, match.span())
    return None if found is None else intervals.days(found)


def _nearest(month: int, day: int, weekday: int | None, context: Context, span: tuple[int, int]) -> date | None:
    """The day of the year that is meant: the last one, or the next one where the sentence looks ahead.

    With a weekday, the nearest year in which it is that one. Without any verb to tell, or before a noun ("the March
    10 vote"), a day soon to come is nearer than one almost a year ago.
    """
    today = context.today
    candidates = []
    for year in range(today.year - 8, today.year + 9):  # February 29 may be eight years away
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    fitting = [one for one in candidates if weekday is not None and one.weekday() == weekday]
    if fitting and min(abs((one - today).days) for one in fitting) < 400:
        candidates = fitting
    back = next((one for one in reversed(candidates) if one <= today), None)
    ahead = next((one for one in candidates if one >= today), None)
    if fitting and candidates is fitting:
        back, ahead = (one if one and abs((one - today).days) < 400 else None for one in (back, ahead))
    if back is None or ahead is None:
        return back or ahead
    tense = context.tenses.at(*span)
    if context.before_noun(*span) and tense is Tense.PAST:
        tense = context.tenses.after(span[1]) if context.tenses.after(span[1]) is Tense.FUTURE else None
    if tense is Tense.FUTURE or (tense is Tense.EITHER and ahead - today < today - back):
        return ahead
    days_ahead = (ahead - today).days
    soon = days_ahead <= (_NEAR if tense is None else _ANOTHER_ZONE) and (today - back).days >= _FAR
    return ahead if soon else back


def in_relative_year(match: regex.Match[str], context: Context) -> Interval:
    """A day or a month of last year, this one or the next."""
    said = match["relative"].lower()
    steps = (
        step for pattern, step in grammar(context.language).relative_years if regex.fullmatch(pattern, said, regex.I)
    )
    point, year = _said(match, context.language), context.today.year + next(steps)
    assert point.month is not None  # noqa: S101 - the pattern has one, though it may be a 0
    return intervals.days(date(year, point.month, point.day)) if point.day else intervals.month(year, point.month)


def whole_month(match: regex.Match[str], context: Context) -> Interval | None:
    """A month by its name alone, or with "last", "this" or "next"."""
    month, today, groups = _month_number(match["month"], context.language), context.today, match.groupdict()
    if context.language == "en" and month in {4, 5, 6, 8} and context.is_a_name(match.start("month"), match["month"]):
        return None
    start = match.start("month")
    if groups.get("next"):
        year = today.year + (month <= today.month)
    elif groups.get("last"):
        year = today.year - (month >= today.month)
    elif groups.get("this"):
        year = today.year
    elif context.tenses.at(start, match.end()) is Tense.FUTURE:
        year = today.year + (month < today.month)
    else:
        year = today.year - (month > today.month)
    return intervals.month(year, month)


def weekday(match: regex.Match[str], context: Context) -> Interval:
    """The latest such weekday up to the article's day; the next one where the sentence looks ahead."""
    wanted, groups, today = _said(match, context.language).weekday, match.groupdict(), context.today
    back = (today.weekday() - (wanted or 0)) % 7
    last, this = groups.get("last"), groups.get("this")
    if groups.get("next"):
        return intervals.days(today + timedelta(days=7 - back))
    if last:
        return intervals.days(today - timedelta(days=back or 7))
    tense = context.tenses.at(*match.span())
    near = tense is Tense.EITHER and back > 3
    if tense is Tense.FUTURE or near or (this and tense is None):
        return intervals.days(today + timedelta(days=(7 - back) % 7))
    return intervals.days(today - timedelta(days=back))


def weekday_of_week(match: regex.Match[str], context: Context) -> Interval:
    """A day of the week before, of this one or of the next: "Friday of last week"."""
    step = {"last": -1, "this": 0, "next": 1}[match["week"]]
    monday, _ = intervals.week(context.today, step)
    return intervals.days(monday + timedelta(days=_said(match, context.language).weekday or 0))


def whole_year(match: regex.Match[str], _: Context) -> Interval:
    """All of a year."""
    return intervals.years(int(match["year"]))


def two_year_season(match: regex.Match[str], _: Context) -> Interval | None:
    """Both years of "the 2023-24 season"; anything but two years in turn is none."""
    first, short = int(match["year"][:4]), int(match["short"])
    return intervals.years(first, 2) if (first + 1) % 100 == short else None


def both_ends(match: regex.Match[str], context: Context) -> Interval | None:
    """Both ends, each lent what only the other one says."""
    language = context.language
    first, last = _said(match, language, "1"), _said(match, language, "2")
    joint = match.groupdict().get("joint")
    if first.day is None and last.day is None and first.month is None and last.month is None:
        return _years_or_weekdays(first, last, joint, context, match.span())
    if (first.day is None) != (last.day is None):
        return None
    year = last.year or first.year
    last = _Point(last.weekday, last.day, last.month or first.month, year)
    first = _Point(first.weekday, first.day, first.month or last.month, first.year or year)
    if first.month is None or last.month is None:
        return None
    if year is None:
        if context.day is None:
            return None
        return _range_without_year(first, last, context, match.span())
    start = _interval(first, first.year or year)
    end = _interval(last, last.year or year)
    if start[0] > end[0] and first.year == last.year:  # "December 30 to January 2, 2024" began the year before
        start = _interval(first, year - 1)
    return (start[0], end[1]) if start[0] < end[0] else None


def _interval(point: _Point, year: int) -> Interval:
    assert point.month is not None  # noqa: S101 - lent by the other end, which may have a 0
    return intervals.days(date(year, point.month, point.day)) if point.day else intervals.month(year, point.month)


def _range_without_year(first: _Point, last: _Point, context: Context, span: tuple[int, int]) -> Interval | None:
    """The last such range that has begun, or the next one that has not ended."""
    found = []
    for year in range(context.today.year - 1, context.today.year + 2):
        wraps = (last.month or 0, last.day or 0) < (first.month or 0, first.day or 0)
        found.append((_interval(first, year)[0], _interval(last, year + wraps)[1]))
    if context.tenses.at(*span) is Tense.FUTURE:
        return next((one for one in found if one[1] >= context.today), None)
    return next((one for one in reversed(found) if one[0] <= context.today), None)


def _years_or_weekdays(
    first: _Point, last: _Point, joint: str | None, context: Context, span: tuple[int, int]
) -> Interval | None:
    if first.year and last.year:
        dash = joint is None or joint.strip() in {"-", "–", "—"}
        return intervals.years(first.year, last.year - first.year + 1) if dash and first.year < last.year else None
    if first.weekday is None or last.weekday is None or context.day is None:
        return None
    length = (last.weekday - first.weekday) % 7
    if not length:
        return None
    start = context.today - timedelta(days=(context.today.weekday() - first.weekday) % 7)
    if context.tenses.at(*span) is Tense.FUTURE and start + timedelta(days=length) < context.today:
        start += timedelta(weeks=1)
    return start, start + timedelta(days=length)
