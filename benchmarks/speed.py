"""How long `ask` takes on a library, beside plain tantivy and rapidfuzz's process.extract in the same run.

    python -m benchmarks.speed [--articles PATH]... [--questions FILE.jsonl] [--rounds N]

The three take turns question by question, so that a slow moment of the machine slows all of them. The peers only
rank: they know no speakers, no dates and no refusing.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import rapidfuzz
import tantivy

from knowledge.answering import ask
from knowledge.library import Library

ROOT = Path(__file__).parent.parent
FUZZY_UP_TO = 20_000
"""Sentences up to which comparing each of them in Python is worth waiting for."""


def plain_tantivy(sentences: list[str]) -> Callable[[str, int], object]:
    """The best so many by BM25, with tantivy's own English analyzer."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(15_000_000, 1)
    for sentence in sentences:
        writer.add_document(tantivy.Document(body=sentence))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def top(question: str, limit: int) -> object:
        query, _ = index.parse_query_lenient(question, ["body"])
        return searcher.search(query, limit)

    return top


def main() -> None:
    """Print the medians and their ratios to `ask`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, action="append")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "questions" / "seed.jsonl")
    parser.add_argument("--rounds", type=int, default=50)
    given = parser.parse_args()
    now = datetime.now(UTC)
    library = Library.load(given.articles or [ROOT / "seeds"], now=now)
    sentences = [sentence.text for story in library.stories.values() for sentence in story.bare]
    lines = given.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    search = plain_tantivy(sentences)
    systems: dict[str, Callable[[str], object]] = {
        "ask": lambda question: ask(question, library, now=now),
        "tantivy, top 10": lambda question: search(question, 10),
        "tantivy, top 200": lambda question: search(question, 200),
    }
    if len(sentences) <= FUZZY_UP_TO:
        systems["rapidfuzz process.extract"] = lambda question: rapidfuzz.process.extract(question, sentences, limit=10)
    took: dict[str, list[float]] = {name: [] for name in systems}
    for round_ in range(given.rounds + 1):
        for question in questions:
            for name, system in systems.items():
                start = time.perf_counter()
                system(question)
                if round_:  # the first round warms up
                    took[name].append((time.perf_counter() - start) * 1000)
    print(
        f"{len(library)} articles, {len(sentences)} sentences, {len(questions)} questions x {given.rounds} rounds; "
        f"Python {platform.python_version()}, tantivy {tantivy.__version__}, rapidfuzz {rapidfuzz.__version__}"
    )
    ours = statistics.median(took["ask"])
    for name, times in took.items():
        median, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
        print(f"{name:28} median {median:8.3f} ms   p99 {p99:8.3f} ms   ask / it {ours / median:7.2f}")


if __name__ == "__main__":
    main()
