"""What readers think of a quote: helpful or not, and which inline results they chose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select

from knowledge.retrieval.asking import MAX_QUESTION
from knowledge.store.database import Database
from knowledge.store.quoted import Quoted, columns, from_row
from knowledge.store.tables import choices, ratings


class Mark(StrEnum):
    """What a reader did with a quote."""

    HELPFUL = "helpful"
    NOT_HELPFUL = "not helpful"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of relevance, without its reader; `question` is None where texts were not kept."""

    mark: Mark
    quoted: Quoted
    question: str | None
    at: datetime


class Feedback:
    """Ratings and chosen inline results. Questions are kept only where `keep_texts` is set."""

    def __init__(self, database: Database, *, keep_texts: bool) -> None:
        self._database = database
        self._keep_texts = keep_texts

    async def rate(self, user_id: int, quoted: Quoted, *, helpful: bool, question: str, now: datetime) -> bool:
        """Keep what a user thinks of a quote, in place of what they thought before; returns whether that is new."""
        values = columns(quoted) | {"helpful": helpful, "question": self._kept(question), "rated": now}
        insert = self._database.insert(ratings).values(user_id=user_id, **values)
        async with self._database.writing() as connection:
            before = await connection.scalar(select(ratings.c.helpful).where(*_by(user_id, quoted)))
            await connection.execute(
                insert.on_conflict_do_update(index_elements=[ratings.c.user_id, ratings.c.quote], set_=values)
            )
        return before is None or before is not helpful

    async def rating(self, user_id: int, quoted: Quoted) -> bool | None:
        """Return whether a user found a quote helpful; None where they did not say."""
        async with self._database.reading() as connection:
            found: bool | None = await connection.scalar(select(ratings.c.helpful).where(*_by(user_id, quoted)))
        return found

    async def choose(self, user_id: int, quoted: Quoted, *, question: str, now: datetime) -> None:
        """Count a chosen inline result as a sign that it is relevant to what was typed."""
        values = columns(quoted) | {"user_id": user_id, "question": self._kept(question), "chosen": now}
        async with self._database.writing() as connection:
            await connection.execute(choices.insert().values(values))

    async def totals(self) -> dict[Mark, int]:
        """How many signs there are of each kind."""
        async with self._database.reading() as connection:
            rated = await connection.execute(
                select(ratings.c.helpful, func.count().label("number")).group_by(ratings.c.helpful)
            )
            by_mark = {Mark.HELPFUL if row.helpful else Mark.NOT_HELPFUL: row.number for row in rated}
            chosen = await connection.scalar(select(func.count()).select_from(choices))
        return {mark: by_mark.get(mark, 0) for mark in (Mark.HELPFUL, Mark.NOT_HELPFUL)} | {Mark.CHOSEN: chosen or 0}

    async def signs(self) -> AsyncIterator[Sign]:
        """Yield every sign, the oldest first: ratings, then choices."""
        async for sign in self._signs(ratings, ratings.c.rated, ratings.c.helpful):
            yield sign
        async for sign in self._signs(choices, choices.c.chosen, None):
            yield sign

    async def _signs(
        self, table: Table, at: ColumnElement[datetime], helpful: ColumnElement[bool] | None
    ) -> AsyncIterator[Sign]:
        wanted: list[Any] = [table, at.label("at"), *([] if helpful is None else [helpful.label("mark")])]
        # In pages, so that a long export holds up neither memory nor, in a shared connection, the others.
        last: tuple[datetime, int] | None = None
        while True:
            query = select(*wanted).order_by(at, table.c.id).limit(_PAGE)
            if last is not None:
                query = query.where((at > last[0]) | ((at == last[0]) & (table.c.id > last[1])))
            async with self._database.reading() as connection:
                rows = (await connection.execute(query)).all()
            for row in rows:
                mark = Mark.CHOSEN if helpful is None else Mark.HELPFUL if row.mark else Mark.NOT_HELPFUL
                yield Sign(mark, from_row(row), row.question, row.at)
            if len(rows) < _PAGE:
                return
            last = (rows[-1].at, rows[-1].id)

    def _kept(self, question: str) -> str | None:
        return question.strip()[:MAX_QUESTION] or None if self._keep_texts else None


_PAGE = 1_000


def _by(user_id: int, quoted: Quoted) -> tuple[ColumnElement[bool], ...]:
    return ratings.c.user_id == user_id, ratings.c.quote == quoted.digest
