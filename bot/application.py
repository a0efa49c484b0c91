"""The Telegram application: wiring only."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
)
from telegram.request import BaseRequest

from bot import added, introduction, logs, reloading, routing, rulings, services, storage
from bot.alarms import Alarms
from bot.desk import Desk
from bot.feeds.folders import folders_of, library_paths, name_of
from bot.fetching import Rules
from bot.limits import Limits
from bot.services import Clock, Services, utc_now
from bot.settings import Settings
from bot.supply import work as supply
from bot.telling import tell_admins
from knowledge.library import LiveLibrary
from knowledge.retrieval.semantic import Reranker
from knowledge.sentence_model import ModelError
from knowledge.store import Store, StoreError

App = Application[Any, Any, Any, Any, Any, Any]

RETRIES = 5
HEARTBEAT_SECONDS = 10
_LONGEST_WAIT = 15
UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
]
"""What Telegram sends; nothing of business chats and channels."""

_log = logging.getLogger(__name__)


def build(
    settings: Settings,
    live: LiveLibrary,
    *,
    request: BaseRequest | None = None,
    clock: Clock = utc_now,
    reranker: Reranker | None = None,
    store: Store | None = None,
    rate_limiter: BaseRateLimiter[Any] | None = None,
) -> App:
    """Return the application with every handler.

    `request` replaces the network, in the terminal, where there are no limits; without a `store` nothing is kept of
    users, and what needs it is not offered; `rate_limiter` keeps to Telegram's own limits, by default to those that it
    publishes, and tries again where it is told to wait.
    """
    token = settings.token.get_secret_value() if settings.token else "0:none"
    base = str(settings.api_url).rstrip("/")
    builder: Any = ApplicationBuilder()  # its type changes with every call, and Any with it
    builder = builder.token(token).base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").concurrent_updates(True)
    if request is None:
        builder = builder.rate_limiter(rate_limiter or AIORateLimiter(max_retries=RETRIES))
    else:
        builder = builder.request(request).get_updates_request(request)
    application: App = builder.build()
    limits = Limits.of(settings) if request is None else None
    shop = Services(live, clock, settings.threshold, reranker, settings.old_after, limits=limits)
    services.install(application.bot_data, shop)
    if store is not None:
        shop.store = store
        shop.keep(application.bot, limit=settings.follows)
        shop.alarms = Alarms(settings.admins, clock)
        folder, rules = added.folder_of(settings), Rules.of(settings)
        shop.desk = Desk(store.drafts, live, folder, rules, clock, lambda: reloading.reload(shop))
    routing.add_handlers(application, settings.admins, kept=store is not None)
    return application


def run(settings: Settings) -> int:
    """Run the bot until it is told to stop; returns the exit code, 0 where it stopped as told."""
    if settings.token is None:
        return _end("DATELINE_TOKEN is not set: give the token that @BotFather gave you, or use `dateline chat`.", 2)
    try:
        secrets = [settings.token.get_secret_value(), *storage.secrets(settings)]
        formatter = logs.configure(settings.log_level, secrets=secrets)
        reranker = services.load_reranker(settings)
    except (ModelError, StoreError) as error:
        return _end(str(error), 2)
    if settings.feeds:
        try:
            folders_of(settings).make([name_of(url) for url in settings.feeds])
        except OSError as error:
            return _end(f"Feeds have no place in {settings.state}: {error.strerror}; check DATELINE_STATE.", 2)
    live = LiveLibrary(library_paths(settings), now=utc_now())
    for fault in live.current.faults:
        _log.warning("%s", fault)
    if not len(live.current) and not settings.feeds:
        return _end("No usable article was found; `dateline check` says what is wrong with them.", 2)
    try:
        return asyncio.run(_serve(settings, live, reranker))
    except InvalidToken:
        return _end("Telegram does not know this token; check DATELINE_TOKEN.", 1)
    except TelegramError as error:
        return _end(formatter.redact(f"Telegram refused: {error.message}"), 1)


def _end(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


async def _serve(settings: Settings, live: LiveLibrary, reranker: Reranker | None) -> int:
    """Open the store, and poll until SIGTERM or SIGINT, or until another copy of the bot takes the updates."""
    try:
        store = await storage.open_for(settings)
    except StoreError as error:
        return _end(str(error), 2)
    async with store:
        try:
            await rulings.recall(store, live)
        except StoreError as error:
            return _end(str(error), 2)
        return await _poll(build(settings, live, reranker=reranker, store=store), settings)


async def _poll(application: App, settings: Settings) -> int:
    shop = services.installed(application.bot_data)
    stop = asyncio.Event()
    outcome = 0
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def on_poll_error(error: TelegramError) -> None:
        nonlocal outcome
        if isinstance(error, Conflict):
            outcome = 1
            stop.set()
        else:
            _log.warning("Telegram could not be asked for updates, trying again: %s", error)

    # It beats while the network is awaited as well: a bot that waits is healthy.
    beside = [asyncio.create_task(_beat(settings.heartbeat))] if settings.heartbeat else []
    try:
        if not await _connected(application, stop):
            return 0
        assert application.updater is not None  # noqa: S101 - the builder makes one
        await application.start()
        await application.updater.start_polling(
            allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=on_poll_error
        )
        # Telegram may make it wait for long, and readers should not.
        beside.append(asyncio.create_task(introduction.introduce(application.bot, settings.admins)))
        beside.append(asyncio.create_task(shop.ahead.go_on()))
        _log.info("answering as @%s from %d articles", application.bot.username, len(shop.live.current))
        tell = partial(tell_admins, application.bot, settings.admins)
        async with supply.at_work(settings, shop, tell), shop.at_work():
            await stop.wait()
            await application.updater.stop()
            await application.stop()
    finally:
        for task in beside:
            task.cancel()
        await application.shutdown()
        shop.work.close()
    if outcome:
        return _end("Another copy of this bot is already running with the same token; stop it first.", outcome)
    return 0


async def _connected(application: App, stop: asyncio.Event) -> bool:
    """Initialise, again and again while there is no network; False where it was told to stop meanwhile."""
    wait = 1.0
    while not stop.is_set():
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except NetworkError as error:
            _log.warning("Telegram cannot be reached, trying again in %.0f s: %s", wait, error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        else:
            return True
    return False


async def _beat(path: Path) -> None:
    """Touch `path` while the loop lives, for a health check from outside."""
    while True:
        try:
            await asyncio.to_thread(path.touch)
        except OSError as error:
            _log.warning("the heartbeat file cannot be touched: %s", error.strerror)
        await asyncio.sleep(HEARTBEAT_SECONDS)
