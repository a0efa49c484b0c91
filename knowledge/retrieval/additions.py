"""What has come to a library's words, and gone, since its lexicon was frozen: a few dictionaries beside its arrays."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, takewhile
from types import MappingProxyType
from typing import TypeVar

import regex
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from knowledge.retrieval.lexicon import Counts, Lexicon, Name, by_sound

_HAS_DIGIT = regex.compile(r"\p{N}")


@dataclass(frozen=True, slots=True)
class Change:
    """More occurrences of a folded word (fewer, if negative): by key, and with a capital inside a sentence."""

    keys: Mapping[str, int]
    capitals: int


@dataclass(frozen=True, eq=False)
class Additions:
    """Immutable: `with_counts` gives the next. Words the lexicon lacks are found by beginning and sound too."""

    words: Mapping[str, Change] = field(default_factory=dict)
    acronyms: Mapping[str, Mapping[Name, int]] = field(default_factory=dict)
    sentences: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    _new: tuple[str, ...] = ()
    """Words without digits that the lexicon lacks, in order."""
    _known: tuple[str, ...] = ()
    """Those that it has, and whose counts are others now."""
    _by_sound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_counts(self, counts: Counts, lexicon: Lexicon) -> Additions:
        """Return what there is after `counts`."""
        changes = dict(self.words)
        fresh, known, capitals = [], list(self._known), counts.capitals()
        for word, keys in counts.keys().items():
            before = changes.get(word)
            if before is None and not _HAS_DIGIT.search(word):
                if lexicon.words.place(word) < 0:
                    fresh.append(word)
                else:
                    insort(known, word)
            changes[word] = Change(
                _summed(before.keys if before else {}, keys),
                (before.capitals if before else 0) + capitals[word],
            )
        acronyms = dict(self.acronyms)
        for initials, names in counts.acronyms().items():
            acronyms[initials] = _summed(acronyms.get(initials, {}), names)
        new = list(self._new)
        sounding = dict(self._by_sound)
        for word in fresh:
            insort(new, word)
            for sound in by_sound(word):
                sounding[sound] = (*sounding.get(sound, ()), word)
        return Additions(
            changes,
            acronyms,
            self.sentences + counts.sentences,
            _summed(self.languages, counts.languages),
            tuple(new),
            tuple(known),
            MappingProxyType(sounding),
        )

    @property
    def scripts(self) -> set[str]:
        """The scripts of the new words."""
        return {sound.partition("\t")[0] for sound in self._by_sound}

    def sounding(self, sound: str) -> tuple[str, ...]:
        """Return the new words that are found by `sound`."""
        return self._by_sound.get(sound, ())

    def near(self, folded: str, slips: int) -> list[str]:
        """Return the new words within so many slips of `folded`."""
        return [word for word, _, _ in extract(folded, self._new, scorer=OSA.distance, score_cutoff=slips, limit=None)]

    def beginning_with(self, beginning: str) -> list[str]:
        """Return the words that begin so, new or counted otherwise."""
        found: list[str] = []
        for sorted_words in (self._new, self._known):
            first = bisect_left(sorted_words, beginning)
            found += takewhile(lambda word: word.startswith(beginning), islice(sorted_words, first, None))
        return found


_Key = TypeVar("_Key")


def _summed(one: Mapping[_Key, int], other: Mapping[_Key, int]) -> dict[_Key, int]:
    found = dict(one)
    for key, count in other.items():
        found[key] = found.get(key, 0) + count
    return found
