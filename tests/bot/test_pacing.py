"""Telegram's waits hold for whom they are meant, and what did not arrive goes out again."""

import asyncio

import aiohttp
import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot import pacing
from bot.pacing import MANY, Pacing

# The error itself reads what it calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*Deprecated since version v22.2")


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(pacing, "TRIES_AGAIN", (0.0, 0.0))


class Telegram:
    """Answers with what was ordered for a chat (or for everything else), then with "done"; remembers who came when."""

    def __init__(self, **ordered):
        self.ordered = ordered
        self.came, self.done = [], []

    async def ask(self, limiter, endpoint="sendMessage", chat=None):
        async def request(*args, **kwargs):
            self.came.append(chat or endpoint)
            failures = self.ordered.get(f"chat{chat}" if chat else endpoint, [])
            if failures:
                raise failures.pop(0)
            return "done"

        data = {"chat_id": chat} if chat else {}
        result = await limiter.process_request(request, (), {}, endpoint, data, None)
        self.done.append(chat or endpoint)
        return result


def wait(seconds):
    return RetryAfter(seconds)


def caused(error, cause):
    error.__cause__ = cause
    return error


async def test_a_chat_that_has_to_wait_holds_up_no_other_and_keeps_its_order():
    telegram, limiter = Telegram(chat1=[wait(0.3)]), Pacing()
    first = asyncio.create_task(telegram.ask(limiter, chat=1))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(telegram.ask(limiter, chat=1))
    await asyncio.sleep(0)
    assert await telegram.ask(limiter, chat=2) == "done"
    assert await telegram.ask(limiter, "answerInlineQuery") == "done"
    assert telegram.came == [1, 2, "answerInlineQuery"]  # the second question of chat 1 is not even sent yet
    assert await asyncio.gather(first, second) == ["done", "done"]
    assert telegram.came.count(1) == 3


async def test_a_wait_of_hours_for_a_description_holds_up_no_answer():
    telegram, limiter = Telegram(setMyDescription=[wait(86_400)]), Pacing()
    with pytest.raises(RetryAfter):
        await telegram.ask(limiter, "setMyDescription")
    with pytest.raises(RetryAfter):  # and Telegram is left alone
        await telegram.ask(limiter, "setMyDescription")
    assert telegram.came == ["setMyDescription"]
    assert await telegram.ask(limiter, chat=1) == "done"


async def test_what_nobody_waits_for_any_more_is_given_up_at_once():
    telegram, limiter = Telegram(answerInlineQuery=[wait(11)], chat1=[wait(301)]), Pacing()
    with pytest.raises(RetryAfter):
        await telegram.ask(limiter, "answerInlineQuery")
    with pytest.raises(RetryAfter):
        await telegram.ask(limiter, chat=1)


async def test_telegram_may_ask_for_a_wait_only_so_often():
    telegram, limiter = Telegram(chat1=[wait(0)] * 9), Pacing(retries=2)
    with pytest.raises(RetryAfter):
        await telegram.ask(limiter, chat=1)
    assert telegram.came == [1, 1, 1]


async def test_where_many_chats_are_told_to_wait_at_once_all_do_but_not_for_hours(monkeypatch):
    monkeypatch.setattr(pacing, "ALL_WAIT", 0.2)
    monkeypatch.setattr(pacing, "WITHIN", 60)
    telegram = Telegram(**{f"chat{number}": [wait(4000)] for number in range(1, MANY + 1)})
    limiter = Pacing()
    for number in range(1, MANY + 1):
        with pytest.raises(RetryAfter):
            await telegram.ask(limiter, chat=number)
    other = asyncio.create_task(telegram.ask(limiter, chat=99))
    assert await telegram.ask(limiter, "answerInlineQuery") == "done"  # which is for no chat
    assert 99 not in telegram.came
    assert await other == "done"


async def test_chats_that_are_told_to_wait_one_after_another_hold_up_no_other(monkeypatch):
    monkeypatch.setattr(pacing, "WITHIN", 0.0)
    telegram = Telegram(**{f"chat{number}": [wait(4000)] for number in range(1, 2 * MANY)})
    limiter = Pacing()
    for number in range(1, 2 * MANY):
        with pytest.raises(RetryAfter):
            await telegram.ask(limiter, chat=number)
    async with asyncio.timeout(10):
        assert await telegram.ask(limiter, chat=99) == "done"


REFUSED = aiohttp.ConnectionTimeoutError("nobody there")
SILENT = aiohttp.ServerDisconnectedError()


@pytest.mark.parametrize(
    ("endpoint", "error", "again"),
    [
        ("sendMessage", caused(NetworkError("no connection"), REFUSED), True),
        ("sendMessage", caused(NetworkError("hung up"), SILENT), True),
        ("sendMessage", NetworkError("Bad Gateway (502)"), True),
        ("sendMessage", NetworkError("Gateway Timeout (504)"), False),  # it may have arrived
        ("sendMessage", caused(TimedOut(), aiohttp.SocketTimeoutError("")), False),
        ("sendMessage", BadRequest("chat not found"), False),
        ("editMessageText", caused(TimedOut(), aiohttp.SocketTimeoutError("")), True),  # the same, the second time
        ("answerCallbackQuery", NetworkError("Gateway Timeout (504)"), True),
        ("answerCallbackQuery", BadRequest("query is too old"), False),
    ],
)
async def test_what_did_not_arrive_goes_out_again(endpoint, error, again):
    telegram, limiter = Telegram(chat1=[error]), Pacing()
    if again:
        assert await telegram.ask(limiter, endpoint, chat=1) == "done"
    else:
        with pytest.raises(type(error)):
            await telegram.ask(limiter, endpoint, chat=1)
    assert len(telegram.came) == 1 + again


async def test_what_never_arrives_is_given_up():
    telegram, limiter = Telegram(chat1=[caused(NetworkError(""), REFUSED)] * 9), Pacing()
    with pytest.raises(NetworkError):
        await telegram.ask(limiter, chat=1)
    assert telegram.came == [1, 1, 1]


async def test_groups_have_telegrams_limit_whichever_way_their_ids_are_written():
    limiter = Pacing(group_max_rate=1)
    telegram = Telegram()
    assert await telegram.ask(limiter, chat=-5) == "done"
    over = asyncio.create_task(telegram.ask(limiter, chat="-5"))
    await asyncio.sleep(0.05)
    assert not over.done()
    assert await telegram.ask(limiter, chat=-6) == "done"
    over.cancel()
    await asyncio.gather(over, return_exceptions=True)
