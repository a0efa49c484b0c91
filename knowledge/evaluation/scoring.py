"""Figures of a set of questions: how often the right sentence comes first, what is answered, what wrongly so."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import regex

AT = (1, 3, 10)
"""Among how many of the best the right sentence is looked for."""
SHARED = 0.8
"""The share of the shorter sentence's words that makes two sentences the same."""
SHORTEST = 3
"""Words from which a sentence can be compared by what it shares."""
FIGURES = (
    *(f"answer@{k}" for k in AT),
    "coverage",
    "right_when_answered@3",
    "false_answer_rate",
    "auroc",
    "p50_ms",
    "p99_ms",
)
"""The names of everything that `figures` measures."""
_SPACELESS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}"
_WORD = regex.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article that answers."""

    article_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Probe:
    """A question with what is known of its answer.

    `answers` are passages, or texts that the right sentence contains; empty where the question must be refused, None
    where nothing is known. `asked` is the day it is asked on, None for today.
    """

    id: object
    question: str
    answers: tuple[Passage | str, ...] | None = None
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one probe: `right` says of each ranked sentence, best first, whether it answers."""

    answerable: bool
    answered: bool
    confidence: float
    right: tuple[bool, ...] = ()
    took_ms: float = 0.0


def probe(line: str) -> Probe:
    """Read a line of JSON: `id`, `question` and perhaps `answers` (a list, or null) and `asked` (a day).

    Raises ValueError.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or "id" not in row or "question" not in row:
        raise ValueError("expected a JSON object with `id` and `question`")
    question = str(row["question"])
    asked = _asked(row.get("asked"))
    if "answers" not in row:
        return Probe(row["id"], question, asked=asked)
    answers = row["answers"]
    if not isinstance(answers, list | None):
        raise ValueError("`answers` is a list, or null where the question must be refused")
    return Probe(row["id"], question, tuple(_answer(one) for one in answers or ()), asked)


def _asked(value: object) -> date | None:
    try:
        return None if value is None else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("`asked` is the day that the question is asked on, as 2024-03-05") from None


def _answer(value: object) -> Passage | str:
    if isinstance(value, dict) and isinstance(value.get("article_id"), str) and isinstance(value.get("text"), str):
        value = Passage(value["article_id"], value["text"])
    if not isinstance(value, Passage | str):
        raise ValueError("an answer is a text that the sentence contains, or an object with `article_id` and `text`")
    if not _words(value if isinstance(value, str) else value.text):
        raise ValueError("an answer without a word; where no article answers, `answers` is null")
    return value


def is_right(article_id: str, sentence: str, answers: Sequence[Passage | str]) -> bool:
    """Whether `sentence` of an article is one of the answers.

    It contains the answer's text, word by word; or it is of the answer's article and at least four fifths of the
    words of the shorter of the two (three words or more) are in the longer.
    """
    got = _words(sentence)
    for answer in answers:
        if isinstance(answer, str):
            if " ".join(_words(answer)) in " ".join(got):
                return True
        elif answer.article_id == article_id:
            short, long = sorted((got, _words(answer.text)), key=len)
            if len(short) >= SHORTEST and sum(word in set(long) for word in short) >= SHARED * len(short):
                return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """Return every figure of FIGURES; None where the outcomes have nothing to measure it by.

    `answer@k`: the right sentence is among the first k, of what can be answered. `coverage`: share of it that is
    answered; `right_when_answered@3`: share of that with a right sentence among the first three.
    `false_answer_rate`: share answered of what must be refused. `auroc`: how often an answerable question has more
    confidence than one that must be refused. `p50_ms`, `p99_ms`: time a question, in milliseconds.
    """
    yes = [one for one in outcomes if one.answerable]
    no = [one for one in outcomes if not one.answerable]
    answered = [one for one in yes if one.answered]
    took = sorted(one.took_ms for one in outcomes)
    return {
        **{f"answer@{k}": _share([any(one.right[:k]) for one in yes]) for k in AT},
        "coverage": _share([one.answered for one in yes]),
        "right_when_answered@3": _share([any(one.right[:3]) for one in answered]),
        "false_answer_rate": _share([one.answered for one in no]),
        "auroc": auroc([one.confidence for one in yes], [one.confidence for one in no]),
        "p50_ms": took[len(took) // 2] if took else None,
        "p99_ms": took[int(len(took) * 0.99)] if took else None,
    }


def _share(marks: Sequence[bool]) -> float | None:
    return sum(marks) / len(marks) if marks else None


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the chance (0..1) that a positive has the higher value, ties as half; None where a side is empty."""
    if not positive or not negative:
        return None
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left").sum() + np.searchsorted(ordered, positive, "right").sum()
    return float(below) / (2 * len(positive) * len(negative))


def wilson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval (0..1) of a share of which `count` of `total` were seen; `total` is at least 1.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    rate, spread = count / total, z * z / total
    middle = (rate + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(rate * (1 - rate) / total + spread / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def rounded(found: Mapping[str, float | None]) -> dict[str, float | None]:
    """Figures to four places, as they are written."""
    return {name: None if value is None else round(value, 4) for name, value in found.items()}
