"""The bot comes and goes, over the socket: one line when it joins, no trace when it is gone."""

import asyncio

import pytest

from tests.telegram import faults
from tests.telegram.inprocess import answering
from tests.telegram.stories import COST, COST_QUESTION

NAMED = f"@dateline_bot {COST_QUESTION}"
LATER = 10_000


@pytest.fixture
async def shop(server, articles, clock):
    async with answering(server, articles, clock=clock) as shop:
        yield shop


def kept(shop, chat):
    """Whether anything at all is kept that goes by a chat's id."""
    window = shop.limits.chat
    return shop.exchanges.before(chat.id, LATER) is not None or chat.id in window._records or chat.id in shop.moved


async def forgotten(shop, chat):
    async with asyncio.timeout(15):
        while kept(shop, chat):  # noqa: ASYNC110 - it happens inside the bot
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("status", ["member", "administrator"])
@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_it_joins_with_one_line_about_how_to_ask(server, shop, kind, status):
    reader, group = server.user(), server.group(kind=kind, member=False)
    group.adds(by=reader, status=status)
    line = await reader.hears(0, chat=group)
    assert "\n" not in line.text
    assert "@dateline_bot" in line.text
    assert "/ask" in line.text
    group.adds(by=reader, was=status, status="administrator")  # promoted: it was there already
    await server.silence(0.4)


async def test_the_line_is_in_the_language_of_who_adds_it(server, shop):
    group = server.group(member=False)
    reader = server.user(language_code="fr")
    group.adds(by=reader)
    assert "Interrogez-moi" in (await reader.hears(0, chat=group)).text


async def test_where_it_may_not_write_or_is_no_group_it_joins_in_silence(server, shop, clock):
    reader = server.user()
    server.group(id=-1001).adds(by=reader, status="restricted")
    server.group(id=-1002, kind="channel").adds(by=reader, status="administrator")
    reader.unblocks()
    closed = server.group(id=-1003)
    server.fail("sendMessage", faults.bad_request("Bad Request: not enough rights to send text messages to the chat"))
    closed.adds(by=reader)
    await server.until(lambda: server.called("sendMessage") or None, 15, "the refused line")
    old = server.time
    server.time = lambda: old() - 3600
    server.group(id=-1004).adds(by=reader)  # an hour ago, while it was down
    server.time = old
    await server.silence(0.5)


async def test_removed_it_keeps_nothing_of_the_chat(server, shop):
    reader, group, other = server.user(), server.group(), server.group(id=-1002)
    await reader.says(NAMED, chat=group)
    await reader.says(NAMED, chat=other)
    await shop.languages.prefer(group.id, "de")
    assert kept(shop, group)
    group.kicks(by=reader)
    await forgotten(shop, group)
    assert kept(shop, other)
    assert await shop.languages.preferred(group.id) is None
    await server.silence(0.3)


async def test_a_reader_who_blocks_it_is_forgotten_at_once(server, shop):
    reader, other = server.user(), server.user(id=8)
    await reader.says(COST_QUESTION)
    await other.says(COST_QUESTION)
    reader.blocks()
    await forgotten(shop, reader)
    assert kept(shop, other)


@pytest.mark.parametrize(
    "fault",
    [
        faults.forbidden("Forbidden: bot was kicked from the supergroup chat"),
        faults.forbidden("Forbidden: the group chat was deleted"),
        faults.bad_request("Bad Request: chat not found"),
    ],
    ids=lambda fault: fault.description,
)
async def test_a_closed_chat_is_noticed_when_something_is_sent(server, shop, fault, caplog):
    reader, group = server.user(), server.group()
    await reader.says(NAMED, chat=group)
    server.fail("sendMessage", fault)
    reader.writes(NAMED, chat=group)
    await forgotten(shop, group)
    assert "an update failed" not in caplog.text


async def test_a_topic_that_is_closed_is_no_reason_to_forget_or_to_fail(server, shop, caplog):
    reader, forum = server.user(), server.group(forum=True)
    await reader.says(NAMED, chat=forum, thread=44)
    server.fail("sendMessage", faults.bad_request("Bad Request: TOPIC_CLOSED"))
    reader.writes(NAMED, chat=forum, thread=44)
    await server.until(lambda: server.faults.left == 0 or None, 15, "the refused answer")
    await server.silence(0.3)
    assert kept(shop, forum)
    assert "an update failed" not in caplog.text


async def test_a_group_that_becomes_a_supergroup_takes_along_its_count_and_language_and_no_message_ids(server, shop):
    reader, group = server.user(), server.group(kind="group", id=-77)
    question = reader.writes(NAMED, chat=group)
    await reader.hears(0, chat=group)
    await shop.languages.prefer(group.id, "de")
    new = group.becomes_supergroup(by=reader)
    new.adds(by=reader)  # Telegram may say so; it is no new chat
    await forgotten(shop, group)
    await server.silence(0.4)
    assert len(shop.limits.chat._records[new.id].taken) == 1
    assert [await shop.languages.preferred(chat.id) for chat in (group, new)] == [None, "de"]
    # Ids begin anew there: a message with the old question's id is another message.
    assert shop.exchanges.of_question(new.id, question.id) is None
    assert COST in "".join((await reader.says(NAMED, chat=new)).quoted())


async def test_a_migration_that_is_met_when_sending_is_no_error(server, shop, caplog):
    reader, group = server.user(), server.group(kind="group", id=-77)
    await reader.says(NAMED, chat=group)
    server.chats[group.id]["became"] = -1009
    reader.writes(NAMED, chat=group)
    await forgotten(shop, group)
    assert list(shop.moved) == [-1009]
    assert "an update failed" not in caplog.text


async def test_only_what_is_used_is_asked_of_telegram(server, shop):
    assert set(server.updates.allowed) == {
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "guest_message",
        "my_chat_member",
    }
