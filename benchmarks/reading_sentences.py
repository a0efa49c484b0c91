"""How sentences are cut: golden rules beside sentencex alone, and what holds on every article of a large set.

    python -m benchmarks.reading_sentences --eval FOLDER [--articles 10000] [--verbose]

`FOLDER` holds `sentences/golden_rules.jsonl` (`id`, `lang`, `text`, `sentences`) and `news/articles.jsonl.gz`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import sentencex

from knowledge.article import MAX_SENTENCE, Article
from knowledge.files import Fault, read
from knowledge.reading import split, stored_text
from knowledge.reading.boundaries import sentence_spans
from knowledge.reading.splitting import paragraph_spans


def ours(text: str, language: str) -> list[str]:
    """What Dateline cuts a text into, paragraph by paragraph."""
    return [
        text[first:last]
        for start, end in paragraph_spans(text)
        for first, last in sentence_spans(text, start, end, language)
    ]


def alone(text: str, language: str) -> list[str]:
    """What sentencex cuts it into by itself."""
    return [piece.strip() for piece in sentencex.segment(language, text) if piece.strip()]


def golden(path: Path, *, verbose: bool = False) -> Iterator[tuple[str, str]]:
    """Yield by language how many rules are kept, by us and by sentencex alone."""
    kept: dict[str, Counter[str]] = {"ours": Counter(), "alone": Counter()}
    total: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        language, wanted = row["lang"], [sentence.strip() for sentence in row["sentences"]]
        total[language] += 1
        for name, cut in (("ours", ours), ("alone", alone)):
            right = cut(row["text"], language) == wanted
            kept[name][language] += right
            if verbose and name == "ours" and not right:
                print(row["id"], wanted, cut(row["text"], language), sep="\n  ")
    for language in sorted(total):
        us, them = kept["ours"][language], kept["alone"][language]
        yield f"sentences: golden rules, {language}", f"{us} of {total[language]}, sentencex alone {them}"


def invariants(path: Path, number: int) -> Iterator[tuple[str, str]]:
    """Yield what must be zero: offsets that don't round-trip, sentences too long without a reason."""
    articles = sentences = broken = silent = long = 0
    for entry in islice(read(path), number):
        if isinstance(entry, Fault):
            continue
        # Unchecked: also what the library would refuse (a control character in it, say) must be cut without harm.
        article = Article.model_construct(**{"sections": None, **entry.data})
        text = stored_text(article, None)
        articles += 1
        end = 0
        for sentence in split(article, text):
            sentences += 1
            broken += text[sentence.start : sentence.end] != sentence.text or sentence.start < end
            end = sentence.end
            if len(sentence.text) > MAX_SENTENCE:
                long += 1
                silent += sentence.quotable
    yield "sentences: articles, sentences", f"{articles:,}, {sentences:,}"
    yield "sentences: offsets that don't round-trip", str(broken)
    yield f"sentences: longer than {MAX_SENTENCE:,} characters", f"{long}, of them {silent} without saying why"


def measure(evaluation: Path, *, articles: int = 10_000, verbose: bool = False) -> list[tuple[str, str]]:
    """Return the figures, each with its name; `evaluation` is the folder of evaluation data."""
    return [
        *golden(evaluation / "sentences/golden_rules.jsonl", verbose=verbose),
        *invariants(evaluation / "news/articles.jsonl.gz", articles),
    ]


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--verbose", action="store_true", help="print the golden rules that are not kept")
    chosen = parser.parse_args()
    for name, value in measure(chosen.eval, articles=chosen.articles, verbose=chosen.verbose):
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
