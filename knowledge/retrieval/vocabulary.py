"""The words of a library, and what a reader's word may stand for in them.

A word that the library has stays as it is. One that it lacks goes to its nearest words: candidates share
trigrams with it, and Damerau's edit distance decides (rapidfuzz). Digits are exact, short words don't drift, and
a word known to the language ("Slovakia") is never taken for a slip of another ("Slovenia").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import regex
from rapidfuzz.distance import OSA, JaroWinkler

from knowledge.retrieval import scripts, words
from knowledge.retrieval.additions import Additions
from knowledge.retrieval.lexicon import LONGEST_NAME, Counts, Lexicon, trigrams
from knowledge.retrieval.readings import (
    ACRONYM,
    MAX_READINGS,
    PARTS,
    SHARED_BEGINNING,
    SHORTEST_CORRECTED,
    VARIANT,
    Reading,
    alike,
    allowed_slips,
    family,
    territories,
)
from knowledge.retrieval.strings import Ids, Keys, Places

_SHORTEST_PART = 3
_CANDIDATES = 200
_TRIGRAMS_A_SLIP = 4
"""How many trigrams one slip (a swap) can spoil."""
_REMEMBERED = 10_000
"""Words of questions whose readings are remembered, of at most so many characters: who floods us has longer ones."""
_LONGEST_REMEMBERED = 64
_HAS_DIGIT = regex.compile(r"\p{N}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A folded word as the library has it: its most frequent key, its occurrences, and those that tell it is a name."""

    key: str
    count: int
    capitals: int


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The folded words of a library: what was counted when it was frozen, and what has come and gone since.

    Make it with `Vocabulary.of`; `keys` are the library's, and `changed` gives the vocabulary after a change.
    """

    lexicon: Lexicon
    keys: Keys
    additions: Additions
    _names: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)
    _readings: dict[tuple[str, str, str, bool], tuple[Reading, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> Vocabulary:
        """Count the words of `texts`, (sentence, language) pairs."""
        counts = Counts()
        for text, language in texts:
            counts.add(words.words(text, language), language)
        numbers = {key: number for number, key in enumerate(counts.frequency)}
        keys = Keys.of(numbers, np.array(list(counts.frequency.values()), dtype=np.int32))
        return cls.frozen(Lexicon.of(counts, numbers), keys)

    @classmethod
    def frozen(cls, lexicon: Lexicon, keys: Keys) -> Vocabulary:
        """Return the vocabulary of a lexicon that nothing has come to yet."""
        return cls(lexicon, keys, Additions())

    def changed(self, counts: Counts, keys: Keys) -> Vocabulary:
        """Return the vocabulary after `counts` came (or went); `keys` count them already."""
        additions = self.additions.with_counts(counts, self.lexicon) if counts.sentences else self.additions
        return Vocabulary(self.lexicon, keys, additions)

    @property
    def sentences(self) -> int:
        """How many sentences are counted."""
        return self.lexicon.sentences + self.additions.sentences

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the sentences, most frequent first."""
        counted = Counter(self.lexicon.languages) + Counter(self.additions.languages)
        return tuple(sorted(counted, key=lambda code: (-counted[code], code)))

    def entry(self, folded: str) -> Entry | None:
        """Return a folded word as the library has it; None where it does not."""
        lexicon, changed = self.lexicon, self.additions.words.get(folded)
        place = lexicon.words.place(folded)
        if place >= 0 and changed is None and lexicon.key[place] >= 0:
            return Entry(
                self.keys.name(int(lexicon.key[place])), int(lexicon.count[place]), int(lexicon.capitals[place])
            )
        if not (counted := self._counted(folded, place)):
            return None
        capitals = int(lexicon.capitals[place]) if place >= 0 else 0
        more = changed.capitals if changed is not None else 0
        return Entry(_most_frequent(counted)[0], sum(counted.values()), capitals + more)

    def _counted(self, folded: str, place: int) -> dict[str, int]:
        """Return the occurrences of a word by key."""
        found: dict[str, int] = {}
        if place >= 0:
            number = int(self.lexicon.key[place])
            if number < 0:
                found = dict(self.lexicon.more[folded])
            else:
                found = {self.keys.name(number): int(self.lexicon.count[place])}
        changed = self.additions.words.get(folded)
        if changed is not None:
            for key, count in changed.keys.items():
                found[key] = found.get(key, 0) + count
        return {key: count for key, count in found.items() if count > 0}

    def has_key(self, key: str) -> bool:
        """Whether any sentence has `key`."""
        return self.keys.count(key) > 0

    def idf(self, key: str) -> float:
        """Return how rare `key` is in this library: 0 (in every sentence) to 1 (in none)."""
        if not self.sentences:
            return 1.0
        return words.scaled_idf(self.keys.count(key), self.sentences)

    def names_of(self, initials: str) -> tuple[tuple[str, ...], ...]:
        """Return the keys of the names that `initials` (folded) may stand for: at most two, the most frequent first."""
        if not 2 <= len(initials) <= LONGEST_NAME:
            return ()
        known = self._names.get(initials)
        if known is None:
            if len(self._names) >= _REMEMBERED:
                self._names.clear()
            known = self._names[initials] = self._names_of(initials)
        return known

    def _names_of(self, initials: str) -> tuple[tuple[str, ...], ...]:
        changed = self.additions.acronyms.get(initials)
        counted = self.lexicon.names_of(initials, most=None if changed else 2)
        found = {tuple(map(self.keys.name, name)): count for name, count in counted.items()}
        for name, count in (changed or {}).items():
            found[name] = found.get(name, 0) + count
        return tuple(sorted((name for name in found if found[name] > 0), key=lambda name: (-found[name], name))[:2])

    def is_name(self, folded: str) -> bool:
        """Whether the library writes the word with a capital wherever it stands inside a sentence."""
        entry = self.entry(folded)
        return entry is not None and entry.capitals > 0 and entry.capitals >= 0.6 * entry.count

    def completions(self, beginning: str, limit: int = 8) -> list[Reading]:
        """Return the library's words that start with `beginning` (folded), names and frequent ones first."""
        lexicon, rows, changed = self.lexicon, self._rows(beginning), self.additions.beginning_with(beginning)
        order = np.lexsort((rows, -lexicon.count[rows], -lexicon.capitals[rows]))
        found = self._beginning(beginning, rows[order[: limit + len(changed)]])  # what changed may have come down
        best = sorted(found, key=lambda word: (-found[word].capitals, -found[word].count, word))
        return [Reading((found[word].key,), word, VARIANT) for word in best[:limit]]

    def beginning_with(self, beginning: str, among: Ids) -> dict[str, Entry]:
        """Return the words without digits that start with `beginning`, of two letters at least, in their order.

        At least those whose most frequent key is one of the numbers `among`.
        """
        rows = self._rows(beginning)
        key = self.lexicon.key[rows]
        found = self._beginning(beginning, rows[(key < 0) | np.isin(key, among)])
        return {word: found[word] for word in sorted(found)}

    def _rows(self, beginning: str) -> Places:
        """Return the lexicon's words without digits that start with `beginning`, of two letters at least."""
        if len(beginning) < 2:
            return np.arange(0)
        which = self.lexicon.words.beginning_with(beginning)
        return which.start + np.flatnonzero(self.lexicon.plain[which.start : which.stop])

    def _beginning(self, beginning: str, rows: Places) -> dict[str, Entry]:
        """Return those `rows` of the lexicon as they are now, and what came since that starts with `beginning`."""
        lexicon, changed = self.lexicon, self.additions.words
        numbers = lexicon.key[rows]
        written = [data.decode("utf-8", "replace") for data in lexicon.words.sorted[rows].tolist()]
        columns = (
            numbers.tolist(),
            self.keys.names(numbers),
            lexicon.count[rows].tolist(),
            lexicon.capitals[rows].tolist(),
        )
        found = {}
        for word, number, key, count, capitals in zip(written, *columns, strict=True):
            simple = number >= 0 and word not in changed
            entry = Entry(key, count, capitals) if simple else self.entry(word)
            if entry is not None:
                found[word] = entry
        return found | (self._entries(self.additions.beginning_with(beginning)) if len(beginning) > 1 else {})

    def _entries(self, found: Iterable[str]) -> dict[str, Entry]:
        """Return the entries of words that the library has."""
        entries = ((word, self.entry(word)) for word in found)
        return {word: entry for word, entry in entries if entry is not None}

    def readings(self, word: str, key: str, language: str, *, is_name: bool) -> tuple[Reading, ...]:
        """Return what `word` of a question may stand for beside its own `key`, likeliest first; remembered."""
        asked = word, key, language, is_name
        known = self._readings.get(asked)
        if known is None:
            known = self._read(*asked)
            if len(self._readings) >= _REMEMBERED:
                self._readings.clear()
            if len(word) <= _LONGEST_REMEMBERED:
                self._readings[asked] = known
        return known

    def _read(self, word: str, key: str, language: str, is_name: bool) -> tuple[Reading, ...]:
        folded = words.fold(word)
        if _HAS_DIGIT.search(folded):
            return ()
        found = [Reading((other,), folded, 1.0) for other in self.keys_of(folded) if other != key]
        found += self._variants(folded, key, language)
        if not is_name or word.isupper():
            found += [Reading(name, " ".join(name), ACRONYM) for name in self.names_of(folded)]
        known = self.has_key(key) or self.entry(folded) is not None
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
        beginnings = {folded[:SHARED_BEGINNING], key[:SHARED_BEGINNING]}
        if len(folded) <= SHARED_BEGINNING:  # four letters are enough for a word that differs by its last
            beginnings.add(folded[:4])
        found = []
        begun: dict[str, Entry] = {}
        for beginning in beginnings:
            if len(beginning) >= 4:
                begun |= self._beginning(beginning, self._rows(beginning))
        for other, entry in begun.items():
            other_key = entry.key
            if other_key == key:
                continue
            if folded in known and other in known and known[folded] != known[other]:
                continue
            likeness = family(folded, other) or family(key, other_key)
            if likeness:
                found.append(Reading((other_key,), other, likeness))
        return found

    def keys_of(self, folded: str) -> tuple[str, ...]:
        """Return what `folded` is indexed by, most frequent first; nothing where the library lacks it."""
        return tuple(_most_frequent(self._counted(folded, self.lexicon.words.place(folded))))

    def joined(self, one: str, other: str) -> str | None:
        """Return the library's word that two words of a question make together ("inter im"), unless it has both."""
        whole = words.fold(one + other)
        if len(whole) < SHORTEST_CORRECTED or _HAS_DIGIT.search(whole) or self.entry(whole) is None:
            return None
        return None if all(self.entry(words.fold(part)) is not None for part in (one, other)) else whole

    def _parts(self, folded: str) -> list[Reading]:
        """Two of the library's words that were written as one; the likeliest place to part them."""
        best: tuple[int, Reading] | None = None
        for at in range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1):
            one, other = self.entry(folded[:at]), self.entry(folded[at:])
            if one and other and (best is None or min(one.count, other.count) > best[0]):
                reading = Reading((one.key, other.key), f"{folded[:at]} {folded[at:]}", PARTS, corrected=True)
                best = min(one.count, other.count), reading
        return [best[1]] if best else []

    def _sounding(self, folded: str, *, stays: bool) -> list[Reading]:
        """Names that sound as `folded` does: of other scripts; of its own only where it may be misspelt."""
        mine, said = scripts.script(folded), scripts.sound(folded)
        found: list[tuple[int, Reading]] = []
        for script in self._scripts:
            if script == mine and (stays or len(folded) < SHORTEST_CORRECTED):
                continue
            for skeleton in scripts.skeletons(folded):
                if script == mine and skeleton.startswith("~"):
                    continue
                for other, entry in self._named(f"{script}\t{skeleton}").items():
                    likeness = alike(said, scripts.sound(other), skeleton)
                    if likeness:
                        found.append((entry.count, Reading((entry.key,), other, likeness, corrected=True)))
        found.sort(key=lambda one: (-one[1].likeness, -one[0], one[1].word))
        return [reading for _, reading in found[:3]]

    def _named(self, sound: str) -> dict[str, Entry]:
        """Return the names found by `sound`; one may open every other sentence, where its capital tells nothing."""
        places = self.lexicon.by_sound[sound].tolist()
        found = self._entries([*(self.lexicon.words[place] for place in places), *self.additions.sounding(sound)])
        return {
            word: entry
            for word, entry in found.items()
            if entry.capitals > 0.3 * entry.count or word.upper() == word.lower()
        }

    @property
    def _scripts(self) -> list[str]:
        return sorted({*self.lexicon.scripts, *self.additions.scripts})

    def _corrections(self, folded: str) -> list[Reading]:
        slips = allowed_slips(folded)
        if not slips:
            return []
        near = self._entries({*self._near(folded, slips), *self.additions.near(folded, slips)})
        found = []
        for other, entry in near.items():
            distance = OSA.distance(folded, other, score_cutoff=slips)
            if distance > slips:
                continue
            likeness = 0.5 * (1 - distance / max(len(folded), len(other))) + 0.5 * JaroWinkler.similarity(folded, other)
            found.append((entry.count, Reading((entry.key,), other, round(likeness, 4), corrected=True)))
        found.sort(key=lambda one: (-one[1].likeness, -one[0], one[1].word))
        # A second-best reading far behind the best is noise.
        return [reading for _, reading in found if reading.likeness >= found[0][1].likeness - 0.06][:3]

    def _near(self, folded: str, slips: int) -> list[str]:
        """Return the words of the lexicon that share most trigrams with `folded`, and are about as long."""
        lexicon = self.lexicon
        postings = [places for t in sorted(trigrams(folded)) if len(places := lexicon.by_trigram[t])]
        if not postings:
            return []
        shared = np.bincount(np.concatenate(postings), minlength=len(lexicon.words))
        shared[np.abs(lexicon.lengths.astype(int) - len(folded)) > slips] = 0
        close = np.nonzero(shared >= max(1, int(shared.max()) - _TRIGRAMS_A_SLIP * slips))[0]
        best = close[np.argsort(-shared[close], kind="stable")[:_CANDIDATES]]
        return [lexicon.words[place] for place in best.tolist()]


def _most_frequent(counted: Mapping[str, int]) -> list[str]:
    return sorted(counted, key=lambda key: (-counted[key], key))
