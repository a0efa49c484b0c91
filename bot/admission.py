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
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.markup import Markup
from bot.rendering.messages import Rendered
from bot.services import Context, Services

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

_TOLD = {True: "which they are told", False: "of which they were told"}
_log = logging.getLogger(__name__)


def message(handler: Handler) -> Handler:
    """A handler for messages that always ask something, as commands do."""

    async def guarded(update: Update, context: Context) -> None:
        found = update.message
        if found is not None and not addressing.left_alone(found) and await admits(update, context):
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
            return
        note_over(refused, shop)
        say = await readers.phrases(update, context)  # without an answer the button would go on spinning
        await replies.acknowledge(query, too_much(refused, say).plain if refused.tell else "", alert=refused.tell)

    return guarded


def typed(handler: Handler) -> Handler:
    """A handler for inline queries: of several by one person only the newest is worth an answer."""

    async def guarded(update: Update, context: Context) -> None:
        query, shop = update.inline_query, services.of(context)
        if query is None:
            return
        refused = shop.limits.query(query.from_user.id, shop.clock()) if shop.limits is not None else None
        if refused is not None:
            note_over(refused, shop)
            if refused.tell:
                say = await readers.phrases(update, context)
                wait = say.pgettext("button", "Too many searches; wait a moment")
                button = InlineQueryResultsButton(wait, start_parameter="ask")
                with replies.too_late_is_fine():
                    await query.answer([], cache_time=0, is_personal=True, button=button)
            return
        async with shop.work.turn(("inline", query.from_user.id)) as overtaken:
            if overtaken:
                _log.info("not answered: the same reader has typed on")
                return
            await handler(update, context)

    return guarded


async def admits(update: Update, context: Context) -> bool:
    """Return whether the message of `update` is to be answered; of a limit its sender is told here, once."""
    found, shop = update.message or update.edited_message, services.of(context)
    if found is None or is_late(found, shop):
        return False
    if shop.limits is None:
        return True
    group = found.chat_id if found.chat.type != ChatType.PRIVATE else None
    refused = shop.limits.question(addressing.asker(found), group, shop.clock())
    if refused is not None:
        note_over(refused, shop)
    if refused is not None and refused.tell:
        say = await readers.phrases(update, context)
        await replies.reply(found, Rendered.of([too_much(refused, say)]))
    return refused is None


def note_over(refused: Refused, shop: Services) -> None:
    """Note that a limit was passed."""
    shop.metrics.turned_away("limit")
    _log.info("over the limit of %s, %s", "a group" if refused.crowded else "a reader", _TOLD[refused.tell])


def is_late(message: Message, shop: Services) -> bool:
    """Whether a message, or its newest edit, waited too long for the bot."""
    written = message.edit_date or message.date
    if shop.limits is None or not shop.limits.is_late(written, shop.clock()):
        return False
    shop.metrics.turned_away("late")
    _log.warning("what was written at %s came too late to be answered (or is this machine's clock wrong?)", written)
    return True


def too_much(refused: Refused, say: Phrases) -> Markup:
    """Say that there is a limit, and until when."""
    if refused.crowded:
        return say.nphrase(
            "That is more than I can answer in this group at once. I'll listen again in {count} second.",
            "That is more than I can answer in this group at once. I'll listen again in {count} seconds.",
            refused.wait,
        )
    return say.nphrase(
        "That is more than I can answer at once. I'll listen again in {count} second.",
        "That is more than I can answer at once. I'll listen again in {count} seconds.",
        refused.wait,
    )
