"""What only admins may: /reload, /status and /explain, in their own private chats."""

from __future__ import annotations

import asyncio
import logging

from telegram import Update

from bot import replies, services
from bot.localization import readers
from bot.rendering.explanations import render_explanation
from bot.rendering.messages import Rendered
from bot.rendering.overview import render_diff, render_status
from bot.services import Context
from knowledge.explaining import explain

_log = logging.getLogger(__name__)


async def on_reload(update: Update, context: Context) -> None:
    """Load the articles anew, off the loop, and say what changed."""
    if update.message is None:
        return
    shop, say = services.of(context), await readers.phrases(update, context)
    if shop.reloading.locked():
        await replies.reply(update.message, Rendered.of([say.phrase("A reload is running already.")]))
        return
    async with shop.reloading:
        diff = await asyncio.to_thread(shop.live.reload, shop.clock())
    if shop.keeping is not None:
        shop.keeping.watch.wake()
        if update.effective_user is not None:
            await shop.keeping.note_deed(update.effective_user.id, "reload", now=shop.clock())
    _log.info(
        "reloaded: %d added, %d changed, %d removed, %d refused%s",
        len(diff.added), len(diff.changed), len(diff.removed), len(diff.refused), ", kept the old" if diff.kept else "",
    )  # fmt: skip
    await replies.reply(update.message, render_diff(diff, say=say))


async def on_status(update: Update, context: Context) -> None:
    """Say what the bot answers from, and every fault of the last load."""
    if update.message is not None:
        shop, say = services.of(context), await readers.phrases(update, context)
        await replies.reply(update.message, render_status(shop.live.current, now=shop.clock(), say=say))


async def on_explain(update: Update, context: Context) -> None:
    """/explain QUESTION: how it is understood, what is found, and why it is answered or refused."""
    if update.message is None:
        return
    words = (update.message.text or "").split(maxsplit=1)
    if len(words) < 2:
        say = await readers.phrases(update, context)
        # Translators: an example stands behind it.
        how = say.phrase("Put the question behind it, for example: {example}", example="/explain Who said that?")
        await replies.reply(update.message, Rendered.of([how]))
        return
    answer = await services.of(context).ask(words[1])
    await replies.reply(update.message, render_explanation(explain(answer)))
