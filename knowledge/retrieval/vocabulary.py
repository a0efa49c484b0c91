"""The words of a library, and what a reader's word may stand for in them.

A word that the library has stays as it is. One that it lacks goes to its nearest words: candidates share
trigrams with it, and Damerau's edit distance decides (rapidfuzz). Digits are exact, short words don't drift, and
a word known to the language ("Slovakia") is never taken for a slip of another ("Slovenia").
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import regex
from babel import Locale, UnknownLocaleError
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler

from knowledge.retrieval import scripts, words

VARIANT = 0.85
"""How far a variant ("Venezuelan" for "Venezuela", "recognized" for "recognised") counts as the word itself."""
ACRONYM = 0.9
"""How far "UN" counts as "United Nations"."""
SOUND = 0.92
"""How far "Путин" counts as "Putin": a name that sounds the same."""
PARTS = 0.9
"""How far "interimpresident" counts as "interim president"."""
MAX_READINGS = 6
_SHORTEST_CORRECTED = 5
_TWO_SLIPS_FROM = 8
_SHARED_BEGINNING = 5
_SHORTEST_PART = 3
_CANDIDATES = 200
_TRIGRAMS_A_SLIP = 4
"""How many trigrams one slip (a swap) can spoil."""
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
    languages: tuple[str, ...]
    """The languages of the sentences, most frequent first."""
    more_keys: Mapping[str, tuple[str, ...]]
    """Folded words that languages stem differently -> all of their keys."""
    _sorted: tuple[str, ...] = field(repr=False)
    """The folded words without digits, in order."""
    _lengths: NDArray[np.uint16] = field(repr=False)
    _by_trigram: Mapping[str, NDArray[np.int32]] = field(repr=False)
    """Trigram -> places in `_sorted`."""
    _by_skeleton: Mapping[str, Mapping[str, tuple[str, ...]]] = field(repr=False)
    """Script -> consonants (`scripts.skeletons`) -> names."""

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> Vocabulary:
        """Count the words of `texts`, (sentence, language) pairs."""
        builder = VocabularyBuilder()
        for text, language in texts:
            builder.add(words.words(text, language), language)
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
        found = self.beginning_with(beginning)
        found.sort(key=lambda word: (-self.surfaces[word][2], -self.surfaces[word][1], word))
        return [Reading((self.surfaces[word][0],), word, VARIANT) for word in found[:limit]]

    def beginning_with(self, beginning: str) -> list[str]:
        """Return the folded words that start with `beginning`, which has two letters at least."""
        if len(beginning) < 2:
            return []
        first = bisect_left(self._sorted, beginning)
        found = []
        for place in range(first, len(self._sorted)):
            if not self._sorted[place].startswith(beginning):
                break
            found.append(self._sorted[place])
        return found

    def readings(self, word: str, key: str, language: str, *, is_name: bool) -> tuple[Reading, ...]:
        """Return what `word` of a question may stand for beside its own `key`, likeliest first."""
        folded = words.fold(word)
        if _HAS_DIGIT.search(folded):
            return ()
        found = [Reading((other,), folded, 1.0) for other in self.keys_of(folded) if other != key]
        found += self._variants(folded, key, language)
        if not is_name or word.isupper():
            found += [Reading(name, " ".join(name), ACRONYM) for name in self.acronyms.get(folded, ())]
        known = key in self.frequency or folded in self.surfaces
        stays = known or words.zipf(word, language) > 0 or folded in territories(language)
        if not stays:
            found += self._corrections(folded)
            found += self._parts(folded)
        if is_name or not stays or language not in self.languages:
            for form in dict.fromkeys((folded, words.fold(key))):
                found += self._sounding(form, stays=stays)
        best: dict[tuple[str, ...], Reading] = {}
        for reading in sorted(found, key=lambda r: (-r.likeness, r.keys, r.word)):  # the words too: they are weighed
            best.setdefault(reading.keys, reading)
        best.pop((key,), None)
        return tuple(best.values())[:MAX_READINGS]

    def _variants(self, folded: str, key: str, language: str) -> list[Reading]:
        """Words of one family: a shared beginning and short, differing ends."""
        known = territories(language)
        beginnings = {folded[:_SHARED_BEGINNING], key[:_SHARED_BEGINNING]}
        if len(folded) <= _SHARED_BEGINNING:  # four letters are enough for a word that differs by its last
            beginnings.add(folded[:4])
        found = []
        for other in {w for b in beginnings if len(b) >= 4 for w in self.beginning_with(b)}:
            other_key = self.surfaces[other][0]
            if other_key == key:
                continue
            if folded in known and other in known and known[folded] != known[other]:
                continue
            likeness = _family(folded, other) or _family(key, other_key)
            if likeness:
                found.append(Reading((other_key,), other, likeness))
        return found

    def keys_of(self, folded: str) -> tuple[str, ...]:
        """Return what `folded` is indexed by; nothing where the library lacks it."""
        if folded in self.more_keys:
            return self.more_keys[folded]
        return (self.surfaces[folded][0],) if folded in self.surfaces else ()

    def joined(self, one: str, other: str) -> str | None:
        """Return the library's word that two words of a question make together ("inter im"), unless it has both."""
        whole = words.fold(one + other)
        if len(whole) < _SHORTEST_CORRECTED or _HAS_DIGIT.search(whole) or whole not in self.surfaces:
            return None
        return None if {words.fold(one), words.fold(other)} <= self.surfaces.keys() else whole

    def _parts(self, folded: str) -> list[Reading]:
        """Two of the library's words that were written as one; the likeliest place to part them."""
        best: tuple[int, Reading] | None = None
        for at in range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1):
            one, other = self.surfaces.get(folded[:at]), self.surfaces.get(folded[at:])
            if one and other and (best is None or min(one[1], other[1]) > best[0]):
                reading = Reading((one[0], other[0]), f"{folded[:at]} {folded[at:]}", PARTS, corrected=True)
                best = min(one[1], other[1]), reading
        return [best[1]] if best else []

    def _sounding(self, folded: str, *, stays: bool) -> list[Reading]:
        """Names that sound as `folded` does: of other scripts; of its own only where it may be misspelt."""
        mine, said = scripts.script(folded), scripts.sound(folded)
        found = []
        for script, names in self._by_skeleton.items():
            if script == mine and (stays or len(folded) < _SHORTEST_CORRECTED):
                continue
            for skeleton in scripts.skeletons(folded):
                if script == mine and skeleton.startswith("~"):
                    continue
                for other in names.get(skeleton, ()):
                    likeness = _alike(said, scripts.sound(other), skeleton)
                    if likeness:
                        found.append(Reading(self.keys_of(other)[:1], other, likeness, corrected=True))
        found.sort(key=lambda r: (-r.likeness, -self.surfaces[r.word][1], r.word))
        return found[:3]

    def _corrections(self, folded: str) -> list[Reading]:
        slips = allowed_slips(folded)
        if not slips:
            return []
        postings = [self._by_trigram[t] for t in _trigrams(folded) if t in self._by_trigram]
        if not postings:
            return []
        shared = np.bincount(np.concatenate(postings), minlength=len(self._sorted))
        shared[np.abs(self._lengths.astype(int) - len(folded)) > slips] = 0
        close = np.nonzero(shared >= max(1, int(shared.max()) - _TRIGRAMS_A_SLIP * slips))[0]
        best = close[np.argsort(-shared[close], kind="stable")[:_CANDIDATES]] if shared.any() else ()
        found = []
        for other in (self._sorted[place] for place in best):
            distance = OSA.distance(folded, other, score_cutoff=slips)
            if distance > slips:
                continue
            likeness = 0.5 * (1 - distance / max(len(folded), len(other))) + 0.5 * JaroWinkler.similarity(folded, other)
            found.append(Reading((self.surfaces[other][0],), other, round(likeness, 4), corrected=True))
        found.sort(key=lambda r: (-r.likeness, -self.surfaces[r.word][1], r.word))
        # A second-best reading far behind the best is noise.
        return [r for r in found if r.likeness >= found[0].likeness - 0.06][:3]


def _alike(one: str, other: str, skeleton: str) -> float:
    """Return how far two names of one skeleton count as one: the vowels decide, where both write them."""
    if one == other:
        return SOUND
    if len(skeleton.removeprefix("~")) < 3:
        return 0.0
    if skeleton.startswith("~"):
        return SOUND - 0.2
    likeness = JaroWinkler.similarity(one, other)
    return round(SOUND * likeness, 4) if likeness >= 0.75 else 0.0


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
        self.more_keys: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.languages: Counter[str] = Counter()
        self.acronyms: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)

    def add(self, found: list[words.Word], language: str) -> None:
        """Count the words of one sentence."""
        self.sentences += 1
        self.languages[language] += 1
        self.frequency.update({word.key for word in found})
        run: list[words.Word] = []
        for position, word in enumerate(found):
            folded = words.fold(word.surface)
            self.counts[folded] += 1
            if self.keys.setdefault(folded, word.key) != word.key:
                self.more_keys[folded] |= {self.keys[folded]: None, word.key: None}
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
        ordered = tuple(sorted(word for word in self.counts if not _HAS_DIGIT.search(word)))
        by_trigram: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        for place, word in enumerate(ordered):
            for trigram in _trigrams(word):
                by_trigram[trigram].append(place)
        by_skeleton: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for word in ordered:
            # A name may open every other sentence, where its capital tells nothing.
            if self.capitals[word] > 0.3 * self.counts[word] or word.upper() == word.lower():
                for skeleton in scripts.skeletons(word):
                    by_skeleton[scripts.script(word)][skeleton].append(word)
        return Vocabulary(
            sentences=self.sentences,
            frequency=dict(self.frequency),
            surfaces={w: (self.keys[w], n, self.capitals[w]) for w, n in self.counts.items()},
            acronyms={
                initials: tuple(name for name, _ in sorted(names.items(), key=lambda i: (-i[1], i[0]))[:2])
                for initials, names in self.acronyms.items()
            },
            _sorted=ordered,
            _lengths=np.array([len(word) for word in ordered], dtype=np.uint16),
            _by_trigram={t: np.array(places, dtype=np.int32) for t, places in by_trigram.items()},
            languages=tuple(code for code, _ in self.languages.most_common()),
            more_keys={word: tuple(keys) for word, keys in self.more_keys.items()},
            _by_skeleton={
                script: {skeleton: tuple(found) for skeleton, found in names.items()}
                for script, names in by_skeleton.items()
            },
        )
