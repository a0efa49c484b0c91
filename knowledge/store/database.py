"""A database as the rest of the store uses it: transactions, and the few statements that differ between the two kinds.

Every failure of the database comes out as a StoreError.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from knowledge.store.errors import StoreError

FAILURES = (SQLAlchemyError, OSError, sqlite3.Error)
"""What a database raises: asyncpg says with an OSError that nobody is there, and a connection is set up in SQLite's own
words."""
Explain = Callable[[Exception], str]

WRITING = "dateline_writing"
"""The execution option of a connection that is going to write."""


class Database:
    """An engine, and how its failures are said.

    SQLite has one writer at a time: ours wait for each other here, in the order they came, rather than by sleeping in
    SQLite's busy handler. A `shared` database, one in memory, is one connection, so that there readers wait as well.
    `prepare` is run before the first transaction.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        explain: Explain,
        *,
        shared: bool = False,
        prepare: Callable[[Connection], None] | None = None,
    ) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITING: True})
        self._explain = explain
        self.is_postgresql = engine.dialect.name == "postgresql"
        self._shared = shared
        self._prepare = prepare
        self._turn = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; raises StoreError."""
        async with self._transaction(self._engine, alone=self._shared) as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed at the end, and undone where anything is raised; raises StoreError."""
        async with self._transaction(self._writer, alone=not self.is_postgresql) as connection:
            yield connection

    @contextlib.asynccontextmanager
    async def _transaction(self, engine: AsyncEngine, *, alone: bool) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._turn if alone else contextlib.nullcontext():
                if self._prepare is not None:
                    async with self._writer.begin() as connection:
                        await connection.run_sync(self._prepare)
                    self._prepare = None
                async with engine.begin() as connection:
                    yield connection
        except FAILURES as error:
            raise StoreError(self._explain(error)) from error

    async def alone(self, connection: AsyncConnection, of: int) -> None:
        """Wait until no other transaction is counting what belongs to `of`; SQLite's writers are alone anyway."""
        if self.is_postgresql:
            await connection.execute(select(func.pg_advisory_xact_lock(of)))

    def insert(self, table: Table) -> Any:  # noqa: ANN401 - the two dialects' inserts have no common type
        """An INSERT with `on_conflict_do_update` and `on_conflict_do_nothing`."""
        return postgresql.insert(table) if self.is_postgresql else sqlite.insert(table)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
