"""From a database URL to an engine, and from a database's failure to a sentence for the operator."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from knowledge.store.database import WRITING
from knowledge.store.errors import StoreError

BUSY_SECONDS = 10
"""How long SQLite waits for another process, such as `dateline export`, to have written."""
PATIENCE_SECONDS = 5
"""How long PostgreSQL may take to connect, and for a statement; a migration may take as long as it needs."""
_SWITCHES, _SWITCH_AGAIN = 100, 0.01
"""How often, and after how many seconds, a new SQLite file is tried again that others are just opening."""
_KINDS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_EXAMPLES = "sqlite:////var/lib/dateline/dateline.db or postgresql://user:password@host/database"


def parsed(url: str) -> URL:
    """Read a database URL as people write it, driver or not; raises StoreError, without the URL in it."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"The store's URL cannot be read; write it like {_EXAMPLES}.") from None
    kind, _, driver = found.drivername.partition("+")
    wanted = _KINDS.get(kind)
    if wanted is None or (driver and wanted != found.drivername):
        raise StoreError(f"The store is kept in SQLite or PostgreSQL; write its URL like {_EXAMPLES}.")
    found = found.set(drivername=wanted)
    if wanted.startswith("postgresql") and "sslmode" in found.query:  # libpq's word; asyncpg's is `ssl`
        found = found.difference_update_query(["sslmode"]).update_query_dict({"ssl": found.query["sslmode"]})
    return found


def in_file(path: Path) -> URL:
    """Return the URL of a SQLite file."""
    return URL.create(_KINDS["sqlite"], database=str(path))


def in_memory(url: URL) -> bool:
    """Whether the database is gone when it is closed."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def engine(url: URL, *, migrating: bool = False) -> AsyncEngine:
    """Return an engine; raises StoreError where PostgreSQL's driver is not installed.

    While `migrating` SQLite looks at no foreign key: a table that is made anew would take along what refers to it.
    """
    # No error's text shows what was written: it may be a user's words.
    options: dict[str, Any] = {"hide_parameters": True} | ({"poolclass": NullPool} if migrating else {})
    if url.get_backend_name() == "sqlite":
        made = create_async_engine(url, connect_args={"timeout": BUSY_SECONDS}, **options)
        _prepare_sqlite(made.sync_engine, foreign_keys=not migrating)
        return made
    # A server that says nothing must not hold up the answers that wait for it.
    patience = {"timeout": PATIENCE_SECONDS} | ({} if migrating else {"command_timeout": PATIENCE_SECONDS})
    if not migrating:
        options |= {"pool_pre_ping": True, "pool_timeout": PATIENCE_SECONDS}
    try:
        return create_async_engine(url, connect_args=patience, **options)
    except ImportError:
        raise StoreError(
            "PostgreSQL needs its driver: install the extra, `pip install dateline[postgres]`, or keep the store in "
            "SQLite."
        ) from None


def beside(url: URL) -> Engine | None:
    """Return an engine for a SQLite file that does not wait; None where there is no file."""
    if url.get_backend_name() != "sqlite" or in_memory(url):
        return None
    made = create_engine(url.set(drivername="sqlite"), connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    _prepare_sqlite(made, foreign_keys=True)
    return made


def _prepare_sqlite(made: Engine, *, foreign_keys: bool) -> None:
    """Set each new connection up, and begin transactions ourselves: Python's driver begins them late, and none for DDL.

    Who will write says so at once (BEGIN IMMEDIATE); a reader that turns into a writer can be refused at any time.
    """

    @event.listens_for(made, "connect")
    def on_connect(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own, adapted
        connection.isolation_level = None
        cursor = connection.cursor()
        _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous=NORMAL")  # which in WAL can lose the last moment, but not the file
        cursor.execute("PRAGMA secure_delete=ON")  # what is erased is not merely marked as free
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(made, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _write_ahead(cursor: Any) -> None:  # noqa: ANN401 - the driver's own, adapted
    """Let readers go on while somebody writes. Of several who open a new file at once SQLite lets none wait for it."""
    for _ in range(_SWITCHES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_SWITCH_AGAIN)
    cursor.execute("PRAGMA journal_mode=WAL")


def explained(error: BaseException, url: URL) -> str:
    """Say what is wrong with the store and what to do; never with its password or a user's words."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(error, url)
    place = f"PostgreSQL at {url.host or url.query.get('host') or 'localhost'}, database {url.database}"
    original = getattr(error, "orig", None)
    state = getattr(original, "sqlstate", None) or getattr(original, "pgcode", None) or ""
    cause = getattr(original, "__cause__", None)
    text = _one_line(cause or original or error)
    if isinstance(error, OSError) or state.startswith(("08", "57P")):
        return f"The store cannot be reached ({place}): {text}. Start the server, or correct DATELINE_STORE."
    if state.startswith("28"):
        return f"The store does not let us in ({place}). Correct the user and the password in DATELINE_STORE."
    if state == "3D000":
        return f"The store's database is not there ({place}). Make it with `createdb`, or correct DATELINE_STORE."
    if state in {"42501", "25006"}:
        return f"The store cannot be written ({place}). Give its user the right to, or take another in DATELINE_STORE."
    return f"The store failed ({place}): {_kind(cause or original or error)}."


def _sqlite(error: BaseException, url: URL) -> str:
    path = url.database or "in memory"
    original = getattr(error, "orig", None) or error
    name = getattr(original, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "not a database" in str(original):
        return damaged(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")) or isinstance(error, OSError):
        return f"The store {path} cannot be written: make its folder writable for the bot, or set DATELINE_STATE."
    if name.startswith("SQLITE_FULL"):
        return f"The disk is full, and the store {path} cannot be written: make room."
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"The store {path} is held by another program: stop it, or wait until it is done."
    if name.startswith("SQLITE_IOERR"):
        return f"The disk does not read or write the store {path} ({name}): see whether it is full, or broken."
    kind = name or ("SQLite" if isinstance(original, sqlite3.Error) else _kind(original))
    return f"The store {path} failed: {kind}."


def damaged(path: str) -> str:
    """What to do about a file that is no database, or no longer."""
    return (
        f"The store {path} is damaged or no store: put a copy of it back, or move it away, which starts an empty one."
    )


def make_folder(url: URL) -> None:
    """Make the folder of a SQLite file; raises StoreError."""
    if url.get_backend_name() != "sqlite" or in_memory(url) or (url.database or "").startswith("file:"):
        return
    try:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(explained(error, url)) from None


def _kind(error: BaseException) -> str:
    return type(error).__name__


def _one_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0].strip().rstrip(".") or _kind(error)
