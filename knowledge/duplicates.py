"""The same words twice: sentences that say the same word for word, and articles that are mostly one text.

Articles are compared by a sample of their runs of four words: those that begin with a long word, which no two texts
share by chance (after SpotSigs: Theobald, Siddharth and Paepcke, 2008). What two articles have in common of the
smaller sample estimates how much of the shorter one stands in the longer (containment: Broder, 1997), so that a wire
story which an outlet cut by half is still found. The libraries estimate resemblance only, which a cut copy lacks;
datasketch took ten times as long and brings 140 MB of scipy, rensa took as long as this.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from itertools import combinations
from zlib import crc32

import numpy as np
import regex
from numpy.typing import NDArray

from knowledge.reading import calendars
from knowledge.retrieval import words

Runs = NDArray[np.uint32]
Places = NDArray[np.int64]

MOSTLY = 0.5
"""Two articles are one text where this share of the shorter one stands in the other."""
_FEWEST = 4
"""Shared runs below which an overlap may be chance: some eighty words of English have as many."""
_BOILERPLATE = 100
"""A run in more articles than this is an outlet's furniture and no story."""
_PLACE = 32
"""Bits for a text's place, below the 32 of a hash."""
_RUN = re.compile(r"\b(\w{10,})\W+(\w+)\W+(\w+)\W+(\w+)")

# Words that copy editors add and drop without saying anything else; "not", "may" or a number are none of them.
_LIGHT = {"en": frozenset("a an the that on in of also and mr mrs ms".split())}
_SAME = {"en": {"says": "said"}}
_PERCENT = regex.compile(r"\bper\s?cent\b", regex.I)
_THOUSANDS = regex.compile(r",(?=\d{3}(?!\d))")
# What is no word and yet part of a number: "$5" is not "€5", nor is "-5" "5".
_SIGN = regex.compile(r"[%\p{Sc}]|(?<![^\s(])[-−](?=\p{N})")


@lru_cache(maxsize=20_000)
def fingerprint(text: str, language: str) -> tuple[str, ...]:
    """Return what two sentences of a language (BCP 47) share where they say the same, word for word.

    Case, accents, punctuation, the style of quotation marks, how a month or weekday is shortened, and a few words
    that only copy editors care for make no difference; any other word, number, date, name or "not" does, and so
    does their order. Paraphrases are different sentences: a quote's "also reported by" must not be a guess.
    """
    code = words.language_code(language)
    names = _calendar(code)
    light, same = _LIGHT.get(code, frozenset()), _SAME.get(code, {})
    text = _PERCENT.sub("%", text)
    found = [(sign.start(), sign.group()) for sign in _SIGN.finditer(text)]
    for word in words.words(text, code):
        if word.surface[0].isdigit():  # digits are exact; "4,200" is 4200 where a comma parts thousands
            folded = _THOUSANDS.sub("", word.surface) if code == "en" else word.surface
        else:
            folded = words.fold(word.surface)
        if folded not in light:
            found.append((word.start, names.get(folded) or same.get(folded, folded)))
    return tuple(said for _, said in sorted(found)) or (text,)


@cache
def _calendar(code: str) -> Mapping[str, str]:
    months = {name: f"month {number}" for name, number in calendars.months(code).items()}
    return months | {name: f"weekday {number}" for name, number in calendars.weekdays(code).items()}


def runs(text: str) -> set[int]:
    """Return the hashes (32 bits) of the runs of words by which `text` is compared."""
    return {crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in _RUN.findall(text.casefold())}


def siblings(texts: Iterable[str]) -> dict[int, tuple[int, ...]]:
    """Return, by the place of a text in `texts`, the places of others that are mostly one text with it.

    Texts of fewer than some eighty words have no siblings: too little to tell.
    """
    sizes: list[int] = []
    sampled = array("Q")
    for place, text in enumerate(texts):
        found = runs(text)
        sizes.append(len(found))
        # A hash above its place: sorted, equal hashes stand together, at 8 bytes each.
        sampled.extend(run << _PLACE | place for run in found)
    return _pairs(sampled, sizes)


def _pairs(sampled: array[int], sizes: list[int]) -> dict[int, tuple[int, ...]]:
    shared: Counter[tuple[int, int]] = Counter()
    together: list[int] = []
    last = -1
    for one in sorted(sampled):
        if one >> _PLACE != last:
            if 1 < len(together) <= _BOILERPLATE:
                shared.update(combinations(together, 2))
            last, together = one >> _PLACE, []
        together.append(one & (1 << _PLACE) - 1)
    if 1 < len(together) <= _BOILERPLATE:
        shared.update(combinations(together, 2))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for (first, second), count in sorted(shared.items()):
        if count >= _FEWEST and count >= MOSTLY * min(sizes[first], sizes[second]):
            found[first].append(second)
            found[second].append(first)
    return {place: tuple(sorted(others)) for place, others in found.items()}


COLUMNS = {"run_hashes": np.uint32, "run_starts": np.int64}
"""The runs of the texts of a large library, one text after another, and where those of each begin."""


class Siblings:
    """What `siblings` says, asked of one text at a time: by the columns `hashes` and `starts`, without those `gone`.

    `sorted_runs` are the runs of the first `known` texts as `sort` gives them; those of the others are sorted here.
    """

    def __init__(
        self,
        hashes: Runs,
        starts: NDArray[np.int64],
        sorted_runs: NDArray[np.uint64],
        known: int,
        gone: Collection[int],
    ) -> None:
        self._hashes, self._starts = hashes, starts
        self._sorted = [one for one in (sorted_runs, sort(hashes, starts, known)) if len(one)]
        self._gone = np.array(sorted(gone), dtype=np.int64)

    def of(self, text: int) -> tuple[int, ...]:
        """Return the places of the texts that are mostly one text with that of place `text`."""
        mine = self._hashes[self._starts[text] : self._starts[text + 1]].astype(np.uint64)
        if len(mine) < _FEWEST:
            return ()
        found = [self._with(mine, runs) for runs in self._sorted]
        texts, which = (np.concatenate(parts) for parts in zip(*found, strict=True))
        if len(self._gone):
            present = ~np.isin(texts, self._gone)
            texts, which = texts[present], which[present]
        having = np.bincount(which, minlength=len(mine))
        telling = (having > 1) & (having <= _BOILERPLATE)
        others, counts = np.unique(texts[telling[which]], return_counts=True)
        least = np.minimum(len(mine), self._starts[others + 1] - self._starts[others])
        mostly = (counts >= _FEWEST) & (counts >= MOSTLY * least) & (others != text)
        return tuple(others[mostly].tolist())

    def _with(self, wanted: NDArray[np.uint64], runs: NDArray[np.uint64]) -> tuple[Places, Places]:
        """Return the texts that have one of the `wanted` hashes, and which of them."""
        first = np.searchsorted(runs, wanted << np.uint64(_PLACE))
        counts = np.searchsorted(runs, (wanted + np.uint64(1)) << np.uint64(_PLACE)) - first
        before = np.concatenate(([0], np.cumsum(counts)[:-1]))
        which = np.repeat(np.arange(len(wanted)), counts)
        at = np.arange(len(which)) - before[which] + first[which]
        return (runs[at] & np.uint64((1 << _PLACE) - 1)).astype(np.int64), which


def sort(hashes: Runs, starts: NDArray[np.int64], first: int = 0) -> NDArray[np.uint64]:
    """Return the runs of the texts from `first` on, each hash above its text's place, in order."""
    texts = np.repeat(np.arange(first, len(starts) - 1, dtype=np.uint64), np.diff(starts[first:]))
    return np.sort(hashes[starts[first] :].astype(np.uint64) << np.uint64(_PLACE) | texts)
