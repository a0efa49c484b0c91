"""Growth curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from benchmarks.scale.table import OURS, OURS_AGAIN, Size

_KEEPING = {
    "start": ("ask", "start_ms"),
    "add one": ("change", "add_ms"),
    "withdraw": ("change", "withdraw_ms"),
    "reload unchanged": ("change", "reload_ms"),
}


def draw(path: Path, sizes: Sequence[Size]) -> None:
    """Draw the medians of all systems over size, and what keeping the library takes; both axes are logarithmic."""
    mpl.use("agg")
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(15, 5))
    names = list(dict.fromkeys(name for size in sizes for name in size.systems if name != OURS_AGAIN))
    for name in names:
        points = [(s.sentences, s.times[name, "clean"].p50) for s in sizes if (name, "clean") in s.times]
        _line(left, points, name, heavy=name == OURS)
    first, last = sizes[0], sizes[-1]
    start = first.times[OURS, "clean"].p50
    left.plot(
        [first.sentences, last.sentences],
        [start, start * last.sentences / first.sentences],
        color="gray",
        linestyle=":",
        label="linear growth",
    )
    for name, kind in ((OURS, "clean"), (OURS, "typo"), (OURS_AGAIN, "clean")):
        times = [(s.sentences, s.times[name, kind]) for s in sizes]
        _line(middle, [(at, t.p50) for at, t in times], f"{name}, {kind}, p50")
        _line(middle, [(at, t.p99) for at, t in times if t.p99 is not None], f"{name}, {kind}, p99")
    for label, (step, key) in _KEEPING.items():
        _line(right, [(s.sentences, s.ours[step][key]) for s in sizes], label)
    _line(right, [(s.sentences, s.ours["build"]["seconds"] * 1000) for s in sizes], "build")
    for axis, title in ((left, "an answer, beside its peers, p50"), (middle, "an answer"), (right, "keeping")):
        axis.set(xscale="log", yscale="log", xlabel="sentences", ylabel="ms", title=title)
        axis.grid(alpha=0.3, which="both")
        axis.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _line(axis: Axes, points: Sequence[tuple[int, float]], label: str, *, heavy: bool = False) -> None:
    if points:
        axis.plot(*zip(*points, strict=True), marker="o", label=label, linewidth=3 if heavy else 1.2, markersize=4)
