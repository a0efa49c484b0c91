"""A question as retrieval sees it: weighted terms, what they may stand for, and what is asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import regex

from knowledge.retrieval import asking, crossing, words
from knowledge.retrieval.asking import MAX_QUESTION, Asked
from knowledge.retrieval.readings import ACRONYM, MAX_READINGS, Reading, territories
from knowledge.retrieval.vocabulary import Vocabulary

MAX_TERMS = 40

# Rarity in the language and in the library multiply; even a word in every sentence keeps some of its weight.
_IDF_FLOOR = 0.3
KIND = 0.4
"""What the word after "which" weighs: an answer is of that kind and need not say so."""
MAX_KINDS = 2
PASSING_WEIGHT = 0.25
PASSING = frozenset(
    """week weeks month recently recent currently today yesterday now latest new newly year following these last next
    previously earlier semana mes recientemente reciente actualmente hoy ayer último última nuevo nueva woche monat
    kürzlich derzeit heute gestern neue neuer neuen semaine mois récemment actuellement hier nouveau nouvelle неделя
    неделе месяц недавно сейчас сегодня вчера новый новая""".split()
)
"""Words that place a question in its own day; an article of that day need not have them."""
COMPARING = frozenset(
    """more most less least fewer fewest than rather compared comparison versus vs más menos comparado comparación mehr
    weniger meisten wenigsten verglichen vergleich plus moins davantage comparé comparaison больше меньше более менее
    сравнении""".split()
)
"""Words that compare and say nothing of what."""
_HAS_DIGIT = regex.compile(r"\p{N}")


@dataclass(frozen=True, slots=True)
class Term:
    """One content word of a question: how much it weighs, and the library's words that count as it."""

    surface: str
    key: str
    weight: float
    name: bool
    number: bool
    readings: tuple[Reading, ...]
    known: bool
    kind: bool = False
    """Whether it says of what kind or unit the answer is: "airport", "days"."""
    final: bool = True
    """Whether it stands in the sentence that asks, not in one before it."""
    beside: str = ""
    """The key of the month that a day's number belongs to: "25" of "January 25" is no other 25."""

    @property
    def corrected(self) -> bool:
        """Whether the library lacks the word and has only what it was taken for."""
        return not self.known and any(reading.corrected for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A question, understood: `speakers` are the keys of whom a statement is asked of."""

    question: str
    language: str
    asked: Asked
    terms: tuple[Term, ...]
    speakers: frozenset[str]
    future: bool

    @property
    def weight(self) -> float:
        """What all terms weigh together."""
        return sum(term.weight for term in self.terms)

    @property
    def asks_who_says(self) -> bool:
        """Whether the answer is whoever says something: a pronoun that can be read tells it too."""
        return self.asked is Asked.PERSON and asking.asks_who_says(self.question)


Complete = Callable[[Sequence[Term], str], Sequence[Reading]]
"""What the beginning of a word (folded) may become after the finished terms, likeliest first."""


def analyse(
    question: str,
    vocabulary: Vocabulary,
    language: str,
    *,
    partial: bool = False,
    complete: Complete | None = None,
) -> Analysis:
    """Understand `question`, asked in `language`, against the words of a library.

    With `partial` the last word is still being typed and stands for the library's words that begin with it; which
    ones, `complete` knows better than the vocabulary alone.
    """
    question = unicodedata.normalize("NFC", question[: 4 * MAX_QUESTION])[:MAX_QUESTION]
    asked = asking.asked_for(question, language)
    span = asking.saying(question) if asked is Asked.STATEMENT else None
    found = _joined(words.words(question, language), vocabulary)
    crossed = crossing.crossings(found, language, vocabulary.languages)
    typing = found[-1] if partial and found and not question[-1].isspace() else None
    kind, final, after_kind = asking.kind(question), asking.final_clause(question), _after_kind(question)
    kinds = 0
    capitals_tell = not all(word.capital for word in found if not word.surface.isdecimal())
    terms: dict[str, Term] = {}
    speakers: set[str] = set()
    for position, word in enumerate(found):
        said = span is not None and span[0] <= word.start < span[1]
        if word is not typing and (word.common or said or word.surface.casefold() in COMPARING):
            continue
        folded = words.fold(word.surface)
        name = (
            vocabulary.is_name(folded)
            or folded in territories(language)
            or (word.capital and position > 0 and capitals_tell)
            or position in crossed
        )
        readings = vocabulary.readings(word.surface, word.key, language, is_name=name)
        if position in crossed:
            readings = (*crossed[position], *readings)[:MAX_READINGS]
        if word is typing:
            begun = (complete or _complete(vocabulary))(tuple(terms.values()), folded)
            readings = (*readings, *begun[:3]) if vocabulary.has_key(word.key) else tuple(begun) or readings
        weight = _weight(word, readings, vocabulary, language)
        if word.start in after_kind:
            weight *= KIND
        if word.surface.casefold() in PASSING:
            weight *= PASSING_WEIGHT
        is_kind = (
            kind is not None
            and kind[0] <= word.start < kind[1]
            and kinds < MAX_KINDS
            and not _interrupted(found, position, kind[0])
        )
        kinds += is_kind
        number = bool(_HAS_DIGIT.search(word.surface))
        term = Term(
            surface=word.surface,
            key=word.key,
            weight=weight,
            name=name,
            number=number,
            readings=readings,
            known=vocabulary.has_key(word.key),
            kind=is_kind,
            final=word.start >= final,
            beside=_month_of(found, position, language) if number else "",
        )
        terms.setdefault(word.key, term)
        if span and word.start < span[0]:
            speakers.add(word.key)
            speakers.update(key for reading in readings for key in reading.keys)
        if len(terms) == MAX_TERMS:
            break
    return Analysis(
        question=question,
        language=language,
        asked=asked,
        terms=_with_acronyms(tuple(terms.values()), vocabulary),
        speakers=frozenset(speakers),
        future=asking.asks_of_the_future(question),
    )


def _complete(vocabulary: Vocabulary) -> Complete:
    return lambda _, beginning: vocabulary.completions(beginning)


def _joined(found: list[words.Word], vocabulary: Vocabulary) -> list[words.Word]:
    """Put words together that the library writes as one ("inter im")."""
    joined: list[words.Word] = []
    for word in found:
        before = joined[-1] if joined else None
        whole = vocabulary.joined(before.surface, word.surface) if before and before.start < word.start else None
        if before and whole:
            surface = before.surface + word.surface
            joined[-1] = before._replace(surface=surface, key=vocabulary.keys_of(whole)[0], common=False)
        else:
            joined.append(word)
    return joined


def _weight(word: words.Word, readings: Sequence[Reading], vocabulary: Vocabulary, language: str) -> float:
    """What a word weighs by its rarity; one that the library lacks as what it was taken for."""
    corrected = readings and not vocabulary.has_key(word.key)
    idf = vocabulary.idf(readings[0].keys[0] if corrected else word.key)
    rarity = words.rarity(readings[0].word if corrected else word.surface, language)
    return rarity * (_IDF_FLOOR + (1 - _IDF_FLOOR) * idf)


_KIND = regex.compile(
    r"\b(?:which|what|how many|how much|qué|cuántos|cuántas|welche[mnrs]?|wie viele|quelle?s?|combien de|какие|какой|"
    r"сколько)\s+(?P<more>of the\s+)?",
    regex.I,
)


def _after_kind(question: str) -> set[int]:
    """Where a word may stand that says of what kind the answer is: "countries" in "Which countries …"."""
    return {place for match in _KIND.finditer(question) for place in (match.start("more"), match.end())}


def _interrupted(found: list[words.Word], position: int, start: int) -> bool:
    """Whether a word that says nothing stands between the start of a kind and this word: the kind ended there."""
    before = found[position - 1] if position else None
    return before is not None and before.start >= start and before.common


def _month_of(found: list[words.Word], position: int, language: str) -> str:
    """Return the key of the month next to a number that can be a day, or nothing."""
    if not found[position].surface.isdecimal() or not 1 <= int(found[position].surface) <= 31:
        return ""
    for place in (position - 1, position + 1):
        if 0 <= place < len(found) and asking.is_month(found[place].surface, language):
            return found[place].key
    return ""


def _with_acronyms(terms: tuple[Term, ...], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Let the words of "European Union" also be found as "EU", where the library writes that."""
    changed = list(terms)
    letters = [words.fold(term.surface[0]) for term in terms]
    for first in range(len(terms) - 1):
        for last in range(first + 2, min(first + 4, len(terms)) + 1):
            initials = "".join(letters[first:last])
            entry = vocabulary.entry(initials)
            if entry is None or entry.capitals < 0.6 * entry.count:
                continue
            if tuple(term.key for term in terms[first:last]) not in vocabulary.names_of(initials):
                continue
            for at in range(first, last):
                term = changed[at]
                changed[at] = replace(term, readings=(*term.readings, Reading((entry.key,), initials, ACRONYM)))
    return tuple(changed)
