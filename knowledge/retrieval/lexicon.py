"""The words that were counted in a library, as flat arrays: what a vocabulary starts from.

Words are folded (`words.fold`); one of several languages, or written in capitals as well, may have several keys.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import regex
from numpy.typing import NDArray

from knowledge.retrieval import scripts, words
from knowledge.retrieval.indexed import Indexed, is_ever_shown
from knowledge.retrieval.strings import Ids, Postings, Strings, encoded

T = TypeVar("T")
Name = tuple[str, ...]
"""The keys of a name, in order."""

LONGEST_NAME = 5
"""Words of a name that may stand behind initials."""
_HAS_DIGIT = regex.compile(r"\p{N}")


def trigrams(word: str) -> set[str]:
    """Return the runs of three letters in `word`, with two spaces before it and one after."""
    padded = f"  {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def by_sound(word: str) -> list[str]:
    """Return what `word` is found by where its sound is looked for: its script, and each of its skeletons."""
    return [f"{scripts.script(word)}\t{skeleton}" for skeleton in scripts.skeletons(word)]


class Counts:
    """What is counted of words, sentence by sentence; with a `sign` of -1 it is what goes.

    `frequency` are sentences by key. The rest is counted as it was written, since a text has most words several times,
    and flat, so that many parts of a library are added up quickly: `written` by surface and key, `capitalised` (with a
    capital inside a sentence) by surface, `names` by initials and keys. `keys`, `capitals` and `acronyms` fold it.
    """

    def __init__(self, sign: int = 1) -> None:
        self.sign = sign
        self.sentences = 0
        self.languages: Counter[str] = Counter()
        self.frequency: Counter[str] = Counter()
        self.written: Counter[tuple[str, str]] = Counter()
        self.capitalised: Counter[str] = Counter()
        self.names: Counter[tuple[str, Name]] = Counter()

    def keys(self) -> dict[str, Counter[str]]:
        """Return the occurrences of folded words by key."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (surface, key), number in self.written.items():
            found[words.fold(surface)][key] += number
        return found

    def capitals(self) -> Counter[str]:
        """Return the occurrences of folded words with a capital inside a sentence."""
        found: Counter[str] = Counter()
        for surface, number in self.capitalised.items():
            found[words.fold(surface)] += number
        return found

    def acronyms(self) -> dict[str, Counter[Name]]:
        """Return the occurrences of names by their initials."""
        found: defaultdict[str, Counter[Name]] = defaultdict(Counter)
        for (initials, name), number in self.names.items():
            found[initials][name] += number
        return found

    def add(self, found: Iterable[words.Word], language: str) -> None:
        """Count the words of one sentence."""
        found = list(found)
        self.sentences += self.sign
        self.languages[language] += self.sign
        self._count(self.frequency, {word.key for word in found})
        self._count(self.written, [(word.surface, word.key) for word in found])
        capitals = [place for place, word in enumerate(found) if word.surface[0].isupper()]
        self._count(self.capitalised, [found[place].surface for place in capitals if place])
        first = 0
        for number, place in enumerate(capitals, 1):
            if number == len(capitals) or capitals[number] != place + 1:
                self._note(found[capitals[first] : place + 1])
                first = number

    def _count(self, counted: Counter[T], found: Iterable[T]) -> None:
        if self.sign > 0:
            counted.update(found)
        else:
            counted.subtract(found)

    def add_story(self, story: Indexed) -> None:
        """Count the words of the sentences of a story that may be quoted, if it is ever shown."""
        if not is_ever_shown(story.article):
            return
        language = words.language_code(story.article.language)
        for sentence in story.bare:
            if sentence.quotable:
                self.add(words.words(sentence.text, language), language)

    def update(self, other: Counts) -> None:
        """Count what another one has counted."""
        self.sentences += other.sentences
        self.languages.update(other.languages)
        self.frequency.update(other.frequency)
        self.written.update(other.written)
        self.capitalised.update(other.capitalised)
        self.names.update(other.names)

    def _note(self, run: list[words.Word]) -> None:
        """Note the initials of every two to five capitalised words in a row."""
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + LONGEST_NAME, len(run)) + 1):
                name = run[start:end]
                if not any(word.common or len(word.surface) < 3 for word in name):
                    initials = "".join(words.fold(word.surface[0]) for word in name)
                    self.names[initials, tuple(word.key for word in name)] += self.sign


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Every array has a row a word, in the order of `words`."""

    words: Strings
    key: Ids
    """The number of the word's key; -1 where it has several, which are in `more`."""
    count: Ids
    capitals: Ids
    plain: NDArray[np.bool_]
    """Whether it has no digit."""
    lengths: NDArray[np.uint16]
    """In characters."""
    by_trigram: Postings
    """Places of words without digits."""
    by_sound: Postings
    initials: Strings
    name_starts: NDArray[np.int64]
    """Where the names of each of `initials` begin in `name_count`; one more than there are."""
    name_count: Ids
    name_keys: Ids
    """The numbers of the keys of all names; the initials say how many each name has."""
    key_starts: NDArray[np.int64]
    """Where the keys of the names of each of `initials` begin."""
    more: Mapping[str, Mapping[str, int]]
    """Words with several keys -> occurrences by key."""
    sentences: int
    languages: Mapping[str, int]
    scripts: tuple[str, ...]

    @classmethod
    def of(cls, counts: Counts, numbers: Mapping[str, int]) -> Lexicon:
        """Freeze `counts`; `numbers` has the number of every key."""
        by_word, capitals = counts.keys(), counts.capitals()
        ordered = sorted(by_word, key=encoded)
        keys = [by_word[word] for word in ordered]
        plain = [not _HAS_DIGIT.search(word) for word in ordered]
        several = {word: dict(found) for word, found in zip(ordered, keys, strict=True) if len(found) > 1}
        grams = [(t, n) for n, word in enumerate(ordered) if plain[n] for t in trigrams(word)]
        sounds = [(s, n) for n, word in enumerate(ordered) if plain[n] for s in by_sound(word)]
        names, name_arrays = _names(counts.acronyms(), numbers)
        return cls(
            words=Strings.of(ordered),
            key=np.array([numbers[next(iter(k))] if len(k) == 1 else -1 for k in keys], dtype=np.int32),
            count=np.array([sum(found.values()) for found in keys], dtype=np.int32),
            capitals=np.array([capitals[word] for word in ordered], dtype=np.int32),
            plain=np.array(plain, dtype=bool),
            lengths=np.array([min(len(word), 65_535) for word in ordered], dtype=np.uint16),
            by_trigram=Postings.of(grams),
            by_sound=Postings.of(sounds),
            initials=names,
            **name_arrays,
            more=several,
            sentences=counts.sentences,
            languages=dict(counts.languages),
            scripts=tuple(sorted({scripts.script(word) for word, kept in zip(ordered, plain, strict=True) if kept})),
        )

    def names_of(self, initials: str, most: int | None = None) -> dict[tuple[int, ...], int]:
        """Return the names that `initials` may stand for, as the numbers of their keys, with their occurrences.

        With `most` only the most frequent, and those that are as frequent as the last of these.
        """
        place = self.initials.place(initials)
        if place < 0:
            return {}
        length = len(initials)
        first, last = self.name_starts[place : place + 2].tolist()
        begin = int(self.key_starts[place])
        keys = self.name_keys[begin : begin + length * (last - first)].reshape(-1, length)
        counts = self.name_count[first:last]
        if most is not None and len(counts) > most:
            frequent = counts >= np.partition(counts, -most)[-most]
            keys, counts = keys[frequent], counts[frequent]
        return dict(zip(map(tuple, keys.tolist()), counts.tolist(), strict=True))


def _names(acronyms: Mapping[str, Mapping[Name, int]], numbers: Mapping[str, int]) -> tuple[Strings, dict[str, Any]]:
    # An initial may be two letters when it is folded: the name is then found by nobody, and left out.
    ordered = sorted((one for one in acronyms if all(len(one) == len(name) for name in acronyms[one])), key=encoded)
    counts = [len(acronyms[one]) for one in ordered]
    lengths = [len(acronyms[one]) * len(one) for one in ordered]
    return Strings.of(ordered), {
        "name_starts": np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        "name_count": np.array([count for one in ordered for count in acronyms[one].values()], dtype=np.int32),
        "name_keys": np.array([numbers[k] for one in ordered for name in acronyms[one] for k in name], dtype=np.int32),
        "key_starts": np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
    }
