"""The one door: a question and a library in, an `Answer` or a `NoAnswer` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.article import Article
from knowledge.reading.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence quoted from an article, with what it needs beside it.

    `leaning` holds the sentences that `sentence` does not stand without, in order; `before` and `after` are the
    article's text around them, as it stands. All are substrings of the article's stored text.
    """

    article: Article
    sentence: Sentence
    leaning: tuple[Sentence, ...] = ()
    before: str = ""
    after: str = ""
    score: float = 0.0

    @property
    def id(self) -> str:
        """Stable over reloads as long as the sentence's place in its article is."""
        return f"{self.article.id}#{self.sentence.index}"


@dataclass(frozen=True, slots=True)
class FeatureShare:
    """What one feature added to a score: `value` x `weight` = `share`."""

    name: str
    value: float
    weight: float
    share: float


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A candidate as ranked, with the reasons."""

    article: Article
    sentence: Sentence
    score: float
    features: tuple[FeatureShare, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question and the library's words that it was taken for, with their likeness in 0..1."""

    word: str
    readings: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about; everything that `explain` shows."""

    terms: tuple[str, ...] = ()
    asked_for: str = ""
    corrections: tuple[Correction, ...] = ()
    uncovered: tuple[str, ...] = ()
    ranked: tuple[RankedSentence, ...] = ()
    decision: tuple[FeatureShare, ...] = ()
    threshold: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The news's own words on a question; `quotes` is never empty, best first."""

    question: str
    quotes: tuple[Quote, ...]
    confidence: float
    trace: Trace


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The articles don't answer: the nearest ones, and the words of the question that nothing covers."""

    question: str
    nearest: tuple[Article, ...]
    uncovered: tuple[str, ...]
    confidence: float
    trace: Trace


def ask(
    question: str,
    library: Library,
    *,
    now: datetime,
    threshold: float | None = None,
    limit: int = 3,
    partial: bool = False,
) -> Answer | NoAnswer:
    """Answer `question` from `library` in the articles' own words, or say that they don't answer.

    `now` (aware) decides what is embargoed or expired; `threshold` (0..1) overrides the calibrated one; at most
    `limit` quotes are given; with `partial` the last word is taken as one still being typed. Deterministic: the
    same library and question give the same answer. Raises ValueError where `now` is naive.
    """
    raise NotImplementedError
