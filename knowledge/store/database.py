"""A database as the rest of the store uses it: transactions, and the few statements that differ between the two kinds.

Every failure of the database comes out as a StoreError.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Table, func, select
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

PATIENCE = 0.05
"""How long, in seconds, what nobody waits for may stay unwritten."""

Statement = tuple[Executable, Mapping[str, object]]
"""A statement, and the values of its parameters."""


@dataclass(frozen=True, eq=False)
class _Wish:
    """Statements that wait to be written, and what comes of them."""

    statements: Sequence[Statement]
    rows: asyncio.Future[tuple[int, ...]]


def _executed(engine: Engine, statements: Sequence[Statement]) -> list[int]:
    with engine.begin() as connection:
        return [connection.execute(statement, values).rowcount for statement, values in statements]


class Database:
    """An engine, and how its failures are said.

    SQLite has one writer at a time: ours wait for each other here, in the order they came, rather than by sleeping in
    SQLite's busy handler. A `shared` database, one in memory, is one connection, so that there readers wait as well.
    `prepare` is run before the first transaction. `beside` is the same SQLite file without waiting in between: the
    small writes of many go there, each transaction in one walk to a thread, where the other engine takes one a step.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        explain: Explain,
        *,
        shared: bool = False,
        prepare: Callable[[Connection], None] | None = None,
        beside: Engine | None = None,
    ) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITING: True})
        self._explain = explain
        self.is_postgresql = engine.dialect.name == "postgresql"
        self._shared = shared
        self._prepare = prepare
        self._beside = None if beside is None else beside.execution_options(**{WRITING: True})
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._turn = asyncio.Lock()
        self._wishes: list[_Wish] = []
        self._granting: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

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

    async def write(self, *statements: Statement, patiently: bool = False) -> tuple[int, ...]:
        """Execute statements in one transaction; returns how many rows each has changed, and raises StoreError.

        Whoever waits for the same meanwhile is in that transaction too (a group commit): under load a commit, which
        takes longer than a small statement, is one for many. Where it fails each tries alone. Who is cancelled may or
        may not have written. Who is `patiently` waiting has up to PATIENCE to go along with somebody who is not.
        """
        mine = _Wish(statements, asyncio.get_running_loop().create_future())
        self._wishes.append(mine)
        if not patiently:
            self._hurry.set()
        if self._granting is None or self._granting.done():
            self._granting = asyncio.create_task(self._grant())
        return await mine.rows

    async def _grant(self) -> None:
        """Write what waits, and what comes meanwhile; in a task of its own, so that nobody's end cuts others off."""
        while self._wishes:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._hurry.wait()
            self._hurry.clear()
            batch, self._wishes = self._wishes, []
            try:
                if wanted := [one for one in batch if not one.rows.done()]:
                    await self._write(wanted)
            finally:
                for one in batch:
                    one.rows.cancel()  # where it was neither written nor refused: the bot ends

    async def _write(self, batch: Sequence[_Wish]) -> None:
        statements = [statement for one in batch for statement in one.statements]
        try:
            rows = iter(await self._rows(statements))
        except Exception as error:  # noqa: BLE001 - whoever asked for it is told
            if len(batch) > 1:
                for one in batch:
                    await self._write([one])
            elif not batch[0].rows.done():
                batch[0].rows.set_exception(error)
            return
        for one in batch:
            mine = tuple(islice(rows, len(one.statements)))
            if not one.rows.done():
                one.rows.set_result(mine)

    async def _rows(self, statements: Sequence[Statement]) -> list[int]:
        """Execute statements in one transaction; returns how many rows each has changed."""
        if self._beside is None:
            async with self.writing() as connection:
                return [(await connection.execute(statement, values)).rowcount for statement, values in statements]
        try:
            async with self._turn:
                return await asyncio.get_running_loop().run_in_executor(
                    self._thread, _executed, self._beside, statements
                )
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
        """Close every connection; what is being written is written."""
        self._hurry.set()
        if self._granting is not None:
            await asyncio.wait([self._granting])
        await self._engine.dispose()
        if self._beside is not None:
            self._beside.dispose()
        self._thread.shutdown()
