"""/start, /help, and what to say to what the bot does not understand."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType

from bot import introduction, replies
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.markup import Markup, join
from bot.rendering.messages import Rendered
from bot.services import Context


async def on_help(update: Update, context: Context) -> None:
    """Say how to ask."""
    if update.message is not None:
        say = await readers.phrases(update, context)
        await replies.reply(update.message, Rendered.of(_help(context.bot.username, say)))


async def on_unknown_command(update: Update, context: Context) -> None:
    """Point to /help in private; in a group the command may be another bot's."""
    if update.message is not None and update.message.chat.type == ChatType.PRIVATE:
        say = await readers.phrases(update, context)
        unknown = say.phrase("I don't know that command. {help} says what I can do.", help="/help")
        await replies.reply(update.message, Rendered.of([unknown]))


async def on_other(update: Update, context: Context) -> None:
    """Decline what is not text, in private."""
    if update.message is not None and update.message.chat.type == ChatType.PRIVATE:
        say = await readers.phrases(update, context)
        only = say.phrase("I can only read text. Please type your question.")
        await replies.reply(update.message, Rendered.of([only]))


def _help(username: str, say: Phrases) -> list[Markup]:
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
            say.phrase("{command} – {what}", command=f"/{name}", what=say.gettext(what))
            for name, what in introduction.PUBLIC.items()
            if name != "ask"
        ),
    ]
