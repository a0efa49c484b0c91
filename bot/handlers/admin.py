"""What only admins may, in their own private chats: /reload and /explain."""

from __future__ import annotations

from telegram import Update

from bot import reloading, replies, services
from bot.localization import readers
from bot.rendering.explanations import render_explanation
from bot.rendering.messages import Rendered
from bot.rendering.overview import render_diff
from bot.services import Context
from knowledge.explaining import explain


async def on_reload(update: Update, context: Context) -> None:
    """Load the articles anew, off the loop, and say what changed."""
    if update.message is None:
        return
    shop, say = services.of(context), await readers.phrases(update, context)
    if shop.reloading.locked():
        await replies.reply(update.message, Rendered.of([say.phrase("A reload is running already.")]))
        return
    diff = await reloading.reload(shop)
    await services.note_deed(update, context, "reload")
    await replies.reply(update.message, render_diff(diff, say=say))


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
