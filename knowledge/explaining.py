"""Why a question was answered as it was, or refused: worked out from an answer's trace, when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.answering import Answer, NoAnswer, RankedSentence
from knowledge.article import Article
from knowledge.reading.sentence import Sentence
from knowledge.retrieval import ranking
from knowledge.retrieval.analysis import Term
from knowledge.retrieval.labels import label
from knowledge.retrieval.semantic import FEATURE

SHOWN = 8
"""Shares that are told one by one; the rest are added up."""
AGAINST = 3
"""Shares against that are told however small they are beside those that speak for it."""
SMALL = 0.05
"""A share this small beside the largest is not told by itself."""


@dataclass(frozen=True, slots=True)
class FeatureShare:
    """What one feature added: `share` is its value's part of the sum. `label` says in words what was measured."""

    name: str
    label: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class UnderstoodWord:
    """A word of the question: what it weighs (0..1), its kind ("word", "name" or "number"), and what counts as it.

    `readings` are the library's words with how far each counts (0..1); with `corrected` the library has only those.
    `known` says whether the library has the word itself.
    """

    word: str
    weight: float
    kind: str
    known: bool
    corrected: bool
    readings: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A candidate: its score is the sum of `shares`; `lacks` are the words that its whole article has nowhere."""

    article: Article
    sentence: Sentence
    score: float
    shares: tuple[FeatureShare, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that led to an answer or a refusal.

    `decision` holds the shares, largest first, whose sum with `start` is the log-odds of `confidence` (0..1).
    """

    question: str
    answered: bool
    reason: str
    asked_for: str
    language: str
    words: tuple[UnderstoodWord, ...]
    candidates: tuple[ExplainedSentence, ...]
    start: float
    decision: tuple[FeatureShare, ...]
    confidence: float
    threshold: float


def explain(answer: Answer | NoAnswer) -> Explanation:
    """Work out how `answer` came about."""
    trace, weights = answer.trace, ranking.shipped()
    terms = trace.analysis.terms if trace.analysis else ()
    decide = {name: _times(weight) for name, weight in weights.decide.items()}
    return Explanation(
        question=answer.question,
        answered=isinstance(answer, Answer),
        reason=trace.reason,
        asked_for=trace.asked_for,
        language=trace.analysis.language if trace.analysis else "",
        words=tuple(_understood(term) for term in terms),
        candidates=tuple(_explained(one, terms, weights.rank) for one in trace.ranked),
        start=weights.intercept,
        decision=_shares(trace.decision, decide) if trace.decision else (),
        confidence=answer.confidence,
        threshold=trace.threshold,
    )


def told(shares: Sequence[FeatureShare], most: int = SHOWN) -> tuple[tuple[FeatureShare, ...], int, float]:
    """Return the shares worth telling, largest first, how many are left, and the sum of those.

    Told are the `most` largest, and AGAINST that count against where there are so many. Those that add nothing are
    not counted.
    """
    counted = [one for one in shares if one.share]
    least = SMALL * abs(counted[0].share) if counted else 0.0
    large = [one for one in counted if abs(one.share) >= least]
    against = [one for one in large if one.share < 0][:AGAINST]
    shown = tuple(one for place, one in enumerate(large) if place < most or one in against)
    rest = [one for one in counted if one not in shown]
    return shown, len(rest), sum(one.share for one in rest)


def _times(weight: float) -> Callable[[float], float]:
    return lambda value: weight * value


def _shares(values: Mapping[str, float], parts: Mapping[str, Callable[[float], float]]) -> tuple[FeatureShare, ...]:
    """The share of every feature that has a weight, largest first."""
    found = [
        FeatureShare(name, label(name), values.get(name, 0.0), part(values.get(name, 0.0)))
        for name, part in parts.items()
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.share), one.name)))


def _understood(term: Term) -> UnderstoodWord:
    kind = "number" if term.number else "name" if term.name else "word"
    readings = tuple((reading.word, reading.likeness) for reading in term.readings)
    return UnderstoodWord(term.surface, term.weight, kind, term.known, term.corrected, readings)


def _explained(
    one: RankedSentence, terms: Sequence[Term], parts: Mapping[str, Callable[[float], float]]
) -> ExplainedSentence:
    if FEATURE in one.features:  # its value is its share already
        parts = {**parts, FEATURE: float}
    lacks = tuple(term.surface for term, match in zip(terms, one.covered, strict=True) if not match)
    return ExplainedSentence(one.article, one.sentence, one.score, _shares(one.features, parts), lacks)
