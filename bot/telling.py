"""A word to the admins, unasked: something outside went wrong, and is told once."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from telegram.constants import MessageLimit
from telegram.error import TelegramError
from telegram.ext import ExtBot

_log = logging.getLogger(__name__)


async def tell_admins(bot: ExtBot[Any], admins: Iterable[int], text: str) -> None:
    """Send `text` (plain, in English as all that admins are told of faults) to each admin in private.

    An admin who never wrote to the bot cannot be written to; that is logged, and the others are told.
    """
    for admin in sorted(admins):
        try:
            await bot.send_message(admin, text[: MessageLimit.MAX_TEXT_LENGTH // 2])
        except TelegramError as error:
            _log.warning("admin %d could not be told: %s", admin, error.message)
