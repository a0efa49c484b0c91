"""Telegram's updates on their way through the bot: none is lost, and none is handled twice.

An update is taken before Telegram is told so; from then on it is here until it is handled. What is left when the bot
dies is handled at the next start, but for what may have been answered already: nobody can know whether a message that
was being sent arrived, so it is not sent again. A handled update's number is kept for a day, and nothing of what it
said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update

from knowledge.store.database import Database
from knowledge.store.tables import updates

KEPT = timedelta(days=1)
"""How long a handled update's number is kept. Telegram itself keeps updates for a day at most."""


_CHANGE = update(updates).where(updates.c.update_id == bindparam("of"))


@dataclass(frozen=True, slots=True)
class LeftOver:
    """An update that was taken and not handled: `body` is its JSON; `sending` says that an answer was begun."""

    update_id: int
    body: str
    taken: datetime
    sending: bool


class Updates:
    """What was taken and not handled yet, and the numbers of what was."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._take = database.insert(updates).on_conflict_do_nothing(index_elements=["update_id"])

    async def take(self, update_id: int, body: str, *, now: datetime) -> bool:
        """Keep an update until it is handled; returns False where it was taken before."""
        values = {"update_id": update_id, "body": body, "taken": now, "sending": False}
        (rows,) = await self._database.write((self._take, values))
        return rows > 0

    async def note_sending(self, update_id: int) -> None:
        """Note that from now on an answer may have gone out."""
        await self._database.write((_CHANGE, {"of": update_id, "sending": True}))

    async def finish(self, update_id: int, *, now: datetime) -> None:
        """Keep of a handled update only its number; a moment later is soon enough, since what was sent is noted."""
        await self._database.write((_CHANGE, {"of": update_id, "body": None, "handled": now}), patiently=True)

    async def left_over(self) -> tuple[LeftOver, ...]:
        """Return what is not handled, the oldest first."""
        query = select(updates).where(updates.c.handled.is_(None)).order_by(updates.c.update_id)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(LeftOver(row.update_id, row.body, row.taken, row.sending) for row in rows)

    async def waiting(self) -> int:
        """Return how many are not handled."""
        query = select(func.count()).select_from(updates).where(updates.c.handled.is_(None))
        async with self._database.reading() as connection:
            return await connection.scalar(query) or 0

    async def forget_handled(self, *, now: datetime) -> int:
        """Erase the numbers of what was handled longer ago than KEPT; returns how many."""
        old = updates.delete().where(updates.c.handled < now - KEPT)
        async with self._database.writing() as connection:
            return (await connection.execute(old)).rowcount
