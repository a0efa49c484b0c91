"""What is kept about somebody, and its end: everything of a user or a chat, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, select, update

from knowledge.store.database import Database
from knowledge.store.tables import audit, choices, follows, notices, preferences, ratings


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept about a user: rows, by what they are.

    `deeds` is what they did as an admin. It is the operator's record, and is not forgotten.
    """

    ratings: int
    choices: int
    follows: int
    notices: int
    preferences: int
    deeds: int

    @property
    def forgettable(self) -> int:
        """How much `forget` would erase."""
        return self.ratings + self.choices + self.follows + self.notices + self.preferences


class Forgetting:
    """Users and chats across all tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept_about(self, user_id: int) -> Kept:
        """Count what is kept about a user."""
        theirs = select(follows.c.id).where(follows.c.user_id == user_id)
        wanted: list[tuple[Table, ColumnElement[bool]]] = [
            (ratings, ratings.c.user_id == user_id),
            (choices, choices.c.user_id == user_id),
            (follows, follows.c.user_id == user_id),
            (notices, notices.c.follow_id.in_(theirs)),
            (preferences, preferences.c.chat_id == user_id),
            (audit, audit.c.admin_id == user_id),
        ]
        numbers = [select(func.count()).select_from(table).where(which).scalar_subquery() for table, which in wanted]
        async with self._database.reading() as connection:
            return Kept(*(await connection.execute(select(*numbers))).one())

    async def forget(self, user_id: int) -> int:
        """Erase everything about a user, and their private chat; returns how many rows, notices not counted."""
        return await self._erase(
            (ratings, ratings.c.user_id == user_id),
            (choices, choices.c.user_id == user_id),
            (follows, (follows.c.user_id == user_id) | (follows.c.chat_id == user_id)),
            (preferences, preferences.c.chat_id == user_id),
        )

    async def forget_chat(self, chat_id: int) -> int:
        """Erase everything about a chat that the bot is no longer in; a private one (a positive id) is its user's."""
        if chat_id > 0:
            return await self.forget(chat_id)
        return await self._erase(
            (follows, follows.c.chat_id == chat_id), (preferences, preferences.c.chat_id == chat_id)
        )

    async def _erase(self, *what: tuple[Table, ColumnElement[bool]]) -> int:
        async with self._database.writing() as connection:
            return sum([(await connection.execute(table.delete().where(which))).rowcount for table, which in what])

    async def migrate_chat(self, old: int, new: int) -> None:
        """Carry a group over to the supergroup that it has become; what is set there already stays."""
        there = follows.alias()
        twice = select(there.c.id).where(
            there.c.chat_id == new, *(there.c[name] == follows.c[name] for name in ("user_id", "kind", "same"))
        )
        set_there = select(preferences.c.chat_id).where(preferences.c.chat_id == new)
        async with self._database.writing() as connection:
            await connection.execute(follows.delete().where(follows.c.chat_id == old, twice.exists()))
            await connection.execute(update(follows).where(follows.c.chat_id == old).values(chat_id=new))
            if await connection.scalar(set_there) is None:
                await connection.execute(update(preferences).where(preferences.c.chat_id == old).values(chat_id=new))
            await connection.execute(preferences.delete().where(preferences.c.chat_id == old))
