"""Time expressions in a text, each resolved to the days it means against a day: the article's own, or a reader's.

News looks back: "Thursday" is the nearest Thursday up to the article's day, "January 23" the last one before it,
unless the sentence speaks of what is to come. English is read in full; Spanish, German, French and Russian by their
calendar forms and their commonest relative ones; other languages by names of months and days.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

import regex

from knowledge.reading import calendar_forms, calendars, foreign_forms, relative_forms
from knowledge.reading.intervals import Interval
from knowledge.reading.rules import Context, Resolver, Trigger
from knowledge.reading.sentence import DateMention
from knowledge.reading.tense import Tenses


class ReadDate(NamedTuple):
    """A time expression: `text[start:end]` is `words`, `interval` the first and the last day it means."""

    start: int
    end: int
    words: str
    interval: Interval


def find_dates(text: str, language: str, day: date | None) -> tuple[DateMention, ...]:
    """Return the time expressions of `text`, a sentence, with the days they mean, in order, none overlapping.

    `day` is the article's own; without it only what names its year is resolved.
    """
    return tuple(DateMention(one.words, one.start, *one.interval) for one in read_dates(text, language, today=day))


def read_dates(text: str, language: str, *, today: date | None) -> list[ReadDate]:
    """Return the time expressions of `text`, a sentence or a question, in order, none overlapping.

    `language` is a two-letter code; `today` is the day to resolve against, None where it is not known: then only what
    names its year is resolved.
    """
    language = language.split("-", 1)[0].lower()
    there = _triggers(text, language)
    context = Context(text, language, today, Tenses(text, language))
    candidates = [
        (start - end, start, end, match, resolve)
        for pattern, resolve, trigger in (_rules(language) if there else ())
        if trigger & there
        for match in pattern.finditer(text)
        for start, end in [match.span("said" if "said" in pattern.groupindex else 0)]
    ]
    candidates.sort(key=lambda one: one[0])
    found: list[ReadDate] = []
    taken = bytearray(len(text))
    for _, start, end, match, resolve in candidates:  # the longest first: "Monday of last week" is no "last week"
        if any(taken[start:end]):
            continue
        interval = _safely(resolve, match, context)
        if interval is not None:
            last = end - (text[end - 1] == "." and not _GOES_ON.match(text, end))
            taken[start:last] = b"\1" * (last - start)
            found.append(ReadDate(start, last, text[start:last], interval))
    return sorted(found)


def _triggers(text: str, language: str) -> Trigger:
    """What of digits, months, weekdays and words of time `text` has; most sentences have nothing."""
    found = Trigger(0)
    for match in _trigger_words(language).finditer(text):
        found |= Trigger[str(match.lastgroup)]
    return found


@cache
def _trigger_words(language: str) -> regex.Pattern[str]:
    months, weekdays = calendars.any_of(calendars.months(language)), calendars.any_of(calendars.weekdays(language))
    words = {"en": _ENGLISH_WORDS}.get(language) or foreign_forms.TRIGGERS.get(language, "(?!)")
    return regex.compile(
        rf"(?<!\p{{L}})(?:(?P<MONTH>(?:{months})(?!\p{{L}}))|(?P<WORD>{words})|(?P<WEEKDAY>{weekdays}))|(?P<DIGIT>\d+)",
        regex.I,
    )


_ENGLISH_WORDS = (
    r"yesterday|today|tonight|tomorrow|ago|night|morning|afternoon|evening|week|weekend|month|months|year|years|decades?|"
    r"century|quarter|q[1-4]|half|hours|days|weeks|now|time|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
)


# "On 3 Jan. and": the stop is the month's; at the end of a sentence it is the sentence's.
_GOES_ON = regex.compile(r"[,;:]|\s[\p{Ll}\d]")


def _safely(resolve: Resolver, match: regex.Match[str], context: Context) -> Interval | None:
    """Resolve, or give None where the words mean no day.

    There is none (February 30), it lies before the calendar begins, there is none to count from, or a name was matched
    by a letter of another case that it does not have (the long s).
    """
    try:
        return resolve(match, context)
    except (ValueError, OverflowError, KeyError):
        return None


@cache
def _rules(language: str) -> tuple[tuple[regex.Pattern[str], Resolver, Trigger], ...]:
    rules = [*calendar_forms.rules(language)]
    rules = [*relative_forms.rules(), *rules] if language == "en" else [*foreign_forms.rules(language), *rules]
    return tuple((regex.compile(rule.pattern, rule.flags), rule.resolve, rule.trigger) for rule in rules)
