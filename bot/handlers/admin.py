"""What only admins may: /reload, /status and /explain, in their own private chats."""

from __future__ import annotations

import asyncio
import logging

from telegram import Update

from bot import replies, services
from bot.rendering.explanations import render_explanation
from bot.rendering.messages import Rendered
from bot.rendering.overview import render_diff, render_status
from bot.services import Context
from knowledge.explaining import explain

_BUSY = Rendered(("A reload is running already.",))
_HOW_TO_EXPLAIN = Rendered(("Put the question behind it, for example: /explain Who said that?",))
_log = logging.getLogger(__name__)


async def on_reload(update: Update, context: Context) -> None:
    """Load the articles anew, off the loop, and say what changed."""
    if update.message is None:
        return
    shop = services.of(context)
    if shop.reloading.locked():
        await replies.reply(update.message, _BUSY)
        return
    async with shop.reloading:
        diff = await asyncio.to_thread(shop.live.reload, shop.clock())
    _log.info(
        "reloaded: %d added, %d changed, %d removed, %d refused%s",
        len(diff.added), len(diff.changed), len(diff.removed), len(diff.refused), ", kept the old" if diff.kept else "",
    )  # fmt: skip
    await replies.reply(update.message, render_diff(diff))


async def on_status(update: Update, context: Context) -> None:
    """Say what the bot answers from, and every fault of the last load."""
    if update.message is not None:
        shop = services.of(context)
        await replies.reply(update.message, render_status(shop.live.current, now=shop.clock()))


async def on_explain(update: Update, context: Context) -> None:
    """/explain QUESTION: how it is understood, what is found, and why it is answered or refused."""
    if update.message is None:
        return
    words = (update.message.text or "").split(maxsplit=1)
    if len(words) < 2:
        await replies.reply(update.message, _HOW_TO_EXPLAIN)
        return
    answer = await services.of(context).ask(words[1])
    await replies.reply(update.message, render_explanation(explain(answer)))
