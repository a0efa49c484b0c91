"""The strict server shows groups, guests and memberships as Telegram does: asked by a real client."""

import pytest
from telegram import InlineQueryResultArticle, InputTextMessageContent, MessageOriginChannel, Update
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden


def article(text="<b>answer</b>", id="a"):  # noqa: A002 - as Telegram calls it
    return InlineQueryResultArticle(id, "title", InputTextMessageContent(text, parse_mode="HTML"))


async def updates(bot):
    return await bot.get_updates(allowed_updates=Update.ALL_TYPES)


@pytest.fixture
def chat(server):
    return server.group(id=-1005, member=False)


async def test_a_guest_query_is_answered_once_and_edited_by_its_inline_id(bot, server, ada, chat):
    ada.calls("@dateline_bot why?", chat=chat)
    guest = (await updates(bot))[-1].guest_message
    assert (guest.chat.id, guest.text, guest.from_user.id) == (chat.id, "@dateline_bot why?", 7)
    sent = await bot.answer_guest_query(guest.guest_query_id, article())
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_guest_query(guest.guest_query_id, article())
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(chat.id, "hello")
    assert await bot.edit_message_text("other", inline_message_id=sent.inline_message_id) is True
    with pytest.raises(BadRequest, match=r"(?i)not modified"):
        await bot.edit_message_text("other", inline_message_id=sent.inline_message_id)
    with pytest.raises(BadRequest, match=r"(?i)MESSAGE_ID_INVALID"):
        await bot.edit_message_text("other", inline_message_id="nobody's")


async def test_a_late_or_broken_guest_answer_is_refused(bot, server, ada, chat):
    ada.calls("@dateline_bot why?", chat=chat)
    query = (await updates(bot))[-1].guest_message.guest_query_id
    for broken, complaint in ((article("<b>open"), "parse entities"), (article("x" * 4097), "too long")):
        with pytest.raises(BadRequest, match=f"(?i){complaint}"):
            await bot.answer_guest_query(query, broken)
    with pytest.raises(BadRequest, match=r"(?i)RESULT_ID_INVALID"):
        await bot.answer_guest_query(query, article(id="x" * 65))
    with pytest.raises(BadRequest, match=r"(?i)query ID is invalid"):
        await bot.answer_guest_query("12", article())
    server.query_lifetime = 0.0
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_guest_query(query, article())


async def test_a_guests_button_is_known_by_its_inline_id_only(bot, server, ada, chat):
    query = ada.calls("@dateline_bot why?", chat=chat)
    await bot.answer_guest_query(query["id"], article())
    server.ask_callback(query["answer"], "data", ada)
    pressed = (await updates(bot))[-1].callback_query
    assert (pressed.message, pressed.inline_message_id) == (None, query["answer"]["inline_message_id"])


async def test_memberships_are_told_of_with_their_status(bot, server, ada, chat):
    chat.adds(by=ada)
    chat.adds(by=ada, was="member", status="administrator")
    chat.adds(by=ada, was="administrator", status="restricted")
    chat.kicks(by=ada)
    ada.blocks()
    changes = [one.my_chat_member for one in await updates(bot) if one.my_chat_member]
    status = ChatMemberStatus
    assert [(one.old_chat_member.status, one.new_chat_member.status) for one in changes] == [
        (status.LEFT, status.MEMBER),
        (status.MEMBER, status.ADMINISTRATOR),
        (status.ADMINISTRATOR, status.RESTRICTED),
        (status.MEMBER, status.BANNED),
        (status.MEMBER, status.BANNED),
    ]
    assert changes[2].new_chat_member.can_send_messages is False
    for closed in (chat.id, ada.id):
        with pytest.raises(Forbidden):
            await bot.send_message(closed, "hello")


async def test_a_group_that_has_become_a_supergroup_says_which(bot, server, ada):
    group = server.group(id=-77, kind="group")
    new = group.becomes_supergroup(by=ada)
    old_tells, new_tells = [one.message for one in (await updates(bot))[-2:]]
    assert (old_tells.chat.id, old_tells.migrate_to_chat_id) == (-77, new.id)
    assert (new_tells.chat.id, new_tells.migrate_from_chat_id) == (new.id, -77)
    with pytest.raises(ChatMigrated) as raised:
        await bot.send_message(-77, "hello")
    assert raised.value.new_chat_id == new.id


async def test_who_writes_in_a_chats_name_comes_with_it(bot, server, ada):
    group = server.group()
    group.anonymous_admin().writes("as the group", chat=group)
    group.channel().writes("as a channel", chat=group)
    group.gets_post("a post")
    admin, channel, post = [one.message for one in (await updates(bot))[-3:]]
    assert (admin.sender_chat.id, admin.from_user.is_bot) == (group.id, True)
    assert (channel.sender_chat.type, channel.from_user.username) == ("channel", "Channel_Bot")
    assert (post.is_automatic_forward, post.from_user.id) == (True, 777000)
    assert isinstance(post.forward_origin, MessageOriginChannel)


async def test_what_is_written_in_a_topic_replies_to_its_opening(bot, server, ada):
    forum = server.group(forum=True)
    first = ada.writes("in a topic", chat=forum, thread=44)
    ada.writes("a reply", chat=forum, thread=44, reply_to=first)
    plain, reply = [one.message for one in (await updates(bot))[-2:]]
    assert (plain.reply_to_message.message_id, plain.is_topic_message) == (44, True)
    assert plain.reply_to_message.forum_topic_created.name
    assert reply.reply_to_message.text == "in a topic"


async def test_media_forwards_quotes_and_age(bot, server, ada):
    ada.sends("photo", caption="@dateline_bot look")
    ada.forwards("their words", origin="Bo")
    ada.writes("why?", quote="their words", ago=600)
    photo, forward, quote = [one.message for one in (await updates(bot))[-3:]]
    assert (photo.text, list(photo.parse_caption_entities().values())) == (None, ["@dateline_bot"])
    assert forward.forward_origin.sender_user_name == "Bo"
    assert (quote.quote.text, quote.external_reply.origin.sender_user_name) == ("their words", "Bo")
    assert 599 <= (forward.date - quote.date).total_seconds() <= 602
