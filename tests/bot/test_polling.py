"""The bot's updates where asking for them fails."""

import asyncio
import gc

import pytest
from telegram.error import NetworkError

from bot.console import MemoryRequest
from bot.polling import PollingBot


class Down(MemoryRequest):
    async def do_request(self, *args, **kwargs):
        raise NetworkError("down")


def bot():
    return PollingBot("1:none", request=Down(), get_updates_request=Down())


async def test_a_poll_that_failed_and_that_nobody_looks_at_any_more_is_no_error():
    told = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))
    poll = asyncio.create_task(bot().get_updates())
    await asyncio.wait([poll])
    del poll
    gc.collect()
    assert told == []


async def test_a_failed_poll_is_a_failure_until_polling_ends(caplog):
    polling = bot()
    with pytest.raises(NetworkError):
        await polling.get_updates()
    polling.end_updates()
    assert await polling.get_updates() == ()
    assert "Telegram was not told which updates were taken" in caplog.text
