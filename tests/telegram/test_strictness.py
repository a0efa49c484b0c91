"""The strict server refuses what Telegram refuses, in its words: asked by real clients over the socket."""

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden


def keyboard(**button):
    return InlineKeyboardMarkup([[InlineKeyboardButton("Press", **button)]])


def article(id="a#1", text="text", **content):  # noqa: A002 - as Telegram calls it
    return InlineQueryResultArticle(id, "title", InputTextMessageContent(text, **content))


# ------------------------------------------------------------------------------ texts


@pytest.mark.parametrize(
    ("text", "options", "complaint"),
    [
        ("<b>open", {"parse_mode": "HTML"}, "Can't parse entities: can't find end tag"),
        ("*open", {"parse_mode": "MarkdownV2"}, "Can't parse entities"),
        ("x", {"parse_mode": "XML"}, "Unsupported parse_mode"),
        ("", {}, "Message text is empty"),
        ("<b> </b>\n", {"parse_mode": "HTML"}, "Text must be non-empty"),
        ("😀" * 2048 + "x", {}, "Message is too long"),
        ("abc", {"entities": [MessageEntity("bold", 1, 3)]}, "Entity beginning at UTF-16 offset 1 ends after"),
        ("abc", {"entities": [MessageEntity("sparkling", 1, 1)]}, "Unsupported type"),
    ],
)
async def test_broken_texts_are_refused(bot, server, ada, text, options, complaint):
    with pytest.raises(BadRequest, match=f"(?i){complaint}"):
        await bot.send_message(7, text, **options)
    assert server.events == []


async def test_the_limit_counts_what_readers_see(bot, ada):
    sent = await bot.send_message(7, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    assert sent.text == "😀" * 2048


async def test_readers_see_text_and_entities(bot, server, ada):
    text = " <blockquote>quote</blockquote>on <tg-time unix='1569456000' format='D'>26 September</tg-time>\n"
    sent = await bot.send_message(7, text, parse_mode="HTML")
    assert sent.text == "quoteon 26 September"
    assert [(entity.type, sent.parse_entity(entity)) for entity in sent.entities] == [
        ("blockquote", "quote"),
        ("date_time", "26 September"),
    ]
    assert sent.entities[1].unix_time.isoformat() == "2019-09-26T00:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("abcde", {"entities": [MessageEntity("bold", 0, 3), MessageEntity("italic", 2, 3)]}),
        ("<tg-time unix='-1' format='D'>1969</tg-time>", {"parse_mode": "HTML"}),
        ("<a href='news'>relative</a>", {"parse_mode": "HTML"}),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", {"parse_mode": "HTML"}),
        (" ".join(["<b>x</b> y"] * 101), {"parse_mode": "HTML"}),
    ],
    ids=["crossing", "before 1970", "no address", "nested quotes", "too many"],
)
async def test_what_is_dropped_in_silence_is_noted(bot, server, ada, text, options):
    await bot.send_message(7, text, **options)
    assert len(server.failures) == 1
    server.failures.clear()


# ------------------------------------------------------------------------------ chats


async def test_the_bot_cannot_write_first(bot, server):
    server.user(id=8)
    for chat_id in (8, 9):
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(chat_id, "hello")


async def test_a_user_blocks_the_bot(bot, ada):
    ada.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "hello")
    ada.unblocks()
    await bot.send_message(7, "hello")


async def test_a_bot_that_left_or_was_kicked_is_out(bot, server):
    group, other = server.group(-100), server.group(-200)
    await bot.leave_chat(-100)
    other.kicks()
    for chat_id, why in ((group.id, "not a member of the supergroup"), (other.id, "kicked from the supergroup")):
        with pytest.raises(Forbidden, match=why):
            await bot.send_message(chat_id, "hello")


async def test_get_chat_and_chat_actions(bot, server, ada):
    assert (await bot.get_chat(7)).first_name == "Ada"
    await bot.send_chat_action(7, "typing")
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(7, "yawning")


# ------------------------------------------------------------------------------ replies and edits


async def test_a_reply_needs_its_message(bot, server, ada):
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(7, "x", reply_parameters=ReplyParameters(99))
    lenient = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(7, "x", reply_parameters=lenient)).reply_to_message is None


async def test_a_reply_stays_in_its_topic(bot, server):
    forum, ada = server.group(forum=True), server.user()
    asked = ada.writes("hello", chat=forum, thread=5)
    answer = await bot.send_message(forum.id, "x", reply_parameters=ReplyParameters(asked.id))
    assert (answer.message_thread_id, answer.is_topic_message, answer.reply_to_message.id) == (5, True, asked.id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=6)


async def test_edits(bot, server, ada):
    sent = await bot.send_message(7, "one", reply_markup=keyboard(callback_data="x"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("one", reply_markup=keyboard(callback_data="x"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(keyboard(callback_data="x"))
    edited = await sent.edit_text("<i>two</i>", parse_mode="HTML")
    assert (edited.text, edited.reply_markup, edited.entities[0].type) == ("two", None, "italic")
    assert edited.edit_date is not None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("two", entities=edited.entities)
    await sent.edit_text("two")


async def test_only_own_messages_that_exist_can_be_edited(bot, server, ada):
    theirs = ada.writes("mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", 7, theirs.id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", 7, 99)
    sent = await bot.send_message(7, "x")
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("y")


# ------------------------------------------------------------------------------ buttons


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"callback_data": "ü" * 33}, "Button_data_invalid"),
        ({"callback_data": ""}, "Button_data_invalid"),
        ({}, "Text buttons are unallowed in the inline keyboard"),
        ({"url": "http://localhost/x"}, "inline keyboard button URL 'http://localhost/x' is invalid"),
        ({"url": "javascript:alert(1)"}, "is invalid: Wrong HTTP URL"),
    ],
)
async def test_broken_buttons_are_refused(bot, server, ada, button, complaint):
    with pytest.raises(BadRequest, match=f"(?i){complaint}"):
        await bot.send_message(7, "x", reply_markup=keyboard(**button))


async def test_good_buttons_pass(bot, server, ada):
    for button in (
        {"callback_data": "ü" * 32},
        {"url": "https://a.example/x#:~:text=a%2Db"},
        {"url": "tg://user?id=7"},
    ):
        await bot.send_message(7, "x", reply_markup=keyboard(**button))


async def test_a_button_with_two_actions_passes_but_is_noted(bot, server, ada):
    await bot.send_message(7, "x", reply_markup=keyboard(callback_data="x", url="https://a.example"))
    assert "one thing, not url and callback_data" in server.failures.pop()


async def test_over_a_hundred_buttons_are_too_long(bot, server, ada):
    rows = [[InlineKeyboardButton("x", callback_data="x")]] * 101
    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(7, "x", reply_markup=InlineKeyboardMarkup(rows))


async def pressed(bot, server, ada):
    """A callback query on its way to the bot."""
    sent = await bot.send_message(7, "x", reply_markup=keyboard(callback_data="data"))
    server.ask_callback(server.messages[7, sent.id], "data", ada)
    return (await bot.get_updates(timeout=1))[-1].callback_query


async def test_a_callback_is_answered_once_and_in_time(bot, server, ada):
    query = await pressed(bot, server, ada)
    assert (query.data, query.message.text, query.from_user.id) == ("data", "x", 7)
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await query.answer("x" * 201)
    await query.answer("done")
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await query.answer()
    late = await pressed(bot, server, ada)
    server.query_lifetime = 0
    with pytest.raises(BadRequest, match="Query is too old"):
        await late.answer()


# ------------------------------------------------------------------------------ inline


async def asked(bot, server):
    server.ask_inline(server.user().raw, "putin mad", "", "sender")
    return (await bot.get_updates(timeout=1))[-1].inline_query


@pytest.mark.parametrize(
    ("results", "complaint"),
    [
        ([article("same"), article("same")], "Result_id_duplicate"),
        ([article("x" * 65)], "Result_id_invalid"),
        ([article(text="<b>x", parse_mode="HTML")], "Can't parse inline query result: Can't parse entities"),
        ([article(text="x" * 4097)], "Message is too long"),
        ([article(str(number)) for number in range(51)], "Results_too_much"),
    ],
    ids=["duplicate", "long id", "broken", "too long", "51"],
)
async def test_broken_results_are_refused(bot, server, post, results, complaint):
    query = await asked(bot, server)
    params = {"inline_query_id": query.id, "results": [result.to_dict() for result in results]}
    status, body = await post("answerInlineQuery", json=params)  # Bot itself would cut 51 results to 50
    assert (status, body["error_code"]) == (400, 400)
    assert complaint.lower() in body["description"].lower()


async def test_an_inline_query_is_answered_once_and_in_time(bot, server):
    query = await asked(bot, server)
    assert (query.query, query.offset, query.chat_type) == ("putin mad", "", "sender")
    await query.answer([article(str(number)) for number in range(50)], next_offset="50")
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer([])
    late = await asked(bot, server)
    server.query_lifetime = 0
    with pytest.raises(BadRequest, match="Query is too old"):
        await late.answer([])


async def test_the_button_over_inline_results(bot, server):
    query = await asked(bot, server)
    with pytest.raises(BadRequest, match=r"(?i)start_param_invalid"):
        await query.answer([], button=InlineQueryResultsButton("Ask", start_parameter="a b"))
    await query.answer([], button=InlineQueryResultsButton("Ask in private", start_parameter="ask"))


# ------------------------------------------------------------------------------ the bot's own face


@pytest.mark.parametrize(
    ("commands", "complaint"),
    [
        ([("Latest", "x")], "Bot_command_invalid"),
        ([("x" * 33, "x")], "Command length must not exceed 32"),
        ([("x", " ")], "Command description must be non-empty"),
        ([("x", "x" * 257)], "Command description length must not exceed 256"),
        ([("x", "x")] * 101, "Bot_commands_too_much"),
    ],
)
async def test_broken_commands_are_refused(bot, commands, complaint):
    with pytest.raises(BadRequest, match=f"(?i){complaint}"):
        await bot.set_my_commands([BotCommand(*command) for command in commands])


async def test_commands_are_kept_per_scope_and_language(bot, server, ada):
    scope = BotCommandScopeChat(7)
    await bot.set_my_commands([("help", "What I can do")])
    await bot.set_my_commands([("reload", "Read the articles again")], scope=scope, language_code="en")
    assert (await bot.get_my_commands())[0].command == "help"
    assert (await bot.get_my_commands(scope=scope, language_code="en"))[0].command == "reload"
    assert await bot.get_my_commands(scope=scope) == ()
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([("reload", "x")], scope=BotCommandScopeChat(99))
    with pytest.raises(BadRequest, match=r"(?i)language code"):
        await bot.set_my_commands([("help", "x")], language_code="english")


async def test_descriptions_have_their_limits(bot):
    await bot.set_my_description("x" * 512)
    await bot.set_my_short_description("x" * 120, language_code="de")
    assert (await bot.get_my_description()).description == "x" * 512
    assert (await bot.get_my_short_description("de")).short_description == "x" * 120
    with pytest.raises(BadRequest):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)
