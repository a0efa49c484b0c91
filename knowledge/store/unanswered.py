"""Questions that nobody could be answered: grouped, counted, and without who asked. Kept only where texts are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from knowledge.store.database import Database
from knowledge.store.tables import unanswered
from knowledge.store.texts import digest, normal


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question in lower case, how often it was refused, and why the last time."""

    question: str
    count: int
    reason: str
    language: str | None
    first: datetime
    latest: datetime


class Unanswered:
    """What `Counts.refused` has kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def most_asked(self, most: int = 20, *, skip: int = 0) -> tuple[UnansweredQuestion, ...]:
        """Return the questions asked most often, of as many the latest first; `skip` turns the page."""
        columns = unanswered.c
        order = (columns.number.desc(), columns.latest.desc(), columns.same)
        async with self._database.reading() as connection:
            rows = await connection.execute(select(unanswered).order_by(*order).limit(most).offset(skip))
            return tuple(
                UnansweredQuestion(row.question, row.number, row.reason, row.language, row.first, row.latest)
                for row in rows
            )

    async def number(self) -> int:
        """Return how many different questions there are."""
        async with self._database.reading() as connection:
            return await connection.scalar(select(func.count()).select_from(unanswered)) or 0

    async def erase(self, question: str | None = None) -> int:
        """Erase one question, since it is answered now, or all of them; returns how many."""
        query = unanswered.delete()
        if question is not None:
            query = query.where(unanswered.c.same == digest(normal(question)))
        async with self._database.writing() as connection:
            return (await connection.execute(query)).rowcount
