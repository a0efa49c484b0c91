"""/privacy says what is kept, and /forget erases it; feedback is kept once, whatever is pressed."""

import contextlib
import sqlite3

import pytest

from bot.references import find_quote, quote_key
from knowledge.answering import reported
from tests.telegram.inprocess import Clock, keeping
from tests.telegram.stories import COST_QUESTION, FERRY_QUESTION


@pytest.fixture
async def shop(server, articles, tmp_path):
    async with keeping(server, articles, tmp_path, Clock()) as shop:
        yield shop


async def leave_something(shop, reader):
    """What a reader leaves behind: two ratings of one quote, a chosen result, a setting, something followed."""
    library, now = shop.live.current, shop.clock()
    quote = reported(library, library.stories["aldmoor-bridge"], 1, now=now)
    quote = find_quote(library, quote_key(quote), now=now)
    feedback = shop.keeping.feedback
    asked = {"question": COST_QUESTION, "now": now}
    assert await feedback.rate(reader.id, quote, helpful=True, **asked)
    assert not await feedback.rate(reader.id, quote, helpful=True, **asked)
    assert await feedback.rate(reader.id, quote, helpful=False, **asked)
    await feedback.choose(reader.id, quote, question="mayor", now=now)
    await reader.says("/follow Falk")
    await (await reader.says("/settings")).press("Quotes in an answer")


async def test_what_is_kept_is_said_with_how_much_of_it_is_the_askers(server, shop):
    reader, other = server.user(), server.user(id=8)
    said = await reader.says("/privacy")
    assert "The words of your questions are not kept." in said.text
    assert said.text.endswith("Of you\nNothing.\n\n/forget erases what I keep of you.")
    await leave_something(shop, reader)
    said = (await reader.says("/privacy")).text
    assert "Ratings: 1\nQuotes that you chose: 1\nFollowed, with what has ended: 1\n" in said
    assert "Settings that you changed are kept." in said
    assert "Of you\nNothing." in (await other.says("/privacy")).text


async def test_where_texts_are_kept_it_is_said(server, articles, tmp_path):
    async with keeping(server, articles, tmp_path, Clock(), keep_texts=True) as shop:
        reader = server.user()
        await leave_something(shop, reader)
        assert "The words of questions are kept" in (await reader.says("/privacy")).text
    assert kept(tmp_path, "SELECT question FROM ratings") == [(COST_QUESTION,)]


async def test_where_they_are_not_they_are_not(server, articles, tmp_path):
    async with keeping(server, articles, tmp_path, Clock()) as shop:
        await leave_something(shop, server.user())
    assert kept(tmp_path, "SELECT question, helpful FROM ratings") == [(None, 0)]
    assert kept(tmp_path, "SELECT question FROM choices") == [(None,)]


async def test_in_a_group_nothing_is_said_of_the_asker(server, shop):
    reader, group = server.user(), server.group()
    await leave_something(shop, reader)
    said = await reader.says("/privacy@dateline_bot", chat=group)
    assert "What I keep" in said.text
    assert "Of you" not in said.text
    assert "in our private chat" in (await reader.says("/forget@dateline_bot", chat=group)).text


async def test_what_is_kept_is_erased_after_a_second_thought(server, shop, tmp_path):
    reader, other = server.user(), server.user(id=8)
    await leave_something(shop, reader)
    await leave_something(shop, other)
    asked = await reader.says("/forget")
    kept_ = await asked.press("Keep it")
    assert kept_.message.text == "Nothing was erased."
    assert kept_.message.buttons == {}
    assert "Ratings: 1" in (await reader.says("/privacy")).text
    asked = await reader.says("/forget")
    erased = await asked.press("Erase everything")
    assert (erased.edited, erased.message.text) == (True, "I have erased what I kept of you.")
    assert "Of you\nNothing." in (await reader.says("/privacy")).text
    assert "You follow nothing" in (await reader.says("/following")).text
    assert "Quotes in an answer: 3" in (await reader.says("/settings")).buttons
    assert (await reader.says("/forget")).text == "I keep nothing of you."
    assert "Ratings: 1" in (await other.says("/privacy")).text
    for table in ("ratings", "choices", "follows"):
        assert kept(tmp_path, f"SELECT DISTINCT user_id FROM {table}") == [(8,)]
    assert kept(tmp_path, "SELECT chat_id FROM preferences") == [(8,)]


async def test_what_was_asked_is_forgotten_too(server, shop):
    reader = server.user()
    refusal = await reader.says(FERRY_QUESTION)
    await leave_something(shop, reader)
    await (await reader.says("/forget")).press("Erase everything")
    assert "no longer remember" in (await refusal.press("Tell me when")).notice


def kept(tmp_path, query):
    with contextlib.closing(sqlite3.connect(tmp_path / "kept.db")) as file:
        return file.execute(query).fetchall()
