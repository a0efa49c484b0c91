"""The store over the life of the bot's process."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import text

from tests.articles import write
from tests.telegram.inprocess import Clock, keeping
from tests.telegram.process import BotProcess


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder)
    return folder


async def test_the_store_is_opened_at_the_start_and_closed_at_the_end(server, articles, tmp_path):
    for _ in range(2):
        async with BotProcess(server, articles, tmp_path) as bot:
            await bot.ready()
            assert (tmp_path / "state" / "dateline.db").exists()
            assert await bot.terminate() == 0
        assert "alembic" not in bot.output
    assert sorted(path.name for path in (tmp_path / "state").iterdir()) == [
        "dateline.db",
        "library",
    ]  # no write-ahead log
    with sqlite3.connect(tmp_path / "state" / "dateline.db") as file:
        assert file.execute("SELECT version_num FROM alembic_version").fetchone()
    file.close()


async def test_a_chosen_language_outlives_a_restart(server, articles, tmp_path):
    reader = server.user(language_code="ru")
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        await (await reader.says("/language")).press("Español")
        assert await bot.terminate() == 0
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        assert (await reader.says("Who won the chess championship?")).text.startswith("Los artículos no responden")


@pytest.mark.parametrize(
    ("store", "line"),
    [
        ("sqlite:///articles/mill.json", "is damaged or no store: put a copy of it back"),
        ("postgresql://dateline:planted-password@127.0.0.1:1/news", "The store cannot be reached"),
        ("postgresql://dateline:planted-password@127.0.0.1:port/news", "The store's URL cannot be read"),
    ],
)
async def test_a_store_that_cannot_be_used_ends_the_start_with_one_line(server, articles, tmp_path, store, line):
    async with BotProcess(server, articles, tmp_path, DATELINE_STORE=store) as bot:
        assert await bot.ends(within=30) == 2
    (said,) = bot.stderr
    assert line in said
    assert "planted-password" not in bot.output


async def test_questions_are_counted_and_what_an_admin_did_is_noted(server, articles, tmp_path):
    reader, admin = server.user(), server.user(id=1001)
    async with keeping(server, articles, tmp_path, Clock(), keep_texts=True, admins="1001") as shop:
        await reader.says("Who said the old mill in Harrow burnt down?")
        await reader.says("Who won the World Cup?")
        await reader.says("who won the world cup")
        await admin.says("/reload")
        today = shop.clock().date()
        day = await _counted(shop, 3)
        assert (day.answered, day.refusals) == (1, 2)
        median, _ = await shop.store.counts.percentiles(today)
        assert 0 < median < 60_000
        (refused,) = await shop.store.unanswered.most_asked()
        assert (refused.question, refused.count) == ("who won the world cup", 2)
        (deed,) = await shop.store.audit.latest()
        assert (deed.admin_id, deed.action) == (1001, "reload")


async def _counted(shop, questions):
    """The day's figures, once there are so many questions: they are counted behind the replies."""
    today = shop.clock().date()
    async with asyncio.timeout(10):
        while True:
            for day in await shop.store.counts.days(today, today):
                if day.questions == questions:
                    return day
            await asyncio.sleep(0.05)


async def test_a_question_that_cannot_be_counted_is_answered_all_the_same(server, articles, tmp_path, caplog):
    async with keeping(server, articles, tmp_path, Clock()) as shop:
        async with shop.store.database.writing() as connection:
            await connection.execute(text("DROP TABLE counts"))
        assert (await server.user().says("Who said the old mill in Harrow burnt down?")).quoted()
        await server.until(lambda: "a question was not counted" in caplog.text or None, 10, "the log's line")
