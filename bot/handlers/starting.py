"""/start: how to ask, or what the link that was followed brings along."""

from __future__ import annotations

from telegram import Update

from bot import replies, services
from bot.handlers import help, questions  # noqa: A004 - a module of ours
from bot.localization import readers
from bot.rendering.messages import Rendered
from bot.services import Context

ASK = "ask-"
"""What a link's parameter begins with that asks what was typed inline; a token of it follows."""


async def on_start(update: Update, context: Context) -> None:
    """Greet; or ask at once what somebody typed inline where nothing answered it."""
    parameter = context.args[0] if context.args else ""
    if update.message is None or not parameter.startswith(ASK):
        await help.on_help(update, context)
        return
    question = services.of(context).typed.recall(parameter.removeprefix(ASK))
    if question:
        await questions.ask_for(update, context, question)
    else:
        say = await readers.phrases(update, context)
        forgotten = say.phrase("I no longer know what you typed. Just write your question here.")
        await replies.reply(update.message, Rendered.of([forgotten]))
