"""Exactly one answer, however the bot dies; polled and posted alike."""

import asyncio
import re
import signal
import sqlite3
import time

import pytest

from tests.telegram import faults
from tests.telegram.process import BotProcess, by_webhook
from tests.telegram.stories import ADMIN, COST, COST_QUESTION


@pytest.fixture(params=["polling", "webhook"])
def how(request, server):
    return by_webhook(server) if request.param == "webhook" else {}


def kept(folder):
    """How many updates the store has that are not handled, and how many that are."""
    with sqlite3.connect(folder / "state" / "dateline.db") as file:
        found = file.execute("SELECT count(*) - count(handled), count(handled) FROM updates").fetchone()
    file.close()
    return found


async def test_killed_between_taking_and_answering_it_answers_at_the_next_start(server, articles, tmp_path, how):
    reader, group = server.user(id=ADMIN), server.group()
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        server.fail("getChatMember", faults.hang(60))  # it asks who this is, and waits
        reader.writes("/settings", chat=group)
        await server.until(lambda: server.faults.used or None, 10, "the question who this is")
        if not bot.polls:
            await server.until(lambda: server.updates.delivered or None, 10, "a 200")
        assert kept(tmp_path) == (1, 0)
        await bot.kill()
    assert not server.called("sendMessage")
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        await server.until(lambda: server.called("sendMessage") or None, 10, "the answer")
        await server.until(lambda: kept(tmp_path) == (0, 1) or None, 10, "an update that is handled")
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        await server.silence(1)
    assert len(server.called("sendMessage")) == 1


async def test_killed_while_the_answer_is_on_its_way_it_does_not_answer_again(server, articles, tmp_path, how):
    reader = server.user()
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        server.fail("sendMessage", faults.late(60))
        assert COST in "".join((await reader.says(COST_QUESTION)).quoted())  # it is there, and the bot does not know
        await bot.kill()
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        await server.silence(1)
        assert len(re.findall(r"update \d+, left by the bot's last run, is not handled: its answer", bot.output)) == 1
        assert COST in "".join((await reader.says(COST_QUESTION)).quoted())
    assert len(server.called("sendMessage")) == 2


async def test_what_waited_too_long_is_let_be_and_said(server, articles, tmp_path, how):
    reader, group = server.user(), server.group()
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        server.fail("getChatMember", faults.hang(60))
        reader.writes("/settings", chat=group)
        await server.until(lambda: server.faults.used or None, 10, "the question who this is")
        await bot.kill()
    with sqlite3.connect(tmp_path / "state" / "dateline.db") as file:
        file.execute("UPDATE updates SET taken = '2024-01-01 00:00:00.000000'")
    file.close()
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        await server.silence(1)
        assert "is not handled: it is too old" in bot.output
    assert kept(tmp_path) == (0, 1)


async def test_killed_again_and_again_every_question_has_one_answer_or_a_line_why_not(server, articles, tmp_path, how):
    """Killed at whatever moment that comes, ten questions at a time."""
    readers = [server.user(id=100 + number) for number in range(10)]
    groups = [server.group(id=-1000000000 - number) for number in range(10)]  # where an answer says to what
    lines = 0
    for kill_after in (0.02, 0.1, 0.3, None):
        async with BotProcess(server, articles, tmp_path, **how) as bot:
            await bot.ready()
            for reader, group in zip(readers, groups, strict=True):
                reader.writes(f"@dateline_bot {COST_QUESTION}", chat=group)
            if kill_after is None:
                await server.until(lambda: kept(tmp_path) == (0, 40) or None, 30, "all that is handled")
                await asyncio.sleep(0.5)
            else:
                await asyncio.sleep(kill_after)
                await bot.kill()
        lines += len(re.findall(r"is not handled: its answer was on its way", bot.output))
    answered = [
        (group.id, raw["reply_to_message"]["message_id"])
        for group in groups
        for _, raw in server.events_since(0, group.id)
    ]
    assert len(answered) == len(set(answered)), "a question was answered twice"
    # Of those that were on their way some arrived: each question has an answer, a line, or both.
    assert 40 - lines <= len(answered) <= 40


async def test_a_stop_while_telegram_is_down_is_no_fault(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        await server.stop()
        assert await bot.terminate() == 0
        await server.start()
    assert "Telegram was not told which updates were taken" in bot.output
    assert "Traceback" not in bot.output
    assert " ERROR " not in bot.output


async def test_a_stop_leaves_what_takes_too_long_to_the_next_start(server, articles, tmp_path, how):
    reader, group = server.user(), server.group()
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        server.fail("getChatMember", faults.flood(60))
        reader.writes("/settings", chat=group)
        await server.until(lambda: server.faults.used or None, 10, "the question who this is")
        began = time.monotonic()
        bot._process.send_signal(signal.SIGTERM)
        assert await bot.ends(within=12) == 0
        assert time.monotonic() - began < 10
    assert "some updates are not handled yet" in bot.output
    assert kept(tmp_path) == (1, 0)
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        await server.until(lambda: server.called("sendMessage") or None, 10, "the answer")
