"""Opening a store: its database is made or brought up to date first, or an error says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType

from sqlalchemy import URL

from knowledge.store import engines
from knowledge.store.audit import Audit
from knowledge.store.counts import Counts
from knowledge.store.database import FAILURES, WRITING, Database
from knowledge.store.drafts import Drafts
from knowledge.store.errors import StoreError
from knowledge.store.feedback import Feedback
from knowledge.store.follows import Follows
from knowledge.store.forgetting import Forgetting
from knowledge.store.notices import Notices
from knowledge.store.preferences import PreferencesOfChats
from knowledge.store.rulings import Rulings
from knowledge.store.tables import metadata
from knowledge.store.unanswered import Unanswered
from knowledge.store.updates import Updates


@dataclass(frozen=True)
class Store:
    """What users leave behind, a part for each concern. Close it at the end, or use it as `async with`.

    `keep_texts` says whether questions are kept in the asker's words.
    """

    database: Database
    keep_texts: bool
    feedback: Feedback
    follows: Follows
    notices: Notices
    preferences: PreferencesOfChats
    counts: Counts
    unanswered: Unanswered
    audit: Audit
    forgetting: Forgetting
    rulings: Rulings
    drafts: Drafts
    updates: Updates

    @classmethod
    def of(cls, database: Database, *, keep_texts: bool) -> Store:
        """Return a store over a database that has the tables."""
        return cls(
            database,
            keep_texts,
            Feedback(database, keep_texts=keep_texts),
            Follows(database),
            Notices(database),
            PreferencesOfChats(database),
            Counts(database, keep_texts=keep_texts),
            Unanswered(database),
            Audit(database),
            Forgetting(database),
            Rulings(database),
            Drafts(database),
            Updates(database),
        )

    async def close(self) -> None:
        """Close every connection; closing twice does nothing more."""
        await self.database.close()

    async def __aenter__(self) -> Store:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def memory_store(*, keep_texts: bool = False) -> Store:
    """Return an empty store that is gone when it is closed; it opens when it is first used."""
    url = engines.parsed("sqlite://")
    made = Database(engines.engine(url), partial(engines.explained, url=url), shared=True, prepare=metadata.create_all)
    return Store.of(made, keep_texts=keep_texts)


async def open_store(place: str | Path, *, keep_texts: bool = False) -> Store:
    """Open the store at a database URL, or in a SQLite file, after bringing it up to date; raises StoreError."""
    where = engines.in_file(place) if isinstance(place, Path) else engines.parsed(place)
    if engines.in_memory(where):
        return memory_store(keep_texts=keep_texts)
    from knowledge.store.upgrading import bring_up_to_date  # noqa: PLC0415 - only what lasts needs Alembic

    engines.make_folder(where)
    migrating = engines.engine(where, migrating=True)
    try:
        with _said(where):
            async with migrating.execution_options(**{WRITING: True}).begin() as connection:
                await connection.run_sync(bring_up_to_date, where)
    finally:
        await migrating.dispose()
    explain = partial(engines.explained, url=where)
    made = Database(engines.engine(where), explain, beside=engines.beside(where))
    return Store.of(made, keep_texts=keep_texts)


@contextmanager
def _said(url: URL) -> Iterator[None]:
    try:
        yield
    except FAILURES as error:
        raise StoreError(engines.explained(error, url)) from error
