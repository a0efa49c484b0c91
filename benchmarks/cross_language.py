"""Questions in one language over articles in another: how often right first, and how often confidently wrong.

    python -m benchmarks.cross_language --eval FOLDER

FOLDER holds xquad/ as described in benchmarks/README.md. The weights are the shipped ones: no question of this kind
was learnt from. A wrong answer is one that is given, at the shipped threshold, from any sentence but the right one.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.question_sets import Collection, read_lines, xquad
from knowledge.retrieval import ranking
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.features import evidence
from knowledge.retrieval.language import question_language


@dataclass(frozen=True)
class CrossLanguage:
    """What became of the questions of one language; all but `questions` are shares of them (0..1)."""

    questions: int
    right_first: float
    answered: float
    answered_wrong: float
    language_told: float


def cross_language(folder: Path) -> dict[str, CrossLanguage]:
    """Ask the Spanish and German questions of the English paragraphs in `folder`; results by language."""
    english = next(one for one in xquad(folder) if one.language == "en")
    asked = read_lines(folder / "xquad" / "cross_es_de_to_en.jsonl")
    return measure(english, [(row["question_lang"], row["id"].split(":", 1)[1], row["question"]) for row in asked])


def measure(collection: Collection, asked: list[tuple[str, str, str]]) -> dict[str, CrossLanguage]:
    """Ask (language, id, question) of `collection`, whose own question of the same id says what is right."""
    engine = Engine.build(collection.passages)
    weights = ranking.shipped()
    right_text = {q.id: {answer["text"] for answer in q.answers or []} for q in collection.questions}
    outcomes: defaultdict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for language, id_, question in asked:
        told = question_language(question, [collection.language])
        analysis = analyse(question, engine.vocabulary, told)
        candidates = engine.candidates(analysis)
        right = confident = False
        if len(candidates):
            found = evidence(analysis, candidates, engine)
            scored = ranking.scores(found, weights.rank)
            order = np.argsort(-np.round(scored, 9), kind="stable")
            best = candidates[order[0]]
            right = collection.passages[best.story].bare[best.index].text in right_text[id_]
            decision = ranking.decision_features(found, order.tolist(), scored[order].tolist())
            confident = ranking.probability(decision, weights) >= weights.threshold
        outcomes[language].append((right, confident, told == language))
    return {language: _summed(rows) for language, rows in outcomes.items()}


def _summed(rows: list[tuple[bool, bool, bool]]) -> CrossLanguage:
    def share(values: list[bool]) -> float:
        return round(sum(values) / len(rows), 4)

    return CrossLanguage(
        questions=len(rows),
        right_first=share([right for right, _, _ in rows]),
        answered=share([confident for _, confident, _ in rows]),
        answered_wrong=share([confident and not right for right, confident, _ in rows]),
        language_told=share([told for _, _, told in rows]),
    )


def main() -> None:
    """Measure and print a line a language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    for language, found in cross_language(parser.parse_args().eval).items():
        print(
            f"{language} -> en: {found.questions} questions, right first {found.right_first:.3f}, answered "
            f"{found.answered:.3f}, of all wrongly answered {found.answered_wrong:.3f}, language told "
            f"{found.language_told:.3f}"
        )


if __name__ == "__main__":
    main()
