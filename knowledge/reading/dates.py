"""Time expressions in a text, each resolved to the days it means against a day: the article's own, or a reader's.

News looks back: "Thursday" is the nearest Thursday up to the article's day, "January 23" the last one before it,
unless the sentence speaks of what is to come. English is read in full; Spanish, German, French and Russian by their
calendar forms and their commonest relative ones; other languages by names of months and days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import regex

from knowledge.reading import calendar_forms, foreign_forms, relative_forms, tense
from knowledge.reading.intervals import Interval
from knowledge.reading.rules import Context, Resolver, Rule
from knowledge.reading.sentence import DateMention
from knowledge.reading.tense import Tenses
from knowledge.reading.triggers import marks


class ReadDate(NamedTuple):
    """A time expression: `text[start:end]` is `words`, `interval` the first and the last day it means."""

    start: int
    end: int
    words: str
    interval: Interval


def prepare() -> None:
    """Compile the rules of every language, half a second of work: else whoever asks first in one waits for it."""
    for language in ("en", *foreign_forms.LANGUAGES):
        read_dates("2 May 2021", language, today=None)
    tense.prepare()


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
    marked = marks(text, language)
    if not marked.there:
        return []
    context = Context(text, language, today, Tenses(text, language))
    candidates = [
        (start - end, start, end, match, rule.resolve)
        for rule in _rules(language, marked.there)
        if marked.words is None or rule.is_worth_trying(marked.words, marked.places)
        for match in rule.matches(text, marked.places)
        for start, end in [match.span(rule.group)]
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


class _Compiled(NamedTuple):
    """A rule as it is tried."""

    pattern: regex.Pattern[str]
    resolve: Resolver
    trigger: int
    words: frozenset[str]
    anchored: bool
    is_range: bool
    group: str | int
    """What of a match is the expression."""

    @classmethod
    def of(cls, rule: Rule) -> _Compiled:
        pattern = regex.compile(rule.pattern, rule.flags)
        group = "said" if "said" in pattern.groupindex else 0
        return cls(pattern, rule.resolve, rule.trigger.value, rule.words, rule.anchored, rule.is_range, group)

    def is_worth_trying(self, words: frozenset[str], places: Sequence[int]) -> bool:
        """Whether a text has the `words` and as many places as it takes; only of English are all known."""
        return not (self.words and self.words.isdisjoint(words)) and len(places) > self.is_range

    def matches(self, text: str, places: Sequence[int]) -> Iterator[regex.Match[str]]:
        """Yield the matches in `text`, none overlapping; `places` are where its triggers stand."""
        if not self.anchored:
            yield from self.pattern.finditer(text)
            return
        end = 0
        for place in places:
            match = self.pattern.match(text, place) if place >= end else None
            if match is not None:
                yield match
                end = match.end()


@cache
def _rules(language: str, triggers: int) -> tuple[_Compiled, ...]:
    """The rules that are worth trying on a text that has `triggers`."""
    return tuple(rule for rule in _every_rule(language) if rule.trigger & triggers)


@cache
def _every_rule(language: str) -> tuple[_Compiled, ...]:
    rules = [*calendar_forms.rules(language)]
    rules = [*relative_forms.rules(), *rules] if language == "en" else [*foreign_forms.rules(language), *rules]
    return tuple(map(_Compiled.of, rules))
