"""Drafts that wait for an admin's word: an article file that is not in the library yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from knowledge.store.database import Database
from knowledge.store.tables import drafts


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft of an admin's: `text` is the article as YAML, `message_id` the message that shows it, if one does."""

    id: int
    admin_id: int
    text: str
    message_id: int | None


class Drafts:
    """Each draft is its admin's alone, and is known by its number or by the message that shows it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, admin_id: int, text: str, *, now: datetime) -> int:
        """Keep a new draft; returns its number, which is never given again."""
        insert = self._database.insert(drafts).values(admin_id=admin_id, text=text, created=now)
        async with self._database.writing() as connection:
            return int((await connection.execute(insert.returning(drafts.c.id))).scalar_one())

    async def get(self, admin_id: int, draft_id: int) -> KeptDraft | None:
        """Return a draft; None where it is gone, or another's."""
        return await self._one(drafts.c.admin_id == admin_id, drafts.c.id == draft_id)

    async def shown_by(self, admin_id: int, message_id: int) -> KeptDraft | None:
        """Return the draft that a message of the admin's private chat shows."""
        return await self._one(drafts.c.admin_id == admin_id, drafts.c.message_id == message_id)

    async def _one(self, *which: ColumnElement[bool]) -> KeptDraft | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(select(drafts).where(*which).order_by(drafts.c.id.desc()))).first()
        return None if row is None else KeptDraft(row.id, row.admin_id, row.text, row.message_id)

    async def note_shown(self, draft_id: int, message_id: int) -> None:
        """Note the message that shows a draft now."""
        await self._change(draft_id, message_id=message_id)

    async def rewrite(self, draft_id: int, text: str) -> None:
        """Put another version in a draft's place."""
        await self._change(draft_id, text=text)

    async def _change(self, draft_id: int, **values: object) -> None:
        async with self._database.writing() as connection:
            await connection.execute(update(drafts).where(drafts.c.id == draft_id).values(**values))

    async def remove(self, draft_id: int) -> bool:
        """Let a draft go: it is published, or discarded; returns whether it was there."""
        async with self._database.writing() as connection:
            return (await connection.execute(drafts.delete().where(drafts.c.id == draft_id))).rowcount > 0

    async def waiting(self) -> int:
        """Return how many drafts wait."""
        async with self._database.reading() as connection:
            return await connection.scalar(select(func.count()).select_from(drafts)) or 0
