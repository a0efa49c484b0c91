"""The ranker's and the decision's weights, fitted to rows of features: the losses, and what each set counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.question_sets import Row
from knowledge.retrieval import ranking
from knowledge.retrieval.ranking import Slope

Array = NDArray[np.float64]

# What the rows cannot teach: they have no question that asks for somebody's words, few of the future, and know nothing
# of times, which are only read of the best candidates. Those were fitted on top of these weights, on the 435 news
# questions that name a time, asked on their own days: softmax over the best 24, and logistic regression on the
# confidence. By halves of the weeks the fits are 1.4 and 0.2 (named), 0.5 and 0.5 (reported), -1.2 and -1.5 (other);
# and -2.0 and -2.4 for the decision. That "What happened on February 4?" is answered by what did is our choice.
# In the order, a denial that is missing weighs what it tells on SQuAD 2.0 (knowledge/retrieval/negation.py):
# ln(.06 / .52); few news questions have a "not". The decision learns it.
RANK_BY_HAND = {
    "speaker": 2.0, "speaker_missing": -2.0, "future_missing": -2.0,
    "time_named": 0.85, "time_reported": 0.45, "time_other": -1.3, "denial_missing": -2.2,
}  # fmt: skip
DECIDE_BY_HAND = {
    "speaker": 0.5, "speaker_missing": -1.0, "future_missing": -2.0,
    "time_other": -2.2, "time_alone": 6.0,
}  # fmt: skip

RANK_WEIGHT = {"news": 10.0, "own": 10.0, "typo": 1.0, "squad2": 1.0, "xquad en": 0.7, "xquad es": 0.7, "xquad de": 0.7}
"""What a set counts in the order, however many questions it has; news is what we are for."""
DECIDE_WEIGHT = {"news": 15.0, "typo": 0.5, "squad2": 2.0, "wrong detail": 2.0, "off topic": 1.0}
"""Answering a wrong name or number is worse than refusing a right one. XQuAD and readers' feedback have no unanswerable
question: they would teach that every question has its answer."""
UNCHECKED = 0.35
"""What a row counts whose answers nobody checked."""
BENDS = (0.5, 0.85)
"""The quantiles at which a slope may bend."""
ROUNDS = 300
STUMPS: dict[str, Any] = {
    "objective": "lambdarank", "lambdarank_truncation_level": 15, "num_leaves": 2, "learning_rate": 0.1,
    "min_data_in_leaf": 60, "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5,
    "seed": 1, "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbose": -1,
}  # fmt: skip
STUMPS_SHARE = 0.75
L2_RANK, L2_DECIDE = 1e-3, 3e-4
CANDIDATES = 120
"""How many wrong candidates of a question outside the news are learnt from."""

NOT_RANKED = {
    "all_covered",
    "library_size",
    "matched",
    "word_absent",
    "heaviest_absent",
    "bm25_per_weight",
    "asked_missing",
    "opposite",
    "rival",
    "rival_number",
}
NOT_DECIDED = {"all_covered", "rank_sentence", "rank_article", "bm25", "bm25_article", "coverage_squared", "support"}
FOR = {
    "coverage", "terms_here", "coverage_beside", "coverage_around", "coverage_article", "coverage_headline", "order",
    "nearness", "names_here", "names_beside", "names_in_article", "numbers_here", "numbers_in_article", "asked_here",
    "asked_near", "matched", "lead_next", "lead_fifth", "lead_twentieth", "final_clause", "final_clause_beside",
    "best_coverage", "best_coverage_beside", "best_coverage_article", "best_names_beside", "best_asked_near",
    "unit_counted", "kind_named", "support_elsewhere",
}  # fmt: skip
"""Evidence for an answer: no negative weight in the decision."""
AGAINST = {
    "asked_missing", "name_absent", "name_elsewhere", "number_absent", "number_elsewhere", "word_absent",
    "heaviest_absent", "fragment", "is_question", "denial_missing", "opposite", "rival", "rival_number",
}  # fmt: skip


def listwise(blocks: Sequence[Array], right: Sequence[NDArray[np.bool_]], weight: Array, l2: float) -> Array:
    """Fit weights by two losses on whole lists, added up.

    The right candidates of a question together should get most of the softmax over all of its candidates, which puts
    one of them first; and each of them most of the softmax over itself and the wrong ones, which keeps the others near.
    """
    x = np.concatenate(blocks).astype(np.float32)
    ok = np.concatenate(right)
    sizes = np.array([len(one) for one in right])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    owner = np.repeat(np.arange(len(sizes)), sizes)
    weight = weight / weight.sum()
    each = (weight / np.add.reduceat(ok * 1.0, starts))[owner] * ok

    def loss(theta: Array) -> tuple[float, Array]:
        scored = x @ theta.astype(np.float32)
        scored -= np.maximum.reduceat(scored, starts)[owner]
        grown = np.exp(scored.astype(np.float64))
        all_, good = np.add.reduceat(grown, starts), np.add.reduceat(grown * ok, starts) + 1e-12
        value = -(weight * (np.log(good) - np.log(all_))).sum()
        pull = (grown / all_[owner] - grown * ok / good[owner]) * weight[owner]
        alone = grown + (all_ - good)[owner] + 1e-12
        value -= (each * (scored - np.log(alone))).sum()
        pull += each * (grown / alone - 1) + ~ok * grown * np.add.reduceat(each / alone, starts)[owner]
        return float(value + l2 * (theta**2).sum()), (x.T @ pull.astype(np.float32)).astype(np.float64) + 2 * l2 * theta

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def stumps(
    blocks: Sequence[Array], right: Sequence[NDArray[np.bool_]], weight: Array
) -> list[tuple[tuple[float, float], ...]]:
    """Fit trees of one split by LambdaMART, and return each column's steps: (value, what is added above it).

    Source: Burges, "From RankNet to LambdaRank to LambdaMART" (2010). One split a tree keeps the model additive.
    """
    sizes = [len(one) for one in right]
    data = lightgbm.Dataset(
        np.concatenate(blocks),
        np.concatenate(right).astype(int),
        group=sizes,
        weight=np.repeat(weight / weight.mean(), sizes),
    )
    found: list[dict[float, float]] = [defaultdict(float) for _ in range(blocks[0].shape[1])]
    for tree in lightgbm.train(STUMPS, data, ROUNDS).dump_model()["tree_info"]:
        split = tree["tree_structure"]
        if "split_feature" in split:
            step = split["right_child"]["leaf_value"] - split["left_child"]["leaf_value"]
            found[split["split_feature"]][round(split["threshold"], 3)] += STUMPS_SHARE * step
    return [tuple((at, round(change, 3)) for at, change in sorted(steps.items())) for steps in found]


def logistic(x: Array, y: Array, weight: Array, names: Sequence[str], l2: float) -> tuple[Array, float]:
    """Logistic regression with L2 and with each weight's sign held; returns (weights, intercept)."""
    bounds: list[tuple[float | None, float | None]] = [
        (0, None) if n in FOR else (None, 0) if n in AGAINST else (None, None) for n in names
    ]
    sign = 2 * y - 1
    total = weight.sum()

    def loss(theta: Array) -> tuple[float, Array]:
        z = sign * (x @ theta[:-1] + theta[-1])
        value = (weight * np.logaddexp(0, -z)).sum() / total + l2 * (theta[:-1] ** 2).sum()
        pull = -(weight * sign / (1 + np.exp(z))) / total
        return float(value), np.append(x.T @ pull + 2 * l2 * theta[:-1], pull.sum())

    fit = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B")
    return fit.x[:-1], float(fit.x[-1])


def _bent(values: Array, at: Array) -> Array:
    """The features and, for each bend, how far they are beyond it."""
    return np.concatenate([values, *(np.maximum(0, values - row) for row in at)], axis=1)


def fit_rank(rows: Sequence[Row]) -> dict[str, Slope]:
    """Fit the order: the right sentences of each question among all of its candidates."""
    names = next(row.evidence.names for row in rows if row.evidence.names)
    columns = [n for n, name in enumerate(names) if name not in NOT_RANKED | RANK_BY_HAND.keys()]
    at = np.quantile(
        np.concatenate([r.evidence.values[:, columns] for r in rows if r.set == "news" and len(r.right)] or
                       [r.evidence.values[:, columns] for r in rows if len(r.right)]),
        BENDS, axis=0,
    )  # fmt: skip
    counts: dict[str, float] = defaultdict(float)
    learnt = [row for row in rows if RANK_WEIGHT.get(row.set) and row.right.any() and not row.right.all()]
    for row in learnt:
        counts[row.set] += 1
    plain, right, weight = [], [], []
    for row in learnt:
        values, ok = row.evidence.values[:, columns], row.right
        if row.set != "news":
            keep = ok.copy()
            keep[np.nonzero(~ok)[0][:CANDIDATES]] = True
            values, ok = values[keep], ok[keep]
        plain.append(values)
        right.append(ok)
        weight.append(RANK_WEIGHT[row.set] / counts[row.set] * (1.0 if row.trusted else UNCHECKED))
    bent = listwise([_bent(values, at) for values in plain], right, np.array(weight), L2_RANK)
    found = bent.reshape(1 + len(BENDS), len(columns))
    steps = stumps(plain, right, np.array(weight))
    slopes = {
        names[column]: Slope(
            round(float(found[0, n]), 3),
            tuple((round(float(at[b, n]), 3), round(float(found[1 + b, n]), 3)) for b in range(len(BENDS))),
            steps[n],
        )
        for n, column in enumerate(columns)
    }
    return slopes | {name: Slope(weight) for name, weight in RANK_BY_HAND.items()}


@dataclass
class Scored:
    """One question scored by weights that did not see it."""

    row: Row
    order: list[int]
    decision: dict[str, float]
    confidence: float = 0.0


def reorder(row: Row, slopes: dict[str, Slope]) -> Scored:
    """Put a row's candidates in order, and say what speaks for answering."""
    if not len(row.right):
        return Scored(row, [], {})
    scored = ranking.scores(row.evidence, slopes)
    order = np.argsort(-np.round(scored, 9), kind="stable")
    return Scored(row, order.tolist(), ranking.decision_features(row.evidence, order.tolist(), scored[order].tolist()))


def fit_decide(scored: Sequence[Scored]) -> tuple[dict[str, float], float]:
    """Fit the probability that the articles answer the question."""
    learnt = [s for s in scored if s.order and DECIDE_WEIGHT.get(s.row.set) and (s.row.trusted or not s.row.answerable)]
    counts: dict[str, float] = defaultdict(float)
    for s in learnt:
        counts[s.row.set] += 1
    names = sorted(name for name in learnt[0].decision if name not in NOT_DECIDED | DECIDE_BY_HAND.keys())
    x = np.array([[s.decision[name] for name in names] for s in learnt])
    y = np.array([float(s.row.answerable) for s in learnt])
    weight = np.array([DECIDE_WEIGHT[s.row.set] / counts[s.row.set] for s in learnt])
    found, intercept = logistic(x, y, weight, names, L2_DECIDE)
    named = {n: round(float(v), 3) for n, v in zip(names, found, strict=True)}
    return named | DECIDE_BY_HAND, round(intercept, 3)
