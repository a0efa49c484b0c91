"""What Telegram knows of the bot: its token, what it may read and do, its webhook, and what time it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx
from pydantic import HttpUrl
from telegram import User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.discreet import DiscreetBot
from bot.doctor.findings import Finding, note, ok, wrong
from bot.settings import Settings

PATIENCE = 10.0
"""Seconds for each request."""
CLOCK_SECONDS = 30
"""How far the clocks may differ. Limits and ages count in minutes."""
BACKLOG = 100
"""Updates that may wait at Telegram while the bot runs well."""


async def of_telegram(settings: Settings, clock: Callable[[], datetime]) -> list[Finding]:
    """Look at all of it; without a token, or where it is not reached, at what is left."""
    found = [await _clock(settings.api_url, clock)]
    if settings.token is None:
        return [*found, wrong("token", "DATELINE_TOKEN is not set", "give the token that @BotFather gave you")]
    base = str(settings.api_url).rstrip("/")
    bot = DiscreetBot(settings.token.get_secret_value(), base_url=f"{base}/bot", base_file_url=f"{base}/file/bot")
    try:
        async with bot:
            info = await bot.get_webhook_info()
            return [*found, *_of_bot(bot.bot), _webhook(info, settings)]
    except InvalidToken:
        return [*found, wrong("token", "Telegram does not know it", "correct DATELINE_TOKEN")]
    except TelegramError as error:
        said = error.message if "/bot" not in error.message else type(error).__name__
        return [*found, wrong("Telegram", f"it cannot be asked: {said}", "look at the network and DATELINE_API_URL")]


def _of_bot(me: User) -> Iterator[Finding]:
    yield ok("token", f"@{me.username}")
    if me.can_read_all_group_messages:
        yield ok("privacy mode", "off: it hears replies and mentions in every group, and answers only those")
    else:
        do = "nothing, if that is enough; else @BotFather /setprivacy, and add it to its groups anew"
        yield note("privacy mode", "on: in groups it hears commands, mentions and replies to it", do)
    if not me.can_join_groups:
        yield note("groups", "it cannot be added to any", "@BotFather /setjoingroups, if it should be")
    if me.supports_inline_queries:
        yield ok("inline", "switched on")
    else:
        yield wrong("inline", "switched off", "@BotFather /setinline")
    if me.supports_guest_queries:
        yield ok("guest mode", "switched on: it can be mentioned in any chat")
    else:
        yield note("guest mode", "switched off", "@BotFather, bot settings, if it should be called into any chat")


def _webhook(info: WebhookInfo, settings: Settings) -> Finding:
    about, wanted = "webhook", settings.webhook_url
    if wanted is None:
        if not info.url:
            return ok(about, "none, the bot polls")
        do = "set DATELINE_WEBHOOK_URL, or start the bot, which then polls and deletes it"
        return note(about, f"set to {_host(info.url)}, but the bot is to poll", do)
    if info.url != str(wanted):
        there = f"it is set to {_host(info.url)}" if info.url else "none is set"
        return note(about, f"{there}, not to DATELINE_WEBHOOK_URL", "start the bot, which sets it")
    if info.last_error_message:
        when = f" at {info.last_error_date:%Y-%m-%d %H:%M} UTC" if info.last_error_date else ""
        do = "look at the proxy, at DATELINE_LISTEN and at the bot's log"
        return wrong(about, f"Telegram's last post failed{when}: {info.last_error_message}", do)
    if info.pending_update_count > BACKLOG:
        return wrong(about, f"{info.pending_update_count} updates wait at Telegram", "see that the bot runs")
    return ok(about, f"set to {_host(info.url)}, {info.pending_update_count} updates wait")


def _host(url: str) -> str:
    """An address without its path, which may be meant to be nobody's."""
    return f"{HttpUrl(url).host}"


async def _clock(url: HttpUrl, clock: Callable[[], datetime]) -> Finding:
    about = "clock"
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            there = parsedate_to_datetime((await client.head(str(url))).headers["Date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return note(about, "Telegram did not say what time it is", "look at the network and DATELINE_API_URL")
    ahead = (clock() - there).total_seconds()
    if abs(ahead) <= CLOCK_SECONDS:
        return ok(about, "as Telegram's")
    which = "ahead of" if ahead > 0 else "behind"
    do = "set it, by NTP; until then messages seem too old to be answered, and dates are wrong"
    return wrong(about, f"{abs(ahead):.0f} s {which} Telegram's", do)
