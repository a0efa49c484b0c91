"""The words that were counted in a library, as flat arrays: what a vocabulary starts from.

Words are folded (`words.fold`); one of several languages, or written in capitals as well, may have several keys.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from knowledge.retrieval import scripts, words
from knowledge.retrieval.indexed import Indexed, is_ever_shown
from knowledge.retrieval.strings import Ids, Postings, Strings, encoded

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


class Written:
    """What is counted as it was written, to be folded when it is asked for: a text has most words several times.

    `words` by surface and key, `capitals` by surface, `names` by initials and keys. All are flat, so that what many
    parts of a library have is added up quickly.
    """

    def __init__(self) -> None:
        self.words: Counter[tuple[str, str]] = Counter()
        self.capitals: Counter[str] = Counter()
        self.names: Counter[tuple[str, Name]] = Counter()

    def update(self, other: Written) -> None:
        """Add what another one has."""
        self.words.update(other.words)
        self.capitals.update(other.capitals)
        self.names.update(other.names)


class Counts:
    """What is counted of words, sentence by sentence; with a `sign` of -1 it is what goes.

    `frequency` are sentences by key, `keys` occurrences of folded words by key, `capitals` those with a capital inside
    a sentence, `acronyms` names by their initials.
    """

    def __init__(self, sign: int = 1) -> None:
        self.sign = sign
        self.sentences = 0
        self.languages: Counter[str] = Counter()
        self.frequency: Counter[str] = Counter()
        self.written = Written()
        self._keys: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._capitals: Counter[str] = Counter()
        self._acronyms: defaultdict[str, Counter[Name]] = defaultdict(Counter)

    @property
    def keys(self) -> defaultdict[str, Counter[str]]:
        """Occurrences of folded words by key."""
        for (surface, key), number in self.written.words.items():
            self._keys[words.fold(surface)][key] += self.sign * number
        self.written.words.clear()
        return self._keys

    @property
    def capitals(self) -> Counter[str]:
        """Occurrences of folded words with a capital inside a sentence."""
        for surface, number in self.written.capitals.items():
            self._capitals[words.fold(surface)] += self.sign * number
        self.written.capitals.clear()
        return self._capitals

    @property
    def acronyms(self) -> defaultdict[str, Counter[Name]]:
        """Occurrences of names by their initials."""
        for (initials, name), number in self.written.names.items():
            self._acronyms[initials][name] += self.sign * number
        self.written.names.clear()
        return self._acronyms

    def add(self, found: Iterable[words.Word], language: str) -> None:
        """Count the words of one sentence."""
        found = list(found)
        self.sentences += self.sign
        self.languages[language] += self.sign
        count = self.frequency.update if self.sign > 0 else self.frequency.subtract
        count({word.key for word in found})
        self.written.words.update([(word.surface, word.key) for word in found])
        capitals = [place for place, word in enumerate(found) if word.surface[0].isupper()]
        self.written.capitals.update([found[place].surface for place in capitals if place])
        first = 0
        for number, place in enumerate(capitals, 1):
            if number == len(capitals) or capitals[number] != place + 1:
                self._note(found[capitals[first] : place + 1])
                first = number

    def add_story(self, story: Indexed) -> None:
        """Count the words of the sentences of a story that may be quoted, if it is ever shown."""
        if not is_ever_shown(story.article):
            return
        language = words.language_code(story.article.language)
        for sentence in story.bare:
            if sentence.quotable:
                self.add(words.words(sentence.text, language), language)

    def update(self, other: Counts) -> None:
        """Count what another one of the same sign has counted, none of which was asked for yet."""
        self.sentences += other.sentences
        self.languages.update(other.languages)
        self.frequency.update(other.frequency)
        self.written.update(other.written)

    def _note(self, run: list[words.Word]) -> None:
        """Note the initials of every two to five capitalised words in a row."""
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + LONGEST_NAME, len(run)) + 1):
                name = run[start:end]
                if not any(word.common or len(word.surface) < 3 for word in name):
                    initials = "".join(words.fold(word.surface[0]) for word in name)
                    self.written.names[initials, tuple(word.key for word in name)] += 1


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
        ordered = sorted(counts.keys, key=encoded)
        keys = [counts.keys[word] for word in ordered]
        plain = [not _HAS_DIGIT.search(word) for word in ordered]
        several = {word: dict(found) for word, found in zip(ordered, keys, strict=True) if len(found) > 1}
        grams = [(t, n) for n, word in enumerate(ordered) if plain[n] for t in trigrams(word)]
        sounds = [(s, n) for n, word in enumerate(ordered) if plain[n] for s in by_sound(word)]
        names, name_arrays = _names(counts.acronyms, numbers)
        return cls(
            words=Strings.of(ordered),
            key=np.array([numbers[next(iter(k))] if len(k) == 1 else -1 for k in keys], dtype=np.int32),
            count=np.array([sum(found.values()) for found in keys], dtype=np.int32),
            capitals=np.array([counts.capitals[word] for word in ordered], dtype=np.int32),
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
