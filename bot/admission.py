"""Who is heard: not what comes too late, nor what others are meant to read, nor more than the limits allow.

Each function makes a guarded handler of a handler; nothing of it holds in the terminal, where there are no limits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import InlineQueryResultsButton, Message, Update
from telegram.constants import ChatType

from bot import addressing, replies, services
from bot.limits import Refused
from bot.rendering.messages import Rendered
from bot.services import Context, Services

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

_MUCH = "That is more than I can answer at once. I'll listen again in {wait} s."
_CROWDED = "That is more than I can answer at once in this group. I'll listen again in {wait} s."
_TYPING = InlineQueryResultsButton("Too many searches, wait a moment", start_parameter="ask")
_log = logging.getLogger(__name__)


def message(handler: Handler) -> Handler:
    """A handler for messages that always ask something, as commands do."""

    async def guarded(update: Update, context: Context) -> None:
        found = update.message
        if found is not None and not addressing.left_alone(found) and await admits(found, services.of(context)):
            await handler(update, context)

    return guarded


def press(handler: Handler) -> Handler:
    """A handler for buttons."""

    async def guarded(update: Update, context: Context) -> None:
        query, shop = update.callback_query, services.of(context)
        if query is None:
            return
        refused = shop.limits.query(query.from_user.id, shop.clock()) if shop.limits is not None else None
        if refused is None:
            await handler(update, context)
        else:  # without an answer the button would go on spinning
            await replies.acknowledge(query, too_much(refused) if refused.tell else "")

    return guarded


def typed(handler: Handler) -> Handler:
    """A handler for inline queries: of several by one person only the newest is worth an answer."""

    async def guarded(update: Update, context: Context) -> None:
        query, shop = update.inline_query, services.of(context)
        if query is None:
            return
        refused = shop.limits.query(query.from_user.id, shop.clock()) if shop.limits is not None else None
        if refused is not None:
            if refused.tell:
                await query.answer([], cache_time=0, is_personal=True, button=_TYPING)
            return
        async with shop.work.turn(("inline", query.from_user.id)) as overtaken:
            if not overtaken:
                await handler(update, context)

    return guarded


async def admits(message: Message, shop: Services) -> bool:
    """Return whether `message` is to be answered; of a limit its sender is told here, once."""
    if shop.limits is None:
        return True
    if is_late(message, shop):
        return False
    group = message.chat_id if message.chat.type != ChatType.PRIVATE else None
    refused = shop.limits.question(addressing.asker(message), group, shop.clock())
    if refused is not None and refused.tell:
        await replies.reply(message, Rendered((too_much(refused),)))
    return refused is None


def is_late(message: Message, shop: Services) -> bool:
    """Whether a message, or its newest edit, waited too long for the bot."""
    written = message.edit_date or message.date
    if shop.limits is None or not shop.limits.is_late(written, shop.clock()):
        return False
    _log.warning("what was written at %s came too late to be answered (or is this machine's clock wrong?)", written)
    return True


def too_much(refused: Refused) -> str:
    """Say that there is a limit, and until when."""
    return (_CROWDED if refused.crowded else _MUCH).format(wait=refused.wait)
