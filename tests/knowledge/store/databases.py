"""The databases that the store's tests run on: SQLite always, PostgreSQL where DATELINE_TEST_POSTGRES has its URL."""

import contextlib
import os
import uuid

from sqlalchemy import text

from knowledge.store import engines

POSTGRES = os.environ.get("DATELINE_TEST_POSTGRES")
KINDS = ["memory", "sqlite", *(["postgresql"] if POSTGRES else [])]


@contextlib.asynccontextmanager
async def database(kind, folder):
    """The URL of a new, empty database, which is dropped at the end."""
    if kind == "memory":
        yield "sqlite://"
    elif kind == "sqlite":
        yield f"sqlite:///{folder / 'dateline.db'}"
    else:
        name = f"dateline_{uuid.uuid4().hex}"
        await _outside(f'CREATE DATABASE "{name}"')
        try:
            yield engines.parsed(POSTGRES).set(database=name).render_as_string(hide_password=False)
        finally:
            await _outside(f'DROP DATABASE "{name}" WITH (FORCE)')


async def _outside(statement):
    """Run what PostgreSQL does in no transaction."""
    engine = engines.engine(engines.parsed(POSTGRES), migrating=True)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
