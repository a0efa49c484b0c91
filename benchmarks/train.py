"""Fit the ranker's and the decision's weights, and write knowledge/retrieval/weights.json.

    python -m benchmarks.train --eval FOLDER [--own QUESTIONS... --articles PATH...] [--write]

FOLDER holds news/ (articles.jsonl.gz, questions.jsonl, refusals.jsonl), squad2/ and xquad/ as described in
benchmarks/README.md, with score.py beside them; QUESTIONS are what `dateline export` wrote of readers' feedback, and
PATHs the articles that they were asked of. Every printed figure is cross-validated: no question is scored by weights
that saw its week (news, own) or its article (squad2, xquad).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.fitting import DECIDE_BY_HAND, RANK_BY_HAND, fit_decide, fit_rank
from benchmarks.question_sets import Collection, Row, news, own, squad2, xquad
from benchmarks.validation import all_figures, cross_validate, scorer

WEIGHTS = Path(__file__).parent.parent / "knowledge" / "retrieval" / "weights.json"
FALSE_ANSWERS = 0.05
"""The share of the news questions without an answer that the threshold lets be answered."""


def main() -> None:
    """Train, print cross-validated figures, and write the weights where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--no-news", action="store_true", help="leave the 10,000 articles out, for a quick look")
    parser.add_argument("--own", type=Path, nargs="+", default=[], help="questions from `dateline export`")
    parser.add_argument("--articles", type=Path, nargs="+", default=[], help="the articles that they were asked of")
    given = parser.parse_args()
    if bool(given.own) != bool(given.articles):
        parser.error("--own needs --articles, and the other way round")
    score = scorer(given.eval)
    collections: list[Collection] = [*squad2(given.eval), *xquad(given.eval)]
    if not given.no_news:
        collections.append(news(given.eval))
    if given.own:
        collections.append(own(given.articles, given.own, now=dt.datetime.now(dt.UTC)))
    train([row for collection in collections for row in collection.rows(score.right)], score.auroc, write=given.write)


def train(rows: Sequence[Row], auroc: Callable[..., float], *, write: bool) -> None:
    """Cross-validate, fit on everything, and write the weights where asked to."""
    scored = cross_validate(rows)
    result = all_figures(scored, auroc)
    for name, found in result.items():
        print(name, json.dumps(found))
    rank = fit_rank(rows)
    decide, intercept = fit_decide(scored)
    refusals = sorted((s.confidence for s in scored if not s.row.answerable and s.row.set == "news"), reverse=True)
    threshold = math.ceil(refusals[int(FALSE_ANSWERS * len(refusals))] * 1000) / 1000 if refusals else 0.5
    print("threshold", threshold)
    for name, slope in rank.items():
        print(
            f"rank   {name:26} {slope.weight:8.3f}",
            *(f"{change:+.3f} from {at:.3f}" for at, change in slope.bends),
            f"{len(slope.steps)} steps",
        )
    for name, weight in decide.items():
        print(f"decide {name:26} {weight:8.3f}")
    print("intercept", intercept)
    if write:
        sets = list(dict.fromkeys(row.set for row in rows))
        data = {
            "made": dt.date.today().isoformat(),  # noqa: DTZ011 - a day for people
            "by": "python -m benchmarks.train --write",
            "data": {name: sum(row.set == name for row in rows) for name in sets},
            "figures": result,
            "by_hand": {"rank": RANK_BY_HAND, "decide": DECIDE_BY_HAND},
            "threshold": threshold,
            "false_answers": FALSE_ANSWERS,
            "intercept": intercept,
            "decide": decide,
            "rank": {name: [slope.weight, slope.bends, slope.steps] for name, slope in rank.items()},
        }
        WEIGHTS.write_text(_readable(data), encoding="utf-8")
        print("wrote", WEIGHTS)


def _readable(data: dict[str, Any]) -> str:
    """JSON with a line a feature."""
    parts = []
    for key, value in data.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            parts.append(f"  {json.dumps(key)}: {{\n{inner}\n  }}")
        else:
            parts.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
