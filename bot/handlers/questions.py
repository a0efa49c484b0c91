"""Questions: any text in a private chat; in a group only what is addressed to the bot."""

from __future__ import annotations

import asyncio

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot import replies, services
from bot.exchanges import Exchange
from bot.localization import readers
from bot.rendering.answers import PLAIN, render
from bot.rendering.messages import Rendered
from bot.services import Context, Services
from knowledge.conversation.resolving import resolve
from knowledge.conversation.turn import Turn

PATTERN = rf"^{PLAIN}$"


async def on_text(update: Update, context: Context) -> None:
    """Answer a text that is a question to the bot; an edited question edits its answer."""
    message = update.message or update.edited_message
    if message is None or not message.text or _from_a_bot(message, context):
        return
    question = addressed(message, context)
    if question:
        await _answer(update, message, question, context)


async def on_ask(update: Update, context: Context) -> None:
    """/ask QUESTION, which works everywhere."""
    message = update.message or update.edited_message
    if message is None or _from_a_bot(message, context):
        return
    _, _, question = (message.text or "").partition(" ")
    if question.strip():
        await _answer(update, message, question.strip(), context)
    elif update.edited_message is None:
        say = await readers.phrases(update, context)
        example = say.gettext("What happened today?")
        how = say.phrase("Ask a question, for example: {example}", example=f"/ask {example}")
        await replies.reply(message, Rendered.of([how]))


def addressed(message: Message, context: Context) -> str | None:
    """Return the question that `message` puts to the bot, without its mention; None where others are spoken to."""
    text = message.text or ""
    if message.chat.type == ChatType.PRIVATE:
        return text.strip() or None
    mention = f"@{context.bot.username}".casefold()
    for entity, said in message.parse_entities([MessageEntity.MENTION]).items():
        if said.casefold() == mention:
            start = len(text.encode("utf-16-le")[: entity.offset * 2].decode("utf-16-le"))
            return (text[:start] + text[start + len(said) :]).strip(" ,:") or None
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == context.bot.id:
        return text.strip() or None
    return None


def _from_a_bot(message: Message, context: Context) -> bool:
    """Other bots are not answered, nor is what somebody sent by our own inline results."""
    if message.via_bot is not None and message.via_bot.id == context.bot.id:
        return True
    return message.from_user is not None and message.from_user.is_bot


async def on_plain(update: Update, context: Context) -> None:
    """Ask a follow-up again as it was written: it was not what its reader meant."""
    query = update.callback_query
    if query is None:
        return
    shop, message, say = services.of(context), query.message, await readers.phrases(update, context)
    exchange = shop.exchanges.of_answer(message.chat.id, message.message_id) if message is not None else None
    if exchange is None or not exchange.written or not isinstance(message, Message):
        await query.answer(say.gettext("I no longer remember that question. Please ask it again."), show_alert=True)
        return
    await query.answer()
    library = shop.live.current  # held, since a reload may swap while the question is asked
    found = await shop.ask(exchange.written, library=library)
    sent = await replies.replace(message, exchange.answers, render(found, now=shop.clock(), say=say))
    turn = await asyncio.to_thread(Turn.of, found, library)
    shop.exchanges.note(message.chat.id, Exchange(exchange.question, sent, turn))


async def _answer(update: Update, message: Message, question: str, context: Context) -> None:
    shop, chat, say = services.of(context), message.chat_id, await readers.phrases(update, context)
    library = shop.live.current
    understood = await asyncio.to_thread(resolve, question, _turn_before(message, shop), library)
    found = await shop.ask(understood.question, library=library, about=understood.about)
    turn = await asyncio.to_thread(Turn.of, found, library)
    rendered = render(found, now=shop.clock(), understood=understood.question if understood.follows else "", say=say)
    old = shop.exchanges.answers(chat, message.message_id) if update.edited_message is not None else ()
    try:
        sent = await (replies.replace(message, old, rendered) if old else replies.reply(message, rendered))
    except BadRequest as error:
        if not old or "not found" not in error.message.lower():
            raise
        sent = await replies.reply(message, rendered)  # the answer was deleted meanwhile
    written = question if understood.follows else ""
    shop.exchanges.note(chat, Exchange(message.message_id, sent, turn, written))


def _turn_before(message: Message, shop: Services) -> Turn | None:
    """What a question may follow: the answer that it replies to, or in a private chat the question before it."""
    replied = message.reply_to_message
    exchange = shop.exchanges.of_answer(message.chat_id, replied.message_id) if replied is not None else None
    if exchange is None and message.chat.type == ChatType.PRIVATE:
        exchange = shop.exchanges.before(message.chat_id, message.message_id)
    return exchange.turn if exchange is not None else None
