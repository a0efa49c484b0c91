"""The figures as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.scale.measure import KINDS, Growth, Times

OURS = "ask"
OURS_AGAIN = f"{OURS}, again"
MILLION = 1_000_000


@dataclass
class Size:
    """Everything measured at one size; `times` are by system and kind of question, `built` in seconds by peer.

    `load` is the machine's at the end, over fifteen minutes: well above 1, others were at work, too.
    """

    sentences: int
    articles: int
    copied: int
    ours: dict[str, Any] = field(default_factory=dict)
    built: dict[str, float] = field(default_factory=dict)
    times: dict[tuple[str, str], Times] = field(default_factory=dict)
    load: float = float("nan")

    @property
    def systems(self) -> list[str]:
        """Names of what was asked, ours first and then the fastest first."""
        names = dict.fromkeys(name for name, _ in self.times)
        return sorted(names, key=lambda name: (name != OURS, name != OURS_AGAIN, self.times[name, "clean"].p50))


def answering(sizes: Sequence[Size]) -> str:
    """Return what an answer takes, a row a size and system."""
    lines = [
        "| sentences | system | questions | clean p50 | p99 | typo p50 | p99 | ours is, clean | build |",
        "|--:|---|--:|--:|--:|--:|--:|---|--:|",
    ]
    for size in sizes:
        ours = size.times[OURS, "clean"].p50
        for name in size.systems:
            found = [size.times.get((name, kind)) for kind in KINDS]
            cells = [cell for times in found for cell in (_ms(times and times.p50), _ms(times and times.p99))]
            count = sum(times.count for times in found if times)
            built = size.ours["build"]["seconds"] if name == OURS else size.built.get(name)
            build = "" if built is None else f"{built:,.1f} s"
            beside = "" if name.startswith(OURS) else _beside(ours, size.times[name, "clean"].p50)
            lines.append(f"| {size.sentences:,} | {name} | {count} | {' | '.join(cells)} | {beside} | {build} |")
    return "\n".join(lines)


def keeping(sizes: Sequence[Size]) -> str:
    """Return what keeping the library takes, a row a size."""
    heads = ["sentences", "articles", "of them copies", "build", "at most, while built", "on disk", "resident", "start",
             "first answer", "add one", "its question", "withdraw", "reload unchanged", "load"]  # fmt: skip
    lines = [f"| {' | '.join(heads)} |", "|" + "--:|" * len(heads)]
    for size in sizes:
        build, asking, change = (size.ours[name] for name in ("build", "ask", "change"))
        cells = [
            *(f"{count:,}" for count in (size.sentences, size.articles, size.copied)),
            f"{build['seconds']:,.1f} s",
            _mb(build["peak_mb"]),
            _mb(size.ours["disk_mb"]),
            _mb(asking["resident_mb"]),
            *(_ms(asking[name]) for name in ("start_ms", "first_ms")),
            *(_ms(change[f"{name}_ms"]) for name in ("add", "found", "withdraw", "reload")),
            f"{size.load:.1f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def growing(sizes: Sequence[Size]) -> str:
    """Return how medians grow and what that would make of a million articles; empty for one size."""
    last = sizes[-1]
    goal = MILLION * last.sentences / last.articles
    supposed = (
        f"An extrapolation, not a measurement: a million articles would be {goal:,.0f} sentences, "
        f"{goal / last.sentences:,.0f} times the most that were measured. It supposes that log p50 goes on growing "
        "with log size as it did over all sizes and, after the dash, as between the last two."
    )
    lines = [
        supposed,
        "",
        "| system | clean p50 grows with sentences to the power of | at a million articles |",
        "|---|--:|--:|",
    ]
    for name in last.systems:
        points = {size.sentences: size.times[name, "clean"].p50 for size in sizes if (name, "clean") in size.times}
        if len(points) < 2:
            continue
        fits = [Growth.of(points)]
        if len(points) > 2:
            fits.append(Growth.of(dict(list(points.items())[-2:])))
        powers = " – ".join(f"{fit.exponent:.2f}" for fit in fits)
        there = " – ".join(_ms(fit.at(goal)) for fit in fits)
        lines.append(f"| {name} | {powers} | {there} |")
    return "\n".join(lines) if len(sizes) > 1 else ""


def _beside(ours: float, theirs: float) -> str:
    if ours >= theirs:
        return f"{ours / theirs:,.1f} × as slow"
    return f"{theirs / ours:,.1f} × as fast"


def _ms(value: float | None) -> str:
    if value is None:
        return "–"
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f} ms"


def _mb(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f} MB"


def document(sizes: Sequence[Size], heading: Mapping[str, str]) -> str:
    """Return all tables under a line of what was measured with."""
    with_what = "; ".join(f"{name} {value}" for name, value in heading.items())
    return "\n\n".join(part for part in (with_what, answering(sizes), keeping(sizes), growing(sizes)) if part) + "\n"
