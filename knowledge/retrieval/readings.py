"""Ways to read a word of a question, and how far two words count as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import regex
from babel import Locale, UnknownLocaleError
from rapidfuzz.distance import JaroWinkler, Prefix

from knowledge.retrieval import words

VARIANT = 0.85
"""How far a variant ("Venezuelan" for "Venezuela", "recognized" for "recognised") counts as the word itself."""
ACRONYM = 0.9
"""How far "UN" counts as "United Nations"."""
SOUND = 0.92
"""How far "Путин" counts as "Putin": a name that sounds the same."""
PARTS = 0.9
"""How far "interimpresident" counts as "interim president"."""
MAX_READINGS = 6
SHORTEST_CORRECTED = 5
_TWO_SLIPS_FROM = 8
SHARED_BEGINNING = 5
_SHORTEST_SHARED = 4
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


def allowed_slips(word: str) -> int:
    """Return how many slips of the finger (insert, delete, replace, swap) may separate `word` from its reading."""
    if len(word) < SHORTEST_CORRECTED or _HAS_DIGIT.search(word):
        return 0
    return 1 if len(word) < _TWO_SLIPS_FROM else 2


def alike(one: str, other: str, skeleton: str) -> float:
    """Return how far two names of one skeleton count as one: the vowels decide, where both write them."""
    if one == other:
        return SOUND
    if len(skeleton.removeprefix("~")) < 3:
        return 0.0
    if skeleton.startswith("~"):
        return SOUND - 0.2
    likeness = JaroWinkler.similarity(one, other)
    return round(SOUND * likeness, 4) if likeness >= 0.75 else 0.0


def family(one: str, other: str) -> float:
    """Return how far two words count as one family: same beginning, ends of a few letters."""
    shared = Prefix.similarity(one, other)
    if shared < _SHORTEST_SHARED:
        return 0.0
    short, long = sorted((one, other), key=len)
    rest_short, rest_long = len(short) - shared, len(long) - shared
    if rest_short == 0 and rest_long <= 2 and (shared >= SHARED_BEGINNING or rest_long == 1):
        return VARIANT
    if shared >= max(SHARED_BEGINNING, 0.6 * len(long)) and rest_short <= 2 and rest_long <= 3:
        return VARIANT - 0.1
    return 0.0
