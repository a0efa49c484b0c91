"""Dates, ages and counts in words, in a reader's language (CLDR)."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.localization.phrases import Phrases

_WITH_WEEKDAY = {"en": "EEE d MMMM y"}
"""Where it is not CLDR's longest form with its weekday shortened."""


def day_in_words(value: date, say: Phrases) -> str:
    """26 September 2019."""
    return _long(value, say.locale)


@lru_cache(2_000)
def _long(value: date, locale: Locale) -> str:
    return format_date(value, "long", locale=locale)


def when_in_words(value: datetime | date, say: Phrases) -> str:
    """A day, or a day and a time with its zone: as much as is known."""
    if not isinstance(value, datetime):
        return day_in_words(value, say)
    offset = value.strftime("%z")
    zone = "UTC" if offset in {"+0000", ""} else f"UTC{offset[:3]}:{offset[3:5]}"
    together = str(say.locale.datetime_formats["medium"])
    return together.replace("{1}", day_in_words(value, say)).replace("{0}", f"{value:%H:%M} {zone}")


def interval_in_words(start: date, end: date, say: Phrases) -> str:
    """Thu 26 September 2019; September 2019; 2019; or from a day to a day."""
    if start == end:
        shape = say.locale.date_formats["full"].pattern.replace("EEEE", "EEE")
        return format_date(start, _WITH_WEEKDAY.get(say.language, shape), locale=say.locale)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        if start.year == end.year:
            return _form("y", start, say)
        return _from_to(_form("y", start, say), _form("y", end, say), say)
    last = calendar.monthrange(end.year, end.month)[1]
    if start.day == 1 and end.day == last and (start.year, start.month) == (end.year, end.month):
        return _form("yMMMM", start, say)
    return _from_to(day_in_words(start, say), day_in_words(end, say), say)


def interval_in_short(start: date, end: date, say: Phrases) -> str:
    """Thu, 26 Sept 2019: a day as short as it is written in the language; else as `interval_in_words`."""
    return _form("yMMMEd", start, say) if start == end else interval_in_words(start, end, say)


def _form(skeleton: str, value: date, say: Phrases) -> str:
    return _in_form(skeleton, value, say.locale)


@lru_cache(2_000)
def _in_form(skeleton: str, value: date, locale: Locale) -> str:
    return format_skeleton(skeleton, value, locale=locale)


def _from_to(start: str, end: str, say: Phrases) -> str:
    # Translators: dates or years, as in "1990 to 1999" or "23 September 2019 to 29 September 2019".
    return say.gettext("{start} to {end}", start=start, end=end)


def language_in_words(tag: str, say: Phrases) -> str:
    """Name a language by its BCP 47 tag: Russian."""
    code = tag.split("-", 1)[0].lower()
    return str(say.locale.languages.get(code, code))


OLD_AFTER = 365
"""Days from which an article is said to be old, where no setting says otherwise: a year, which is our choice."""


def age_of(then: date, now: datetime, say: Phrases, *, days: bool = False) -> str | None:
    """How old something of `then` is: in years from one year on; with `days` also in days; None where younger."""
    today = now.date()
    years = today.year - then.year - ((today.month, today.day) < (then.month, then.day))
    if years >= 1:
        return say.ngettext("{count} year", "{count} years", years)
    passed = (today - then).days
    return say.ngettext("{count} day", "{count} days", passed) if days and passed >= 1 else None


def plural(count: int, noun: str) -> str:
    """1 article, 2 articles: for the command line, whose output is always English."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
