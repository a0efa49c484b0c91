"""Dates, ages and counts in words."""

from __future__ import annotations

import calendar
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_datetime

_LOCALE = "en"


def day_in_words(value: date) -> str:
    """26 September 2019."""
    return format_date(value, "d MMMM y", locale=_LOCALE)


def when_in_words(value: datetime | date) -> str:
    """A day, or a day and a time with its zone: as much as is known."""
    if isinstance(value, datetime):
        offset = value.strftime("%z")
        zone = "UTC" if offset in {"+0000", ""} else f"UTC{offset[:3]}:{offset[3:5]}"
        return f"{format_datetime(value, 'd MMMM y, HH:mm', locale=_LOCALE)} {zone}"
    return day_in_words(value)


def interval_in_words(start: date, end: date) -> str:
    """Thu 26 September 2019; September 2019; 2019; or from a day to a day."""
    if start == end:
        return format_date(start, "EEE d MMMM y", locale=_LOCALE)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    last = calendar.monthrange(end.year, end.month)[1]
    if start.day == 1 and end.day == last and (start.year, start.month) == (end.year, end.month):
        return format_date(start, "MMMM y", locale=_LOCALE)
    return f"{day_in_words(start)} to {day_in_words(end)}"


def other_language(tag: str, asked_in: str) -> list[str]:
    """That an article of language `tag` is not in the question's; nothing where it is, or where that is not known."""
    code = tag.split("-", 1)[0].lower()
    if not asked_in or code == asked_in:
        return []
    return [f"The article is in {Locale.parse(_LOCALE).languages.get(code, code)}."]


def plural(count: int, noun: str) -> str:
    """1 article, 2 articles."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


OLD_AFTER = 365
"""Days from which an article is said to be old, where no setting says otherwise: a year, which is our choice."""


def age_of(then: date, now: datetime, *, days: bool = False) -> str | None:
    """How old something of `then` is: in years from one year on; with `days` also in days; None where younger."""
    today = now.date()
    years = today.year - then.year - ((today.month, today.day) < (then.month, then.day))
    if years >= 1:
        return plural(years, "year")
    passed = (today - then).days
    return plural(passed, "day") if days and passed >= 1 else None
