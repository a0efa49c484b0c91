"""The machine's troubles: a full disk, a store that cannot be written, a damaged index, stores of other versions."""

import asyncio
import os
import resource
import sqlite3
import sys

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event

from bot import archives
from bot.settings import Settings
from knowledge.store import engines
from tests.articles import NOW
from tests.telegram.inprocess import keeping
from tests.telegram.process import ROOT, BotProcess
from tests.telegram.stories import ADMIN, COST, COST_QUESTION, FERRY

MIGRATIONS = ROOT / "knowledge" / "store" / "migrations"


@pytest.mark.parametrize(
    ("trouble", "why"),
    [("PRAGMA max_page_count = 1", "The disk is full"), ("PRAGMA query_only = ON", "cannot be written")],
)
async def test_a_store_that_takes_nothing_costs_nobody_an_answer(
    server, articles, tmp_path, clock, caplog, trouble, why
):
    here = {"on": False}
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN), keep_texts=True) as shop:

        def troubled(connection, *_):
            cursor = connection.cursor()
            # It can't become smaller than the file is: no page more, then.
            cursor.execute(trouble if here["on"] else "PRAGMA query_only = OFF")
            cursor.execute("PRAGMA max_page_count" if here["on"] else "PRAGMA max_page_count = 1000000")
            cursor.close()

        for engine in (shop.store.database._engine.sync_engine, shop.store.database._beside):
            event.listen(engine, "checkout", troubled)

        await server.user(id=ADMIN).says("/start")
        await server.until(lambda: shop.inbox.open == 0 or None, 10, "the end of it")
        with sqlite3.connect(tmp_path / "kept.db") as file:
            file.execute("VACUUM")  # no page is free
        file.close()
        here["on"] = True
        for number in range(3):
            # An update that no page has room for.
            reader = server.user(id=100 + number, first_name="A" * 20_000)
            assert COST in "".join((await reader.says(COST_QUESTION)).quoted())
        assert (await server.user(id=ADMIN).says("/withdraw aldmoor-bridge")).text  # and it holds while the bot runs
        assert not (await server.user(id=103).says(COST_QUESTION)).quoted()
        await server.until(lambda: shop.inbox.open == 0 or None, 10, "the end of it")
        assert caplog.text.count("is not kept until it is handled") >= 3
        assert why in caplog.text
        assert "Traceback" not in caplog.text
        here["on"] = False
        await server.user(id=ADMIN).says("/restore aldmoor-bridge")
        await server.user(id=ADMIN).says("/restore aldmoor-bridge")
        caplog.clear()
        assert COST in "".join((await server.user(id=104).says(COST_QUESTION)).quoted())
        await server.until(lambda: shop.inbox.open == 0 or None, 10, "the end of it")
        assert "is not kept" not in caplog.text
        assert await shop.store.updates.waiting() == 0


async def test_a_reload_that_finds_the_disk_full_leaves_the_articles_in_use(
    server, articles, tmp_path, clock, monkeypatch
):
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN)) as shop:
        admin = server.user(id=ADMIN)
        await admin.says("/start")
        reload = shop.live.reload

        def full(now):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(shop.live, "reload", full)
        assert "Something broke: OSError" in (await admin.says("/reload")).text
        assert COST in "".join((await server.user().says(COST_QUESTION)).quoted())
        monkeypatch.setattr(shop.live, "reload", reload)
        (articles / "ferry.yaml").write_text(FERRY, encoding="utf-8")
        assert "tarn-ferry" in (await admin.says("/reload")).text


def test_where_the_disk_is_full_the_index_is_kept_in_memory(articles, tmp_path, caplog):
    settings = Settings(_env_file=None, articles=(articles,), state=tmp_path / "state")
    archive = archives.archive_for(settings)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, limit[1]))  # no file may be larger, as on a disk without room
    try:
        live = archives.live_library(settings, archive, NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        archive.close()
    assert list(live.current.stories) == ["aldmoor-bridge"]
    assert "the index is kept in memory alone" in caplog.text


async def test_a_full_disk_at_the_start_is_said_in_one_line(server, articles, tmp_path):
    limited = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, -1)); "
    limited += "sys.argv = ['dateline', 'run']; runpy.run_module('bot', run_name='__main__')"
    told = BotProcess(server, articles, tmp_path)._environment
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", limited), cwd=tmp_path, env=told, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert "Traceback" not in said.decode()
    assert "full" in said.decode().splitlines()[-1]


def older_store(path):
    """A store as the first version wrote it, with a reader's language in it."""
    path.parent.mkdir(parents=True)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO preferences (chat_id, language) VALUES (7, 'es')")
    engine.dispose()


async def test_a_store_of_an_older_version_and_a_damaged_index_are_mended_at_the_start(server, articles, tmp_path):
    older_store(tmp_path / "state" / "dateline.db")
    settings = Settings(_env_file=None, articles=(articles,), state=tmp_path / "state")
    archive = archives.archive_for(settings)
    archives.live_library(settings, archive, NOW)
    archive.close()
    for file in (tmp_path / "state" / "library").rglob("*"):
        if file.is_file() and file.stat().st_size > 100:
            file.write_bytes(os.urandom(file.stat().st_size))
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        reply = await server.user(id=7).says(COST_QUESTION)
        assert COST in "".join(reply.quoted())
        assert "Más citas" in reply.buttons or "Artículo" in reply.buttons
        assert await bot.terminate() == 0
    assert "is built anew" in bot.output
    assert "Traceback" not in bot.output


async def test_a_store_of_a_newer_version_ends_the_start_with_one_line(server, articles, tmp_path):
    older_store(tmp_path / "state" / "dateline.db")
    with sqlite3.connect(tmp_path / "state" / "dateline.db") as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    async with BotProcess(server, articles, tmp_path) as bot:
        assert await bot.ends(within=60) == 2
    assert "was written by a newer version of Dateline" in bot.stderr[-1]
    assert "Traceback" not in bot.output
    with sqlite3.connect(tmp_path / "state" / "dateline.db") as file:
        assert file.execute("SELECT language FROM preferences").fetchall() == [("es",)]  # nothing of it was touched
    file.close()


def test_a_disk_that_fails_is_said_to(tmp_path):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_WRITE"
    assert "see whether it is full, or broken" in engines.explained(error, engines.in_file(tmp_path / "dateline.db"))
