"""Fit the ranker's and the decision's weights, and write knowledge/retrieval/weights.json.

    python -m benchmarks.train --eval FOLDER [--write]

FOLDER holds news/ (articles.jsonl.gz, questions.jsonl, refusals.jsonl), squad2/ and xquad/ as described in
benchmarks/README.md, with score.py beside them. Every printed figure is cross-validated: no question is scored by
weights that saw its week (news) or its article (squad2, xquad).

Signs are held: a feature that is evidence for an answer can get no negative weight, nor one against a positive.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.question_sets import Collection, Row, news, squad2, xquad
from knowledge.retrieval import ranking
from knowledge.retrieval.ranking import Ranked, Weights

WEIGHTS = Path(__file__).parent.parent / "knowledge" / "retrieval" / "weights.json"
FOLDS = 5

# What the data cannot teach: it has no question that asks for somebody's words, and few of the future.
BY_HAND = {"speaker": 0.5, "speaker_missing": -1.0, "future_missing": -2.0}

WEIGHT = {"news": 3.0, "wrong detail": 2.0}
"""News is what we are for, and answering a wrong name or number is worse than refusing a right one."""

FOR = {
    "terms_here", "coverage_window", "coverage_article",
    "coverage_headline", "order", "nearness", "bm25", "bm25_article", "asked_present",
    "early", "matched", "focus", "lead",
}  # fmt: skip
AGAINST = {
    "asked_missing", "name_absent", "name_elsewhere", "number_absent", "number_elsewhere",
    "fragment", "is_question",
}  # fmt: skip
FREE = {"length", "library_size"}
RANKED = sorted((FOR | AGAINST | FREE) - {"matched", "lead", "library_size"})
DECIDED = sorted(FOR | AGAINST | FREE)


def matrix(features: Iterable[dict[str, float]], names: Sequence[str]) -> np.ndarray:
    """Features as an array, a column a name."""
    return np.array([[f.get(name, 0.0) for name in names] for f in features], dtype=float)


def logistic(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, names: Sequence[str], *, intercept: bool, l2: float
) -> tuple[np.ndarray, float]:
    """Logistic regression with L2 and with each weight's sign held; returns (weights, intercept)."""
    bounds: list[tuple[float | None, float | None]] = [
        (0, None) if n in FOR else (None, 0) if n in AGAINST else (None, None) for n in names
    ]
    bounds.append((None, None) if intercept else (0, 0))
    sign = 2 * y - 1
    total = weight.sum()

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        z = sign * (x @ theta[:-1] + theta[-1])
        value = (weight * np.logaddexp(0, -z)).sum() / total + l2 * (theta[:-1] ** 2).sum()
        pull = -(weight * sign / (1 + np.exp(z))) / total
        return value, np.append(x.T @ pull + 2 * l2 * theta[:-1], pull.sum())

    fit = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return fit.x[:-1], float(fit.x[-1])


def fit_rank(rows: Sequence[Row]) -> dict[str, float]:
    """Fit the order: each right sentence against the wrong ones of its question."""
    differences, weight = [], []
    for row in rows:
        right = [f for f, ok in zip(row.features, row.right, strict=True) if ok]
        wrong = [f for f, ok in zip(row.features, row.right, strict=True) if not ok]
        if not right or not wrong:
            continue
        good, bad = matrix(right, RANKED), matrix(wrong, RANKED)
        for one in good:
            differences.append(one - bad)
            weight.append(np.full(len(bad), row.weight / (len(bad) * len(good))))
    x = np.concatenate(differences)
    w = np.concatenate(weight)
    found, _ = logistic(x, np.ones(len(x)), w, RANKED, intercept=False, l2=1e-4)
    return {name: round(float(v), 4) for name, v in zip(RANKED, found, strict=True)} | BY_HAND


def reorder(row: Row, rank: dict[str, float]) -> list[int]:
    """Positions of the candidates, best first."""
    scores = [ranking.score(f, rank) for f in row.features]
    return sorted(range(len(scores)), key=lambda i: -scores[i])


def decision(row: Row, rank: dict[str, float]) -> dict[str, float] | None:
    """Decision features of the row's best candidate under `rank`."""
    order = reorder(row, rank)
    if not order:
        return None
    top = [Ranked(None, None, row.evidence[i], ranking.score(row.features[i], rank)) for i in order[:2]]  # type: ignore[arg-type] # only the evidence is read
    return ranking.decision_features(top)


def fit_decide(rows: Sequence[Row], rank: dict[str, float]) -> tuple[dict[str, float], float]:
    """Fit the probability that the best candidate is right."""
    features, labels, weight = [], [], []
    for row in rows:
        found = decision(row, rank)
        # XQuAD has no unanswerable question: it would teach that every question has its answer.
        if found is None or (row.answerable and not row.trusted) or row.set.startswith("xquad"):
            continue
        features.append(found)
        labels.append(float(row.right[reorder(row, rank)[0]]))
        weight.append(row.weight)
    found_weights, intercept = logistic(
        matrix(features, DECIDED), np.array(labels), np.array(weight), DECIDED, intercept=True, l2=2e-4
    )
    named = {n: round(float(v), 4) for n, v in zip(DECIDED, found_weights, strict=True)}
    return named | BY_HAND, round(intercept, 4)


@dataclass
class Scored:
    """One question scored by weights that did not see it."""

    row: Row
    order: list[int]
    confidence: float


def cross_validate(rows: Sequence[Row]) -> list[Scored]:
    """Score every row by weights fitted without its group."""
    groups = sorted({row.group for row in rows})
    fold_of = {group: i % FOLDS for i, group in enumerate(groups)}
    scored = []
    for fold in range(FOLDS):
        seen = [row for row in rows if fold_of[row.group] != fold]
        rank = fit_rank(seen)
        decide, intercept = fit_decide(seen, rank)
        weights = Weights(rank, decide, intercept, 0.5)
        for row in rows:
            if fold_of[row.group] == fold:
                found = decision(row, rank)
                p = ranking.probability(found, weights) if found else 0.0
                scored.append(Scored(row, reorder(row, rank), p))
    return scored


def figures(scored: Sequence[Scored], auroc: Callable[..., float]) -> dict[str, Any]:
    """right@k, AUROC and what is answered at 5 % false answers."""
    answerable = [s for s in scored if s.row.answerable]
    refusals = [s for s in scored if not s.row.answerable]
    out: dict[str, Any] = {"questions": len(answerable), "refusals": len(refusals)}
    for k in (1, 3, 10):
        hits = sum(any(s.row.right[i] for i in s.order[:k]) for s in answerable)
        out[f"@{k}"] = round(hits / max(1, len(answerable)), 3)
    out["recall"] = round(sum(any(s.row.right) for s in answerable) / max(1, len(answerable)), 3)
    if refusals:
        out["false at .5"] = round(sum(s.confidence >= 0.5 for s in refusals) / len(refusals), 3)
    if refusals and answerable:
        yes, no = [s.confidence for s in answerable], [s.confidence for s in refusals]
        out["auroc"] = round(auroc(yes, no), 3)
        cut = sorted(no, reverse=True)[int(0.05 * len(no))]
        out["answered at 5% false"] = round(sum(c > cut for c in yes) / len(yes), 3)
        out["cut"] = round(cut, 3)
    return out


def main() -> None:
    """Train, print cross-validated figures, and write the weights where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--no-news", action="store_true", help="leave the 10,000 articles out, for a quick look")
    given = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", given.eval / "score.py")
    assert spec
    assert spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)

    collections: list[Collection] = [*squad2(given.eval), *xquad(given.eval)]
    if not given.no_news:
        collections.append(news(given.eval))
    by_set: dict[str, list[Row]] = defaultdict(list)
    for collection in collections:
        for row in collection.rows(score.right):
            by_set[row.set].append(row)
    rows = [row for found in by_set.values() for row in found]
    for found in by_set.values():  # each set counts the same, however many questions it has
        for row in found:
            row.weight *= 1000 / len(found)
    for name, weight in WEIGHT.items():
        for row in by_set[name]:
            row.weight *= weight
    scored = cross_validate(rows)
    result = {name: figures([s for s in scored if s.row.set == name], score.auroc) for name in by_set}
    if "news" in by_set:
        strict = [s for s in scored if s.row.set == "news" and (s.row.trusted or not s.row.answerable)]
        result["news strict"] = figures(strict, score.auroc)
    for name, found_figures in result.items():
        print(name, json.dumps(found_figures))
    rank = fit_rank(rows)
    decide, intercept = fit_decide(rows, rank)
    refusals = sorted((s.confidence for s in scored if not s.row.answerable and s.row.set == "news"), reverse=True)
    threshold = round(refusals[int(0.05 * len(refusals))], 3) if refusals else 0.5
    print("threshold", threshold)
    for name in DECIDED:
        print(f"{name:20} rank {rank.get(name, 0):8.3f}  decide {decide[name]:8.3f}")
    print("intercept", intercept)
    if given.write:
        data = {
            "made": dt.date.today().isoformat(),  # noqa: DTZ011 - a day for people
            "by": "python -m benchmarks.train --write",
            "data": {name: len(found) for name, found in by_set.items()},
            "figures": result,
            "by_hand": BY_HAND,
            "threshold": threshold,
            "intercept": intercept,
            "rank": rank,
            "decide": decide,
        }
        WEIGHTS.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
        print("wrote", WEIGHTS)


if __name__ == "__main__":
    main()
