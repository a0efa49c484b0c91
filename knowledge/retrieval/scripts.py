"""Scripts: words where none are spaced, digits of any script, and what a name sounds like in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

import regex
from anyascii import anyascii
from babel import Locale, UnknownLocaleError
from icu4py.breakers import WordBreaker

UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
"""A character of a script that is written without spaces between words."""

_HAN = regex.compile(r"\p{Han}")
_SCRIPTS = tuple(
    (name, regex.compile(rf"\p{{{name}}}"))
    for name in (
        "Latin", "Cyrillic", "Arabic", "Han", "Hiragana", "Katakana", "Greek", "Hebrew", "Devanagari", "Thai", "Hangul",
        "Armenian", "Georgian", "Bengali", "Tamil", "Lao", "Khmer", "Myanmar",
    )
)  # fmt: skip
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None})
_CONJUNCTION = regex.compile(r"^[وف](?=ال\p{L}{3})")
_ARABIC_VOWELS = regex.compile(r"[\u064B-\u065F\u0670\u06D6-\u06ED]")


def segments(run: str, is_common: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield where the words of `run`, text of an unspaced script, stand: (start, end), in order.

    ICU's dictionaries cut it. Han characters that it leaves single in a row, names mostly, become overlapping pairs,
    as in Lucene's CJKBigramFilter, since single ones say little.
    """
    alone: list[int] = []
    end = 0
    for piece in WordBreaker(run, "zh"):  # not its segments(): those count in UTF-16
        start, end = end, end + len(piece)
        if end == start + 1 and _HAN.match(run, start) and not is_common(run[start]):
            alone.append(start)
            continue
        yield from _pairs(alone)
        alone = []
        yield start, end
    yield from _pairs(alone)


def _pairs(places: list[int]) -> Iterator[tuple[int, int]]:
    if len(places) == 1:
        yield places[0], places[0] + 1
    for place in places[:-1]:
        yield place, place + 2


def plain_arabic(word: str) -> str:
    """Return `word` without vowel signs and tatweel, with one form of alef, ya, kaf and final ta."""
    return _ARABIC_VOWELS.sub("", word).translate(_ARABIC)


def ready_to_stem(word: str) -> str:
    """Return an Arabic word as Snowball stems it best: no "and" or "so" before its article, one form of final ya."""
    return _CONJUNCTION.sub("", _ARABIC_VOWELS.sub("", word)).replace("ى", "ي")


@lru_cache(maxsize=50_000)
def script(word: str) -> str:
    """Return the Unicode script of the first letter of `word` that has one of those known here, or nothing."""
    for letter in word:
        for name, pattern in _SCRIPTS:
            if pattern.match(letter):
                return name
    return ""


@cache
def _groups_with_stop(language: str) -> bool:
    try:
        return bool(Locale.parse(language).number_symbols["latn"]["group"] == ".")
    except (UnknownLocaleError, ValueError, KeyError):
        return False


_GROUPED_BY_STOP = regex.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+")


def plain_number(surface: str, language: str) -> str:
    """Return a number in ASCII digits, no thousands mark, with a stop for decimals, as `language` writes numbers."""
    digits = "".join(str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c for c in surface)
    digits = digits.replace("٬", "").replace("٫", ".")
    if _groups_with_stop(language) and _GROUPED_BY_STOP.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    return digits.replace(",", "")


# Letters that sound alike across the spellings of one name, tried from the top; capitals are signs of their own.
_ALIKE = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        ("tsch|shch|tch|sch|sh|ch", "S"), ("dzh|zh|dj|j", "J"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"),
        ("ts|tz", "z"), ("c(?=[eiy])", "s"), ("ck|c|qu|q", "k"), ("x", "ks"), ("gu(?=[aeio])", "gw"), ("w", "v"),
        ("ou|oo", "u"), ("[iy]y?(?=$)|yy|iy|ij", "i"), ("y", "i"),
        ("h(?![aeiou])", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_VOWELS = re.compile(r"[aeiou]+")
_ROUGH = str.maketrans({"v": None, "f": None, "h": None, "J": "g", "j": "g", "S": "s", "q": "k"})
_ABJAD = frozenset({"Arabic", "Hebrew"})
_NO_VOWELS = re.compile(r"[aeiouvwy]+")


@lru_cache(maxsize=200_000)
def latin(word: str) -> str:
    """Return `word` in lower-case Latin letters (anyascii), whatever its script."""
    return re.sub(r"[^a-z]", "", anyascii(word).lower())


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Return what a name sounds like, one sign for letters that spellings of it mix up: "gvaido" for "Guaidó"."""
    said = latin(word)
    for pattern, sign in _ALIKE:
        said = pattern.sub(sign, said)
    return said


@lru_cache(maxsize=200_000)
def skeletons(word: str) -> tuple[str, ...]:
    """Return the consonants of a name as they sound; names that share one may be the same.

    The second, rougher one starts with "~" and is for scripts that write few vowels and lack p and v; Arabic and
    Hebrew words have only that one.
    """
    said = sound(word)
    if not said:
        return ()
    rough = "~" + _NO_VOWELS.sub("", latin(word) if script(word) in _ABJAD else said).replace("p", "b").translate(
        _ROUGH
    )
    rough = re.sub(r"(.)\1+", r"\1", rough)
    if script(word) in _ABJAD:
        return (rough,)
    first = "a" if said[0] in "aeiou" else said[0]
    return first + _VOWELS.sub("", said[1:]), rough
