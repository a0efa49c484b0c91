"""Questions: any text in a private chat; in a group only what is addressed to the bot."""

from __future__ import annotations

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot import replies, services
from bot.rendering import Rendered, render
from bot.services import Context

_HOW = Rendered(("Ask a question, for example: /ask What happened today?",))


async def on_text(update: Update, context: Context) -> None:
    """Answer a text that is a question to the bot; an edited question edits its answer."""
    message = update.message or update.edited_message
    if message is None or not message.text or _from_a_bot(message, context):
        return
    question = addressed(message, context)
    if question:
        await _answer(message, question, context, edited=update.edited_message is not None)


async def on_ask(update: Update, context: Context) -> None:
    """/ask QUESTION, which works everywhere."""
    message = update.message or update.edited_message
    if message is None or _from_a_bot(message, context):
        return
    _, _, question = (message.text or "").partition(" ")
    if question.strip():
        await _answer(message, question.strip(), context, edited=update.edited_message is not None)
    elif update.edited_message is None:
        await replies.reply(message, _HOW)


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


async def _answer(message: Message, question: str, context: Context, *, edited: bool) -> None:
    shop = services.of(context)
    rendered = render(await shop.ask(question), now=shop.clock())
    old = shop.answered_by(message.chat_id, message.message_id) if edited else ()
    try:
        sent = await (replies.replace(message, old, rendered) if old else replies.reply(message, rendered))
    except BadRequest as error:
        if not old or "not found" not in error.message.lower():
            raise
        sent = await replies.reply(message, rendered)  # the answer was deleted meanwhile
    shop.remember(message.chat_id, message.message_id, sent)
