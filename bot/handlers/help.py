"""/start, /help, and what to say to what the bot does not understand."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import Update
from telegram.constants import ChatType

from bot import addressing, admission, introduction, replies, services
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.markup import Markup, join
from bot.rendering.messages import Rendered
from bot.services import Context


async def on_help(update: Update, context: Context) -> None:
    """Say how to ask."""
    if update.message is not None:
        say = await readers.phrases(update, context)
        kept = services.of(context).keeping is not None
        offered = [name for name in introduction.PUBLIC if kept or name not in introduction.KEPT]
        await replies.reply(update.message, Rendered.of(_help(context.bot.username, offered, say)))


async def on_unknown_command(update: Update, context: Context) -> None:
    """Point to /help."""
    if update.message is not None:
        say = await readers.phrases(update, context)
        unknown = say.phrase("I don't know that command. {help} says what I can do.", help="/help")
        await replies.reply(update.message, Rendered.of([unknown]))


async def on_other(update: Update, context: Context) -> None:
    """Decline what has no words, in private; an album once."""
    message, shop = update.message, services.of(context)
    if message is None or message.chat.type != ChatType.PRIVATE or addressing.left_alone(message):
        return
    album = message.media_group_id
    if album is not None and shop.limits is not None and not shop.limits.opens(message.chat_id, album, shop.clock()):
        return
    if await admission.admits(update, context):
        say = await readers.phrases(update, context)
        only = say.phrase("I can only read text. Please type your question.")
        await replies.reply(message, Rendered.of([only]))


def _help(username: str, offered: Iterable[str], say: Phrases) -> list[Markup]:
    return [
        say.phrase(
            "Ask me about the news, in your own words. I answer only with sentences quoted from articles, with who "
            "said them and when; where no article answers, I say so. Typos are fine, and so is asking on: "
            "“And China?”, “When was that?”"
        ),
        say.phrase(
            "In a group, mention me, reply to me, or use {ask}. In any chat, type {mention} and a few words.",
            ask="/ask",
            mention=f"@{username}",
        ),
        join(
            say.phrase("{command} – {what}", command=f"/{name}", what=say.gettext(introduction.PUBLIC[name]))
            for name in offered
            if name != "ask"
        ),
    ]
