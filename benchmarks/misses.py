"""Why a right sentence does not come first: mechanical reasons, counted by what is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.retrieval import words


class Reason(StrEnum):
    """What speaks against the right sentence, or for the one before it; in the order in which they are looked for."""

    ABSENT = "right sentence is no candidate"
    FIRST_HAS_IT = "the first has the expected answer too"
    DOUBTFUL = "label doubtful"
    PARAPHRASE = "no content word shared"
    NUMBER_WORDS = "number in words against digits"
    PRONOUN = "name in a neighbour, pronoun here"
    SAME_ARTICLE = "outscored by one of the same article"
    OTHER_ARTICLE = "outscored by one of another article"


_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
NUMBERS = {word: number for number, word in enumerate(_WORDS.split())} | {"thirty": 30, "forty": 40, "fifty": 50}
PRONOUNS = frozenset("he she it they him her them his hers its their theirs this that these those who".split())


@dataclass(frozen=True)
class Missed:
    """A question whose first sentence is not right. `rank` counts from 1, None where no right one is a candidate.

    `here` and `near` say how far the best right sentence, and it with its neighbours and headline, have each word of
    the question (0..1); `names` which words are names. `expected` is the answer in a word or two; `has_asked`, whether
    the right sentence has what is asked for: a number, a name.
    """

    id: str
    question: str
    asked: str
    confidence: float
    rank: int | None
    right: str
    first: str
    same_article: bool
    here: Sequence[float]
    near: Sequence[float]
    names: Sequence[bool]
    has_asked: bool = True
    expected: str = ""

    def reasons(self) -> tuple[Reason, ...]:
        """Return all that apply, the main one first."""
        name_near = any(n and not h and b for n, h, b in zip(self.names, self.here, self.near, strict=True))
        applies = {
            Reason.ABSENT: self.rank is None,
            Reason.FIRST_HAS_IT: bool(self.expected) and contains(self.first, self.expected),
            Reason.DOUBTFUL: not any(self.near) or not self.has_asked,
            Reason.PARAPHRASE: not any(self.here),
            Reason.NUMBER_WORDS: number_written_otherwise(self.question, self.right),
            Reason.PRONOUN: name_near and bool(PRONOUNS & set(_lower(self.right))),
            Reason.SAME_ARTICLE: self.rank is not None and self.same_article,
            Reason.OTHER_ARTICLE: self.rank is not None and not self.same_article,
        }
        return tuple(reason for reason, holds in applies.items() if holds)


def _lower(text: str) -> list[str]:
    return [word.lower() for word in words.surfaces(text)]


def contains(sentence: str, expected: str) -> bool:
    """Whether all content words of a short answer stand in a sentence; 3 and "three" are the same."""
    wanted = {_number(word.key) for word in words.words(expected, "en") if not word.common}
    return bool(wanted) and wanted <= {_number(word.key) for word in words.words(sentence, "en")}


def _number(word: str) -> str:
    return str(NUMBERS[word]) if word in NUMBERS else word


def number_written_otherwise(question: str, sentence: str) -> bool:
    """Whether a number of the question stands in the sentence, but only in digits for words or words for digits."""
    asked, said = set(_lower(question)), set(_lower(sentence))
    for word, number in NUMBERS.items():
        digits = str(number)
        if (word in asked and word not in said and digits in said) or (
            digits in asked and digits not in said and word in said
        ):
            return True
    return False


def worst(missed: Iterable[Missed], count: int) -> list[Missed]:
    """Return the `count` worst: half of them the lowest in rank, half the most confident of the others."""
    lowest = sorted(missed, key=lambda m: (m.rank is not None, -(m.rank or 0), m.id))
    low, rest = lowest[: count // 2], lowest[count // 2 :]
    return low + sorted(rest, key=lambda m: (-m.confidence, m.id))[: count - len(low)]


def counts(missed: Sequence[Missed]) -> list[list[str]]:
    """Return a table: a row for what is asked for, a column for a main reason; last, how often a reason applies."""
    main = Counter((m.asked, m.reasons()[0]) for m in missed)
    kinds = [kind for kind, _ in Counter(m.asked for m in missed).most_common()]
    rows = [["asked for", *Reason, "all"]]
    for kind in kinds:
        numbers = [main[kind, reason] for reason in Reason]
        rows.append([kind, *(str(n or "") for n in numbers), str(sum(numbers))])
    total = [sum(main[kind, reason] for kind in kinds) for reason in Reason]
    rows.append(["main reason", *map(str, total), str(len(missed))])
    applies = Counter(reason for m in missed for reason in m.reasons())
    rows.append(["applies", *(str(applies[reason]) for reason in Reason), ""])
    return rows
