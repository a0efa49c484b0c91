"""What the bot says of itself follows its articles."""

import asyncio
import contextlib
from datetime import date
from types import SimpleNamespace

import pytest

from bot import introduction
from bot.localization.phrases import ENGLISH


class Profile:
    """Telegram's side: what was set last, and every description."""

    def __init__(self):
        self.told, self.descriptions = {}, asyncio.Queue()

    async def get_my_commands(self, scope, code):
        return ()

    async def set_my_commands(self, commands, scope, code):
        pass

    async def get_my_description(self, code):
        return SimpleNamespace(description=self.told.get(code, ""))

    async def set_my_description(self, text, code):
        self.told[code] = text
        self.descriptions.put_nowait(code)

    async def get_my_short_description(self, code):
        return SimpleNamespace(short_description=introduction.describe_briefly(ENGLISH))

    async def set_my_short_description(self, text, code):
        pass


@pytest.mark.parametrize("newest", [date(2024, 3, 6), None])
async def test_a_newer_article_is_told_of_once_in_every_language(monkeypatch, newest):
    monkeypatch.setattr(introduction, "_LOOK_AGAIN", 0.01)
    profile, day = Profile(), [newest]
    task = asyncio.create_task(introduction.introduce(profile, [], lambda: day[0]))
    codes = introduction._codes()
    async with asyncio.timeout(20):
        assert {await profile.descriptions.get() for _ in codes} == set(codes)
        assert ("2024" in profile.told[None]) is (newest is not None)
        day[0] = date(2025, 1, 2)
        assert {await profile.descriptions.get() for _ in codes} == set(codes)
        await asyncio.sleep(0.1)  # it looks again, and nothing is new
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert profile.descriptions.empty()
    assert profile.told[None].endswith("The newest article is of 2 January 2025.")
    assert "2 janvier 2025" in profile.told["fr"]
