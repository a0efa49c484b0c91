"""From features to an order and to a probability: two small linear models, their weights in weights.json.

The first orders the candidates of one question (a linear ranker trained on pairs: Joachims, "Optimizing search
engines using clickthrough data", 2002). The second says how likely the best one answers at all (logistic
regression, so that its output is a probability). benchmarks/train.py makes both.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.reading.sentence import Sentence
from knowledge.retrieval.engine import Candidate
from knowledge.retrieval.features import Evidence

RERANKED = 60
"""How many of the candidates are looked at closely."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its evidence and the ranker's score (any number; only the order means something)."""

    candidate: Candidate
    sentence: Sentence
    evidence: Evidence
    score: float


@dataclass(frozen=True)
class Weights:
    """The two models. `threshold` is the probability from which a question is answered."""

    rank: Mapping[str, float]
    decide: Mapping[str, float]
    intercept: float
    threshold: float


@cache
def shipped() -> Weights:
    """Return the weights that Dateline ships with."""
    data = json.loads(files("knowledge.retrieval").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(data["rank"], data["decide"], data["intercept"], data["threshold"])


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the features; one without a weight counts nothing."""
    return sum(weight * features.get(name, 0.0) for name, weight in weights.items())


def decision_features(ranked: Sequence[Ranked]) -> dict[str, float]:
    """Return what speaks for answering at all: the best candidate's evidence and its lead over the next."""
    best = ranked[0]
    lead = best.score - ranked[1].score if len(ranked) > 1 else 1.0
    return {**best.evidence.features, "lead": math.tanh(lead)}


def probability(features: Mapping[str, float], weights: Weights) -> float:
    """Return the probability (0..1) that the candidate with these decision features answers."""
    value = weights.intercept + score(features, weights.decide)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
