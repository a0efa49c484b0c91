"""When something breaks: the log has it, admins are told of it once, the reader gets one plain sentence."""

from __future__ import annotations

import logging
from collections.abc import Awaitable

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import replies, services
from bot.contact import seconds_of
from bot.localization import readers
from bot.rendering.messages import Rendered
from bot.services import Context, Services
from knowledge.store import StoreError

_MAY_NOT_WRITE = (
    "not enough rights",
    "have no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "need administrator rights",
    "chat_send_plain_forbidden",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
)
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message to be replied not found",
    "message is not modified",
    "query is too old",
)
_CLOSED = (
    "chat not found",
    "user is deactivated",
    "group is deactivated",
    "group chat was deactivated",
    "peer_id_invalid",
)
_log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log the error; tell the reader in a private chat, where Telegram can be reached.

    A chat that is closed to the bot is forgotten; one that the bot may not write into is left alone.
    """
    error, chat = context.error, _chat_id(update)
    if isinstance(error, TelegramError) and await _is_telegrams(error, chat, services.of(context)):
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


async def _is_telegrams(error: TelegramError, chat: int | None, shop: Services) -> bool:
    """Deal with what is no fault of the bot's; False where it may be one."""
    said = error.message.lower()
    refused = isinstance(error, BadRequest)
    if isinstance(error, Forbidden) or (refused and any(words in said for words in _CLOSED)):
        _log.info("a chat is closed to the bot, and forgotten: %s", error.message)
        await _kept_or_logged(shop.forget_chat(chat) if chat is not None else None)
    elif isinstance(error, ChatMigrated):
        _log.info("a group has become a supergroup, and is not answered in its old place")
        await _kept_or_logged(shop.move_chat(chat, error.new_chat_id) if chat is not None else None)
    elif refused and any(words in said for words in _MAY_NOT_WRITE):
        _log.info("the bot may not write there: %s", error.message)
    elif refused and any(words in said for words in _GONE):
        _log.info("there is nothing to answer or to edit any more: %s", error.message)
    elif isinstance(error, RetryAfter):
        _log.warning("not answered, Telegram wants to be left alone for %.0f s", seconds_of(error))
    elif isinstance(error, NetworkError) and not refused:  # BadRequest is a NetworkError there
        _log.warning("Telegram could not be reached: %s", error)
    else:
        return False
    return True


async def _kept_or_logged(change: Awaitable[None] | None) -> None:
    """Change what is kept of a chat; where the store fails, the next refusal of the chat has it tried again."""
    try:
        if change is not None:
            await change
    except StoreError as failed:
        _log.warning("what is kept of the chat stays for now: %s", failed)


def _chat_id(update: object) -> int | None:
    """The chat that the bot would have written into; a guest message's is none of its own."""
    if not isinstance(update, Update) or update.guest_message is not None or update.effective_chat is None:
        return None
    return update.effective_chat.id
