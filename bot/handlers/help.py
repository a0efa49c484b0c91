"""/start, /help, and what to say to what the bot does not understand."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType

from bot import replies
from bot.markup import text
from bot.rendering.messages import Rendered
from bot.services import Context

_HELP = (
    "Ask me about the news, in your own words. I answer only with sentences quoted from articles, with who said them "
    "and when; where no article answers, I say so. Typos are fine, "
    "and so is asking on: “And China?”, “When was that?”\n\n"
    "In a group, mention me, reply to me, or use /ask. In any chat, type @{username} and a few words.\n\n"
    "/latest – the newest articles\n/about – what I answer from\n/help – this text"
)
_ONLY_TEXT = Rendered(("I can only read text. Please type your question.",))
_UNKNOWN = Rendered(("I don't know that command. /help says what I can do.",))


async def on_help(update: Update, context: Context) -> None:
    """Say how to ask."""
    if update.message is not None:
        said = _HELP.format(username=context.bot.username)
        await replies.reply(update.message, Rendered((text(said).html,)))


async def on_unknown_command(update: Update, _: Context) -> None:
    """Point to /help in private; in a group the command may be another bot's."""
    if update.message is not None and update.message.chat.type == ChatType.PRIVATE:
        await replies.reply(update.message, _UNKNOWN)


async def on_other(update: Update, _: Context) -> None:
    """Decline what is not text, in private."""
    if update.message is not None and update.message.chat.type == ChatType.PRIVATE:
        await replies.reply(update.message, _ONLY_TEXT)
