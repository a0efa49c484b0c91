"""How much, how late and how long, over the socket: limits, old updates, slow questions."""

import asyncio
import time

import pytest

from bot import answering as answers
from bot import offering
from tests.telegram.inprocess import answering
from tests.telegram.stories import BOLTS, BOLTS_QUESTION, COST, COST_QUESTION, OFF_TOPIC

NAMED = f"@dateline_bot {COST_QUESTION}"
ADMIN = 1001


@pytest.fixture
async def shop(server, articles, clock):
    limits = {"questions_per_minute": 3, "chat_questions_per_minute": 5, "queries_per_minute": 4}
    async with answering(server, articles, clock=clock, admins=[ADMIN], **limits) as shop:
        yield shop


def said(server, chat_id):
    return [raw["text"] for _, raw in server.events_since(0, chat_id)]


async def until_said(server, chat_id, count):
    await server.until(lambda: len(said(server, chat_id)) >= count or None, 20, f"{count} messages in {chat_id}")


async def test_who_asks_too_much_is_told_once_and_heard_again_after_the_minute(server, shop, clock):
    flooder, reader = server.user(), server.user(id=8)
    for _ in range(3):
        assert COST in (await flooder.says(COST_QUESTION)).text
    notice = await flooder.says(COST_QUESTION)
    assert "I'll listen again in" in notice.text
    for text in (COST_QUESTION, "/latest", "/help", "/nonsense"):
        flooder.writes(text)
    flooder.sends("voice")
    await server.silence(0.6)
    assert COST in (await reader.says(COST_QUESTION)).text
    clock.forward(61)
    assert COST in (await flooder.says(COST_QUESTION)).text


async def test_an_edit_counts_as_a_question(server, shop):
    reader = server.user()
    question = reader.writes(OFF_TOPIC)
    await reader.hears(0)
    for text in (COST_QUESTION, BOLTS_QUESTION):
        await reader.edits(question, text)
    assert "I'll listen again in" in (await reader.edits(question, COST_QUESTION)).text


async def test_a_group_has_a_limit_and_one_flooder_leaves_most_of_it_to_others(server, shop, clock):
    group = server.group()
    flooder, *others = [server.user(id=number) for number in range(7, 12)]
    for _ in range(9):
        flooder.writes(NAMED, chat=group)
    await until_said(server, group.id, 4)
    for other in others[:2]:
        assert COST in (await other.says(NAMED, chat=group)).text
    assert "in this group" in (await others[2].says(NAMED, chat=group)).text
    others[3].writes(NAMED, chat=group)
    flooder.writes("talk among people goes on", chat=group)
    others[2].writes("/ask@other_bot hello", chat=group)
    await server.silence(0.5)
    assert COST in (await others[3].says(COST_QUESTION)).text  # in private they are heard
    clock.forward(61)
    assert COST in (await others[3].says(NAMED, chat=group)).text


async def test_admins_have_no_limit_of_their_own(server, shop):
    admin = server.user(id=ADMIN)
    for _ in range(5):
        assert COST in (await admin.says(COST_QUESTION)).text


async def test_inline_queries_and_buttons_have_a_limit(server, shop, clock):
    reader, other = server.user(), server.user(id=8)
    for _ in range(4):
        assert list(await reader.types_inline("bridge repairs cost"))
    refused = await reader.types_inline("bridge repairs cost")
    assert (list(refused), refused.cache_time, refused.is_personal) == ([], 0, True)
    assert "Too many" in refused.button["text"]
    unanswered = server.ask_inline(reader.raw, "bridge", "", "sender")
    await server.silence(0.4)
    assert "answer" not in unanswered
    assert list(await other.types_inline("bridge repairs cost"))
    clock.forward(61)
    reply = await reader.says(COST_QUESTION)
    for label in ("Article", "Back to the quote", "Article", "Back to the quote"):
        await reply.press(label)
    pressed = await reply.press("Article")
    assert ("I'll listen again in" in pressed.notice, pressed.edited) == (True, False)


async def test_of_what_is_typed_fast_only_the_newest_is_answered(server, shop, monkeypatch):
    asked = []

    def slow(question, *args, **kwargs):
        asked.append(question)
        time.sleep(0.3)
        return suggest(question, *args, **kwargs)

    suggest = offering.suggest
    monkeypatch.setattr(offering, "suggest", slow)
    reader = server.user()
    queries = [
        server.ask_inline(reader.raw, text, "", "sender") for text in ("bri", "bridge", "bridge co", "bridge cost")
    ]
    await server.until(lambda: queries[-1].get("answer"), 15, "the newest results")
    assert asked == ["bri", "bridge cost"]


async def test_what_is_old_is_not_answered(server, articles, clock):
    reader, group, other = server.user(), server.group(), server.user(id=8)
    forgotten = reader.writes(COST_QUESTION, chat=group, ago=86_400)
    reader.writes(COST_QUESTION, ago=400)
    reader.writes("/latest", ago=400)
    reader.sends("voice", ago=400)
    reader.writes(NAMED, chat=group, ago=400)
    reader.changes(forgotten, NAMED, ago=400)
    reader.changes(forgotten, NAMED)  # just now, but of a message that is a day old
    async with answering(server, articles, clock=clock):
        await server.silence(0.7)
        other.writes(COST_QUESTION, ago=200)  # while it started
        assert COST in (await other.hears(0)).text


async def test_a_button_that_was_pressed_long_ago_is_no_error(server, shop, caplog):
    reader = server.user()
    reply = await reader.says(COST_QUESTION)
    server.query_lifetime = 0.0
    server.ask_callback(reply.raw, reply.buttons["Article"]["callback_data"], reader)
    await server.until(lambda: server.called("answerCallbackQuery") or None, 15, "the late answer")
    await server.until(lambda: server.called("editMessageText") or None, 15, "what the button does all the same")
    assert "an update failed" not in caplog.text


async def test_slow_questions_hold_up_nobody_else_and_a_flood_takes_one_thread(server, articles, clock, monkeypatch):
    at_once, most = 0, 0

    def slow(question, *args, **kwargs):
        nonlocal at_once, most
        if question == OFF_TOPIC:
            at_once += 1
            most = max(most, at_once)
            time.sleep(0.5)
            at_once -= 1
        return ask(question, *args, **kwargs)

    ask = answers.ask
    monkeypatch.setattr(answers, "ask", slow)
    async with answering(server, articles, clock=clock, questions_per_minute=0) as shop:
        flooder, reader = server.user(), server.user(id=8)
        for _ in range(12):
            flooder.writes(OFF_TOPIC)
        await asyncio.sleep(0.1)
        assert BOLTS in (await reader.says(BOLTS_QUESTION)).text
        assert list(await reader.types_inline("bridge repairs cost"))
        assert len(said(server, flooder.id)) < 12  # of the flood, which takes at least 3.6 s
        await until_said(server, flooder.id, 12)
        assert most == 1
        await server.silence(0.1)
        assert shop.work._lines == {}


async def test_the_same_reader_is_answered_in_the_order_asked(server, articles, clock):
    async with answering(server, articles, clock=clock):
        reader = server.user()
        questions = [reader.writes(text) for text in (OFF_TOPIC, COST_QUESTION, BOLTS_QUESTION)]
        await until_said(server, reader.id, 3)
        first, second, third = said(server, reader.id)
        assert ("don't answer" in first, COST in second, BOLTS in third) == (True, True, True)
        assert len(questions) == 3
