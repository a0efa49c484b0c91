"""Every row scored by weights that did not see its group, and what comes of it: right at 1, 3 and 10, AUROC."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.fitting import Scored, fit_decide, fit_rank, reorder
from benchmarks.folds import folds, some_groups
from benchmarks.question_sets import Row
from knowledge.retrieval import ranking
from knowledge.retrieval.ranking import Weights


def cross_validate(rows: Sequence[Row], *, share: float = 1.0, seed: int = 0) -> list[Scored]:
    """Score every row by weights fitted without its group; of the others, to a `share` of the groups.

    The decision learns from orders by weights that did not see the row either, or it would trust them too much.
    """
    scored: list[Scored] = []
    learnt: list[tuple[set[str], set[str]]] = []
    for seen, unseen in folds(rows):
        groups = some_groups(seen, share, seed)
        learnt.append((groups, {row.group for row in unseen}))
        slopes = fit_rank([row for row in seen if row.group in groups])
        scored += [reorder(row, slopes) for row in unseen]
    for groups, held in learnt:
        decide, intercept = fit_decide([s for s in scored if s.row.group in groups])
        weights = Weights({}, decide, intercept, 0.5)
        for one in scored:
            if one.row.group in held and one.order:
                one.confidence = ranking.probability(one.decision, weights)
    return scored


def figures(scored: Sequence[Scored], auroc: Callable[..., float]) -> dict[str, Any]:
    """right@k, AUROC and what is answered at 5 % false answers."""
    answerable = [s for s in scored if s.row.answerable]
    refusals = [s for s in scored if not s.row.answerable]
    out: dict[str, Any] = {"questions": len(answerable), "refusals": len(refusals)}
    if answerable:
        for k in (1, 3, 10):
            out[f"@{k}"] = round(sum(s.row.right[s.order[:k]].any() for s in answerable) / len(answerable), 3)
        out["recall"] = round(sum(s.row.right.any() for s in answerable) / len(answerable), 3)
    if refusals:
        out["false at .5"] = round(sum(s.confidence >= 0.5 for s in refusals) / len(refusals), 3)
    if refusals and answerable:
        yes, no = [s.confidence for s in answerable], [s.confidence for s in refusals]
        out["auroc"] = round(auroc(yes, no), 3)
        cut = sorted(no, reverse=True)[int(0.05 * len(no))]
        out["answered at 5% false"] = round(sum(c > cut for c in yes) / len(yes), 3)
        out["cut"] = round(cut, 3)
    return out


def all_figures(scored: Sequence[Scored], auroc: Callable[..., float]) -> dict[str, dict[str, Any]]:
    """The figures of every set, and of the checked news questions alone."""
    sets = list(dict.fromkeys(s.row.set for s in scored))
    result = {name: figures([s for s in scored if s.row.set == name], auroc) for name in sets}
    strict = [s for s in scored if s.row.set == "news" and (s.row.trusted or not s.row.answerable)]
    if strict:
        result["news strict"] = figures(strict, auroc)
    return result


def scorer(folder: Path) -> Any:  # noqa: ANN401 - a module that lies beside the data
    """Return the data's own score.py."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
