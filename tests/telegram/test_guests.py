"""Guest mode over the socket: called by its name in a chat that it is not in."""

import asyncio

import pytest

from tests.telegram.inprocess import answering
from tests.telegram.stories import BOLTS, BOLTS_QUESTION, COST, COST_QUESTION, OFF_TOPIC

NAMED = f"@dateline_bot {COST_QUESTION}"


@pytest.fixture
async def shop(server, articles, clock):
    async with answering(server, articles, clock=clock, questions_per_minute=4) as shop:
        yield shop


@pytest.fixture
def chat(server):
    return server.group(id=-1005, member=False)


async def test_a_guest_is_answered_at_once_in_one_message(server, shop, chat):
    answer = await server.user().summons(NAMED, chat=chat)
    assert COST in "".join(answer.quoted())
    assert [call.method for call in server.calls if "uest" in call.method] == ["answerGuestQuery"]
    assert not server.called("sendMessage")
    refused = await server.user(id=8).summons(f"@dateline_bot {OFF_TOPIC}", chat=chat)
    assert (refused.quoted(), "don't answer" in refused.text) == ([], True)


async def test_its_buttons_ask_nothing_of_a_bot_that_keeps_nothing(server, shop, chat):
    answer = await server.user().summons(NAMED, chat=chat)
    assert {"Share", "Copy citation"} <= set(answer.buttons)
    assert not any("callback_data" in button for button in answer.buttons.values())


async def test_a_guest_asks_by_a_reply_by_a_quote_or_by_calling_alone(server, shop, chat):
    reader, other = server.user(), server.user(id=8)
    answer = await reader.summons(NAMED, chat=chat)
    again = await reader.summons(BOLTS_QUESTION, chat=chat, reply_to=answer)
    assert BOLTS in "".join(again.quoted())
    quoting = await other.summons("@dateline_bot How many?", chat=chat, quote="rusted bolts that engineers replaced")
    assert BOLTS in "".join(quoting.quoted())
    assert "Understood as: How many? rusted bolts" in quoting.text
    assert "Not what I meant" not in quoting.buttons
    talk = reader.writes(COST_QUESTION, chat=chat)
    assert COST in "".join((await other.summons("@dateline_bot", chat=chat, reply_to=talk)).quoted())
    assert (await other.summons("@dateline_bot", chat=chat)).text.startswith("Ask a question")


async def test_thanks_old_calls_and_other_bots_are_left_unanswered(server, shop, chat):
    reader = server.user()
    answer = await reader.summons(NAMED, chat=chat)
    reader.calls("thanks a lot", chat=chat, reply_to=answer)
    reader.calls(NAMED, chat=chat, ago=400)
    robot = server.user(id=55)
    robot.raw["is_bot"] = True
    robot.calls(NAMED, chat=chat)
    await server.silence(0.6)


async def test_who_calls_too_often_is_told_once(server, shop, chat):
    reader = server.user()
    for _ in range(4):
        await reader.summons(NAMED, chat=chat)
    assert "I'll listen again in" in (await reader.summons(NAMED, chat=chat)).text
    reader.calls(NAMED, chat=chat)
    await server.silence(0.4)
    assert COST in "".join((await server.user(id=8).summons(NAMED, chat=chat)).quoted())


async def test_nothing_is_kept_of_a_guests_chat_whatever_its_id(server, shop, chat):
    group, reader = server.group(), server.user()
    await reader.says(NAMED, chat=group)
    async with asyncio.timeout(15):
        while (before := shop.exchanges.before(group.id, 1_000)) is None:  # noqa: ASYNC110 - inside the bot
            await asyncio.sleep(0.02)
    await reader.summons(f"@dateline_bot {BOLTS_QUESTION}", chat=group)  # another chat, of the same id
    assert shop.exchanges.before(group.id, 1_000) == before
    assert shop.exchanges.before(chat.id, 1_000) is None


async def test_a_guest_is_answered_in_the_callers_language_and_not_in_that_of_a_chat_of_the_same_id(server, shop):
    group, reader = server.group(), server.user(language_code="es")
    await shop.languages.prefer(group.id, "de")
    assert "Los artículos" in (await reader.summons(f"@dateline_bot {OFF_TOPIC}", chat=group)).text


async def test_a_query_that_is_over_is_no_error(server, shop, chat, caplog):
    server.query_lifetime = 0.0
    server.user().calls(NAMED, chat=chat)
    await server.until(lambda: server.called("answerGuestQuery") or None, 15, "the late answer")
    await server.silence(0.3)
    assert server.called("answerGuestQuery")[0].status == 400
    assert "an update failed" not in caplog.text
