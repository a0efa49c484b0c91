"""Every refusal of Telegram's that matters: no fault of the bot's, one line in the log, and the update is done with."""

import asyncio
import logging

import pytest

from bot.transport import SOON
from knowledge.store import StoreError
from tests.telegram import faults
from tests.telegram.inprocess import keeping
from tests.telegram.stories import ADMIN, COST, COST_QUESTION

CLOSED = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: the group chat was deleted"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: group is deactivated"),
    (400, "Bad Request: user is deactivated"),
    (400, "Bad Request: PEER_ID_INVALID"),
]
CLOSED_TO_WORDS = [
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_RESTRICTED"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: TOPIC_DELETED"),
    (400, "Bad Request: message thread not found"),
]
GONE = [
    "Bad Request: message to edit not found",
    "Bad Request: message can't be edited",
    "Bad Request: MESSAGE_ID_INVALID",
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
]
LATE = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def shop(server, articles, tmp_path, clock, caplog):
    caplog.set_level(logging.INFO)
    told = {"admins": str(ADMIN), "questions_per_minute": 0, "chat_questions_per_minute": 0, "queries_per_minute": 4}
    async with keeping(server, articles, tmp_path, clock, **told) as shop:
        await server.user(id=ADMIN).says("/start")
        yield shop


async def done(server, shop):
    """Wait until every update is handled; nothing of it was taken for a fault of ours."""
    await server.until(lambda: (not server.updates.pending and shop.inbox.open == 0) or None, 20, "the end of it all")


def refusal(code, description):
    return faults.forbidden(description) if code == 403 else faults.bad_request(description)


async def test_each_refusal_has_its_line_and_is_no_fault_of_ours(server, shop, caplog):
    for number, (code, description) in enumerate([*CLOSED, *CLOSED_TO_WORDS]):
        reader = server.user(id=100 + number)
        await shop.languages.prefer(reader.id, "de")
        caplog.clear()
        server.fail("sendMessage", refusal(code, description))
        reader.writes(COST_QUESTION)
        await server.until(lambda: server.faults.left == 0 or None, 15, description)
        await done(server, shop)
        lines = [record.getMessage() for record in caplog.records if record.name == "bot.handlers.errors"]
        assert len(lines) == 1, (description, lines)
        assert description.partition(": ")[2].lower() in lines[0].lower()
        closed = (code, description) in CLOSED
        assert ("forgotten" in lines[0], await shop.languages.preferred(reader.id)) == (
            closed,
            None if closed else "de",
        )
    assert len(server.called("sendMessage")) == 1 + len(CLOSED) + len(CLOSED_TO_WORDS)  # nobody was told of a fault


async def test_a_message_that_is_gone_and_a_query_that_is_too_old_are_no_faults(server, shop, caplog):
    reader = server.user()
    reply = await reader.says(COST_QUESTION)
    for description in GONE:
        server.fail("editMessageText", faults.bad_request(description))
        server.ask_callback(reply.raw, reply.buttons["Article"]["callback_data"], reader.raw)
        await server.until(lambda: server.faults.left == 0 or None, 15, description)
        await done(server, shop)
    typist = server.user(id=9)
    for _ in range(4):
        await typist.types_inline("bridge")
    for method in ("answerInlineQuery", "answerInlineQuery", "answerCallbackQuery"):
        server.fail(method, faults.bad_request(LATE))
    server.ask_inline(typist.raw, "bridge repairs", "", "sender")  # over the limit, which cannot be told
    server.ask_inline(server.user(id=10).raw, "bridge repairs", "", "sender")
    server.ask_callback(reply.raw, reply.buttons["Article"]["callback_data"], server.user(id=11).raw)
    await server.until(lambda: server.faults.left == 0 or None, 15, "queries that are too old")
    await done(server, shop)
    assert "an update failed" not in caplog.text
    assert caplog.text.count("a query was answered too late, or twice") == 3
    assert caplog.text.count("there is nothing to answer or to edit any more") == len(GONE) - 1  # the last is fine
    assert not [call for call in server.called("sendMessage") if "broke" in call.params["text"]]
    assert COST in "".join((await reader.says("/search repairs cost crowns")).text)


async def test_a_closed_chat_and_a_store_that_fails_at_once(server, shop, caplog, monkeypatch):
    async def fails(chat_id):
        raise StoreError("The disk is full")

    monkeypatch.setattr(shop, "forget_chat", fails)
    server.fail("sendMessage", faults.forbidden())
    reader = server.user()
    reader.writes(COST_QUESTION)
    await server.until(lambda: server.faults.left == 0 or None, 15, "the refusal")
    await done(server, shop)
    assert "what is kept of the chat stays for now: The disk is full" in caplog.text
    assert "uncaught" not in caplog.text


async def test_an_hour_without_telegram(server, shop, clock, caplog):
    """What was written meanwhile is too old by then, and said to be; what comes after it is answered."""
    server.updates.allowed = None
    await server.stop()
    missed = [server.user(id=300 + number) for number in range(5)]
    for reader in missed:
        reader.writes(COST_QUESTION)
    clock.forward(3600)
    await server.start()
    reply = await server.user(id=7).says(COST_QUESTION, within=60)
    await done(server, shop)
    assert COST in "".join(reply.quoted())
    assert caplog.text.count("came too late to be answered") == len(missed)
    assert not any(server.events_since(0, reader.id) for reader in missed)
    assert "an update failed" not in caplog.text


async def test_what_was_said_but_not_acknowledged_when_telegram_goes_down_is_not_said_again(server, shop, caplog):
    server.fail("sendMessage", faults.late(60))
    reader = server.user()
    assert COST in "".join((await reader.says(COST_QUESTION)).quoted())  # it is there, and the bot does not know
    await asyncio.sleep(SOON)
    await server.stop()  # the connection is closed without a word
    await server.start()
    await done(server, shop)
    assert len(server.called("sendMessage")) == 2  # the admin's, and this
    assert "Telegram could not be reached" in caplog.text


async def test_the_clock_of_the_machine_jumps(server, shop, clock, caplog):
    reader = server.user()
    await reader.says(COST_QUESTION)
    telegrams = server.time
    now = telegrams()
    server.time = lambda: now  # only the bot's own clock is wrong
    clock.forward(7200)
    reader.writes("/help")
    await server.until(lambda: "is this machine's clock wrong?" in caplog.text or None, 10, "a word on the clock")
    clock.forward(-7200 - 30 * 86_400)
    assert COST in "".join((await server.user(id=8).says(COST_QUESTION)).quoted())
    query = await server.user(id=12).types_inline("bridge")
    assert query
    clock.forward(30 * 86_400)
    assert (await reader.says("/help")).text
    await done(server, shop)
    assert "an update failed" not in caplog.text
