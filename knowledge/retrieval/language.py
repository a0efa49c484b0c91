"""Which language a question is asked in: the script first, then its small words, then the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import regex

from knowledge.retrieval import scripts, words
from knowledge.retrieval.asking import MAX_QUESTION
from knowledge.retrieval.function_words import languages as known_languages
from knowledge.retrieval.function_words import telling_words

_OF_SCRIPT = {
    "Greek": ("el",), "Hebrew": ("he", "yi"), "Thai": ("th",), "Hangul": ("ko",), "Hiragana": ("ja",),
    "Katakana": ("ja",), "Han": ("zh", "ja"), "Armenian": ("hy",), "Georgian": ("ka",), "Lao": ("lo",),
    "Khmer": ("km",), "Myanmar": ("my",), "Tamil": ("ta",), "Bengali": ("bn",), "Devanagari": ("hi", "ne", "mr"),
    "Arabic": ("ar", "fa", "ur"), "Cyrillic": ("ru", "uk", "sr", "bg", "be", "mk", "kk"),
}  # fmt: skip
"""The languages written in a script, the likeliest first; any other language is Latin."""
_TELLING = (
    ("uk", regex.compile("[іїєґ]", regex.I)),
    ("fa", regex.compile("[پچژگ]")),
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]")),
    ("es", regex.compile("[¿¡]")),
)
"""Letters and marks that, in their script, only one language has."""
_ALSO_SERBIAN = {"sr"}
_LIBRARY_FAVOUR = 1.5
"""How many small words of another language more than of the library's make a question one of that language."""


def question_language(question: str, languages: Sequence[str]) -> str:
    """Return the code of the language that `question` is asked in.

    `languages` are the library's, most frequent first; a question is taken for one of another language only where
    its script or its small words ("cuándo", "wer") say so. A tie, or words that no language knows, goes to the
    library's most frequent language of that script; "en" where there is none. Of a long question the beginning tells.
    """
    question = question[:MAX_QUESTION]
    found = words.surfaces(question)
    letters = Counter(scripts.script(word) for word in found)
    letters.pop("", None)
    script = letters.most_common(1)[0][0] if letters else "Latin"
    ours = [code for code in languages if _writes(code, script)]
    for code, pattern in _TELLING:
        if _writes(code, script) and pattern.search(question):
            return code
    others = [code for code in _written_in(script) if code not in ours]
    small = _small_words(found)
    best_of_ours = max((small[code] for code in ours), default=0)
    foreign = max(others, key=small.__getitem__, default=None)  # of equal ones the first
    if foreign is not None and ((not ours and script != "Latin") or small[foreign] >= best_of_ours + _LIBRARY_FAVOUR):
        return foreign
    if not ours:
        return _OF_SCRIPT[script][0] if script in _OF_SCRIPT else languages[0] if languages else "en"
    votes = {code: sum(words.zipf(word, code) for word in found) + small[code] for code in ours}
    return max(ours, key=votes.__getitem__)


@cache
def _written_in(script: str) -> tuple[str, ...]:
    """The languages of which we know small words that are written in a script, the likeliest first."""
    codes = [code for code in known_languages() if _writes(code, script)]
    return tuple(sorted(codes, key=_OF_SCRIPT[script].index)) if script in _OF_SCRIPT else tuple(codes)


@cache
def _writes(code: str, script: str) -> bool:
    of_script = _OF_SCRIPT.get(script)
    if of_script is not None:
        return code in of_script
    return code in _ALSO_SERBIAN or not any(code in codes for codes in _OF_SCRIPT.values())


def _small_words(found: Sequence[str]) -> Counter[str]:
    """How many of the words of a question are small words of each language; one that opens it counts double."""
    known_by = _known_by()
    return Counter(code for word in (*found[:1], *found) for code in known_by.get(word.casefold(), ()))


@cache
def _known_by() -> Mapping[str, Sequence[str]]:
    """The languages of every small word."""
    found: dict[str, list[str]] = {}
    for code in known_languages():
        for word in telling_words(code):
            found.setdefault(word, []).append(code)
    return found
