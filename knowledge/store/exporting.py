"""What readers thought of quotes, as a set of questions with their answers: for `dateline eval` and for training."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from knowledge.store.feedback import Mark, Sign
from knowledge.store.quoted import Quoted
from knowledge.store.texts import digest, normal

LEAST_WORDS = 3
"""Words from which what was typed inline is a question that can be asked again, and no beginning of one."""


@dataclass(frozen=True, slots=True)
class Export:
    """The lines of a file, and what did not go into it.

    `without_text` are signs whose question was not kept; `without_answer` are questions whose every quote was found
    not helpful at least as often as helpful: that does not say that no sentence answers. `fragments` are questions that
    were only typed inline, in fewer than LEAST_WORDS words.
    """

    lines: tuple[str, ...]
    signs: int
    without_text: int
    without_answer: int
    fragments: int


@dataclass
class _Asked:
    question: str
    first: datetime
    quotes: dict[str, Quoted] = field(default_factory=dict)
    marks: dict[str, Counter[Mark]] = field(default_factory=dict)


def export(signs: Iterable[Sign]) -> Export:
    """Put the signs of each question together; questions that differ in case or spaces are one.

    A quote is an answer where more readers found it helpful, or chose it inline, than found it not helpful. The `id`
    starts with the week of the first sign, since cross-validation keeps a week together; `strict` says that somebody
    found an answer helpful, rather than only choosing it.
    """
    asked: dict[str, _Asked] = {}
    all_, without_text = 0, 0
    for sign in signs:
        all_ += 1
        if sign.question is None:
            without_text += 1
            continue
        one = asked.setdefault(normal(sign.question), _Asked(sign.question, sign.at))
        if sign.at < one.first:
            one.question, one.first = sign.question, sign.at
        key = sign.quoted.digest
        one.quotes[key] = sign.quoted
        one.marks.setdefault(key, Counter())[sign.mark] += 1
    lines = []
    without_answer, fragments = 0, 0
    for same, one in sorted(asked.items(), key=lambda item: (item[1].first, item[0])):
        answers = [key for key, marks in one.marks.items() if _speaks_for(marks) > marks[Mark.NOT_HELPFUL]]
        total = sum(one.marks.values(), Counter())
        rated = total[Mark.HELPFUL] + total[Mark.NOT_HELPFUL]
        if not answers:
            without_answer += 1
        elif not rated and len(same.split()) < LEAST_WORDS:
            fragments += 1
        else:
            lines.append(_line(same, one, answers, total))
    return Export(tuple(lines), all_, without_text, without_answer, fragments)


def _speaks_for(marks: Counter[Mark]) -> int:
    return marks[Mark.HELPFUL] + marks[Mark.CHOSEN]


def _line(same: str, one: _Asked, answers: list[str], total: Counter[Mark]) -> str:
    year, week, _ = one.first.astimezone(UTC).isocalendar()
    row = {
        "id": f"{year}-W{week:02}_{digest(same)[:12]}",
        "question": one.question,
        "answers": [{"article_id": one.quotes[key].article_id, "text": one.quotes[key].text} for key in answers],
        "strict": any(one.marks[key][Mark.HELPFUL] > one.marks[key][Mark.NOT_HELPFUL] for key in answers),
        "signs": {mark.value: total[mark] for mark in Mark},
    }
    return json.dumps(row, ensure_ascii=False)
