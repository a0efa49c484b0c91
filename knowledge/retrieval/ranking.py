"""From features to an order and to a probability: two small additive models, their weights in weights.json.

The first orders the candidates of one question: what each feature adds is a small curve of its value (a slope that may
bend, and steps), so that the whole is a generalised additive model that a person can read. It is trained on whole
lists: Cao, Qin, Liu, Tsai and Li, "Learning to rank: from pairwise approach to listwise approach" (ICML 2007), and
Burges, "From RankNet to LambdaRank to LambdaMART" (2010). The second says how likely the articles answer at all
(logistic regression, so that its output is a probability). benchmarks/train.py makes both.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.sentence import Sentence
from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.features import Evidence
from knowledge.retrieval.matching import Floats

KEPT = 60
"""How many of the candidates go on after ranking."""
_LEADS = {"lead_next": 1, "lead_fifth": 5, "lead_twentieth": 20}
_BEST_OF = ("coverage", "coverage_beside", "coverage_article", "names_beside", "asked_near")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its features and the ranker's score (any number; only the order means something).

    `read` gives its sentence, which few are asked for; `covered` says how well each term of the question is covered in
    or around it (0..1).
    """

    candidate: Candidate
    read: Callable[[], Sentence]
    features: Mapping[str, float]
    covered: tuple[float, ...]
    score: float

    @property
    def sentence(self) -> Sentence:
        """The sentence."""
        return self.read()


@dataclass(frozen=True)
class Slope:
    """What a feature adds: `weight` a unit, and more.

    At each of `bends`, (value, change), the weight changes; above each of `steps`, (value, change), something is added
    once. Both are in order of value.
    """

    weight: float
    bends: tuple[tuple[float, float], ...] = ()
    steps: tuple[tuple[float, float], ...] = ()

    def __call__(self, value: float) -> float:
        """Return what a feature of this value adds to a score."""
        bent = sum(change * max(0.0, value - at) for at, change in self.bends)
        return self.weight * value + bent + sum(change for at, change in self.steps if value > at)


@dataclass(frozen=True)
class _Curves:
    """The slopes of many features as arrays, in which every bend and every step is of the feature in a `column`."""

    columns: NDArray[np.intp]
    weights: Floats
    bent: NDArray[np.intp]
    bends: Floats
    stepped: NDArray[np.intp]
    steps: Floats

    @classmethod
    def of(cls, names: Sequence[str], slopes: Mapping[str, Slope]) -> _Curves:
        """Prepare the slopes of the features `names`; one without a slope counts nothing."""
        chosen = [(column, slopes[name]) for column, name in enumerate(names) if name in slopes]
        bends = [(column, at, change) for column, slope in chosen for at, change in slope.bends if change]
        steps = [(column, at, change) for column, slope in chosen for at, change in slope.steps]
        return cls(
            np.array([column for column, _ in chosen], dtype=np.intp),
            np.array([slope.weight for _, slope in chosen]),
            np.array([column for column, _, _ in bends], dtype=np.intp),
            np.array([one[1:] for one in bends]).reshape(-1, 2).T,
            np.array([column for column, _, _ in steps], dtype=np.intp),
            np.array([one[1:] for one in steps]).reshape(-1, 2).T,
        )

    def __call__(self, values: Floats) -> Floats:
        """Return the scores of candidates, of which `values` has a row a feature."""
        (bends, changes), (steps, heights) = self.bends, self.steps
        bent = np.maximum(0.0, values[self.bent] - bends[:, None])
        stepped = values[self.stepped] > steps[:, None]
        total: Floats = self.weights @ values[self.columns] + changes @ bent + heights @ stepped
        return total


@cache
def _shipped_curves(names: tuple[str, ...]) -> _Curves:
    return _Curves.of(names, shipped().rank)


@dataclass(frozen=True)
class Weights:
    """The two models. `threshold` is the probability from which a question is answered.

    It was set where `false_answers` (0..1) of the news questions that must be refused are answered, cross-validated.
    """

    rank: Mapping[str, Slope]
    decide: Mapping[str, float]
    intercept: float
    threshold: float
    false_answers: float | None = None


@cache
def shipped() -> Weights:
    """Return the weights that Dateline ships with."""
    data = json.loads(files("knowledge.retrieval").joinpath("weights.json").read_text(encoding="utf-8"))
    rank = {
        name: Slope(weight, *(tuple((at, change) for at, change in pairs) for pairs in shape))
        for name, (weight, *shape) in data["rank"].items()
    }
    return Weights(rank, data["decide"], data["intercept"], data["threshold"], data.get("false_answers"))


def scores(evidence: Evidence, slopes: Mapping[str, Slope]) -> Floats:
    """Return the score of every candidate; a feature without a slope counts nothing."""
    known = slopes is shipped().rank
    curves = _shipped_curves(evidence.names) if known else _Curves.of(evidence.names, slopes)
    return curves(evidence.values.T)


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the features; one without a weight counts nothing."""
    return sum(weight * features.get(name, 0.0) for name, weight in weights.items())


def decision_features(evidence: Evidence, order: Sequence[int], scored: Sequence[float]) -> dict[str, float]:
    """Return what speaks for answering at all: the best candidate's features, its lead over others, the best of any.

    `order` are the rows of `evidence`, best first, `scored` their scores in that order.
    """
    found = evidence.of(order[0])
    for name, place in _LEADS.items():
        found[name] = math.tanh((scored[0] - scored[min(place, len(scored) - 1)]) / 2)
    for name in _BEST_OF:
        found[f"best_{name}"] = float(evidence.values[:, evidence.names.index(name)].max())
    return found


def probability(features: Mapping[str, float], weights: Weights) -> float:
    """Return the probability (0..1) that the articles answer, by the decision features of a ranked question."""
    value = weights.intercept + score(features, weights.decide)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
