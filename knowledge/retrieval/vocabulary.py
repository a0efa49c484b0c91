"""The words of a library, and what a reader's word may stand for in them.

A word that the library has stays as it is. One that it lacks goes to its nearest words: candidates share
trigrams with it, and Damerau's edit distance decides (rapidfuzz). Digits are exact, short words don't drift, and
a word known to the language ("Slovakia") is never taken for a slip of another ("Slovenia").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import regex
from babel import Locale, UnknownLocaleError
from rapidfuzz.distance import OSA, JaroWinkler

from knowledge.retrieval import words

VARIANT = 0.85
"""How far a variant ("Venezuelan" for "Venezuela", "recognized" for "recognised") counts as the word itself."""
ACRONYM = 0.9
"""How far "UN" counts as "United Nations"."""
MAX_READINGS = 6
_SHORTEST_CORRECTED = 5
_TWO_SLIPS_FROM = 8
_SHARED_BEGINNING = 5
_CANDIDATES = 200
_HAS_DIGIT = regex.compile(r"\p{N}")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word of the question: these keys, all of them, count as it by `likeness` (0..1)."""

    keys: tuple[str, ...]
    word: str
    likeness: float
    corrected: bool = False


@cache
def territories(language: str) -> Mapping[str, str]:
    """Return the folded one-word names of countries in `language` and in English, with their codes (CLDR)."""
    names: dict[str, str] = {}
    for tag in {language, "en"}:
        try:
            names |= {words.fold(name): code for code, name in Locale.parse(tag).territories.items()}
        except (UnknownLocaleError, ValueError):
            continue
    return names


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def allowed_slips(word: str) -> int:
    """Return how many slips of the finger (insert, delete, replace, swap) may separate `word` from its reading."""
    if len(word) < _SHORTEST_CORRECTED or _HAS_DIGIT.search(word):
        return 0
    return 1 if len(word) < _TWO_SLIPS_FROM else 2


@dataclass(frozen=True)
class Vocabulary:
    """The folded words of a library: how many sentences have each, how often in mid-sentence capitals.

    `sentences` is the number of sentences counted; build it with `Vocabulary.of`.
    """

    sentences: int
    frequency: Mapping[str, int]
    """Sentences by key."""
    surfaces: Mapping[str, tuple[str, int, int]]
    """Folded word -> (key, occurrences, occurrences with a capital inside a sentence)."""
    acronyms: Mapping[str, tuple[tuple[str, ...], ...]]
    """"un" -> the keys of the names it may stand for."""
    _by_trigram: Mapping[str, tuple[str, ...]] = field(repr=False)
    _by_beginning: Mapping[str, tuple[str, ...]] = field(repr=False)

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> Vocabulary:
        """Count the words of `texts`, (sentence, language) pairs."""
        builder = VocabularyBuilder()
        for text, language in texts:
            builder.add(words.words(text, language))
        return builder.finish()

    def idf(self, key: str) -> float:
        """Return how rare `key` is in this library: 0 (in every sentence) to 1 (in none)."""
        if not self.sentences:
            return 1.0
        return words.scaled_idf(self.frequency.get(key, 0), self.sentences)

    def is_name(self, folded: str) -> bool:
        """Whether the library writes the word with a capital wherever it stands inside a sentence."""
        _, count, capitals = self.surfaces.get(folded, ("", 0, 0))
        return capitals > 0 and capitals >= 0.6 * count

    def completions(self, beginning: str, limit: int = 8) -> list[Reading]:
        """Return the library's words that start with `beginning` (folded), names and frequent ones first."""
        if len(beginning) < 2:
            return []
        pool = (
            self._by_trigram.get(f"  {beginning[0]}", ())
            if len(beginning) < 3
            else self._by_trigram.get(f" {beginning[:2]}", ())
        )
        found = [word for word in pool if word.startswith(beginning)]
        found.sort(key=lambda word: (-self.surfaces[word][2], -self.surfaces[word][1], word))
        return [Reading((self.surfaces[word][0],), word, VARIANT) for word in found[:limit]]

    def readings(self, word: str, key: str, language: str, *, is_name: bool) -> tuple[Reading, ...]:
        """Return what `word` of a question may stand for beside its own `key`, likeliest first."""
        folded = words.fold(word)
        if _HAS_DIGIT.search(folded):
            return ()
        found = self._variants(folded, key, language)
        if not is_name or word.isupper():
            found += [Reading(name, " ".join(name), ACRONYM) for name in self.acronyms.get(folded, ())]
        known = key in self.frequency or folded in self.surfaces
        if not known and not words.zipf(word, language) and folded not in territories(language):
            found += self._corrections(folded)
        best: dict[tuple[str, ...], Reading] = {}
        for reading in sorted(found, key=lambda r: (-r.likeness, r.keys)):
            best.setdefault(reading.keys, reading)
        best.pop((key,), None)
        return tuple(best.values())[:MAX_READINGS]

    def _variants(self, folded: str, key: str, language: str) -> list[Reading]:
        """Words of one family: a shared beginning and short, differing ends."""
        known = territories(language)
        beginnings = {folded[:_SHARED_BEGINNING], key[:_SHARED_BEGINNING], folded[:4]}
        found = []
        for other in {w for b in beginnings for w in self._by_beginning.get(b, ())}:
            other_key = self.surfaces[other][0]
            if other_key == key:
                continue
            if folded in known and other in known and known[folded] != known[other]:
                continue
            likeness = _family(folded, other) or _family(key, other_key)
            if likeness:
                found.append(Reading((other_key,), other, likeness))
        return found

    def _corrections(self, folded: str) -> list[Reading]:
        slips = allowed_slips(folded)
        if not slips:
            return []
        shared: Counter[str] = Counter()
        for trigram in _trigrams(folded):
            for other in self._by_trigram.get(trigram, ()):
                if abs(len(other) - len(folded)) <= slips:
                    shared[other] += 1
        found = []
        for other, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            distance = OSA.distance(folded, other, score_cutoff=slips)
            if distance > slips or _HAS_DIGIT.search(other):
                continue
            likeness = 0.5 * (1 - distance / max(len(folded), len(other))) + 0.5 * JaroWinkler.similarity(folded, other)
            found.append(Reading((self.surfaces[other][0],), other, round(likeness, 4), corrected=True))
        found.sort(key=lambda r: (-r.likeness, -self.surfaces[r.word][1], r.word))
        # A second-best reading far behind the best is noise.
        return [r for r in found if r.likeness >= found[0].likeness - 0.06][:3]


def _family(one: str, other: str) -> float:
    """Return how far two words count as one family: same beginning, ends of a few letters."""
    short, long = sorted((one, other), key=len)
    shared = 0
    for a, b in zip(short, long, strict=False):
        if a != b:
            break
        shared += 1
    rest_short, rest_long = len(short) - shared, len(long) - shared
    if rest_short == 0 and shared >= 4 and rest_long <= 2 and (shared >= _SHARED_BEGINNING or rest_long == 1):
        return VARIANT
    if shared >= max(_SHARED_BEGINNING, 0.6 * len(long)) and rest_short <= 2 and rest_long <= 3:
        return VARIANT - 0.1
    return 0.0


class VocabularyBuilder:
    """Counts words sentence by sentence; `finish` freezes the counts."""

    def __init__(self) -> None:
        self.sentences = 0
        self.frequency: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.capitals: Counter[str] = Counter()
        self.keys: dict[str, str] = {}
        self.acronyms: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)

    def add(self, found: list[words.Word]) -> None:
        """Count the words of one sentence."""
        self.sentences += 1
        self.frequency.update({word.key for word in found})
        run: list[words.Word] = []
        for position, word in enumerate(found):
            folded = words.fold(word.surface)
            self.counts[folded] += 1
            self.keys.setdefault(folded, word.key)
            if word.capital:
                if position:
                    self.capitals[folded] += 1
                run.append(word)
                continue
            self._note(run)
            run = []
        self._note(run)

    def _note(self, run: list[words.Word]) -> None:
        """Note the initials of every two to five capitalised words in a row."""
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + 5, len(run)) + 1):
                name = run[start:end]
                if not any(word.common or len(word.surface) < 3 for word in name):
                    initials = "".join(words.fold(word.surface[0]) for word in name)
                    self.acronyms[initials][tuple(word.key for word in name)] += 1

    def finish(self) -> Vocabulary:
        """Return the frozen counts."""
        by_trigram: defaultdict[str, list[str]] = defaultdict(list)
        by_beginning: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self.counts):
            if _HAS_DIGIT.search(word):
                continue
            for trigram in sorted(_trigrams(word)):
                by_trigram[trigram].append(word)
            for length in {4, _SHARED_BEGINNING}:
                if len(word) >= length:
                    by_beginning[word[:length]].append(word)
        return Vocabulary(
            sentences=self.sentences,
            frequency=dict(self.frequency),
            surfaces={w: (self.keys[w], n, self.capitals[w]) for w, n in self.counts.items()},
            acronyms={
                initials: tuple(name for name, _ in sorted(names.items(), key=lambda i: (-i[1], i[0]))[:2])
                for initials, names in self.acronyms.items()
            },
            _by_trigram={t: tuple(w) for t, w in by_trigram.items()},
            _by_beginning={b: tuple(w) for b, w in by_beginning.items()},
        )
