"""What a message puts to the bot, from the message alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, User

from bot.addressing import Put, Way, asker, left_alone, put_as_guest, put_to

ME = User(1, "Dateline", is_bot=True, username="dateline_bot")
ADA = {"id": 7, "is_bot": False, "first_name": "Ada"}
GROUP = {"id": -5, "type": "supergroup", "title": "G"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ada"}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def units(text):
    return len(text.encode("utf-16-le")) // 2


def entity(kind, before, said, **more):
    return {"type": kind, "offset": units(before), "length": units(said), **more}


def message(text, *entities, chat=GROUP, **more):
    raw = {"message_id": 9, "date": 1, "chat": chat, "from": ADA, "text": text, "entities": entities, **more}
    return Message.de_json({key: value for key, value in raw.items() if value is not None}, None)


@given(before=TEXTS, after=TEXTS, name=st.sampled_from(["@dateline_bot", "@DATELINE_bot"]))
def test_a_mention_addresses_it_wherever_it_stands_and_is_left_out(before, after, name):
    put = put_to(ME, message(before + name + after, entity("mention", before, name)))
    assert put.way is Way.NAME
    assert name not in put.question.replace(before, "").replace(after, "")
    said = [part.strip(" ,:\n") for part in (before.strip(), after.strip())]
    assert all(part in put.question for part in said)


@given(before=TEXTS, name=TEXTS.filter(bool), after=TEXTS)
def test_another_name_does_not(before, name, after):
    assert put_to(ME, message(before + name + after, entity("mention", before, name))) is None


def test_it_is_named_by_its_id_too():
    other, mine = ADA | {"id": 8}, {"id": 1, "is_bot": True, "first_name": "D"}
    assert put_to(ME, message("Dateline, why?", entity("text_mention", "", "Dateline", user=other))) is None
    found = put_to(ME, message("Dateline, why?", entity("text_mention", "", "Dateline", user=mine)))
    assert found == Put("why?", Way.NAME)


@pytest.mark.parametrize("command", ["/ask", "/ASK", "/ask@dateline_bot", "/ask@Dateline_Bot"])
@pytest.mark.parametrize("gap", [" ", "\n", "  \n "])
def test_a_command_is_left_out(command, gap):
    text = f"{command}{gap}Who won?"
    for chat, way in ((GROUP, Way.COMMAND), (PRIVATE, Way.PRIVATE)):
        assert put_to(ME, message(text, entity("bot_command", "", command), chat=chat)) == Put("Who won?", way)
    assert put_to(ME, message(command, entity("bot_command", "", command))) == Put("", Way.COMMAND)


@pytest.mark.parametrize("command", ["/ask@other_bot", "/latest", "/asked"])
def test_another_command_is_no_question_anywhere(command):
    for chat in (GROUP, PRIVATE):
        assert put_to(ME, message(f"{command} x", entity("bot_command", "", command), chat=chat)) is None


def test_a_command_inside_the_text_is_text():
    text = "Is it /ask or what"
    assert put_to(ME, message(text, entity("bot_command", "Is it ", "/ask"))) is None
    private = message(text, entity("bot_command", "Is it ", "/ask"), chat=PRIVATE)
    assert put_to(ME, private) == Put(text, Way.PRIVATE)


def test_a_caption_is_read_as_a_text_is():
    name = entity("mention", "", "@dateline_bot")
    found = message(None, chat=GROUP, entities=None, caption="@dateline_bot why?", caption_entities=[name])
    assert put_to(ME, found) == Put("why?", Way.NAME)
    assert put_to(ME, message(None, chat=PRIVATE)) is None


def test_a_quotation_comes_along_or_is_the_question():
    quote = {"text": "the bridge ", "position": 0}
    name = entity("mention", "", "@dateline_bot")
    assert put_to(ME, message("@dateline_bot when?", name, quote=quote)) == Put("when?", Way.NAME, "the bridge")
    assert put_to(ME, message("@dateline_bot", name, quote=quote)) == Put("the bridge", Way.NAME)
    assert put_as_guest(ME, message("@dateline_bot when?", name, quote=quote)).quoted == "the bridge"


def test_a_call_alone_means_the_message_it_replies_to_unless_that_is_its_own():
    name = entity("mention", "", "@dateline_bot")
    theirs = {"message_id": 1, "date": 1, "chat": GROUP, "from": ADA | {"id": 8}, "text": "Who won?"}
    mine = theirs | {"from": {"id": 1, "is_bot": True, "first_name": "D"}}
    assert put_to(ME, message("@dateline_bot", name, reply_to_message=theirs)) == Put("Who won?", Way.NAME)
    assert put_to(ME, message("@dateline_bot", name, reply_to_message=mine)) == Put("", Way.NAME)
    assert put_to(ME, message("Why?", reply_to_message=mine)) == Put("Why?", Way.REPLY)
    assert put_to(ME, message("Why?", reply_to_message=theirs)) is None


@pytest.mark.parametrize(
    ("more", "alone"),
    [
        ({}, False),
        ({"via_bot": {"id": 1, "is_bot": True, "first_name": "D"}}, True),
        ({"business_connection_id": "b"}, True),
        ({"is_automatic_forward": True, "sender_chat": GROUP}, True),
        ({"from": ADA | {"is_bot": True}}, True),
        ({"from": ADA | {"is_bot": True}, "sender_chat": GROUP}, False),
        ({"from": None}, True),
    ],
)
def test_who_speaks_to_the_bot(more, alone):
    found = message("Who won?", chat=PRIVATE, **more)
    assert left_alone(found) is alone
    assert (put_to(ME, found) is None) is alone


def test_who_writes_in_a_chats_name_asks_in_it():
    assert asker(message("x")) == 7
    assert asker(message("x", sender_chat={"id": -5, "type": "supergroup", "title": "G"})) == -5
