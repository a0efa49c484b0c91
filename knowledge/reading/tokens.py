"""The words of a sentence and what kind each is: one letter, as knowledge.reading.mentions lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from knowledge.reading import words
from knowledge.reading.quotations import QUOTE

_POSSESSIVES = frozenset({"'s", "’s", "s'", "s’"})


@dataclass(slots=True)
class Token:
    """A word or a mark, where it stands, and its letter; `C` is a word with a capital, `#` a number."""

    code: str
    text: str
    start: int
    end: int

    @property
    def possessive(self) -> bool:
        """Whether it ends as in "Berg's"."""
        return self.text[-2:] in _POSSESSIVES


_WORD = r"[\p{L}\p{N}@$#&][\p{L}\p{M}\p{N}]*+(?:(?:[’'.&@/-]|(?<=\p{N}),(?=\p{N}))[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+)*+"
_ABBREVIATED = r"(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Col|Lt|Sgt|Capt|Prof|Rev|St|Jr|Sr|\p{Lu})"
_TOKEN = regex.compile(
    rf"{_WORD}(?:(?<=s)[’'](?!\p{{L}})|(?<=\b{_ABBREVIATED})\.|(?<=\.\p{{L}})\.|\.(?=,))?|[{QUOTE},;:.?!…()\[\]–—-]"
)
_CLOSED = "DIpturjkyi"
"""Letters of words that are no name even with a capital inside a sentence: The, Of, I."""
_PUNCTUATION = {"!": "?", "…": ".", "–": "-", "—": "-", "[": "(", "]": ")"}


def tokens(text: str) -> Iterator[Token]:
    """Yield the words and marks of `text`, a sentence whose quotations may be folded."""
    matches = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    fresh = True  # a capital here may only be the sentence's
    after_according = False
    for at, (word, start, end) in enumerate(matches):
        if after_according and word == "to":
            continue
        following = matches[at + 1][0] if at + 1 < len(matches) else ""
        code = _code(word, fresh=fresh, following=following)
        if code in "wov":
            code = _verb(word, code, matches[max(0, at - 3) : at], following)
        if after_according and word in {"him", "her"}:
            code = "h"
        elif word in {"according", "According"}:
            code = "A"
        yield Token(code, word, start, end)
        after_according = code == "A"
        fresh = code in "q.?:(" or (fresh and code == "-")


def _code(word: str, *, fresh: bool, following: str) -> str:
    first = word[0]
    if first.islower():
        return words.code_of(word)
    if word == QUOTE:
        return "q"
    if first.isupper():
        return _capital(word.lower(), fresh=fresh, following=following)
    if first.isdigit() or first in "$#":
        return "#"
    return "C" if first == "@" else "w" if first.isalnum() or first == "&" else _PUNCTUATION.get(word, word)


def _capital(low: str, *, fresh: bool, following: str) -> str:
    """The letter of a word with a capital, which may be only its sentence's."""
    if low.rstrip(".") in words.DAYS:
        return "a"
    code = words.code_of(low)
    if (code in "psvTo" or low in words.MODALS) and words.code_of(following) in "svT":
        return "C"  # Will said, Read told
    if not fresh:
        return code if code in _CLOSED and low != "a." else "w" if low in words.NO_NAMES else "C"
    if code == "w":
        plain = not following[:1].isupper() and (words.is_people(low) or words.is_role(low))
        return "w" if plain or low in words.NO_NAMES else "C"
    by_ending = code in "oa" and low not in words.ADVERBS and low not in words.FINITE
    return "C" if by_ending and (following[:1].isupper() or words.code_of(following) in "svT") else code


def _verb(word: str, code: str, before: list[tuple[str, int, int]], following: str) -> str:
    """The class of a word that is a verb of saying only beside others: "could only quip", "pointed out", "went on"."""
    if (word, following) in words.TWO_WORD_VERBS:
        return "s"
    base = words.BASES.get(word)
    if base is None:
        return code
    last = [one.lower() for one, _, _ in before]
    while last and words.code_of(last[-1]) == "a" and last[-1] not in words.MODALS:
        last.pop()
    to_say = last[-2:] in words.TO_SAY
    return base if last and (last[-1] in words.MODALS or to_say or _many(last[-1], word)) else code


def _many(subject: str, word: str) -> bool:
    """Whether "aides argue" is meant."""
    return words.is_people(subject) and subject.endswith("s") and word not in words.NOUNS_TOO
