"""Where the bot is asked, and where it is silent: private chats, groups, topics, discussion groups."""

import pytest

from tests.telegram.inprocess import answering
from tests.telegram.media import FIELDS
from tests.telegram.stories import (
    BOLTS,
    BOLTS_QUESTION,
    COST,
    COST_QUESTION,
    OFF_TOPIC,
    REOPENED,
    UNDERSTOOD,
)

NAMED = f"@dateline_bot {COST_QUESTION}"


@pytest.fixture
async def shop(server, articles, clock):
    """The services of a bot that is up and polling, without limits of ours."""
    off = {"questions_per_minute": 0, "chat_questions_per_minute": 0, "queries_per_minute": 0}
    async with answering(server, articles, clock=clock, **off) as shop:
        yield shop


# ------------------------------------------------------------------------------ private


async def test_a_forwarded_text_is_a_question_even_where_it_is_a_command(server, shop):
    reader = server.user()
    for text in (COST_QUESTION, f"/ask {COST_QUESTION}", f"/latest@other_bot {COST_QUESTION}", NAMED):
        since = len(server.events)
        reader.forwards(text)
        reply = await reader.hears(since)
        assert COST in "".join(reply.quoted())
        assert "dateline" not in reply.text


async def test_a_quoted_part_is_what_a_question_is_about(server, shop):
    reader, other = server.user(), server.user(id=8)
    theirs = reader.writes("Long talk. The harbour bridge in Aldmoor reopened to traffic. More talk.")
    await reader.hears(0)
    quoted = "Did the harbour bridge reopen to traffic?"
    follows = await reader.says("When was that?", reply_to=theirs, quote=quoted)
    assert UNDERSTOOD in follows.text
    assert REOPENED in "".join(follows.quoted())
    # Words that no question is made of are asked along, and the reply says so; here they are from another chat.
    along = await other.says("How many?", quote="rusted bolts that engineers replaced")
    assert BOLTS in "".join(along.quoted())
    assert "Understood as: How many? rusted bolts that engineers replaced" in along.text
    plain = await along.press("Not what I meant")
    assert plain.message.quoted() == []


async def test_a_quote_that_has_nothing_to_do_with_it_does_no_harm(server, shop):
    reply = await server.user().says(COST_QUESTION, quote="zebras graze in Havana at dawn with penguins")
    assert COST in "".join(reply.quoted())
    assert "Understood as" not in reply.text


@pytest.mark.parametrize("what", sorted(FIELDS))
async def test_what_has_no_words_is_declined_and_a_caption_is_a_question(server, shop, what):
    reader = server.user()
    reader.sends(what)
    assert (await reader.hears(0)).text.startswith("I can only read text.")
    if what in {"photo", "voice", "document", "animation"}:
        since = len(server.events)
        reader.sends(what, caption=COST_QUESTION)
        assert COST in "".join((await reader.hears(since)).quoted())


async def test_an_album_is_declined_once_and_its_caption_answered_once(server, shop):
    reader = server.user()
    for _ in range(4):
        reader.sends("photo", media_group_id="first")
    assert (await reader.hears(0)).text.startswith("I can only read text.")
    await server.silence(0.3)
    reader.sends("photo", media_group_id="second", caption=COST_QUESTION)
    for _ in range(3):
        reader.sends("photo", media_group_id="second")
    await server.until(lambda: len(server.called("sendMessage")) == 2 or None, 15, "the answer")
    await server.silence(0.3)


async def test_what_came_by_an_inline_bot_or_a_business_chat_is_left_alone(server, shop):
    reader, group = server.user(), server.group()
    reader.writes(COST_QUESTION, via_bot=True)
    reader.writes("/latest", via_bot=True)
    reader.sends("photo", via_bot=True)
    reader.writes(f"/ask@dateline_bot {COST_QUESTION}", chat=group, via_bot=True)
    reader.writes(NAMED, chat=group, via_bot=True)
    assert "business_message" not in server.updates.allowed
    server.updates.allowed = None  # and even if it came
    business = reader.writes(COST_QUESTION, business_connection_id="b1").raw
    server.updates.push("business_message", business)
    server.updates.push("edited_business_message", business)
    server.updates.push("channel_post", business)
    await server.silence(0.7)


# ------------------------------------------------------------------------------ groups


async def test_in_a_group_its_name_a_command_or_a_reply_addresses_it(server, shop):
    reader, other, group = server.user(), server.user(id=8), server.group()
    reply = await reader.says(f"/ask {COST_QUESTION}", chat=group)
    assert (COST in "".join(reply.quoted()), reply.reply_to is not None) == (True, True)
    for text in (
        f"/ask@dateline_bot\n{COST_QUESTION}",
        f"{COST_QUESTION} @Dateline_Bot",
        f"@dateline_bot, {COST_QUESTION}",
    ):
        mine = None
        since = len(server.events)
        mine = other.writes(text, chat=group)
        heard = await other.hears(since, chat=group)
        assert (heard.reply_to, COST in "".join(heard.quoted())) == (mine.id, True)
    asked_on = await other.says(BOLTS_QUESTION, chat=group, reply_to=reply)
    assert BOLTS in "".join(asked_on.quoted())
    since = len(server.events)
    other.sends("photo", caption=NAMED, chat=group)
    assert COST in "".join((await other.hears(since, chat=group)).quoted())


async def test_in_a_group_nothing_else_does(server, shop):
    reader, other, group = server.user(), server.user(id=8), server.group()
    answer = await reader.says(NAMED, chat=group)
    talk = reader.writes(COST_QUESTION, chat=group)
    other.writes(COST_QUESTION, chat=group, reply_to=talk)
    other.writes(f"@other_bot {COST_QUESTION}", chat=group)
    other.writes(f"/ask@other_bot {COST_QUESTION}", chat=group)
    other.writes(f"/ask@other_bot {COST_QUESTION}", chat=group, reply_to=answer)
    other.writes(f"@ada_l {COST_QUESTION}", chat=group, reply_to=answer)
    other.writes("/weather Oslo", chat=group)
    other.forwards(NAMED, chat=group)
    other.forwards(f"/ask {COST_QUESTION}", chat=group)
    other.sends("voice", chat=group, reply_to=answer)
    other.sends("sticker", chat=group, reply_to=answer)
    other.sends("photo", caption=COST_QUESTION, chat=group)
    group.welcomes(server.user(id=9))
    reader.writes(NAMED, chat=group, via_bot=True)
    for talk in ("thanks!", "Thank you, very useful", "well well", "👍", "told you so, Bo"):
        other.writes(talk, chat=group, reply_to=answer)
    other.writes("thanks", chat=group, reply_to=answer, quote=COST)
    await server.silence(1.0)


async def test_a_reply_that_asks_is_told_when_nothing_answers(server, shop):
    reader, group = server.user(), server.group()
    answer = await reader.says(NAMED, chat=group)
    for question in ("And Havana?", "who fed the penguins", "Did it rain in Lisbon"):
        assert (await reader.says(question, chat=group, reply_to=answer)).quoted() == []


async def test_called_without_a_question_it_answers_what_is_replied_to_or_says_how(server, shop):
    reader, other, group = server.user(), server.user(id=8), server.group()
    talk = reader.writes(COST_QUESTION, chat=group)
    for call in ("@dateline_bot", "/ask", "/ask@dateline_bot"):
        assert COST in "".join((await other.says(call, chat=group, reply_to=talk)).quoted())
        assert (await other.says(call, chat=group)).text.startswith("Ask a question")
    answer = await other.says("@dateline_bot", chat=group, reply_to=talk, quote=BOLTS_QUESTION)
    assert BOLTS in "".join(answer.quoted())


async def test_an_anonymous_admin_and_a_channel_are_answered_and_another_bot_is_not(server, shop):
    group = server.group()
    for somebody in (group.anonymous_admin(), group.channel()):
        assert COST in "".join((await somebody.says(NAMED, chat=group)).quoted())
    robot = server.user(id=55)
    robot.raw["is_bot"] = True
    robot.writes(NAMED, chat=group)
    await server.silence(0.5)


async def test_in_a_discussion_group_a_post_is_no_question_and_a_comment_is(server, shop):
    reader, group = server.user(), server.group()
    post = group.gets_post(f"@dateline_bot {COST_QUESTION}")
    await server.silence(0.5)
    reader.writes("Nice post", chat=group, reply_to=post)
    reply = await reader.says(NAMED, chat=group, reply_to=post)
    assert COST in "".join(reply.quoted())
    assert COST in "".join((await reader.says("@dateline_bot", chat=group, reply_to=post)).quoted())


async def test_a_topic_opened_by_the_bot_makes_no_message_in_it_a_reply(server, shop):
    reader, forum = server.user(), server.group(forum=True)
    server.chats[forum.id]["topics"][44] = {
        "message_id": 44,
        "from": server.bot,
        "chat": server.chats[forum.id]["public"],
        "date": 1,
        "forum_topic_created": {"name": "News", "icon_color": 7322096},
    }
    reader.writes(COST_QUESTION, chat=forum, thread=44)
    await server.silence(0.5)
    reply = await reader.says(NAMED, chat=forum, thread=44)
    assert (reply.thread, COST in "".join(reply.quoted())) == (44, True)


# ------------------------------------------------------------------------------ edits


@pytest.mark.parametrize("opening", ["@dateline_bot ", "/ask ", "/ask@dateline_bot "])
async def test_an_edited_question_edits_its_answer_in_a_topic(server, shop, opening):
    reader, forum = server.user(), server.group(forum=True)
    question = reader.writes(opening + OFF_TOPIC, chat=forum, thread=44)
    first = await reader.hears(0, chat=forum)
    assert first.quoted() == []
    edited = await reader.edits(question, opening + COST_QUESTION)
    assert (edited.id, edited.thread, COST in "".join(edited.quoted())) == (first.id, 44, True)
    assert len(server.called("sendMessage")) == 1
    asked = len(server.calls)
    reader.changes(question, opening + COST_QUESTION)  # its link got a preview, say
    await server.silence(0.4)
    assert not [call for call in server.calls[asked:] if call.method.startswith("edit")]


@pytest.mark.parametrize("becomes", ["never mind", f"/ask@other_bot {COST_QUESTION}", "@dateline_bot", "/latest"])
async def test_a_question_that_is_edited_into_none_takes_its_answer_back(server, shop, becomes):
    reader, group = server.user(), server.group()
    question = reader.writes(NAMED, chat=group)
    answer = await reader.hears(0, chat=group)
    reader.changes(question, becomes)
    await server.until(lambda: server.called("deleteMessage") or None, 15, "the answer's end")
    assert (group.id, answer.id) not in server.messages
    again = await reader.edits(question, NAMED)
    assert (COST in "".join(again.quoted()), again.reply_to) == (True, question.id)


async def test_an_edit_that_addresses_it_at_last_is_answered(server, shop):
    reader, group = server.user(), server.group()
    talk = reader.writes(COST_QUESTION, chat=group)
    await server.silence(0.3)
    assert COST in "".join((await reader.edits(talk, NAMED)).quoted())


async def test_an_edit_while_the_answer_is_being_found_edits_that_answer(server, shop, monkeypatch):
    reader = server.user()
    for _ in range(3):
        question = reader.writes(OFF_TOPIC)
        reader.changes(question, COST_QUESTION)
    await server.until(lambda: len(server.called("editMessageText")) == 3 or None, 10, "three edits")
    assert len(server.called("sendMessage")) == 3
