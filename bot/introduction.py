"""What Telegram shows of the bot before anybody asks: its commands and what it is, in every language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Any

from telegram import BotCommand, BotCommandScope, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.localization import catalogues
from bot.localization.phrases import Phrases, for_language, gettext_noop
from bot.wording import when_in_words

PUBLIC = {
    "ask": gettext_noop("Ask a question about the news"),
    "latest": gettext_noop("The newest articles"),
    "people": gettext_noop("Who speaks in the articles"),
    "timeline": gettext_noop("A person or a topic over time"),
    "search": gettext_noop("Sentences that have some words"),
    "about": gettext_noop("What I answer from"),
    "language": gettext_noop("The language I speak"),
    "follow": gettext_noop("Be told of what is new on a person or a topic"),
    "following": gettext_noop("What you follow, and how to stop"),
    "settings": gettext_noop("Quotes, notices, quiet hours"),
    "privacy": gettext_noop("What I keep"),
    "forget": gettext_noop("Erase what I keep of you"),
    "help": gettext_noop("How to ask"),
}
KEPT = frozenset({"follow", "following", "settings", "privacy", "forget"})
"""Those that are there only where something is kept of users: not in the terminal."""
FOR_ADMINS = {
    "reload": gettext_noop("Load the articles anew"),
    "add": gettext_noop("Make an article of an address, a text or a document"),
    "withdraw": gettext_noop("Show an article nowhere any more"),
    "restore": gettext_noop("Take a withdrawal or a correction back"),
    "correct": gettext_noop("Show an article with a correction"),
    "status": gettext_noop("Articles, figures and faults"),
    "stats": gettext_noop("Questions a day, as a picture"),
    "unanswered": gettext_noop("What nobody could be answered"),
    "explain": gettext_noop("Why a question is answered or refused"),
    "audit": gettext_noop("What admins did"),
}
_LOOK_AGAIN = 3_600.0
"""Seconds between two looks for a newer article."""
_log = logging.getLogger(__name__)


async def introduce(bot: ExtBot[Any], admins: Iterable[int], newest: Callable[[], date | None]) -> None:
    """Tell Telegram the commands, for each kind of chat, and what the bot is; a failure is not fatal.

    What is there already is not set again: Telegram limits how often it may be. `newest` gives the day of the newest
    article, which the description names; a new one is told within an hour, until this is cancelled.
    """
    day = await asyncio.to_thread(newest)  # of many articles, it takes a while
    for code in _codes():
        await _in_language(bot, code, sorted(admins), day)
    while True:
        await asyncio.sleep(_LOOK_AGAIN)
        found = await asyncio.to_thread(newest)
        if found != day:
            day = found
            for code in _codes():
                say = await asyncio.to_thread(for_language, code)
                await _tried(_describe(bot, say, code, day))


def _codes() -> dict[str | None, None]:
    """The two letters by which Telegram knows each language; none at all for English, which serves everybody else."""
    primary = (language.replace("_", "-").partition("-")[0] for language in catalogues.languages())
    return {None: None} | dict.fromkeys(code for code in primary if len(code) == 2 and code != catalogues.SOURCE)


async def _in_language(bot: ExtBot[Any], code: str | None, admins: Iterable[int], newest: date | None) -> None:
    say = await asyncio.to_thread(for_language, code)  # some 30 ms, the first time
    everybody, private = None, BotCommandScopeAllPrivateChats()
    for scope in (everybody, private):
        await _tried(_set_commands(bot, _commands(PUBLIC, say), scope, code))
    await _tried(_describe(bot, say, code, newest))
    for id_ in admins:  # one who never wrote to the bot has no chat with it
        await _tried(_set_commands(bot, _commands(PUBLIC | FOR_ADMINS, say), BotCommandScopeChat(id_), code))


def _commands(offered: dict[str, str], say: Phrases) -> tuple[BotCommand, ...]:
    return tuple(BotCommand(name, say.gettext(what)) for name, what in offered.items())


async def _set_commands(
    bot: ExtBot[Any], commands: tuple[BotCommand, ...], scope: BotCommandScope | None, code: str | None
) -> None:
    if await bot.get_my_commands(scope, code) != commands:
        await bot.set_my_commands(commands, scope, code)


def describe(say: Phrases, newest: date | None = None) -> str:
    """Say what the bot is and of which day its `newest` article is, in at most 512 characters."""
    # Translators: at most 420 characters; Telegram shows it in a chat that is still empty.
    what = say.gettext(
        "Ask me about the news. I answer only in the news's own words: quoted sentences, with who said them, when, and "
        "where they were published. Where no article answers, I say so."
    )
    if newest is None:
        return what
    # Translators: follows what the bot is; at most 80 characters.
    of = say.gettext("The newest article is of {date}.", date=when_in_words(newest, say))
    return f"{what}\n\n{of}"


def describe_briefly(say: Phrases) -> str:
    """Say what the bot is, in at most 120 characters."""
    # Translators: at most 120 characters; Telegram shows it on the bot's page and where the bot is shared.
    return say.gettext("Answers about the news, only in the news's own words.")


async def _describe(bot: ExtBot[Any], say: Phrases, code: str | None, newest: date | None) -> None:
    told = describe(say, newest)
    if (await bot.get_my_description(code)).description != told:
        await bot.set_my_description(told, code)
    if (await bot.get_my_short_description(code)).short_description != describe_briefly(say):
        await bot.set_my_short_description(describe_briefly(say), code)


async def _tried(call: Awaitable[None]) -> None:
    try:
        await call
    except TelegramError as error:
        _log.warning("not all commands and descriptions could be set: %s", error)
