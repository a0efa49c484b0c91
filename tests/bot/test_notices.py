"""Notices go out once; what goes wrong decides whether they are tried again."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.contact import may_have_arrived
from bot.notices import FIRST_WAIT, REFUSALS, Outbox
from bot.preferences import KeptPreferences
from knowledge.library import Library
from knowledge.store import Kind, Quoted, State, memory_store
from tests.articles import NOW, library, story

SAID = story().bare[2].text


def caused(error, cause):
    error.__cause__ = cause
    return error


LOST = caused(NetworkError("ClientOSError"), aiohttp.ClientOSError(104, "Connection reset by peer"))


@pytest.mark.parametrize(
    ("error", "may"),
    [
        (caused(TimedOut(), aiohttp.SocketTimeoutError("")), True),
        (LOST, True),
        (caused(NetworkError(""), aiohttp.ClientPayloadError("")), True),
        (caused(NetworkError(""), aiohttp.ServerDisconnectedError()), False),
        (caused(TimedOut(), aiohttp.ConnectionTimeoutError("")), False),
        (NetworkError("Internal Server Error"), False),
        (caused(NetworkError("Bad Gateway (502). Parsing the server response"), TelegramError("Invalid")), False),
        (NetworkError("Gateway Timeout (504). Parsing the server response"), True),
        (TelegramError("Invalid server response"), True),
    ],
)
def test_what_may_have_arrived_although_it_failed(error, may):
    assert may_have_arrived(error) is may


@dataclass
class Live:
    current: Library


class Bot:
    """Telegram, as far as `send_message` tells: the errors in turn, then success."""

    def __init__(self):
        self.errors, self.sent = [], []

    async def send_message(self, chat_id, text, **_):
        self.sent.append(chat_id)
        if self.errors:
            raise self.errors.pop(0)


@pytest.fixture
async def store():
    async with memory_store() as store:
        made, _ = await store.follows.add(7, 7, Kind.PERSON, "Berg", limit=20, now=NOW)
        await store.notices.put(made.id, [Quoted("harrow-mill", 2, SAID)], now=NOW)
        yield store


@pytest.fixture
def bot():
    return Bot()


class Time:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Time()


@pytest.fixture
def outbox(store, bot, clock):
    async def move(old, new):
        await store.forgetting.migrate_chat(old, new)

    preferences = KeptPreferences(store.preferences)
    return Outbox(
        bot,
        store,
        Live(library()),
        preferences,
        clock=clock,
        old_after=365,
        forget=store.forgetting.forget_chat,
        move=move,
    )


async def states(store):
    return {state.value: number for state, number in (await store.notices.states()).items() if number}


async def test_it_is_sent_once(store, bot, outbox):
    assert await outbox.send_one()
    assert not await outbox.send_one()
    assert (bot.sent, await states(store)) == ([7], {"sent": 1})


@pytest.mark.parametrize("error", [NetworkError("Internal Server Error"), BadRequest("planted")])
async def test_what_did_not_arrive_is_tried_later_and_later(store, bot, outbox, clock, error):
    bot.errors = [error] * 3
    for wait in (FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT):
        assert await outbox.send_one()
        clock.now += wait - timedelta(seconds=0.1)
        assert not await outbox.send_one()
        clock.now += timedelta(seconds=0.2)
    assert await outbox.send_one()
    assert (len(bot.sent), await states(store)) == (4, {"sent": 1})


async def test_what_may_have_arrived_is_not_tried_again(store, bot, outbox, clock):
    bot.errors = [LOST]
    await outbox.send_one()
    clock.now += timedelta(days=9)
    assert not await outbox.send_one()
    assert (bot.sent, await states(store)) == ([7], {"unsure": 1})


async def test_telegram_says_how_long_to_wait(store, bot, outbox, clock, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns of its own attribute
    bot.errors = [RetryAfter(timedelta(seconds=90))]
    await outbox.send_one()
    clock.now += timedelta(seconds=89)
    assert not await outbox.send_one()
    clock.now += timedelta(seconds=1)
    assert await outbox.send_one()
    assert await states(store) == {"sent": 1}


@pytest.mark.parametrize("error", [Forbidden("bot was kicked"), BadRequest("Chat not found")])
async def test_a_closed_chat_is_forgotten(store, bot, outbox, error):
    bot.errors = [error]
    await outbox.send_one()
    assert await store.follows.of(7) == ()
    assert await states(store) == {}


async def test_a_group_with_another_id_is_told_there(store, bot, outbox):
    bot.errors = [ChatMigrated(-100)]
    await outbox.send_one()
    await outbox.send_one()
    assert (bot.sent, await states(store)) == ([7, -100], {"sent": 1})


async def test_what_telegram_refuses_again_and_again_is_given_up(store, bot, outbox, clock):
    bot.errors = [BadRequest("not enough rights")] * 99
    for _ in range(REFUSALS + 1):
        assert await outbox.send_one()
        clock.now += timedelta(days=1)
    assert not await outbox.send_one()
    assert await states(store) == {}


async def test_one_that_cannot_be_made_holds_up_no_other(store, bot, outbox, monkeypatch, caplog):
    made, _ = await store.follows.add(8, 8, Kind.PERSON, "Berg", limit=20, now=NOW)
    await store.notices.put(made.id, [Quoted("harrow-mill", 2, SAID)], now=NOW)
    make = outbox._rendered

    def broken(delivery, *rest):
        if delivery.follow.chat_id == 7:
            raise RuntimeError("planted")
        return make(delivery, *rest)

    monkeypatch.setattr(outbox, "_rendered", broken)
    while await outbox.send_one():
        pass
    assert (bot.sent, await states(store)) == ([8], {"pending": 1, "sent": 1})
    assert "a notice could not be made" in caplog.text


async def test_where_notices_are_off_it_rests_until_they_are_on(store, bot, outbox):
    await outbox._preferences.change(7, notices=False)
    await outbox.send_one()
    assert (bot.sent, await states(store)) == ([], {"pending": 1})
    await outbox._preferences.change(7, notices=True)
    await store.notices.hasten(7, now=NOW)
    await outbox.send_one()
    assert bot.sent == [7]


async def test_what_a_run_left_unsettled_is_taken_up_first(store, bot, outbox):
    await store.notices.claim(now=NOW)
    running = asyncio.create_task(outbox.run())
    await asyncio.sleep(0.2)
    outbox.stop()
    await asyncio.wait_for(running, 2)
    assert (bot.sent, await states(store)) == ([], {"unsure": 1})


async def test_told_dropped_and_hastened(store):
    (follow,) = await store.follows.of(7)
    assert await store.notices.told(follow.id) == {SAID}
    delivery = await store.notices.claim(now=NOW)
    await store.notices.drop(delivery)
    assert await store.notices.told(follow.id) == frozenset()
    assert (await store.notices.states())[State.SENDING] == 0
    later = NOW + timedelta(hours=9)
    assert await store.notices.put(follow.id, [Quoted("harrow-mill", 2, SAID)], now=NOW, due=later) == 1
    await store.notices.hasten(8, now=NOW)
    assert await store.notices.next_due() == later
    await store.notices.hasten(7, now=NOW)
    assert await store.notices.next_due() == NOW
