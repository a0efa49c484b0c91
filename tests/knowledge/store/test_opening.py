import asyncio
import os
import socket
import sqlite3
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from knowledge.store import StoreError, engines, memory_store, open_store
from knowledge.store.tables import metadata
from tests.knowledge.store.databases import POSTGRES

ROOT = Path(__file__).parents[3]
NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)


async def test_the_migrated_schema_is_that_of_the_tables(lasting_url):
    async with await open_store(lasting_url) as store:
        assert await _differences(store) == []
        async with store.database.writing() as connection:
            await connection.execute(text("DROP INDEX ix_choices_user_id"))
            await connection.execute(text("ALTER TABLE audit ADD COLUMN more INTEGER"))
        assert len(await _differences(store)) == 2  # the comparison does see differences


async def _differences(store):
    def compare(connection):
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    async with store.database.reading() as connection:
        return await connection.run_sync(compare)


async def test_named_constraints_are_the_same_in_both(tmp_path):
    """Alembic compares neither checks nor the names of keys."""
    url = f"sqlite:///{tmp_path / 'dateline.db'}"
    async with await open_store(url):
        pass
    made = memory_store()
    async with made, made.database.reading() as connection:
        by_tables = (await connection.execute(text(_SCHEMA))).all()
    with sqlite3.connect(tmp_path / "dateline.db") as file:
        by_migration = file.execute(_SCHEMA).fetchall()
    file.close()

    def words(rows):
        return {name: sorted(sql.replace(",", " ").replace("(", " ").replace(")", " ").split()) for name, sql in rows}

    assert words(by_migration) == words(by_tables)


_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"


async def test_what_was_written_is_there_after_a_restart(lasting_url):
    async with await open_store(lasting_url) as store:
        await store.audit.note(1, "reload", now=NOW)
    async with await open_store(lasting_url) as store:
        assert [deed.action for deed in await store.audit.latest()] == ["reload"]


async def test_two_can_open_an_empty_store_at_once(lasting_url):
    stores = await asyncio.gather(*(open_store(lasting_url) for _ in range(3)))
    for number, store in enumerate(stores):
        await store.audit.note(number, "reload", now=NOW)
    assert len(await stores[0].audit.latest()) == 3
    for store in stores:
        await store.close()


async def test_new_files_are_switched_to_writing_ahead_by_several_at_once(tmp_path):
    for number in range(20):  # SQLite refuses about one in 25 without waiting
        stores = await asyncio.gather(*(open_store(tmp_path / f"{number}.db") for _ in range(3)))
        for store in stores:
            await store.close()


async def test_sqlite_writes_ahead_waits_and_minds_foreign_keys(tmp_path):
    async with await open_store(f"sqlite:///{tmp_path / 'dateline.db'}") as store, store.database.reading() as one:
        found = {
            name: await one.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "busy_timeout", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "busy_timeout": 10_000, "foreign_keys": 1}


async def test_writers_in_great_number_all_get_through(store):
    async def busy(user):
        await store.counts.answered(took_ms=user, now=NOW)
        await store.preferences.change(user, quotes=5)
        return await store.preferences.of(user)

    found = await asyncio.gather(*(busy(user) for user in range(1, 41)))
    assert {one.quotes for one in found} == {5}
    (day,) = await store.counts.days(NOW.date(), NOW.date())
    assert day.answered == 40


async def test_a_failure_inside_a_transaction_undoes_all_of_it(store):
    async def twice():
        async with store.database.writing() as connection:
            await connection.execute(text("INSERT INTO preferences (chat_id, quotes) VALUES (7, 9)"))
            await connection.execute(text("INSERT INTO nothing VALUES (1)"))

    with pytest.raises(StoreError):
        await twice()
    assert (await store.preferences.of(7)).quotes == 3


# --- stores that cannot be used -----------------------------------------------------------------------------------


async def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "dateline.db"
    path.write_bytes(b"Not a database at all. " * 100)
    with pytest.raises(StoreError, match=rf"{path} is damaged or no store: put a copy of it back, or move it away"):
        await open_store(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"Not a database")


async def test_a_damaged_database(tmp_path):
    path = tmp_path / "dateline.db"
    async with await open_store(f"sqlite:///{path}") as store:
        for number in range(300):
            await store.audit.note(number, "reload", "an article's id " * 20, now=NOW)
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2 :] = os.urandom(len(whole) - len(whole) // 2)
    path.write_bytes(whole)
    with pytest.raises(StoreError, match="is damaged"):
        await open_store(f"sqlite:///{path}")


async def test_a_store_that_cannot_be_written(tmp_path):
    path = tmp_path / "dateline.db"
    async with await open_store(f"sqlite:///{path}"):
        pass
    with pytest.raises(
        StoreError, match="cannot be written: make its folder writable for the bot, or set DATELINE_STATE"
    ):
        await open_store(f"sqlite:///file:{path}?mode=ro&uri=true")


async def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written: make its folder writable"):
        await open_store(f"sqlite:///{tmp_path}/state/dateline.db")


async def test_a_folder_is_made(tmp_path):
    async with await open_store(f"sqlite:///{tmp_path}/one/two/dateline.db"):
        assert (tmp_path / "one" / "two" / "dateline.db").exists()


async def test_a_store_of_a_newer_version(lasting_url):
    async with await open_store(lasting_url) as store, store.database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="written by a newer version of Dateline: install that one"):
        await open_store(lasting_url)


async def test_a_database_of_another_program(tmp_path):
    with sqlite3.connect(tmp_path / "dateline.db") as file:
        file.execute("CREATE TABLE preferences (name TEXT)")
    file.close()
    with pytest.raises(StoreError, match="tables of another program: give Dateline a database of its own"):
        await open_store(f"sqlite:///{tmp_path}/dateline.db")


async def test_an_upgrade_that_fails_leaves_the_store_as_it_was(tmp_path):
    with sqlite3.connect(tmp_path / "dateline.db") as file:
        file.execute("CREATE TABLE ix_unanswered_number_latest (name TEXT)")  # which the last statement stumbles over
    file.close()
    with pytest.raises(StoreError):
        await open_store(f"sqlite:///{tmp_path}/dateline.db")
    with sqlite3.connect(tmp_path / "dateline.db") as file:
        tables = file.execute("SELECT name FROM sqlite_master").fetchall()
    file.close()
    assert tables == [("ix_unanswered_number_latest",)]


async def test_a_store_that_another_program_holds(tmp_path, monkeypatch):
    path = tmp_path / "dateline.db"
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.1)
    async with await open_store(f"sqlite:///{path}") as store:
        holding = sqlite3.connect(path, isolation_level=None)
        holding.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is held by another program: stop it, or wait"):
            await store.audit.note(1, "reload", now=NOW)
        holding.execute("ROLLBACK")
        holding.close()
        await store.audit.note(1, "reload", now=NOW)  # and it goes on


@pytest.mark.parametrize(
    "url",
    [
        "mysql://reader:planted-password@127.0.0.1/news",
        "planted-password",
        "postgresql://reader:planted-password@127.0.0.1:port/news",
        "postgresql+psycopg2://reader:planted-password@127.0.0.1/news",
        "sqlite+pysqlcipher:///planted-password",
    ],
)
async def test_a_url_that_cannot_be_used_is_not_repeated(url):
    with pytest.raises(StoreError, match=r"write (it|its URL) like sqlite:") as caught:
        await open_store(url)
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "postgresql://reader:planted-password@127.0.0.1:1/news",
            r"cannot be reached .*127\.0\.0\.1.*Start the server",
        ),
        ("postgres://reader:planted-password@/news?host=/nowhere", r"cannot be reached .*/nowhere.*Start the server"),
    ],
)
async def test_a_server_that_is_not_there(url, message):
    with pytest.raises(StoreError, match=message) as caught:
        await open_store(url)
    assert "planted" not in str(caught.value)


async def test_a_server_that_says_nothing_is_not_waited_for_long(monkeypatch):
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        opening = open_store(f"postgresql://reader@127.0.0.1:{silent.getsockname()[1]}/news")
        with pytest.raises(StoreError, match="cannot be reached"):
            await asyncio.wait_for(opening, 10)


@pytest.mark.skipif(not POSTGRES, reason="DATELINE_TEST_POSTGRES has no URL")
async def test_a_database_that_is_not_on_the_server():
    url = engines.parsed(POSTGRES).set(database="no_such_database").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match=r"database is not there .*no_such_database.*createdb"):
        await open_store(url)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sqlite:////tmp/a.db", "sqlite+aiosqlite:////tmp/a.db"),
        ("postgres://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgresql://u@h/d?sslmode=require", "postgresql+asyncpg://u@h/d?ssl=require"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d"),
    ],
)
def test_urls_are_read_as_people_write_them(written, read):
    assert str(engines.parsed(written)) == read


async def test_an_error_repeats_nothing_of_what_was_written(store):
    words = "the words of a reader"
    with pytest.raises(StoreError) as caught:
        async with store.database.writing() as connection:
            await connection.execute(text("INSERT INTO nothing VALUES (:words)"), {"words": words})
    assert words not in str(caught.value)
    assert words not in str(caught.value.__cause__)


def test_the_migrations_are_in_the_wheel(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    script = (
        "import asyncio, knowledge.store as s; print(s.__file__)\n"
        "async def main():\n"
        "    async with await s.open_store('sqlite:///new.db') as store: print(await store.audit.latest())\n"
        "asyncio.run(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        check=True,
    )
    where, found = done.stdout.split()
    assert where.startswith(str(tmp_path))
    assert found == "()"


async def test_a_store_of_the_first_version_is_brought_up_to_date_and_loses_nothing(lasting_url):
    async with await open_store(lasting_url) as store:
        await store.audit.note(1, "reload", now=NOW)
        async with store.database.writing() as connection:
            for statement in (
                "DROP TABLE rulings",
                "DROP TABLE drafts",
                "DROP TABLE updates",
                "UPDATE alembic_version SET version_num='0001'",
            ):
                await connection.execute(text(statement))
    async with await open_store(lasting_url) as store:
        assert await _differences(store) == []
        assert await store.rulings.all() == {}
        assert [deed.action for deed in await store.audit.latest()] == ["reload"]
