"""When something breaks: the log has it, admins are told of it once, the reader gets one plain sentence."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError

from bot import replies, services
from bot.localization import readers
from bot.rendering.messages import Rendered
from bot.services import Context

_MAY_NOT_WRITE = (
    "not enough rights",
    "have no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
)
_log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log the error; tell the reader in a private chat, where Telegram can be reached.

    A chat that is closed to the bot is forgotten; one that the bot may not write into is left alone.
    """
    error = context.error
    chat = _chat_id(update)
    if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and error.message.lower() == "chat not found"):
        _log.info("a chat is closed to the bot, and forgotten: %s", error.message)
        if chat is not None:
            await services.of(context).forget_chat(chat)
        return
    if isinstance(error, ChatMigrated):
        if chat is not None:
            await services.of(context).move_chat(chat, error.new_chat_id)
        return
    if isinstance(error, BadRequest) and any(words in error.message.lower() for words in _MAY_NOT_WRITE):
        _log.info("the bot may not write there: %s", error.message)
        return
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):  # BadRequest is a NetworkError there
        _log.warning("Telegram could not be reached: %s", error)
        return
    _log.error("an update failed", exc_info=error)
    shop = services.of(context)
    if shop.alarms is not None and error is not None:
        await shop.alarms.raised(error, context.bot, shop.languages)
    if isinstance(update, Update) and update.message is not None and update.message.chat.type == ChatType.PRIVATE:
        try:
            say = await readers.phrases(update, context)
            sorry = say.phrase("Something went wrong on my side. Please ask again in a moment.")
            await replies.reply(update.message, Rendered.of([sorry]))
        except TelegramError as second:
            _log.warning("nor could the reader be told: %s", second)


def _chat_id(update: object) -> int | None:
    """The chat that the bot would have written into; a guest message's is none of its own."""
    if not isinstance(update, Update) or update.guest_message is not None or update.effective_chat is None:
        return None
    return update.effective_chat.id
