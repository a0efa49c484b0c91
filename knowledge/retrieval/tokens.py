"""Every word of the library as numbers: what features are counted from, a few bytes a word.

Sentences, and the heads of articles (headline, standfirst, place, day), are runs of key ids in flat arrays; each
word of a sentence carries marks that a question may ask for: a number, a year, a share, a sum, a day, a place.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import lru_cache
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from knowledge.retrieval import asking, words
from knowledge.retrieval.negation import denies
from knowledge.retrieval.readings import territories
from knowledge.retrieval.strings import Keys
from knowledge.retrieval.words import Word

Ids = NDArray[np.int32]
Marks = NDArray[np.uint16]
Places = NDArray[np.int64]


class Mark(IntFlag):
    """What a word is, whatever it means."""

    CAPITAL = 1
    COMMON = 2
    FIRST = 4
    """It opens its sentence, so that a capital tells nothing."""
    NUMBER = 8
    """In digits or in words, and no year."""
    YEAR = 16
    TIME = 32
    PLACE = 64
    SHARE = 128
    """A number of per cent."""
    SUM = 256
    """A number of money."""
    AGE = 512
    """A number of years of life."""
    DENIES = 1024
    """It denies or excludes something."""


class Opening(IntFlag):
    """What a sentence is, by its first and last signs."""

    QUESTION = 1
    QUOTED = 2
    FRAGMENT = 4
    """It opens with "and", "which", …"""
    UNQUOTED = 8
    """It may not be quoted."""


_US_STATES = frozenset(
    """alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
    nebraska nevada hampshire jersey york carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah vermont
    virginia washington wisconsin wyoming uk us britain england scotland wales""".split()
)
"""Places that CLDR's territories lack and that news asks for: states of the US, parts of the United Kingdom."""
FEW = 100
"""Articles in which being the newest of them begins to tell: of two articles, neither is old."""
_YEAR = regex.compile(r"(?:19|20)\p{N}\p{N}$")
_HAS_DIGIT = regex.compile(r"\p{N}")
_PERCENT = regex.compile(r"\s?%|\s?per\s?cent\b|\s?percentage point")
_MONEY_BEFORE = regex.compile(r"\p{Sc}\s?$")
_MONEY_AFTER = regex.compile(
    r"\s(?:(?:thousand|million|billion|trillion)\s)?(?:dollars|euros?|pounds|roubles|rubles|yen|yuan)\b|\s?€"
)
_AGE_AFTER = regex.compile(r"(?:-|\s)years?(?:-|\s)old\b")
_AGE_BEFORE = regex.compile(r"(?:\baged?(?:\sof)?|\bturn(?:s|ed|ing)?|\p{L},)\s$")
_FRAGMENT = regex.compile(r"[\"“«'‘]?(?:and|but|so|or|yet|because|which|who)\b", regex.I)


@lru_cache(maxsize=300_000)
def _marks(surface: str, language: str, common: bool) -> int:
    """What a word is by itself."""
    marks = Mark.COMMON if common else Mark(0)
    if surface[:1].isupper():
        marks |= Mark.CAPITAL
        folded = words.fold(surface)
        if folded in _US_STATES or folded in territories(language):
            marks |= Mark.PLACE
    if _YEAR.match(surface):
        marks |= Mark.YEAR
    elif asking.names_a_number(surface, language):
        marks |= Mark.NUMBER
    if asking.names_a_time(surface, language):
        marks |= Mark.TIME
    if denies(surface, language):
        marks |= Mark.DENIES
    return int(marks)


def _in_context(text: str, word: Word) -> int:
    """What a number is by what stands around it."""
    start, end = word.start, word.start + len(word.surface)
    marks = Mark(0)
    if _PERCENT.match(text, end):
        marks |= Mark.SHARE
    if _MONEY_BEFORE.search(text[max(0, start - 2) : start]) or _MONEY_AFTER.match(text, end):
        marks |= Mark.SUM
    if word.surface.isdecimal() and len(word.surface) <= 3:
        before, after = text[max(0, start - 10) : start], text[end : end + 1]
        if _AGE_AFTER.match(text, end) or (_AGE_BEFORE.search(before) and not after.isalnum()):
            marks |= Mark.AGE
    return int(marks)


def marks_of(text: str, found: Sequence[Word], language: str) -> list[int]:
    """Return the marks (`Mark`) of the words of a sentence."""
    marks = [_marks(word.surface, language, word.common) for word in found]
    if marks:
        marks[0] |= int(Mark.FIRST)
    if _HAS_DIGIT.search(text):
        for place, word in enumerate(found):
            if _HAS_DIGIT.search(word.surface):
                marks[place] |= _in_context(text, word)
    return marks


@dataclass(frozen=True, eq=False)
class Tokens:
    """Sentences are numbered over the library, each story's from `story_starts`; `TokensBuilder` makes the columns."""

    keys: Keys
    ids: Ids
    marks: Marks
    starts: Places
    """Where each sentence's words start in `ids`; one more than there are sentences."""
    story_starts: Places
    """The number of each story's first sentence; one more than there are stories."""
    openings: NDArray[np.uint8]
    head_ids: Ids
    head_starts: Places
    days: Ids
    """The ordinal day on which each story was published; 0 where nobody knows."""
    dated: Ids
    """The days of all stories that may be found and have one, in order."""

    @classmethod
    def of(cls, keys: Keys, columns: Mapping[str, NDArray[Any]], gone: Collection[int] = ()) -> Tokens:
        """Return the tokens of the columns of a library, from which the stories `gone` have gone."""
        days = columns["days"]
        found = np.delete(days, sorted(gone)) if gone else days
        return cls(keys=keys, dated=np.sort(found[found > 0]), **{name: columns[name] for name in COLUMNS})

    def mentions(self, story: int, key: str) -> int:
        """Return how often `key` stands in a story."""
        number = self.keys.get(key)
        if number is None:
            return 0
        first, last = self.story_starts[story], self.story_starts[story + 1]
        return int((self.ids[self.starts[first] : self.starts[last]] == number).sum())

    def has_above(self, story: int, key: str) -> bool:
        """Return whether `key` stands above a story."""
        number = self.keys.get(key)
        first, last = self.head_starts[story], self.head_starts[story + 1]
        return number is not None and bool((self.head_ids[first:last] == number).any())

    def recency(self, stories: Places) -> NDArray[np.float64]:
        """Return the share of the dated stories that are older than each of `stories` (0..1).

        It is nearer to 0.5 in a small library, and 0.5 for one without a date.
        """
        days = self.days[stories]
        older = (np.searchsorted(self.dated, days) + FEW / 2) / (len(self.dated) + FEW)
        return np.where(days > 0, older, 0.5).astype(np.float32).astype(np.float64)


COLUMNS = {
    "ids": np.int32,
    "marks": np.uint16,
    "starts": np.int64,
    "story_starts": np.int64,
    "openings": np.uint8,
    "head_ids": np.int32,
    "head_starts": np.int64,
    "days": np.int32,
}


class TokensBuilder:
    """Takes the words of a library story by story, and gives its columns piece by piece.

    `number` gives each key its number; `words`, `sentences` and `head_words` are how many there are before.
    """

    def __init__(
        self, number: Callable[[str], int], *, words: int = 0, sentences: int = 0, head_words: int = 0
    ) -> None:
        self._number = number
        self._words, self._sentences, self._head_words = words, sentences, head_words
        self._pieces = {name: array(_CODES[kind]) for name, kind in COLUMNS.items()}

    def add_sentence(self, text: str, found: Sequence[Word], language: str, *, quotable: bool) -> None:
        """Add the next sentence of the story that is being read, and its words."""
        pieces = self._pieces
        pieces["ids"].extend([self._number(word.key) for word in found])
        pieces["marks"].extend(marks_of(text, found, language))
        self._words += len(found)
        self._sentences += 1
        pieces["starts"].append(self._words)
        opening = Opening(0) if quotable else Opening.UNQUOTED
        if text.rstrip(" \"”»'’").endswith(("?", "？", "؟")):
            opening |= Opening.QUESTION
        if text[:1] in '"“«‘„':
            opening |= Opening.QUOTED
        if _FRAGMENT.match(text):
            opening |= Opening.FRAGMENT
        pieces["openings"].append(int(opening))

    def end_story(self, head: Sequence[str], day: int) -> None:
        """End a story: the keys of what stands above it, and the ordinal of its day (0: unknown)."""
        pieces = self._pieces
        pieces["story_starts"].append(self._sentences)
        pieces["head_ids"].extend(map(self._number, head))
        self._head_words += len(head)
        pieces["head_starts"].append(self._head_words)
        pieces["days"].append(day)

    def take(self) -> dict[str, NDArray[Any]]:
        """Return the pieces of the columns since the last time."""
        taken = {name: np.array(piece, dtype=COLUMNS[name]) for name, piece in self._pieces.items()}
        self._pieces = {name: array(_CODES[kind]) for name, kind in COLUMNS.items()}
        return taken


_CODES: Mapping[Any, str] = {np.int32: "i", np.uint16: "H", np.int64: "q", np.uint8: "B"}
