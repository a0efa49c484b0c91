"""/follow and /following, the button under a refusal, and those that end what is followed."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot import markup, replies, services
from bot.keeping import Keeping
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.permissions import asker_of, may_set
from bot.rendering.following import END, END_LISTED, OFFER, ending, render_followed, render_following
from bot.rendering.messages import Button, Rendered
from bot.services import Context, Services
from knowledge import following
from knowledge.store import Follow, Kind, TooManyError

PATTERN = rf"^{OFFER}$"
END_PATTERN = rf"^(?:{END}|{END_LISTED})\d{{1,18}}$"


async def on_follow(update: Update, context: Context) -> None:
    """/follow PERSON, TOPIC or QUESTION: tell of what is new, in the chat where it was asked."""
    message, shop, asker = update.message, services.of(context), asker_of(update)
    if message is None or shop.keeping is None or asker is None:
        return
    say = await readers.phrases(update, context)
    _, _, text = (message.text or "").partition(" ")
    library = shop.live.current  # held, since a reload may swap meanwhile
    kind = await shop.work.run(following.kind_of, text, library) if text.strip() else None
    if kind is None:
        example = say.phrase("Name a person or a topic, for example: {example}", example="/follow Peskov")
        await replies.reply(message, Rendered.of([example]))
        return
    try:
        follow, new = await _follow(shop, update, message, asker, kind, text)
    except TooManyError as error:
        await replies.reply(message, Rendered.of([markup.text(_too_many(error, say))]))
        return
    slips = () if kind is Kind.QUESTION else await shop.work.run(following.unknown, text, library)
    await replies.reply(message, render_followed(follow, slips, say=say))
    if new:
        shop.keeping.watch.soon(follow.id, library)


async def on_offer(update: Update, context: Context) -> None:
    """Follow the question of a refusal, as it was understood."""
    query = update.callback_query
    shop, asker = services.of(context), asker_of(update)
    if query is None or shop.keeping is None or asker is None:
        return
    message, say = query.message, await readers.phrases(update, context)
    exchange = shop.exchanges.of_answer(message.chat.id, message.message_id) if message is not None else None
    if exchange is None or not isinstance(message, Message):
        await replies.acknowledge(
            query, say.gettext("I no longer remember that question. Please ask it again."), alert=True
        )
        return
    try:
        follow, new = await _follow(shop, update, message, asker, Kind.QUESTION, exchange.turn.question)
    except TooManyError as error:
        await replies.acknowledge(query, _too_many(error, say), alert=True)
        return
    await replies.acknowledge(query, say.gettext("I'll tell you here when an article answers it."), alert=True)
    if new:  # the articles may have changed since they did not answer
        shop.keeping.watch.soon(follow.id, shop.live.current)
    if message.chat.type == ChatType.PRIVATE:  # in a group others may want to be told, too
        await _put_in_place_of(OFFER, ending(follow.id, say=say), message)


async def on_following(update: Update, context: Context) -> None:
    """/following: what the asker follows; in a group what they follow there."""
    message, shop, asker = update.message, services.of(context), asker_of(update)
    if message is not None and shop.keeping is not None and asker is not None:
        say = await readers.phrases(update, context)
        await replies.reply(message, render_following(await _listed(message, asker, shop.keeping), say=say))


async def on_end(update: Update, context: Context) -> None:
    """End a request: whoever made it may, and a group's admins."""
    query = update.callback_query
    shop, asker = services.of(context), asker_of(update)
    if query is None or query.data is None or shop.keeping is None or asker is None:
        return
    message, say = query.message, await readers.phrases(update, context)
    listed, id_ = query.data.startswith(END_LISTED), int(query.data.partition(":")[2])
    follow = await shop.keeping.store.follows.get(id_)
    if follow is not None and follow.user_id != asker:
        theirs = isinstance(message, Message) and message.chat.id == follow.chat_id
        if not (theirs and isinstance(message, Message) and await may_set(update, message.chat, context)):
            only = say.gettext("Only who asked to be told, or an admin of this group, can end it.")
            await replies.acknowledge(query, only, alert=True)
            return
    if follow is not None:
        await shop.keeping.store.follows.end(follow.user_id, id_, now=shop.clock())
    await replies.acknowledge(query, say.gettext("I won't tell you about it any more."))
    if not isinstance(message, Message):
        return
    if listed:
        whose = follow.user_id if follow is not None else asker
        await replies.edit(message, render_following(await _listed(message, whose, shop.keeping), say=say))
    else:
        await _put_in_place_of(query.data, None, message)


async def _follow(
    shop: Services, update: Update, message: Message, asker: int, kind: Kind, text: str
) -> tuple[Follow, bool]:
    """Keep a request, for the chat and the topic that it was made in. Raises TooManyError."""
    assert shop.keeping is not None  # noqa: S101 - else nothing can be followed
    return await shop.keeping.store.follows.add(
        asker,
        message.chat_id,
        kind,
        text,
        limit=shop.keeping.limit,
        now=shop.clock(),
        language=update.effective_user.language_code if update.effective_user is not None else None,
        thread_id=message.message_thread_id if message.is_topic_message else None,
    )


async def _listed(message: Message, asker: int, keeping: Keeping) -> tuple[Follow, ...]:
    chat = None if message.chat.type == ChatType.PRIVATE else message.chat_id
    return await keeping.store.follows.of(asker, chat)


async def _put_in_place_of(data: str, new: Button | None, message: Message) -> None:
    """Change the button of a message that has `data`, or take it away."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup is not None else ()
    changed = []
    for row in rows:
        buttons = [button for button in row if button.callback_data != data]
        if new is not None and len(buttons) < len(row):
            buttons.append(InlineKeyboardButton(new.label, callback_data=new.data))
        changed.append(buttons)
    with replies.unmodified_is_fine():
        await message.edit_reply_markup(InlineKeyboardMarkup([row for row in changed if row]))


def _too_many(error: TooManyError, say: Phrases) -> str:
    return say.ngettext(
        "You follow {count} thing already, which is as much as I can keep for you. {following} ends some.",
        "You follow {count} things already, which is as much as I can keep for you. {following} ends some.",
        error.limit,
        following="/following",
    )
