"""How long `ask` takes on questions as nobody means them: of every length, script and shape.

    python -m benchmarks.abuse [--articles PATH]... [--rounds N] [--partial]

Each shape is asked with new words every time; the shapes take turns, so that a slow moment of the machine slows all.
Beside the time on the wall stands the processor's: on a busy machine the first is also the wait for the others.
As in the bot, what is there at the start is left out of searches for garbage. Memory is the most that Python held
while a question was asked, beyond what the library has; it is measured apart.
"""

from __future__ import annotations

import argparse
import platform
import random
import statistics
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

from bot.memory import settle
from knowledge.answering import ask
from knowledge.library import Library
from tests.shapes import SHAPES

ROOT = Path(__file__).parent.parent
BOUND_MS = 50
"""What 99 of 100 questions of a shape are to stay below."""


def main() -> None:
    """Print a line for each shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, action="append")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--partial", action="store_true", help="ask as inline queries do, the last word being typed")
    given = parser.parse_args()
    now = datetime.now(UTC)
    library = Library.load(given.articles or [ROOT / "seeds"], now=now)
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in SHAPES}
    for round_ in range(given.rounds + 1):
        for name, shape in SHAPES.items():
            question = shape(random.Random(round_))
            start, worked = time.perf_counter(), time.thread_time()
            ask(question, library, now=now, partial=given.partial)
            if round_:  # the first round warms up
                took[name].append((time.perf_counter() - start, time.thread_time() - worked))
        if not round_:
            settle()
    sentences = sum(len(story.bare) for story in library.stories.values())
    print(f"{len(library)} articles, {sentences} sentences, {given.rounds} rounds; Python {platform.python_version()}")
    for name, times in took.items():
        wall, worked = ([one[way] * 1000 for one in times] for way in (0, 1))
        p99 = statistics.quantiles(wall, n=100)[98]
        print(
            f"{name:30} median {statistics.median(wall):8.2f} ms   p99 {p99:8.2f} ms   "
            f"of the processor {statistics.median(worked):8.2f} / {statistics.quantiles(worked, n=100)[98]:8.2f} ms   "
            f"memory {peak(name, library, now) / 1e6:6.2f} MB{'   OVER' if p99 > BOUND_MS else ''}",
            flush=True,
        )


def peak(name: str, library: Library, now: datetime) -> int:
    """Return the bytes that a question of a shape takes at the most."""
    question = SHAPES[name](random.Random(-1))
    tracemalloc.start()
    try:
        ask(question, library, now=now)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    main()
