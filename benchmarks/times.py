"""What reading the times of questions changes: the news questions asked on their own days, with it and without.

    python -m benchmarks.times --eval FOLDER

The weights of times were fitted on these questions (see benchmarks/train.py), so the gain is somewhat flattered; the
times that it takes are not. Both ways take turns question by question.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path
from unittest.mock import patch

from knowledge.evaluation.scoring import Probe, is_right, probe
from knowledge.library import Library
from knowledge.ordering import rank
from knowledge.retrieval import ranking, when
from knowledge.retrieval.analysis import analyse


@dataclass(frozen=True)
class Asked:
    """What became of one question: `right` of its ten best sentences."""

    dated: bool
    answerable: bool
    answered: bool
    right: tuple[bool, ...]
    ms: float


def asked(library: Library, one: Probe) -> Asked:
    """Rank and decide, at the end of the day that the question is asked on."""
    assert one.asked is not None
    now, engine = datetime.combine(one.asked, time_of_day.max, tzinfo=UTC), library.index
    began = time.perf_counter()
    ranked, decision = rank(analyse(one.question, engine.vocabulary, "en"), library, now=now)
    took = (time.perf_counter() - began) * 1000
    confidence = ranking.probability(decision, ranking.shipped()) if ranked else 0.0
    found = [(engine.stories[r.candidate.story].article.id, r.sentence.text) for r in ranked[:10]]
    return Asked(
        dated=bool(when.times(one.question, "en", one.asked)),
        answerable=bool(one.answers),
        answered=confidence >= ranking.shipped().threshold,
        right=tuple(is_right(id_, text, one.answers or ()) for id_, text in found),
        ms=took,
    )


def line(name: str, rows: Iterable[Asked]) -> str:
    """The figures of some questions, as a row of a table."""
    rows = list(rows)
    yes, no = [r for r in rows if r.answerable], [r for r in rows if not r.answerable]
    at = [sum(any(r.right[:k]) for r in yes) for k in (1, 3, 10)]
    answered = [r for r in yes if r.answered]
    return (
        f"| {name} | {len(yes)} | {at[0]} / {at[1]} / {at[2]} | {len(answered)} | "
        f"{sum(any(r.right[:1]) for r in answered)} | {sum(r.answered for r in no)} of {len(no)} | "
        f"{statistics.median(r.ms for r in rows):.1f} |"
    )


def report(library: Library, probes: Iterable[Probe]) -> None:
    """Ask everything both ways and print a table."""
    with_times, without = [], []
    for one in probes:
        with patch.object(when, "times", lambda *_: ()):
            plain = asked(library, one)
        found = asked(library, one)
        with_times.append(found)
        without.append(Asked(found.dated, plain.answerable, plain.answered, plain.right, plain.ms))
    print("| questions | | right at 1 / 3 / 10 | answered | and right | false answers | median ms |")
    print("|---|---|---|---|---|---|---|")
    for name, dated in (("that name a time", True), ("that name none", False)):
        print(line(f"{name}, times not read", (r for r in without if r.dated is dated)))
        print(line(f"{name}, times read", (r for r in with_times if r.dated is dated)))


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    folder = parser.parse_args().eval / "news"
    library = Library.load([folder / "articles.jsonl.gz"], now=datetime.now(UTC))
    lines = [
        text
        for name in ("questions.jsonl", "refusals.jsonl")
        for text in (folder / name).read_text(encoding="utf-8").splitlines()
        if json.loads(text).get("asked")
    ]
    report(library, map(probe, lines))


if __name__ == "__main__":
    main()
