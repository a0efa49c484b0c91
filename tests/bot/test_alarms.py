from datetime import UTC, datetime, timedelta

import pytest

from bot import alarms, wording
from bot.alarms import Alarms, place_of
from bot.localization.choices import ChosenInMemory

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)


class FakeBot:
    def __init__(self):
        self.said = []

    async def send_message(self, chat_id, text, **_):
        self.said.append((chat_id, text))


class Day:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def raised(function, *given):
    try:
        function(*given)
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    raise AssertionError("nothing was raised")


def test_the_place_is_the_last_one_of_ours():
    error = raised(wording.age_of, None, NOW, None)
    assert place_of(error).startswith("bot.wording:")
    assert place_of(ValueError()) == "?"


@pytest.fixture
def clock():
    return Day()


async def tell(found, bot, error, times=1):
    for _ in range(times):
        await found.raised(error, bot, ChosenInMemory())


async def test_kinds_are_told_apart_and_each_once_an_hour(clock):
    bot, found = FakeBot(), Alarms([1, 2], clock)
    one, other = raised(wording.age_of, None, NOW, None), raised(int, "x")
    await tell(found, bot, one, 10)
    await tell(found, bot, other, 10)
    assert [chat for chat, _ in bot.said] == [1, 2, 1, 2]
    clock.now += alarms.PAUSE
    await tell(found, bot, one)
    assert "10 times since 8 March 2024, 12:00 UTC." in bot.said[-1][1]


async def test_what_was_held_back_by_the_bound_is_told_later(clock):
    bot, found = FakeBot(), Alarms([1], clock)
    kinds = [type(f"Odd{number}Error", (Exception,), {}) for number in range(alarms.MOST + 1)]
    for kind in kinds:
        await tell(found, bot, kind("secret"), 2)
    assert len(bot.said) == alarms.MOST
    clock.now += timedelta(hours=2)
    await tell(found, bot, kinds[-1]("secret"))
    assert "3 times since" in bot.said[-1][1]
    assert "secret" not in "".join(text for _, text in bot.said)


async def test_it_does_not_remember_without_end(clock):
    found = Alarms([], clock)
    for number in range(alarms.KINDS + 50):
        await tell(found, FakeBot(), type(f"Odd{number}Error", (Exception,), {})())
    assert len(found._kinds) == alarms.KINDS
