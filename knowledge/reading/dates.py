"""Time expressions in a sentence, each resolved to the days it means against the article's own day.

News looks back: "Thursday" is the nearest Thursday up to the article's day, "January 23" the last one before it,
unless the sentence speaks of what is to come. English is read in full; other languages by their calendar forms.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import regex

from knowledge.reading import calendars
from knowledge.reading.sentence import DateMention

Interval = tuple[date, date]
_Resolver = Callable[["regex.Match[str]", "_Context"], Interval | None]

_WORD = r"(?<![\p{L}\p{N}])"
_END = r"(?![\p{L}\p{N}])"
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)"
_FUTURE = regex.compile(
    r"\b(?:will|won['’]t|shall|going to|to be held|to take place|is due|are due|was due|were due|scheduled|expected to|"
    r"plans? to|planned for|set to|upcoming|is to|are to|deadline|starting|from next|"
    r"будет|состоится|wird|werden|será|sera)\b",
    regex.I,
)
_PREPOSITION = r"(?:in|since|until|till|by|of|from|during|last|next|this|early|late|mid|mid-|through|between)"


@dataclass(frozen=True, slots=True)
class _Context:
    """What an expression is resolved against: the article's day, and whether the sentence looks ahead."""

    day: date
    ahead: bool
    language: str


def find_dates(text: str, language: str, day: date | None) -> tuple[DateMention, ...]:
    """Return the time expressions of `text` with the days they mean, in order, none overlapping.

    `day` is the article's own; without it only what names its year is resolved.
    """
    found: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    context = _Context(day or date.min, _looks_ahead(text), language)
    for pattern, resolve, needs_day in _rules(language):
        if needs_day and day is None:
            continue
        for match in pattern.finditer(text):
            start, end = match.span("said") if "said" in pattern.groupindex else match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            interval = _safely(resolve, match, context)
            if interval is not None:
                taken.append((start, end))
                found.append(DateMention(text[start:end], start, *interval))
    return tuple(sorted(found, key=lambda mention: mention.offset))


def _looks_ahead(text: str) -> bool:
    return bool(_FUTURE.search(text))


def _safely(resolve: _Resolver, match: regex.Match[str], context: _Context) -> Interval | None:
    """No such day (February 30), or before the first year of the calendar: no date."""
    try:
        return resolve(match, context)
    except (ValueError, OverflowError):
        return None


@cache
def _rules(language: str) -> tuple[tuple[regex.Pattern[str], _Resolver, bool], ...]:
    """Patterns, the surest and longest first, with how to resolve them and whether that takes the article's day."""
    rules = [*_calendar_rules(language)]
    if language == "en":
        rules += _english_rules()
    return tuple((regex.compile(pattern, flags), resolve, needs) for pattern, flags, resolve, needs in rules)


_Rule = tuple[str, int, _Resolver, bool]


def _calendar_rules(language: str) -> Iterator[_Rule]:
    months = calendars.months(language)
    month = calendars.any_of(map(str.title, months) if language == "en" else months)
    weekdays = calendars.weekdays(language)
    weekday = calendars.any_of(map(str.title, weekdays) if language == "en" else weekdays)
    flags = 0 if language == "en" else regex.I
    of = r"(?:\s+(?:de|del|of))?\s+"
    ordinal = {"en": "st|nd|rd|th", "fr": "er", "es": "º", "de": r"\."}.get(language, "(?!)")
    day = rf"(?P<day>\d{{1,2}})(?:{ordinal})?"
    yield rf"{_WORD}{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d){_END}", flags, _iso, False
    yield rf"{_WORD}(?P<month>{month})\.?\s+{day},?\s+{_YEAR}{_END}", flags, _full, False
    yield rf"{_WORD}{day}{of}(?P<month>{month})\.?,?{of}{_YEAR}{_END}", flags, _full, False
    yield rf"{_WORD}(?P<month>{month})\.?,?{of}{_YEAR}{_END}", flags, _month_of_year, False
    yield rf"{_WORD}(?P<month>{month})\.?\s+{day}{_END}(?!\s*%)", flags, _month_day, True
    yield rf"{_WORD}{day}{of}(?P<month>{month}){_END}", flags, _month_day, True
    yield (
        rf"{_WORD}(?P<said>(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?:\s+coming|\s+past)?)\s+)?(?P<weekday>{weekday})){_END}",
        flags,
        _weekday,
        True,
    )
    if language in {"es", "fr", "de", "ru"}:
        before = {"es": "en|de", "fr": "en|depuis|de", "de": "im|seit", "ru": "в|с"}[language]
        yield rf"{_WORD}(?:{before})\s+(?P<said>(?P<month>{month})){_END}", flags, _month_alone, True


def _english_rules() -> Iterator[_Rule]:
    month = calendars.any_of(map(str.title, calendars.months("en")))
    number = r"(?P<number>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)"
    unit = r"(?P<unit>day|week|month|year|decade)"
    yield (
        rf"\b(?P<said>(?:the\s+)?(?P<quarter>first|second|third|fourth)\s+quarter(?:\s+of\s+{_YEAR})?){_END}",
        regex.I,
        _quarter,
        True,
    )
    yield rf"\b(?P<said>(?P<which>last|next|this)\s+(?P<month>{month})){_END}", 0, _month_alone, True
    yield rf"(?i:\b{_PREPOSITION})\s+(?P<said>(?P<month>{month})){_END}", 0, _month_alone, True
    yield r"\bthe day (?P<which>before yesterday|after tomorrow)\b", regex.I, _relative_day, True
    yield r"\b(?P<which>yesterday|today|tonight|tomorrow)\b", regex.I, _relative_day, True
    yield (
        rf"\b(?:(?:earlier|later)\s+)?(?P<which>last|this|next|the past|the previous)\s+{unit}(?:end)?\b",
        regex.I,
        _relative_unit,
        True,
    )
    yield rf"\b{number}\s+{unit}s?\s+ago\b", regex.I, _ago, True
    yield r"\bthe\s+(?P<said>(?P<decade>(?:1[6-9]|20)\d0)s)\b", 0, _decade, False
    before = r"(?:in|since|until|till|by|of|from|during|before|after|between|and|to|early|late|mid|mid-|year)"
    yield (
        rf"\b{before}\s+(?P<said>{_YEAR}){_END}(?!\s*(?:%|percent|people|men|women|dollars|euros))",
        regex.I,
        _year,
        False,
    )


def _month(match: regex.Match[str], context: _Context) -> int:
    return calendars.months(context.language)[match["month"].rstrip(".").lower()]


def _whole_month(year: int, month: int) -> Interval:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _one(day: date) -> Interval:
    return day, day


def _iso(match: regex.Match[str], _: _Context) -> Interval:
    return _one(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _full(match: regex.Match[str], context: _Context) -> Interval:
    return _one(date(int(match["year"]), _month(match, context), int(match["day"])))


def _month_of_year(match: regex.Match[str], context: _Context) -> Interval:
    return _whole_month(int(match["year"]), _month(match, context))


def _month_day(match: regex.Match[str], context: _Context) -> Interval | None:
    month, day = _month(match, context), int(match["day"])
    years = [context.day.year + step for step in range(-4, 5)]  # February 29 comes every fourth year
    days = [date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1]]
    found = (
        next((one for one in days if one >= context.day), None)
        if context.ahead
        else next((one for one in reversed(days) if one <= context.day), None)
    )
    return _one(found) if found else None


def _month_alone(match: regex.Match[str], context: _Context) -> Interval:
    month, year = _month(match, context), context.day.year
    which = (match.groupdict().get("which") or "").lower()
    if which == "next" or (context.ahead and not which):
        year += month < context.day.month or (which == "next" and month == context.day.month)
    elif which == "last":
        year -= month >= context.day.month
    elif which != "this":
        year -= month > context.day.month
    return _whole_month(year, month)


def _weekday(match: regex.Match[str], context: _Context) -> Interval:
    wanted = calendars.weekdays(context.language)[match["weekday"].lower()]
    which = (match["which"] or "").lower()
    back = (context.day.weekday() - wanted) % 7
    if which == "next":
        return _one(context.day + timedelta(days=7 - back))
    if which.startswith("last") or which.endswith("past"):
        return _one(context.day - timedelta(days=back or 7))
    if which or context.ahead:
        return _one(context.day + timedelta(days=(7 - back) % 7))
    return _one(context.day - timedelta(days=back))


_DAYS = {"before yesterday": -2, "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "after tomorrow": 2}


def _relative_day(match: regex.Match[str], context: _Context) -> Interval:
    return _one(context.day + timedelta(days=_DAYS[match["which"].lower()]))


def _relative_unit(match: regex.Match[str], context: _Context) -> Interval | None:
    which, unit, day = match["which"].lower(), match["unit"].lower(), context.day
    step = {"this": 0, "next": 1}.get(which, -1)
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
        first = monday + timedelta(days=5) if match.group().lower().endswith("weekend") else monday
        return first, monday + timedelta(days=6)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + step
        return _whole_month(months // 12, months % 12 + 1)
    if unit == "year":
        return date(day.year + step, 1, 1), date(day.year + step, 12, 31)
    return None


_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10}  # fmt: skip


def _ago(match: regex.Match[str], context: _Context) -> Interval:
    said = match["number"].lower()
    number, unit, day = _NUMBERS.get(said) or int(said), match["unit"].lower(), context.day
    if unit == "day":
        return _one(day - timedelta(days=number))
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) - timedelta(weeks=number)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        months = day.year * 12 + day.month - 1 - number
        return _whole_month(months // 12, months % 12 + 1)
    years = number * (10 if unit == "decade" else 1)
    return date(day.year - years, 1, 1), date(day.year - years, 12, 31)


def _decade(match: regex.Match[str], _: _Context) -> Interval:
    first = int(match["decade"])
    return date(first, 1, 1), date(first + 9, 12, 31)


def _year(match: regex.Match[str], _: _Context) -> Interval:
    return date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)


def _quarter(match: regex.Match[str], context: _Context) -> Interval:
    number = ("first", "second", "third", "fourth").index(match["quarter"].lower())
    year = int(match["year"]) if match["year"] else context.day.year
    first = date(year, 3 * number + 1, 1)
    if not match["year"] and first > context.day and not context.ahead:
        first = date(year - 1, 3 * number + 1, 1)
    return first, _whole_month(first.year, first.month + 2)[1]
