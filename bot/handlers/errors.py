"""When something breaks: the log has it, the reader gets one plain sentence."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot import replies
from bot.localization import readers
from bot.rendering.messages import Rendered
from bot.services import Context

_log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log the error; tell the reader in a private chat, where Telegram can be reached."""
    error = context.error
    if isinstance(error, Forbidden):
        _log.info("a chat is closed to the bot: %s", error.message)
        return
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):  # BadRequest is a NetworkError there
        _log.warning("Telegram could not be reached: %s", error)
        return
    _log.error("an update failed", exc_info=error)
    if isinstance(update, Update) and update.message is not None and update.message.chat.type == ChatType.PRIVATE:
        try:
            say = await readers.phrases(update, context)
            sorry = say.phrase("Something went wrong on my side. Please ask again in a moment.")
            await replies.reply(update.message, Rendered.of([sorry]))
        except TelegramError as second:
            _log.warning("nor could the reader be told: %s", second)
