"""What readers follow: a question that was refused, a person, or a topic."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, select, update

from knowledge.retrieval.asking import MAX_QUESTION
from knowledge.store.database import Database
from knowledge.store.errors import TooManyError
from knowledge.store.tables import follows
from knowledge.store.texts import digest, normal


class Kind(StrEnum):
    """What is followed."""

    QUESTION = "question"
    PERSON = "person"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Follow:
    """A request to be told; `text` is the question, the person's name or the topic.

    `thread_id` is the topic of the group in which it was made; `asked` is when the articles were last asked.
    """

    id: int
    user_id: int
    chat_id: int
    thread_id: int | None
    kind: Kind
    text: str
    language: str | None
    created: datetime
    asked: datetime | None


class Follows:
    """The open requests. One that has ended is remembered with what was delivered, in case it is made again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        user_id: int,
        chat_id: int,
        kind: Kind,
        text: str,
        *,
        limit: int,
        now: datetime,
        language: str | None = None,
        thread_id: int | None = None,
    ) -> tuple[Follow, bool]:
        """Follow something in a chat; returns it, and False where it was followed there already.

        Raises TooManyError where the user has `limit` open requests over all chats.
        """
        text = " ".join(text.split())[:MAX_QUESTION]
        values = {
            "thread_id": thread_id,
            "text": text,
            "language": language,
            "created": now,
            "asked": None,
            "ended": None,
        }
        key = {"user_id": user_id, "chat_id": chat_id, "kind": kind.value, "same": digest(normal(text))}
        mine = select(follows).where(*(follows.c[name] == value for name, value in key.items()))
        async with self._database.writing() as connection:
            await self._database.alone(connection, user_id)
            there = (await connection.execute(mine.where(follows.c.ended.is_(None)))).first()
            if there is not None:
                return read_follow(there), False
            opened = select(func.count()).where(follows.c.user_id == user_id, follows.c.ended.is_(None))
            if (await connection.scalar(opened) or 0) >= limit:
                raise TooManyError(limit)
            insert = self._database.insert(follows).values(**key, **values)
            await connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=values))
            return read_follow((await connection.execute(mine)).one()), True

    async def get(self, follow_id: int) -> Follow | None:
        """Return an open request."""
        async with self._database.reading() as connection:
            row = (await connection.execute(_OPEN.where(follows.c.id == follow_id))).first()
        return None if row is None else read_follow(row)

    async def of(self, user_id: int, chat_id: int | None = None) -> tuple[Follow, ...]:
        """Return a user's open requests, of one chat or of all, the oldest first."""
        query = _OPEN.where(follows.c.user_id == user_id)
        if chat_id is not None:
            query = query.where(follows.c.chat_id == chat_id)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.order_by(follows.c.created, follows.c.id))).all()
        return tuple(read_follow(row) for row in rows)

    async def open(self, *, after: int = 0, most: int = 500) -> tuple[Follow, ...]:
        """Return open requests of everybody by rising id, to ask them anew; go on `after` the last one's id."""
        query = _OPEN.where(follows.c.id > after).order_by(follows.c.id).limit(most)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(read_follow(row) for row in rows)

    async def number(self) -> int:
        """Return how many requests are open, of everybody."""
        query = select(func.count()).select_from(follows).where(follows.c.ended.is_(None))
        async with self._database.reading() as connection:
            return await connection.scalar(query) or 0

    async def note_asked(self, ids: Collection[int], *, now: datetime) -> None:
        """Note that the articles were asked on behalf of these requests."""
        async with self._database.writing() as connection:
            await connection.execute(update(follows).where(follows.c.id.in_(ids)).values(asked=now))

    async def end(self, user_id: int, follow_id: int, *, now: datetime) -> Follow | None:
        """End a request of this user's and return it; None where it is not theirs, or has ended already."""
        async with self._database.writing() as connection:
            query = _OPEN.where(follows.c.id == follow_id, follows.c.user_id == user_id)
            row = (await connection.execute(query)).first()
            if row is not None:
                await connection.execute(update(follows).where(follows.c.id == follow_id).values(ended=now))
        return None if row is None else read_follow(row)

    async def end_all(self, user_id: int, *, now: datetime, chat_id: int | None = None) -> int:
        """End every open request of a user, of one chat or of all; returns how many there were."""
        query = update(follows).where(follows.c.user_id == user_id, follows.c.ended.is_(None))
        if chat_id is not None:
            query = query.where(follows.c.chat_id == chat_id)
        async with self._database.writing() as connection:
            return (await connection.execute(query.values(ended=now))).rowcount

    async def erase_ended(self, *, before: datetime) -> int:
        """Erase requests that ended before a time, with what was delivered of them; returns how many."""
        async with self._database.writing() as connection:
            return (await connection.execute(follows.delete().where(follows.c.ended < before))).rowcount


_OPEN = select(follows).where(follows.c.ended.is_(None))


def read_follow(row: Row[Any]) -> Follow:
    """Read a request back."""
    return Follow(
        row.id,
        row.user_id,
        row.chat_id,
        row.thread_id,
        Kind(row.kind),
        row.text,
        row.language,
        row.created,
        row.asked,
    )
