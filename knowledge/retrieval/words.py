"""Words: how a text is cut, folded and stemmed, the same for articles and questions.

`key` is what is indexed and compared: case, accents and inflection folded away. Digits are never touched.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from typing import NamedTuple

import regex
import Stemmer
import wordfreq

from knowledge.retrieval import scripts
from knowledge.retrieval.function_words import function_words

# Digits with their separators; an abbreviation with stops ("U.S."); a run of a script that is written without
# spaces, to be cut by a dictionary; else letters with their combining marks.
_WORD = regex.compile(
    r"\p{N}+(?:[.,:٫٬]\p{N}+)*"
    r"|(?:\p{Lu}\.){2,}"
    rf"|(?P<run>{scripts.UNSPACED}(?:{scripts.UNSPACED}|\p{{M}})*)"
    rf"|(?!{scripts.UNSPACED})\p{{L}}(?:(?!{scripts.UNSPACED})[\p{{L}}\p{{M}}\p{{N}}\u200c])*"
)
_DIGIT = regex.compile(r"\p{N}")
# What it comes to where no other letters than these can stand: most of English, in a third of the time.
_PLAIN_TEXT = re.compile(r"[\x00-\x7f’‘“”–—…£€]*")
_PLAIN_WORD = re.compile(r"[0-9]+(?:[.,:][0-9]+)*|(?:[A-Z]\.){2,}|[A-Za-z][A-Za-z0-9]*")

# Latin, Greek and Cyrillic lose their accents for matching; elsewhere a mark is a vowel or a letter of its own.
_ACCENTED = regex.compile(r"([\p{Latin}\p{Greek}\p{Cyrillic}])\p{Mn}+")
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ё": "е", "й": "й"})

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

COMMON_ZIPF = 6.5
"""Words at least this common (Zipf scale, occurrences per thousand million on a log10 scale) say nothing of what
a question is about: "the", "was", "that"."""

RARE_ZIPF = 2.5
"""Words at most this common are as telling as a word can be: names, mostly."""


class Word(NamedTuple):
    """One word of a text: as it stands, where, and what it is compared by."""

    surface: str
    start: int
    key: str
    common: bool

    @property
    def capital(self) -> bool:
        """Whether it starts with an upper-case letter."""
        return self.surface[:1].isupper()


def language_code(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag, in lower case."""
    return tag.split("-", 1)[0].lower()


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return `word` without case and, in alphabets where that is usual, without accents."""
    word = word.replace("’", "'").replace(".", "")
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    plain = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", decomposed)).translate(_PLAIN)
    return plain if plain.isascii() else scripts.plain_arabic(plain)


@cache
def _frequencies(language: str) -> dict[str, float]:
    try:
        return wordfreq.get_frequency_dict(language, "small")
    except LookupError:
        return {}


@lru_cache(maxsize=200_000)
def zipf(word: str, language: str) -> float:
    """Return how common `word` is in `language` at large: 0 (unknown) to 8 ("the").

    Source: wordfreq's merged corpora, its list of words above one in a million.
    """
    share = _frequencies(language).get(word.casefold(), 0.0)
    return math.log10(share) + 9 if share else 0.0


def is_common(word: str, language: str) -> bool:
    """Whether `word` carries nothing: one of the most common of its language, or what questions are made of.

    In capitals it is a name ("US", "WHO", "IT").
    """
    if len(word) > 1 and word.isupper() and word.isascii():
        return False
    lower = word.casefold()
    return zipf(lower, language) >= COMMON_ZIPF or lower in function_words(language)


@cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name, 0) if name else None


@lru_cache(maxsize=500_000)
def _analysed(surface: str, language: str) -> tuple[str, bool]:
    if _DIGIT.search(surface):
        return scripts.plain_number(surface, language).casefold(), False
    common = is_common(surface, language)
    plain = surface.replace(".", "")
    if len(plain) > 1 and plain.isupper() and is_common(plain.casefold(), language):
        return plain, False  # "US" is not "us"
    stemmer = _stemmer(language)
    lower = surface.casefold()
    if language == "ar":
        lower = scripts.ready_to_stem(lower)
    stem = stemmer.stemWord(lower) if stemmer else surface
    return fold(stem) or fold(surface), common


def words(text: str, language: str) -> list[Word]:
    """Cut `text` into words; offsets are into `text` as it stands."""
    new = tuple.__new__  # a named tuple's own is a function of Python, and there are twenty words in a sentence
    return [new(Word, (surface, start, *_analysed(surface, language))) for surface, start in _cut(text, language)]


def keys(text: str, language: str) -> list[str]:
    """Return the keys of the words of `text`, in order: what `words` gives, quicker."""
    return [_analysed(surface, language)[0] for surface, _ in _cut(text, language)]


def surfaces(text: str) -> list[str]:
    """Return the words of `text` as they stand, in order, whatever language it is in."""
    if _PLAIN_TEXT.fullmatch(text):
        return _PLAIN_WORD.findall(text)
    found = []
    for match in _WORD.finditer(text):
        run = match.group()
        if match["run"] is None:
            found.append(run)
        else:
            found += [run[start:end] for start, end in scripts.segments(run, lambda _: True)]
    return found


def _cut(text: str, language: str) -> Iterable[tuple[str, int]]:
    if _PLAIN_TEXT.fullmatch(text):
        return [(match.group(), match.start()) for match in _PLAIN_WORD.finditer(text)]
    return _cut_of_any_script(text, language)


def _cut_of_any_script(text: str, language: str) -> Iterator[tuple[str, int]]:
    for match in _WORD.finditer(text):
        surface, at = match.group(), match.start()
        if match["run"] is None:
            yield surface, at
            continue
        for start, end in scripts.segments(surface, partial(is_common, language=language)):
            yield surface[start:end], at + start


def key(word: str, language: str) -> str:
    """Return what `word` is compared by."""
    return _analysed(word, language)[0]


@lru_cache(maxsize=50_000)
def rarity(word: str, language: str) -> float:
    """Return how telling `word` is in its language at large: 0 (as common as "was") to 1 (a rare name).

    A number is as telling as a rare word.
    """
    if _DIGIT.search(word):
        return 1.0
    if len(word) > 1 and word.isupper() and is_common(word.casefold(), language):
        return 0.6  # "US": how often "us" is written says nothing of it
    level = max(zipf(word, language), zipf(fold(word), language))
    return min(1.0, max(0.0, (COMMON_ZIPF + 0.3 - level) / (COMMON_ZIPF + 0.3 - RARE_ZIPF)))


def scaled_idf(count: int, total: int) -> float:
    """Return inverse document frequency scaled to 0..1 for a word in `count` of `total` sentences."""
    return max(0.0, math.log((total + 1) / (count + 1)) / math.log(total + 1))
