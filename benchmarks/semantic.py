"""What re-ranking by meaning changes and what it costs, on the answerable questions of the news.

    python -m benchmarks.semantic --eval FOLDER --model FOLDER --sha256 HASH

The ranker's scores are of weights fitted to the news questions alone, without the question's own weeks. The blend's
weight is chosen over the other weeks too, by the mean reciprocal rank there. "Remembered" is the order once every
candidate's vector is known; "first time" is a question asked with nothing remembered, within the time limit.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.fitting import fit_rank
from benchmarks.folds import FOLDS, folds
from benchmarks.question_sets import Row, news
from benchmarks.validation import scorer
from knowledge import sentence_model
from knowledge.retrieval import ranking
from knowledge.retrieval.semantic import LIMIT, RERANKED, WEIGHT, Encoder, Reranker, meaning

BLENDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0)
Array = NDArray[np.float64]


@dataclass
class Question:
    """A question's best candidates by weights that saw no question of its week."""

    row: Row
    fold: int
    scores: Array
    right: NDArray[np.bool_]
    texts: list[str]

    def place(self, blend: float, values: Array) -> int | None:
        """Return the first right candidate's place from 0, None where none of the best is right."""
        order = np.argsort(-np.round(self.scores + blend * values, 9), kind="stable")
        places = np.nonzero(self.right[order])[0]
        return int(places[0]) if len(places) else None


def held_out(rows: Sequence[Row]) -> list[Question]:
    """Rank every question by weights that did not see its weeks."""
    found = []
    for fold, (seen, unseen) in enumerate(folds(rows)):
        slopes = fit_rank(seen)
        for row in unseen:
            scores = ranking.scores(row.evidence, slopes) if len(row.right) else np.zeros(0)
            best = np.argsort(-np.round(scores, 9), kind="stable")[: ranking.KEPT]
            found.append(Question(row, fold, scores[best], row.right[best], [row.texts[n] for n in best]))
    return found


def timed(questions: Sequence[Question], make: Callable[[], Reranker]) -> tuple[list[Array], list[float]]:
    """Ask every question of what `make` returns for it; the cosines, and the milliseconds each took."""
    cosines, took = [], []
    for question in questions:
        reranker = make()
        began = time.perf_counter()
        found = reranker.cosines(question.row.question, question.texts[:RERANKED])
        took.append((time.perf_counter() - began) * 1000)
        cosines.append(found)
    return cosines, took


def features(questions: Sequence[Question], cosines: Sequence[Array]) -> list[Array]:
    """The feature's values of all candidates."""
    return [meaning(found, len(one.scores)) for one, found in zip(questions, cosines, strict=True)]


def reciprocal(places: Sequence[int | None]) -> float:
    """Mean reciprocal rank."""
    return float(np.mean([0 if place is None else 1 / (place + 1) for place in places]))


def chosen(questions: Sequence[Question], values: Sequence[Array]) -> tuple[list[float], list[int | None]]:
    """The blend that each fold's other weeks choose, and every question's place by it."""
    places = {b: [q.place(b, v) for q, v in zip(questions, values, strict=True)] for b in BLENDS}
    blends = []
    for fold in range(FOLDS):
        others = [n for n, q in enumerate(questions) if q.fold != fold]
        blends.append(max(BLENDS, key=lambda b: reciprocal([places[b][n] for n in others])))
    return blends, [places[blends[q.fold]][n] for n, q in enumerate(questions)]


def line(name: str, questions: Sequence[Question], places: Sequence[int | None]) -> None:
    """Print a row of the table: the checked questions, then all."""
    cells = []
    for checked in (True, False):
        kept = [p for q, p in zip(questions, places, strict=True) if q.row.trusted or not checked]
        cells += [f"{np.mean([p is not None and p < k for p in kept]):.3f}" for k in (1, 3, 10)]
        cells.append(f"{reciprocal(kept):.3f}")
    print(f"| {name} |", " | ".join(cells), "|")


def cost(name: str, took: Sequence[float], reached: Sequence[Array]) -> None:
    """Print what a question took more."""
    p50, p99 = np.percentile(took, [50, 99])
    over = np.mean([t > LIMIT * 1000 for t in took])
    print(
        f"{name}: median {p50:.1f} ms, p99 {p99:.1f} ms, over {LIMIT * 1000:.0f} ms {over:.1%}; "
        f"{np.mean([len(one) for one in reached]):.1f} sentences reached"
    )


def measure(questions: Sequence[Question], encoder: Encoder) -> None:
    """Print the tables and the costs."""
    everything = Reranker(encoder, clock=time.monotonic, budget=None, remembered=10**6)
    cosines, took = timed(questions, lambda: everything)
    _, warm = timed(questions, lambda: everything)
    values = features(questions, cosines)
    cold, cold_took = timed(questions, lambda: Reranker(encoder, clock=time.monotonic))
    checked = sum(q.row.trusted for q in questions)
    print(f"\n| blend | checked ({checked}): @1 | @3 | @10 | MRR | all ({len(questions)}): @1 | @3 | @10 | MRR |")
    print("|---|---|---|---|---|---|---|---|---|")
    for blend in BLENDS:
        name = "0, the ranker alone" if not blend else f"{blend}, remembered"
        line(name, questions, [q.place(blend, v) for q, v in zip(questions, values, strict=True)])
    line("the cosine alone", questions, [q.place(1e6, v) for q, v in zip(questions, values, strict=True)])
    blends, places = chosen(questions, values)
    line(f"by the other weeks ({', '.join(map(str, blends))})", questions, places)
    short = features(questions, cold)
    line(f"{WEIGHT}, first time", questions, [q.place(WEIGHT, v) for q, v in zip(questions, short, strict=True)])
    print()
    cost("no limit, first time", took, cosines)
    cost("limit, first time", cold_took, cold)
    cost("limit, remembered", warm, cosines)


def main() -> None:
    """Rank, embed and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--sha256", required=True)
    given = parser.parse_args()
    encoder = sentence_model.load(given.model, given.sha256)
    articles = news(given.eval)
    articles.questions = [q for q in articles.questions if q.kind == "news" and q.answers]
    measure(held_out(list(articles.rows(scorer(given.eval).right))), encoder)


if __name__ == "__main__":
    main()
