"""A SQLite store copied while it is in use, and a copy looked at before it is trusted.

The rest of the store waits; this does not, as `dateline backup` and `dateline restore` have nothing else to do.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from knowledge.store import engines
from knowledge.store.errors import StoreError


def copy(source: Path, target: Path) -> str:
    """Copy a store as it stands at one moment, whoever writes meanwhile, and return its version.

    The copy is one file, which is looked at before this returns. Raises StoreError.
    """
    with _said(source), _opened(source) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)  # all pages in one reading transaction, which in WAL holds up no writer
        new.execute("PRAGMA journal_mode=DELETE")
    return examine(target, shown=source)


def examine(path: Path, *, shown: Path | None = None) -> str:
    """Return the version of a store that is whole and that this program can use; raises StoreError, of `shown`."""
    from knowledge.store.upgrading import known_revisions  # noqa: PLC0415 - only what lasts needs Alembic

    named = shown or path
    with _said(named), _opened(path) as store:
        if store.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise StoreError(engines.damaged(str(named)))
        tables = {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = (
            store.execute("SELECT version_num FROM alembic_version").fetchall() if "alembic_version" in tables else []
        )
        if len(found) != 1:
            raise StoreError(f"{named} is no store of Dateline's.")
        if store.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise StoreError(engines.damaged(str(named)))
    version = str(found[0][0])
    if version not in known_revisions():
        raise StoreError(f"{named} was written by a newer version of Dateline ({version}): install that one.")
    return version


def published_by_admins(path: Path) -> tuple[str, ...]:
    """Return the ids of the articles that admins added, by the record of what they did; raises StoreError."""
    with _said(path), _opened(path) as store:
        return tuple(str(id_) for (id_,) in store.execute("SELECT DISTINCT target FROM audit WHERE action = 'publish'"))


def settle(path: Path) -> bool:
    """Bring a store that nobody uses into its one file, so that another can take its place.

    Returns False where it is no store that can be read. Raises StoreError where somebody uses it.
    """
    try:
        with _opened(path) as store:
            store.execute("PRAGMA busy_timeout=0")
            # SQLite leaves WAL only for who is alone; then all is in the file, and the -wal is gone.
            store.execute("PRAGMA journal_mode=DELETE")
            store.execute("BEGIN EXCLUSIVE")
            store.execute("ROLLBACK")
    except sqlite3.Error as error:
        if (error.sqlite_errorname or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StoreError(engines.explained(error, engines.in_file(path))) from None
        return False
    return True


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open what is there: a file that is not there is not made."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=engines.BUSY_SECONDS, isolation_level=None)
    with contextlib.closing(connection):
        yield connection


@contextlib.contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(engines.explained(error, engines.in_file(path))) from None
