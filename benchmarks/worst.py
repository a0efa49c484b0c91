"""The news questions that go wrong, counted by kind and reason, and the worst of them to read.

    python -m benchmarks.worst --eval FOLDER --out FILE [--count 20]

FOLDER is the evaluation data of benchmarks/README.md; FILE gets the worst of the checked questions with their right
sentence and what came first: text of the evaluation data, so it must lie outside the project. Cross-validated as in
benchmarks.quality. The reasons are mechanical (benchmarks/misses.py); the first that applies is the main one.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fitting import Scored
from benchmarks.misses import Missed, counts, worst
from benchmarks.question_sets import Asked, Collection, news, read_lines, squad2, xquad
from benchmarks.validation import cross_validate, scorer
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.candidates import Candidate, Candidates
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.features import evidence
from knowledge.retrieval.matching import match

PROJECT = Path(__file__).parent.parent


def missed(one: Scored, asked: Asked, articles: Collection, engine: Engine[Any], score: Any, expected: str) -> Missed:  # noqa: ANN401 - the data's own module
    """Say what happened to a question whose first sentence is not right."""
    analysis = analyse(asked.text, engine.vocabulary, articles.language)
    candidates = engine.candidates(analysis)
    places = [place for place, n in enumerate(one.order) if one.row.right[n]]
    first = candidates[one.order[0]] if one.order else None
    options = [candidates[one.order[places[0]]]] if places else rights(asked, articles, score)
    # An article that was refused when loaded has no sentence to find.
    if not options:
        nothing = [0.0] * len(analysis.terms)
        right, here, near, has_asked = None, nothing, nothing, False
    else:
        found = match(analysis, Candidates.of(options), engine.tokens)
        best = int(found.here.sum(axis=1).argmax())
        right, here = options[best], found.here[best].tolist()
        near = np.maximum(found.around, found.head)[best].tolist()
        has_asked = not evidence(analysis, Candidates.of([right]), engine).of(0)["asked_missing"]
    return Missed(
        id=asked.id,
        question=asked.text,
        asked=analysis.asked.value,
        confidence=one.confidence,
        rank=places[0] + 1 if places else None,
        right=_text(articles, right),
        first=_text(articles, first),
        same_article=first is not None and right is not None and first.story == right.story,
        here=here,
        near=near,
        names=[term.name for term in analysis.terms],
        has_asked=has_asked,
        expected=expected,
    )


def _text(articles: Collection, candidate: Candidate | None) -> str:
    return articles.passages[candidate.story].bare[candidate.index].text if candidate else ""


def rights(asked: Asked, articles: Collection, score: Any) -> list[Candidate]:  # noqa: ANN401 - the data's own module
    """Return the right sentences, whether or not retrieval finds them."""
    answers = asked.answers or []
    wanted = {answer["article_id"] for answer in answers}
    return [
        Candidate(number, sentence.index, 0.0, 0.0)
        for number, passage in enumerate(articles.passages)
        if passage.article.id in wanted
        for sentence in passage.bare
        if score.right({"article_id": passage.article.id, "text": sentence.text}, answers)
    ]


def written(one: Missed) -> str:
    """Return a miss for a person to read."""
    place = f"rank {one.rank}" if one.rank else "no candidate"
    lines = [
        f"{one.id} · {one.asked} · {place} · confidence {one.confidence:.2f}",
        f"because: {'; '.join(one.reasons())}",
        f"Q: {one.question} [{one.expected}]",
        f"right: {one.right}",
        f"first: {one.first}",
        f"words here {sum(c > 0 for c in one.here)} and around {sum(c > 0 for c in one.near)} of {len(one.here)}",
    ]
    return "\n".join(lines)


def main() -> None:
    """Cross-validate, count the misses, and write the worst ones down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=20)
    given = parser.parse_args()
    if given.out.resolve().is_relative_to(PROJECT):
        parser.error("--out must lie outside the project: what is written is text of the evaluation data")
    score = scorer(given.eval)
    articles = news(given.eval)
    engine = Engine.build(articles.passages)
    rows = [row for one in [*squad2(given.eval), *xquad(given.eval)] for row in one.rows(score.right)]
    rows += articles.rows(score.right, engine)
    report(cross_validate(rows), articles, engine, score, given)


def report(scored: Sequence[Scored], articles: Collection, engine: Engine[Any], score: Any, given: Any) -> None:  # noqa: ANN401 - its own module, and argparse's
    """Print the table and write the file."""
    asked = {q.id: q for q in articles.questions if q.kind == "news"}
    expected = {row["id"]: row.get("gold_answer", "") for row in read_lines(given.eval / "news" / "questions.jsonl")}
    found: dict[bool, list[Missed]] = {True: [], False: []}
    for one in scored:
        if one.row.set == "news" and one.row.answerable and not one.row.right[one.order[:1]].any():
            about = missed(one, asked[one.row.id], articles, engine, score, expected[one.row.id])
            found[one.row.trusted].append(about)
    for title, misses in (("checked", found[True]), ("all", found[True] + found[False])):
        head, *table = counts(misses)
        print(f"\n### Not right at 1, {title} questions ({len(misses)})\n\n|", " | ".join(head), "|")
        print("|---" * len(head) + "|")
        for cells in table:
            print("|", " | ".join(cells), "|")
    listed = worst(found[True], given.count)
    given.out.write_text("\n\n".join(written(one) for one in listed) + "\n", encoding="utf-8")
    print(f"\nwrote the {len(listed)} worst to {given.out}")


if __name__ == "__main__":
    main()
