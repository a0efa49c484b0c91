"""An older store brought up to date, and one that cannot be used refused."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, func, inspect, select, text

from knowledge.store import engines
from knowledge.store.errors import StoreError
from knowledge.store.tables import metadata

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 0x_DA7E_114E
"""The number of PostgreSQL's advisory lock that a start holds while it migrates."""


def bring_up_to_date(connection: Connection, url: URL) -> None:
    """Run the migrations that the database lacks, in the transaction that is going on; raises StoreError."""
    place = _place(url)
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise StoreError(engines.damaged(place))
    else:
        connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    config = _config()
    config.attributes["connection"] = connection
    found = MigrationContext.configure(connection).get_current_heads()
    if set(found) - known_revisions():
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


def known_revisions() -> frozenset[str]:
    """Return the versions of a store that this program can bring up to date, its own among them."""
    return frozenset(one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _place(url: URL) -> str:
    """Name a database without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return f"{url.database} in PostgreSQL at {url.host or url.query.get('host') or 'localhost'}"
