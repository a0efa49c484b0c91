"""A soak: so many questions a second for so long, with reloads; the slope of memory, p99 by window, what was lost.

    python -m benchmarks.soak [--articles PATH] [--rate 50] [--minutes 30] [--window 60] [--reload 60] [--inline 0.5]

The bot runs as it does for an operator, in a process of its own, against the strict Bot API server of the tests on
loopback; Telegram's limit of 30 messages a second is lifted (DATELINE_MESSAGES_PER_SECOND=0). Each question is a new
reader's. Before each reload one article is written anew. Memory is RssAnon, what no file backs, once a second; its
slope is by least squares, without the first --warm-up minutes, in which caches fill.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import crowds
from tests.telegram.asking import Asked
from tests.telegram.footprint import memory_of
from tests.telegram.server import Server

ROOT = Path(__file__).parent.parent


@dataclass
class Soak:
    """What is measured: `memory` as (seconds since the start, MB); `reloads` that were acknowledged."""

    asked: list[Asked] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    reloads: int = 0

    @property
    def lost(self) -> int:
        """How many were not answered."""
        return sum(not one.answers for one in self.asked)

    @property
    def twice(self) -> int:
        """How many were answered more than once."""
        return sum(len(one.answers) > 1 for one in self.asked)

    def slope(self, after: float) -> float:
        """MB an hour by least squares, from `after` seconds on; NaN with fewer than two samples."""
        kept = [(seconds / 3600, mb) for seconds, mb in self.memory if seconds >= after]
        if len(kept) < 2:
            return float("nan")
        return statistics.linear_regression([at for at, _ in kept], [mb for _, mb in kept]).slope


async def measure(given: argparse.Namespace, *, tell: bool = True) -> Soak:
    """Run it, and print a line for each window."""
    chance, articles = random.Random(given.seed), given.articles or [ROOT / "seeds"]
    drawn = crowds.questions(articles, 2_000, chance)
    seconds, soak = 60 * given.minutes, Soak()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own = folder / "own"
        own.mkdir()
        crowds.write(own / "changing.jsonl", [0])
        async with crowds.running([*articles, own], folder, processes=given.processes) as (server, bot, crowd):
            soak.asked = crowd.all
            began = time.monotonic()
            beside = asyncio.create_task(_reload(server, own, soak, given.reload))
            try:
                number, window = 0, 0
                while (now := time.monotonic() - began) < seconds:
                    while number < now * given.rate:
                        text = chance.choice(drawn)
                        if chance.random() < given.inline:
                            crowd.types(text[: chance.randrange(8, 40)])
                        else:
                            crowd.asks(text)
                        number += 1
                    if not soak.memory or now - soak.memory[-1][0] >= 1:
                        soak.memory.append((now, memory_of(bot.pid)))
                    if now >= (window + 1) * given.window:
                        if tell:
                            _line(soak, began, window, given.window)
                        window += 1
                        crowd.forget()
                    await asyncio.sleep(0.005)
            finally:
                beside.cancel()
                await asyncio.gather(beside, return_exceptions=True)
            await crowds.drained(crowd, within=120)
    return soak


async def _reload(server: Server, own: Path, soak: Soak, every: float) -> None:
    number, began = 1, time.monotonic()
    while True:
        # Between the ends of two windows, where what was answered is forgotten: this answer, too.
        await asyncio.sleep(began + (number - 0.5) * every - time.monotonic())
        crowds.write(own / "changing.jsonl", [number])
        number += 1
        await server.user(id=crowds.ADMIN).says("/reload", within=600)
        soak.reloads += 1


def _line(soak: Soak, began: float, window: int, length: float) -> None:
    first, last = began + window * length, began + (window + 1) * length
    asked = [one for one in soak.asked if first <= one.time < last]
    p50, p99 = crowds.times(asked)
    if not window:
        print("| minutes | asked | answered so far | p50 ms | p99 ms | RssAnon MB |\n|---|---|---|---|---|---|")
    answered = sum(bool(one.answers) for one in asked)
    minutes = (window + 1) * length / 60
    print(
        f"| {minutes:.1f} | {len(asked)} | {answered} | {p50:.0f} | {p99:.0f} | {soak.memory[-1][1]:.1f} |", flush=True
    )


def report(soak: Soak, warm_up: float) -> None:
    """Print what came of it."""
    p50, p99 = crowds.times(soak.asked)
    memory = [mb for seconds, mb in soak.memory if seconds >= 60 * warm_up] or [float("nan")]
    print(
        f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(soak.asked)} asked, lost {soak.lost}, "
        f"answered twice {soak.twice}; {soak.reloads} reloads; p50 {p50:.0f} ms, p99 {p99:.0f} ms\n"
        f"memory {memory[0]:.1f} to {memory[-1]:.1f} MB, slope {soak.slope(60 * warm_up):+.1f} MB an hour"
    )


def options() -> argparse.ArgumentParser:
    """What can be set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, action="append")
    parser.add_argument("--rate", type=float, default=50, help="questions a second")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--window", type=float, default=60, help="seconds of a line of the table")
    parser.add_argument("--reload", type=float, default=60, help="seconds between two reloads")
    parser.add_argument("--inline", type=float, default=0.5, help="the share of inline queries")
    parser.add_argument("--processes", type=int, default=0, help="that answer beside the bot's own")
    parser.add_argument("--warm-up", type=float, default=5, help="minutes that the slope leaves out")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print."""
    given = options().parse_args(arguments)
    report(asyncio.run(measure(given)), given.warm_up)


if __name__ == "__main__":
    main()
