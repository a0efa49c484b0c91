"""How often the words in bold are the answer: `python -m benchmarks.highlighting --eval FOLDER`.

Over the news questions' right sentences: in how many something is told, and in how many of those it shares a word with
the expected answer (`gold_answer`). The weeks are parted in two: the rules were looked at with the first half alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.answering import Quote, quote
from knowledge.article import Article
from knowledge.highlighting import answering_words
from knowledge.library import Library
from knowledge.reading import split, stored_text
from knowledge.retrieval.analysis import analyse
from knowledge.story import Story

NOW = datetime(2100, 1, 1, tzinfo=UTC)
_EMPTY = {"the", "a", "an", "of", "in", "s"}


def main() -> None:
    """Print a line a kind of question, for each half of the weeks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, required=True)
    folder = parser.parse_args().eval / "news"
    questions = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    stories = _stories(folder, {one["article_id"] for question in questions for one in question["answers"][:1]})
    vocabulary = Library.of(stories.values(), now=NOW).index.vocabulary
    counts: Counter[tuple[bool, str, str]] = Counter()
    for question in questions:
        held_out = sum(map(ord, question["id"].split("_")[0])) % 2 == 1
        for shown in _right(question, stories):
            analysis = analyse(question["question"], vocabulary, "en")
            spans = answering_words(analysis, shown)
            counts[held_out, analysis.asked.value, "asked"] += 1
            for start, end in spans:
                right = _words(shown.sentence.text[start:end]) & _words(question["gold_answer"])
                counts[held_out, analysis.asked.value, "right" if right else "wrong"] += 1
    for half in (False, True):
        kinds = sorted({kind for out, kind, _ in counts if out is half})
        print("held out" if half else "looked at")
        for kind in (*kinds, "all"):
            of_kind = {key: n for key, n in counts.items() if key[0] is half and kind in {key[1], "all"}}
            found = {
                what: sum(n for key, n in of_kind.items() if key[2] == what) for what in ("asked", "right", "wrong")
            }
            print(f"  {kind:10} {found['asked']:4} asked, {found['right']:3} right, {found['wrong']:3} wrong")


def _stories(folder: Path, wanted: set[str]) -> dict[str, Story]:
    stories = {}
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            data = json.loads(line)
            if data["id"] not in wanted:
                continue
            try:
                article = Article.model_validate(data, context={"now": NOW})
            except ValidationError:
                continue
            text = stored_text(article, None)
            stories[article.id] = Story(article, text, split(article, text))
    return stories


def _right(question: dict[str, Any], stories: dict[str, Story]) -> Iterator[Quote]:
    """The first of the sentences that answer, where it is found in its article."""
    for one in question["answers"][:1]:
        story = stories.get(one["article_id"])
        for sentence in story.bare if story else ():
            if sentence.quotable and (one["text"][:60] in sentence.text or sentence.text == one["text"]):
                assert story is not None
                yield quote(story, sentence.index)
                break


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - _EMPTY


if __name__ == "__main__":
    main()
