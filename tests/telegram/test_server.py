"""The strict server takes calls, hands out updates and breaks as Telegram does: asked by real clients."""

import asyncio
import time

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from tests.telegram import faults

# ------------------------------------------------------------------------------ the way in


async def test_the_bot_knows_itself(bot):
    assert (bot.username, bot.bot.supports_inline_queries) == ("dateline_bot", True)


@pytest.mark.parametrize("how", ["data", "json", "params", "files"])
async def test_parameters_come_in_every_form(post, server, ada, how):
    params = {"chat_id": 7, "text": "<b>hello</b>", "parse_mode": "HTML"}
    if how == "files":
        params = {name: (None, str(value)) for name, value in params.items()}
    status, body = await post("sendmessage", **{how: params})
    assert (status, body["result"]["text"], body["result"]["entities"][0]["type"]) == (200, "hello", "bold")


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(server):
    async with httpx.AsyncClient(base_url=server.url) as client:
        wrong, malformed = await client.get("/bot1:abc/getMe"), await client.get("/botabc/getMe")
    assert wrong.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert malformed.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    stranger = Bot("1:abc", base_url=f"{server.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    for request in stranger._request:  # a Bot that never got in doesn't shut its clients down
        await request.shutdown()


async def test_an_unknown_method_is_not_found_and_noted(post, server):
    assert await post("sendMesage") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    assert server.failures.pop() == "no such method: sendMesage"


async def test_an_unknown_parameter_passes_but_is_noted(bot, server, ada):
    await bot.send_message(7, "hello", api_kwargs={"disable_sound": True})
    assert server.failures.pop() == "no such parameter of sendMessage: disable_sound"


async def test_every_call_is_recorded(bot, server, ada):
    began = time.monotonic()
    await bot.send_message(7, "hello")
    (call,) = server.called("sendMessage")
    assert (call.params["text"], call.status) == ("hello", 200)
    assert began <= call.time <= time.monotonic()


# ------------------------------------------------------------------------------ updates


async def test_updates_stay_until_they_are_confirmed(bot, server, ada):
    ada.writes("two")
    first, second = await bot.get_updates()
    assert await bot.get_updates(limit=1) == (first,)
    assert await bot.get_updates(offset=second.update_id) == (second,)
    assert await bot.get_updates(offset=second.update_id + 1) == ()
    assert (second.message.text, second.effective_user.language_code) == ("two", "en")


async def test_a_poll_waits_for_its_update(bot, server, ada):
    await bot.get_updates(offset=-1)
    (start,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=start.update_id + 1, timeout=5))
    await server.polled()
    assert not poll.done()
    ada.writes("/latest now")
    (update,) = await poll
    assert update.message.parse_entities() == {update.message.entities[0]: "/latest"}


async def test_a_poll_ends_empty_after_its_time(bot):
    began = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < time.monotonic() - began < 3


async def test_an_update_tells_of_its_own_moment(bot, server, ada):
    mine = ada.writes("one")
    mine.raw["text"] = "edited since"
    assert [update.message.text for update in await bot.get_updates()] == ["/start", "one"]


async def test_only_allowed_updates_come(bot, server, ada):
    await bot.get_updates(offset=-1, allowed_updates=["inline_query"])
    ada.writes("not wanted")
    server.ask_inline(ada.raw, "wanted", "", "sender")
    assert [bool(update.inline_query) for update in await bot.get_updates()] == [False, True]


async def test_a_second_poller_ends_the_first(bot, server, post):
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await server.polled()
    second = asyncio.create_task(post("getUpdates", json={"timeout": 1}))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
        await poll
    assert await second == (200, {"ok": True, "result": []})


async def test_a_webhook_gets_the_updates_with_its_secret(bot, server, ada):
    got, answers = [], [500, 200, 200]

    async def receive(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        got.append((head, await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 %d x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % answers.pop(0))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(receive, "127.0.0.1", 0) as listening:
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/hook"
        with pytest.raises(BadRequest, match=r"(?i)HTTPS URL must be provided"):
            await bot.set_webhook("http://news.example/hook")
        await bot.set_webhook(url, secret_token="s3cret")
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        ada.writes("two")
        await server.until(lambda: len(server.updates.delivered) == 2 or None, 5, "two updates")
    assert [b'"/start"' in body for _, body in got] == [True, True, False]  # the 500 is tried again
    assert all("x-telegram-bot-api-secret-token: s3cret" in head for head, _ in got)
    assert (await bot.get_webhook_info()).pending_update_count == 0
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


# ------------------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    ("fault", "error", "carried_out"),
    [
        (faults.flood(3), RetryAfter, False),
        (faults.forbidden(), Forbidden, False),
        (faults.bad_request("Bad Request: TOPIC_CLOSED"), BadRequest, False),
        (faults.broken(500), NetworkError, False),
        (faults.broken(502), NetworkError, False),
        (faults.dropped(), NetworkError, False),
        (faults.cut_short(), NetworkError, True),
        (faults.hang(2), TimedOut, True),
    ],
    ids=lambda value: getattr(value, "name", None),
)
async def test_a_fault_strikes_as_ordered_and_passes(bot, server, ada, fault, error, carried_out, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else RetryAfter warns that it gives seconds
    server.fail("sendMessage", fault, times=2)
    for _ in range(2):
        with pytest.raises(error) as raised:
            await bot.send_message(7, "hello", read_timeout=0.3)
    if error is RetryAfter:
        assert raised.value.retry_after.total_seconds() == 3
    assert server.faults.used == [("sendMessage", fault)] * 2
    assert server.faults.left == 0
    if fault.seconds:
        await server.until(lambda: len(server.events) == 2 or None, 5, "the late messages")
    assert len(server.events) == (2 if carried_out else 0)
    await bot.send_message(7, "hello")


async def test_a_hang_ends(bot, server, ada):
    server.fail("sendMessage", faults.hang(0.2))
    assert (await bot.send_message(7, "hello")).text == "hello"


async def test_the_server_comes_back_on_its_port(server, bot, ada):
    url = server.url
    await server.stop()
    with pytest.raises(NetworkError):
        await bot.get_me()
    await server.start()
    assert server.url == url
    await bot.get_me()


# ------------------------------------------------------------------------------ the people


@pytest.fixture
async def parrot(server, bot):
    """A bot that repeats, with a button that shouts; in groups it speaks only when addressed."""

    async def handle(update):
        if message := update.message:
            if message.chat.type == "private" or "@dateline_bot" in message.text:
                button = InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data="shout")]])
                await bot.send_message(message.chat.id, message.text, reply_markup=button)
        elif message := update.edited_message:
            await bot.send_message(message.chat.id, f"now {message.text}")
        elif query := update.callback_query:
            await query.answer()
            await query.edit_message_text(query.message.text.upper())
        elif query := update.inline_query:
            content = InputTextMessageContent(query.query)
            await query.answer([InlineQueryResultArticle(f"{query.query}#1", "title", content)])

    async def run():
        offset = 0
        while True:
            for update in await bot.get_updates(offset, timeout=5):
                offset = update.update_id + 1
                await handle(update)

    running = asyncio.create_task(run())
    await server.polled()
    yield
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_user_says_presses_edits_and_types(server, parrot):
    user = server.user(id=9, first_name="Grace")
    reply = await user.says("hello")
    assert (reply.text, list(reply.buttons)) == ("hello", ["Press"])
    pressed = await reply.press("Press")
    assert (pressed.edited, pressed.message.text, reply.text, reply.buttons) == (True, "HELLO", "HELLO", {})
    with pytest.raises(AssertionError, match="no button 'Press'"):
        await reply.press("Press")
    mine = user.writes("one")
    await server.until(lambda: len(server.called("sendMessage")) == 2 or None, 5, "the answer to it")
    assert (await user.edits(mine, "two")).text == "now two"
    (result,) = await user.types_inline("putin")
    assert (result.id, result.title, result.text) == ("putin#1", "title", "putin")


async def test_silence_is_noticed_and_so_is_its_breach(server, parrot):
    group, user = server.group(), server.user()
    user.writes("nobody asked you", chat=group)
    await server.silence(0.2)
    assert (await user.says("@dateline_bot hello", chat=group)).text == "@dateline_bot hello"
    user.writes("@dateline_bot hello", chat=group)
    with pytest.raises(AssertionError, match="expected silence"):
        await server.silence(0.3)
    with pytest.raises(AssertionError, match=r"waited 0\.2 s for an answer to 'hello'"):
        await user.says("hello", chat=group, within=0.2)
