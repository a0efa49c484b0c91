"""Which words of a question nothing covers, as they may be named to the reader ("Nothing here about Cuba").

Named are names, numbers and, in English, nouns. Nothing tags parts of speech here, so a noun is what an article or a
preposition introduces ("the reactor", "about mushrooms"); where that is unsure the word is not named, for "nothing
here about won" helps nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.retrieval import words
from knowledge.retrieval.analysis import PASSING, Analysis, Term
from knowledge.retrieval.words import Word

_INTRODUCE = frozenset(
    """a an the this these those his her its their our my your no any some every each another of in on at by for from
    with about over under against between into during without within many much which whose per""".split()
)
"""English words after which a noun stands, perhaps with others before it."""
_COUNTED = frozenset("many much which whose".split())
"""Of these, after which a verb may follow the noun at once: "which airline bought"."""
_HELPERS = frozenset("do does did will would shall should can could may might must".split())
"""English words that put a verb's plain form after its subject: "Did the mayor resign"."""
_RARE = 0.44
"""Rarity (0..1, see `words.rarity`) from which a noun is worth naming: neither "people" nor "time"."""
_TELLING = 0.2
"""Rarity from which a word can be the noun that others belong to."""
_VERB_SHARE = 0.3
"""A word is mostly a verb where its forms in -ed and -ing are at least this common beside itself."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Words of a question: `nowhere` in the library, or only `apart` from what is nearest to the question."""

    nowhere: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


def uncovered(analysis: Analysis, near: Sequence[Sequence[float]], shown: Callable[[Term], bool]) -> Uncovered:
    """Return the words that the nearest articles lack, those that the library lacks apart.

    `near` says how well each of the nearest articles covers each term (0..1), `shown` whether any article that
    readers may see has a term: what only an embargoed one has is nowhere. Words that stand together and lack
    together are one: "North Korea".
    """
    terms = analysis.terms
    cut = words.words(analysis.question, analysis.language)
    place = {word.key: number for number, word in reversed(list(enumerate(cut)))}
    nouns = set(_nouns(cut, analysis.question, analysis.language))
    lacking: list[tuple[int, int, bool]] = []  # first and last word, and whether the library lacks it
    for number, term in enumerate(terms):
        at = place.get(term.key)
        if at is None or any(row[number] for row in near):
            continue
        if not (term.name or term.number or at in nouns):
            continue
        absent = not shown(term)
        first, last = _with_month(cut, at, term.beside) if term.number else _whole_name(cut, at, analysis.question)
        if lacking and first <= lacking[-1][1] + 1 and _together(analysis.question, cut[lacking[-1][1] : first + 1]):
            lacking[-1] = (lacking[-1][0], max(last, lacking[-1][1]), lacking[-1][2] or absent)
        else:
            lacking.append((first, last, absent))
    said = [(_said(analysis.question, cut[first : last + 1]), absent) for first, last, absent in lacking]
    return Uncovered(tuple(one for one, absent in said if absent), tuple(one for one, absent in said if not absent))


def _said(question: str, run: Sequence[Word]) -> str:
    end = run[-1].start + len(run[-1].surface)
    while end < len(question) and question[end].isalnum():
        end += 1  # "78th" is cut behind its number
    return " ".join(question[run[0].start : end].split())


def _together(question: str, run: Sequence[Word]) -> bool:
    """Whether nothing but spaces stands between the words."""
    return all(not question[one.start + len(one.surface) : other.start].strip() for one, other in pairwise(run))


def _with_month(cut: Sequence[Word], at: int, month: str) -> tuple[int, int]:
    """A day's number is said with its month."""
    if month and at and cut[at - 1].key == month:
        return at - 1, at
    if month and at + 1 < len(cut) and cut[at + 1].key == month:
        return at, at + 1
    return at, at


def _whole_name(cut: Sequence[Word], at: int, question: str) -> tuple[int, int]:
    """A word in capitals is said with those beside it: a first name with its last one."""
    first = last = at
    while first and _in_a_name(cut[first - 1 : first + 1], question):
        first -= 1
    while last + 1 < len(cut) and _in_a_name(cut[last : last + 2], question):
        last += 1
    return first, last


def _in_a_name(run: Sequence[Word], question: str) -> bool:
    return all(word.capital and not word.common for word in run) and _together(question, run)


def _nouns(cut: Sequence[Word], question: str, language: str) -> Iterator[int]:
    """Yield the places of rare common nouns, and of what stands before them and belongs to them."""
    if language != "en":
        return
    verb_to_come = False
    at = 0
    while at < len(cut):
        surface = cut[at].surface.casefold()
        at += 1
        if surface in _HELPERS:
            verb_to_come = True
        elif surface not in _INTRODUCE:
            verb_to_come = verb_to_come and cut[at - 1].common
        elif at < len(cut) and cut[at].surface.casefold() not in _INTRODUCE:
            first = at
            while at < len(cut) and _goes_on(cut, at, question):
                at += 1
            verb = next((n for n in range(first + 1, at) if _mostly_a_verb(cut[n].surface)), None)
            # After "did" the noun ends there; elsewhere that word may be a noun itself, and nothing is sure.
            last = at if verb is None else verb if verb_to_come else first
            verb_to_come = verb_to_come and verb is None
            yield from _phrase(cut, first, last, sure=surface not in _COUNTED and not verb_to_come)


def _goes_on(cut: Sequence[Word], at: int, question: str) -> bool:
    word = cut[at]
    return not word.common and word.surface.casefold() not in PASSING and _together(question, cut[at - 1 : at + 1])


def _phrase(cut: Sequence[Word], first: int, last: int, *, sure: bool) -> Iterator[int]:
    """The words of [first, last) from the first rare one on; several only where no verb can be among them.

    None where they may only go before their noun: "royal" of "the royal visit".
    """
    while first < last and not _rare(cut[first].surface):
        first += 1
    end = first
    while end < last and _rare(cut[end].surface):
        end += 1
    modifies = end < last and words.rarity(cut[end].surface, "en") >= _TELLING
    if (sure or end - first == 1) and not modifies:
        yield from range(first, end)


def _rare(word: str) -> bool:
    return words.rarity(word, "en") >= _RARE


def _mostly_a_verb(word: str) -> bool:
    plain = word.casefold()
    stem = plain.removesuffix("e")
    past = f"{plain[:-1]}ied" if plain.endswith("y") else f"{stem}ed"
    itself = words.zipf(plain, "en")
    if not itself:
        return False
    forms = sum(10 ** words.zipf(form, "en") for form in (past, f"{stem}ing") if words.zipf(form, "en"))
    return forms >= _VERB_SHARE * 10**itself
