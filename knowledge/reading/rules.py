"""A rule reads one form of time expression: a pattern, and what its match means in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Flag, auto

import regex

from knowledge.reading.intervals import Interval
from knowledge.reading.tense import Tenses


class Trigger(Flag):
    """What a text must have for a rule to be worth trying."""

    DIGIT = auto()
    YEAR = auto()
    """Four digits or more: whatever has it has DIGIT too."""
    MONTH = auto()
    WEEKDAY = auto()
    WORD = auto()
    CALENDAR = DIGIT | MONTH | WEEKDAY


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against: the article's day, if it is known, and the sentence around it."""

    text: str
    language: str
    day: date | None
    tenses: Tenses

    @property
    def today(self) -> date:
        """The article's day; only rules that need it may ask."""
        if self.day is None:
            raise ValueError("the article's day is not known")
        return self.day

    def before_noun(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` stands between an article and a noun: "the March 10 vote"."""
        return bool(_ARTICLE.search(self.text, max(0, start - 6), start) and _NOUN.match(self.text, end))

    def is_a_name(self, start: int, month: str) -> bool:
        """Whether the month's name at `start` is more likely a person's: "Theresa May said … by May"."""
        return bool(
            regex.search(rf"(?:\p{{Lu}}\p{{Ll}}+|M[rs]s?\.?) {month}\b(?! \d)", self.text)
            and not _IN_MONTH.search(self.text, max(0, start - 8), start)
        ) or bool(_SURNAME.match(self.text, start + len(month)))


_ARTICLE = regex.compile(r"\b(?:the|a|an|its|his|her|their)\s$", regex.I)
_NOUN = regex.compile(r"\s\p{Ll}")
_IN_MONTH = regex.compile(r"\b(?:in|since|until|last|next|this)\s$", regex.I)
_SURNAME = regex.compile(r"\s\p{Lu}\p{Ll}")

Resolver = Callable[["regex.Match[str]", Context], Interval | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with how its match is resolved; the group `said`, where there is one, is the expression.

    It is tried on a text that has any of `trigger` and, in English, any of `words` (lower case), if there are some.
    `anchored` says that every match begins with what a trigger stands for, so that only those places are tried; of a
    range, in English, two things that trigger must be there.
    """

    pattern: str
    flags: int
    resolve: Resolver
    trigger: Trigger = Trigger.WORD
    words: frozenset[str] = frozenset()
    anchored: bool = False
    is_range: bool = False
