"""Every word of the library as numbers: what features are counted from, a few bytes a word.

Sentences, and the heads of articles (headline, standfirst, place, day), are runs of key ids in flat arrays; each
word of a sentence carries marks that a question may ask for: a number, a year, a share, a sum, a day, a place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import lru_cache

import numpy as np
import regex
from numpy.typing import NDArray

from knowledge.retrieval import asking, words
from knowledge.retrieval.negation import denies
from knowledge.retrieval.vocabulary import territories
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


def marked(text: str, found: Iterable[Word], language: str) -> Iterator[tuple[Word, int]]:
    """Yield the words of a sentence, each with its marks (`Mark`)."""
    first = int(Mark.FIRST)
    for word in found:
        marks = _marks(word.surface, language, word.common) | first
        if _HAS_DIGIT.search(word.surface):
            marks |= _in_context(text, word)
        yield word, marks
        first = 0


@dataclass(frozen=True)
class Tokens:
    """Sentences are numbered over the whole library, `sentence_of(story, index)`; build with `TokensBuilder`."""

    key_ids: Mapping[str, int]
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
    recency: NDArray[np.float32]
    """The share of the dated stories that are older (0..1), nearer to 0.5 in a small library; 0.5 without a date."""

    def sentence_of(self, story: int, index: int) -> int:
        """Return the number of a story's sentence in the library."""
        return int(self.story_starts[story]) + index

    def mentions(self, story: int, key: str) -> int:
        """Return how often `key` stands in a story."""
        number = self.key_ids.get(key)
        if number is None:
            return 0
        first, last = self.story_starts[story], self.story_starts[story + 1]
        return int((self.ids[self.starts[first] : self.starts[last]] == number).sum())


class TokensBuilder:
    """Takes the words of a library story by story; `finish` freezes them."""

    def __init__(self) -> None:
        self._key_ids: dict[str, int] = {}
        self._ids, self._marks = array("i"), array("H")
        self._starts, self._story_starts = array("q", [0]), array("q", [0])
        self._openings = array("B")
        self._head_ids, self._head_starts = array("i"), array("q", [0])
        self._days = array("i")

    def add_sentence(self, text: str, found: Iterable[Word], language: str) -> None:
        """Add the next sentence of the story that is being read, and its words."""
        for word, marks in marked(text, found, language):
            self._ids.append(self._id(word.key))
            self._marks.append(marks)
        self._starts.append(len(self._ids))
        opening = Opening(0)
        if text.rstrip(" \"”»'’").endswith(("?", "？", "؟")):
            opening |= Opening.QUESTION
        if text[:1] in '"“«‘„':
            opening |= Opening.QUOTED
        if _FRAGMENT.match(text):
            opening |= Opening.FRAGMENT
        self._openings.append(int(opening))

    def end_story(self, head: Sequence[str], day: int) -> None:
        """End a story: the keys of what stands above it, and the ordinal of its day (0: unknown)."""
        self._story_starts.append(len(self._starts) - 1)
        self._head_ids.extend(self._id(key) for key in head)
        self._head_starts.append(len(self._head_ids))
        self._days.append(day)

    def _id(self, key: str) -> int:
        return self._key_ids.setdefault(key, len(self._key_ids))

    def finish(self) -> Tokens:
        """Return the frozen arrays."""
        days = np.array(self._days, dtype=np.int32)
        dated = np.sort(days[days > 0])
        older = (np.searchsorted(dated, days) + FEW / 2) / (len(dated) + FEW)
        return Tokens(
            key_ids=self._key_ids,
            ids=np.array(self._ids, dtype=np.int32),
            marks=np.array(self._marks, dtype=np.uint16),
            starts=np.array(self._starts, dtype=np.int64),
            story_starts=np.array(self._story_starts, dtype=np.int64),
            openings=np.array(self._openings, dtype=np.uint8),
            head_ids=np.array(self._head_ids, dtype=np.int32),
            head_starts=np.array(self._head_starts, dtype=np.int64),
            days=days,
            recency=np.where(days > 0, older, 0.5).astype(np.float32),
        )
