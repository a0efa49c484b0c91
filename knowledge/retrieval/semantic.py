"""Re-ranking by meaning: the best candidates once more, by how alike a model finds them and the question.

A sentence-embedding model (Reimers and Gurevych, "Sentence-BERT", EMNLP 2019) makes a vector of each text; the cosine
of two vectors says how alike their meanings are. The cosine, in standard deviations over the candidates of the
question, times `WEIGHT`, is added to the ranker's score. Standardised, because models differ in the range of their
cosines far more than in the order they give.

Embedding a sentence takes milliseconds, so it is done when a question first comes upon the sentence, best candidates
first, only while `BUDGET` lasts; vectors are remembered. A candidate that was not reached counts as the least alike
of those that were, which keeps it behind them. The order thus depends on what was asked before and on the machine's
speed, and settles once the question's candidates are remembered. Whether to answer is decided before, and without it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from knowledge.retrieval.matching import Floats
from knowledge.retrieval.ranking import Ranked

FEATURE = "meaning"
"""The feature's name in `Ranked.features`: what the meaning added to the score, `WEIGHT` times about -3..4."""
WEIGHT = 0.4
"""What a standard deviation of the cosine adds to a score, in the ranker's units: the choice of most folds of
`python -m benchmarks.semantic`, whose differences are small."""
RERANKED = 50
"""How many of the best candidates are put in order anew."""
LIMIT = 0.050
"""Seconds that re-ranking should add to a question at most."""
BUDGET = 0.8 * LIMIT
"""Seconds that are planned for; the rest is for a sentence that takes longer than foreseen."""
REMEMBERED = 20_000
"""How many sentences' vectors are kept: 31 MB at 384 dimensions, and their texts."""


class Encoder(Protocol):
    """A loaded model."""

    def question(self, text: str) -> Floats:
        """Return the unit vector of a question."""
        ...

    def passage(self, text: str) -> Floats:
        """Return the unit vector of a sentence that may answer."""
        ...


class Reranker:
    """Puts candidates in order anew; may be used from several threads at once.

    `clock` returns seconds that never go back (`time.monotonic`); `budget` is in seconds, None for no limit.
    """

    def __init__(
        self,
        encoder: Encoder,
        *,
        clock: Callable[[], float],
        weight: float = WEIGHT,
        budget: float | None = BUDGET,
        remembered: int = REMEMBERED,
    ) -> None:
        self._weight = weight
        self._encoder = encoder
        self._clock = clock
        self._budget = float("inf") if budget is None else budget
        self._remembered = remembered
        self._vectors: OrderedDict[str, Floats] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
        """Return `ranked` (best first) in the new order, each with the feature `FEATURE` and its new score."""
        cosines = self.cosines(question, [one.sentence.text for one in ranked[:RERANKED]])
        found = [
            replace(one, features={**one.features, FEATURE: more}, score=one.score + more)
            for one, more in zip(ranked, (self._weight * meaning(cosines, len(ranked))).tolist(), strict=True)
        ]
        found.sort(key=lambda one: -round(one.score, 9))
        return found

    def cosines(self, question: str, sentences: Sequence[str]) -> Floats:
        """Return the cosines (-1..1) of `question` with as many of the first `sentences` as the budget lets it reach.

        A sentence is begun only while what is left would do for it at the slowest pace seen in this question.
        """
        began = self._clock()
        asked = self._encoder.question(question)
        pace = (self._clock() - began) / max(1, len(question))
        found: list[float] = []
        for text in sentences:
            vector = self._recall(text)
            if vector is None:
                before = self._clock()
                if before - began + pace * len(text) > self._budget:
                    break
                vector = self._encoder.passage(text)
                pace = max(pace, (self._clock() - before) / max(1, len(text)))
                self._remember(text, vector)
            found.append(float(asked @ vector))
        return np.array(found)

    def _recall(self, text: str) -> Floats | None:
        with self._lock:
            vector = self._vectors.get(text)
            if vector is not None:
                self._vectors.move_to_end(text)
            return vector

    def _remember(self, text: str, vector: Floats) -> None:
        with self._lock:
            self._vectors[text] = vector
            while len(self._vectors) > self._remembered:
                self._vectors.popitem(last=False)


def meaning(cosines: Floats, count: int) -> Floats:
    """Return the feature of `count` candidates: `cosines` of the first of them, less their mean, in their deviations.

    All 0 where there is no cosine, or no difference.
    """
    spread = cosines.std() if cosines.size else 0.0
    if spread < 1e-6:
        return np.zeros(count)
    found = (cosines - cosines.mean()) / spread
    return np.concatenate([found, np.full(count - found.size, found.min())])
