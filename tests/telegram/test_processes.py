"""The bot with a process that answers beside it, as its readers and its operator meet it."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.telegram.footprint import children_of
from tests.telegram.process import BotProcess
from tests.telegram.stories import ADMIN, BOLTS_QUESTION, COST, COST_QUESTION, FERRY, FERRY_QUESTION

THERE = "processes that answer beside this one: 1"


async def answering_beside(server, bot, times):
    await server.until(lambda: bot.output.count(THERE) >= times or None, 60, f"process number {times}:\n{bot.output}")
    # Python has another one, which tidies up.
    (pid,) = filter(_answers, children_of(bot.pid))
    return pid


def _answers(pid):
    return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()


async def test_readers_are_answered_by_it_and_by_the_bot_where_it_cannot(server, articles, tmp_path):
    reader, admin, other = server.user(), server.user(id=ADMIN), server.user(id=8)
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN], DATELINE_PROCESSES="1") as bot:
        await bot.ready()
        first = await answering_beside(server, bot, 1)
        assert COST in "".join((await reader.says(COST_QUESTION)).quoted())
        assert any(COST in one.text for one in await reader.types_inline_to_the_end("bridge repairs cost"))

        os.kill(first, signal.SIGSTOP)  # what it has waits for it, and what it has not is done by the bot
        asked = asyncio.create_task(reader.says(COST_QUESTION))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(asked), 1)
        (articles / "ferry.yaml").write_text(FERRY, encoding="utf-8")
        await admin.says("/reload")
        assert "eight times a day" in "".join((await other.says(FERRY_QUESTION)).quoted())
        os.kill(first, signal.SIGKILL)
        assert COST in "".join((await asked).quoted())

        second = await answering_beside(server, bot, 2)
        assert second != first
        assert (await reader.says(BOLTS_QUESTION)).quoted()
        await admin.says("/withdraw aldmoor-bridge")
        for _ in range(5):
            assert not (await reader.says(COST_QUESTION)).quoted()
            await asyncio.sleep(0.2)

        began = time.monotonic()
        assert await bot.terminate() == 0
        assert time.monotonic() - began < 5
        assert "Traceback" not in bot.output
    with suppress(ProcessLookupError):
        os.kill(second, 0)
        pytest.fail("it is still there")
