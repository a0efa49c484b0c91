"""/start, /help, and what to say to what the bot does not understand."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType

from bot import addressing, admission, replies, services
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
    """Point to /help."""
    if update.message is not None:
        await replies.reply(update.message, _UNKNOWN)


async def on_other(update: Update, context: Context) -> None:
    """Decline what has no words, in private; an album once."""
    message, shop = update.message, services.of(context)
    if message is None or message.chat.type != ChatType.PRIVATE or addressing.left_alone(message):
        return
    album = message.media_group_id
    if album is not None and shop.limits is not None and not shop.limits.opens(message.chat_id, album, shop.clock()):
        return
    if await admission.admits(message, shop):
        await replies.reply(message, _ONLY_TEXT)
