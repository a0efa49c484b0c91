"""The store over the life of the bot's process."""

import sqlite3

import pytest

from tests.articles import write
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
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["dateline.db"]  # and no write-ahead log is left
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
