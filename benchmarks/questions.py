"""What the seed library makes of our own committed questions, and what it costs to load a larger one.

    python -m benchmarks.questions [--articles PATH]...

The questions are `tests/questions/seed.jsonl`: no weight was fitted to them, though they were read while the program
was written. With `--articles` the time and the peak memory of loading those are printed instead.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

from knowledge.answering import Answer, ask
from knowledge.evaluation import scoring
from knowledge.library import Library

ROOT = Path(__file__).parent.parent


def our_questions(now: datetime) -> None:
    """Print how many are right at 1, answered and refused."""
    library = Library.load([ROOT / "seeds"], now=now)
    answerable = right = answered = refusals = refused = 0
    for line in (ROOT / "tests/questions/seed.jsonl").read_text(encoding="utf-8").splitlines():
        probe = scoring.probe(line)
        answer = ask(probe.question, library, now=now)
        if not probe.answers:
            refusals += 1
            refused += not isinstance(answer, Answer)
            continue
        answerable += 1
        answered += isinstance(answer, Answer)
        right += any(
            scoring.is_right(one.article.id, one.sentence.text, probe.answers) for one in answer.trace.ranked[:1]
        )
    print(f"{answerable} with an answer: {right} right at 1, {answered} answered")
    print(f"{refusals} without: {refused} refused")


def loading(paths: list[Path], now: datetime) -> None:
    """Print the time and peak memory of loading `paths`, the index included."""
    began = time.perf_counter()
    library = Library.load(paths, now=now)
    took = time.perf_counter() - began
    sentences = sum(len(story.bare) for story in library.stories.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(library):,} articles, {sentences:,} sentences: {took:.1f} s, {memory:,.0f} MB at most")
    print(f"{len(library.faults):,} faults")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", action="append", type=Path)
    chosen = parser.parse_args()
    now = datetime.now(UTC)
    if chosen.articles:
        loading(chosen.articles, now)
    else:
        our_questions(now)


if __name__ == "__main__":
    main()
