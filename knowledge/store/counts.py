"""What was asked, day by day, as mere numbers: no user, no text. Days are UTC's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import select

from knowledge.answering import NoAnswer
from knowledge.retrieval.asking import MAX_QUESTION
from knowledge.store.database import Database, Statement
from knowledge.store.tables import counts, latencies, unanswered
from knowledge.store.texts import digest, normal

ACCURACY = 0.05
"""How far (as a share) a percentile may be from the true one."""
_GAMMA = (1 + ACCURACY) / (1 - ACCURACY)
_SHORTEST_MS = 0.01


class Refusal(StrEnum):
    """Why a question was refused."""

    NO_WORDS = "no word to look for"
    NOTHING_ALIKE = "no sentence has any of its words"
    UNSURE = "too little confidence"


def refusal(found: NoAnswer) -> Refusal:
    """Return why `ask` refused."""
    if found.trace.analysis is None or not found.trace.analysis.terms:
        return Refusal.NO_WORDS
    return Refusal.UNSURE if found.trace.ranked else Refusal.NOTHING_ALIKE


@dataclass(frozen=True, slots=True)
class Day:
    """The figures of a day; `refused` is by reason."""

    day: date
    answered: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)

    @property
    def refusals(self) -> int:
        """How many questions were refused."""
        return sum(self.refused.values())

    @property
    def questions(self) -> int:
        """How many questions were asked."""
        return self.answered + self.refusals


class Counts:
    """Questions, answers and refusals a day, and how long they took."""

    def __init__(self, database: Database, *, keep_texts: bool) -> None:
        self._database = database
        self._keep_texts = keep_texts
        self._count = database.insert(counts).on_conflict_do_update(
            index_elements=["day", "outcome", "reason"], set_={"number": counts.c.number + 1}
        )
        self._wait = database.insert(latencies).on_conflict_do_update(
            index_elements=["day", "bucket"], set_={"number": latencies.c.number + 1}
        )

    async def answered(self, *, took_ms: float, now: datetime) -> None:
        """Count an answer, and the milliseconds that the reader waited for it."""
        await self._note("answered", "", took_ms, now)

    async def refused(
        self, question: str, reason: str, *, took_ms: float, now: datetime, language: str | None = None
    ) -> None:
        """Count a refusal, its `reason` from `refusal`; the question's text is kept only where texts are."""
        kept = normal(question)[:MAX_QUESTION] if self._keep_texts else ""
        await self._note("refused", reason, took_ms, now, kept, language)

    async def _note(
        self, outcome: str, reason: str, took_ms: float, now: datetime, kept: str = "", language: str | None = None
    ) -> None:
        day = now.astimezone(UTC).date()
        statements: list[Statement] = [
            (self._count, {"day": day, "outcome": outcome, "reason": reason, "number": 1}),
            (self._wait, {"day": day, "bucket": _bucket(took_ms), "number": 1}),
        ]
        if kept:
            values = {"question": kept, "reason": reason, "language": language, "latest": now}
            text = self._database.insert(unanswered).values(same=digest(kept), first=now, number=1, **values)
            again = values | {"number": unanswered.c.number + 1}
            statements.append((text.on_conflict_do_update(index_elements=["same"], set_=again), {}))
        await self._database.write(*statements, patiently=True)

    async def days(self, since: date, until: date) -> tuple[Day, ...]:
        """Return the figures of each day from `since` to `until`, both included, that has any; the oldest first."""
        query = select(counts).where(counts.c.day.between(since, until)).order_by(counts.c.day, counts.c.reason)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        found: dict[date, tuple[int, dict[str, int]]] = {}
        for row in rows:
            answers, refusals = found.get(row.day, (0, {}))
            if row.outcome == "answered":
                answers += row.number
            else:
                refusals[row.reason] = row.number
            found[row.day] = (answers, refusals)
        return tuple(Day(day, answers, refusals) for day, (answers, refusals) in found.items())

    async def percentiles(self, day: date, shares: Iterable[float] = (0.5, 0.99)) -> tuple[float | None, ...]:
        """Return the milliseconds within which these shares (0..1) of a day's questions were answered or refused.

        Each is within ACCURACY of the true one; None where nothing was asked.
        """
        query = select(latencies).where(latencies.c.day == day).order_by(latencies.c.bucket)
        async with self._database.reading() as connection:
            rows = [(row.bucket, row.number) for row in await connection.execute(query)]
        return tuple(_percentile(rows, share) for share in shares)


def _bucket(took_ms: float) -> int:
    """The bucket of a duration; buckets grow by one factor, so that each is known to the same share.

    Source: Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable quantile sketch", VLDB 12 (2019).
    """
    return math.ceil(math.log(max(took_ms, _SHORTEST_MS), _GAMMA))


def _percentile(rows: list[tuple[int, int]], share: float) -> float | None:
    rank = share * (sum(count for _, count in rows) - 1)
    seen = 0
    for bucket, count in rows:
        seen += count
        if seen > rank:
            return float(2 * _GAMMA**bucket / (_GAMMA + 1))
    return None
