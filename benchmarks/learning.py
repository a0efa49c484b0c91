"""What more questions to learn from would bring: the figures of the news by the share of the data that was learnt from.

    python -m benchmarks.learning --eval FOLDER [--picture FILE.png]

FOLDER is the evaluation data of benchmarks/README.md. Cross-validated as in benchmarks.quality; of the groups a fold
may learn from (the news' weeks, the other sets' articles) a share is drawn, the small ones several times. About
half an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from benchmarks.question_sets import Row, news, squad2, xquad
from benchmarks.validation import all_figures, cross_validate, scorer

DRAWS = {0.1: 5, 0.2: 3, 0.4: 2, 0.7: 1, 1.0: 1}
"""How often each share is drawn: the smaller it is, the more hangs on which weeks it has."""
FIGURES = ("@1", "@3", "@10", "auroc")
SETS = {"checked": "news strict", "all": "news"}

Curve = dict[float, list[dict[str, dict[str, float]]]]
"""The figures of every draw, by share."""


def curve(rows: Sequence[Row], auroc: Callable[..., float]) -> Curve:
    """Cross-validate with every share, printing as it goes."""
    found: Curve = {}
    for share, draws in DRAWS.items():
        found[share] = []
        for seed in range(draws):
            figures = all_figures(cross_validate(rows, share=share, seed=seed), auroc)
            found[share].append({name: figures[set_] for name, set_ in SETS.items()})
            print(share, seed, found[share][-1], flush=True)
    return found


def mean(draws: Sequence[dict[str, dict[str, float]]], name: str, figure: str) -> tuple[float, float]:
    """Return the mean of a figure over the draws, and how far they spread (half of highest less lowest)."""
    values = [draw[name][figure] for draw in draws]
    return float(np.mean(values)), (max(values) - min(values)) / 2


def table(found: Curve) -> None:
    """Print the curve in Markdown."""
    heads = [f"{name} {figure}" for name in SETS for figure in FIGURES]
    print("\n| learnt from | draws |", " | ".join(heads), "|\n|---|---|" + "---|" * len(heads))
    for share, draws in found.items():
        cells = []
        for name in SETS:
            for figure in FIGURES:
                middle, spread = mean(draws, name, figure)
                cells.append(f"{middle:.3f} ± {spread:.3f}" if len(draws) > 1 else f"{middle:.3f}")
        print(f"| {share:.0%} | {len(draws)} |", " | ".join(cells), "|")


def picture(path: Path, found: Curve) -> None:
    """Draw the figures over the share, checked questions and all."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4), sharey=True)
    shares = list(found)
    for axis, name in zip(axes, SETS, strict=True):
        for which in FIGURES:
            points = [mean(found[share], name, which) for share in shares]
            axis.errorbar(shares, [p[0] for p in points], yerr=[p[1] for p in points], marker="o", capsize=3,
                          label="AUROC" if which == "auroc" else f"right at {which[1:]}")  # fmt: skip
        axis.set_title(f"{name} news questions", fontsize=10)
        axis.set_xlabel("share of the weeks and articles learnt from")
        axis.set_xticks(shares, [f"{share:.0%}" for share in shares])
        axis.grid(alpha=0.3)
    axes[0].legend(fontsize=8, loc="lower right")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def main() -> None:
    """Make every row once, learn from more and more of them, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--picture", type=Path, default=Path(__file__).parent / "learning.png")
    given = parser.parse_args()
    score = scorer(given.eval)
    collections = [*squad2(given.eval), *xquad(given.eval), news(given.eval)]
    found = curve([row for one in collections for row in one.rows(score.right)], score.auroc)
    table(found)
    picture(given.picture, found)


if __name__ == "__main__":
    main()
