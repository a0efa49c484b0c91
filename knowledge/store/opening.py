"""Opening a store: its database is made or brought up to date first, or an error says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, func, inspect, select, text

from knowledge.store import engines
from knowledge.store.audit import Audit
from knowledge.store.counts import Counts
from knowledge.store.database import FAILURES, WRITING, Database
from knowledge.store.errors import StoreError
from knowledge.store.feedback import Feedback
from knowledge.store.follows import Follows
from knowledge.store.forgetting import Forgetting
from knowledge.store.notices import Notices
from knowledge.store.preferences import PreferencesOfChats
from knowledge.store.tables import metadata
from knowledge.store.unanswered import Unanswered

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 0x_DA7E_114E
"""The number of PostgreSQL's advisory lock that a start holds while it migrates."""


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


async def open_store(url: str, *, keep_texts: bool = False) -> Store:
    """Open the store at a database URL, after bringing it up to date; raises StoreError."""
    where = engines.parsed(url)
    if engines.in_memory(where):
        return memory_store(keep_texts=keep_texts)
    engines.make_folder(where)
    migrating = engines.engine(where, migrating=True)
    try:
        with _said(where):
            async with migrating.execution_options(**{WRITING: True}).begin() as connection:
                await connection.run_sync(_bring_up_to_date, where)
    finally:
        await migrating.dispose()
    return Store.of(Database(engines.engine(where), partial(engines.explained, url=where)), keep_texts=keep_texts)


@contextmanager
def _said(url: URL) -> Iterator[None]:
    try:
        yield
    except FAILURES as error:
        raise StoreError(engines.explained(error, url)) from error


def _bring_up_to_date(connection: Connection, url: URL) -> None:
    """Run the migrations that the database lacks, in the transaction that is going on."""
    place = _place(url)
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise StoreError(engines.damaged(place))
    else:
        connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    found = MigrationContext.configure(connection).get_current_heads()
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if set(found) - known:
        raise StoreError(
            f"The store {place} was written by a newer version of Dateline: install that one, or put back a copy of "
            "the store from before it."
        )
    if not found and set(inspect(connection).get_table_names()) & metadata.tables.keys():
        raise StoreError(f"The store {place} has tables of another program: give Dateline a database of its own.")
    try:
        command.upgrade(config, "head")
    except (CommandError, NotImplementedError) as error:
        raise StoreError(f"The store {place} could not be brought up to date: {type(error).__name__}.") from error
    # A store that is up to date already was only read so far.
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


def _place(url: URL) -> str:
    """Name a database without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return f"{url.database} in PostgreSQL at {url.host or url.query.get('host') or 'localhost'}"
