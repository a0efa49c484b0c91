"""What admins did: who, what, on what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from knowledge.store.database import Database
from knowledge.store.tables import audit


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that an admin did."""

    admin_id: int
    action: str
    target: str
    done: datetime


class Audit:
    """The record; nothing in it is changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, admin_id: int, action: str, target: str = "", *, now: datetime) -> None:
        """Record what an admin did, and on what: an article's id, say."""
        async with self._database.writing() as connection:
            await connection.execute(audit.insert().values(admin_id=admin_id, action=action, target=target, done=now))

    async def latest(self, most: int = 20, *, skip: int = 0) -> tuple[Deed, ...]:
        """Return what was done last, the latest first; `skip` turns the page."""
        query = select(audit).order_by(audit.c.done.desc(), audit.c.id.desc()).limit(most).offset(skip)
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return tuple(Deed(row.admin_id, row.action, row.target, row.done) for row in rows)
