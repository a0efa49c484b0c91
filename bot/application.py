"""The Telegram application: wiring only."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
)
from telegram.request import BaseRequest

from bot import added, archives, heartbeat, introduction, logs, memory, reloading, routing, rulings, services, storage
from bot.alarms import Alarms
from bot.contact import Contact
from bot.desk import Desk
from bot.feeds.folders import folders_of, name_of
from bot.fetching import Rules
from bot.forgetful import Forgetful
from bot.inbox import Handling, Inbox
from bot.limits import Limits
from bot.pacing import Pacing
from bot.polling import PollingBot
from bot.processes import Processes
from bot.receiving import Conflicts, insist, polled, posted
from bot.services import Clock, Services, utc_now
from bot.serving import work as serving
from bot.serving.site import ServingError
from bot.settings import Settings
from bot.supply import work as supply
from bot.telling import tell_admins
from knowledge.article import day
from knowledge.live import LiveLibrary
from knowledge.reading.dates import prepare
from knowledge.retrieval.semantic import Reranker
from knowledge.sentence_model import ModelError
from knowledge.store import Store, StoreError

App = Application[Any, Any, Any, Any, Any, Any]

STOP_SECONDS = 6
"""What is being handled may take this long when the bot stops; the store has the rest for the next start."""

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
    limits = Limits.of(settings) if request is None else None
    shop = Services(live, clock, settings.threshold, reranker, settings.old_after, limits=limits)
    builder: Any = ApplicationBuilder().application_class(Forgetful)  # its type changes with every call
    if store is not None:
        shop.inbox = Inbox(store, clock, shop.metrics)
        builder = builder.update_queue(shop.inbox)
    builder = builder.concurrent_updates(Handling(shop.inbox))
    mine = polling = request
    if request is None:
        shop.contact = Contact(shop.metrics, shop.inbox.sending if shop.inbox is not None else None)
        mine, polling = shop.contact.requests()
        rate_limiter = rate_limiter or Pacing(overall_max_rate=settings.messages_per_second)
    bot = PollingBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=mine,
        get_updates_request=polling,
        rate_limiter=rate_limiter,
    )
    builder = builder.bot(bot)
    if settings.webhook_url is not None:
        builder = builder.updater(None)
    application: App = builder.build()
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
    memory.few_arenas()
    if settings.token is None:
        return _end("DATELINE_TOKEN is not set: give the token that @BotFather gave you, or use `dateline chat`.", 2)
    try:
        secrets = [*settings.secrets, *storage.secrets(settings)]
        formatter = logs.configure(settings.log_level, secrets=secrets, as_json=settings.log_format == "json")
        reranker = services.load_reranker(settings)
    except (ModelError, StoreError) as error:
        return _end(str(error), 2)
    if settings.feeds:
        try:
            folders_of(settings).make([name_of(url) for url in settings.feeds])
        except OSError as error:
            return _end(f"Feeds have no place in {settings.state}: {error.strerror}; check DATELINE_STATE.", 2)
    archive = archives.archive_or_none(settings)
    live = archives.live_library(settings, archive, utc_now())
    for fault in live.current.faults:
        _log.warning("%s", fault)
    if not len(live.current) and not settings.feeds:
        return _end("No usable article was found; `dateline check` says what is wrong with them.", 2)
    try:
        return asyncio.run(_serve(settings, live, reranker, archives.processes_for(settings, live, utc_now)))
    except InvalidToken:
        return _end("Telegram does not know this token; check DATELINE_TOKEN.", 1)
    except TelegramError as error:
        return _end(formatter.redact(f"Telegram refused: {error.message}"), 1)
    finally:
        if archive is not None:
            archive.close()


def _end(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


async def _serve(settings: Settings, live: LiveLibrary, reranker: Reranker | None, processes: Processes | None) -> int:
    """Open the store, and answer until SIGTERM or SIGINT, or until another copy of the bot keeps taking the updates."""
    try:
        store = await storage.open_for(settings)
    except StoreError as error:
        return _end(str(error), 2)
    async with store:
        try:
            await rulings.recall(store, live)
            application = build(settings, live, reranker=reranker, store=store)
            services.installed(application.bot_data).work.processes = processes
            return await _answer(application, settings)
        except (StoreError, ServingError) as error:
            return _end(str(error), 2)


async def _answer(application: App, settings: Settings) -> int:
    shop = services.installed(application.bot_data)
    stop = asyncio.Event()
    outcome = 0
    conflicts = Conflicts()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def on_poll_error(error: TelegramError) -> None:
        nonlocal outcome
        if isinstance(error, Conflict) and not conflicts.one_more():
            _log.warning("another copy of this bot takes the updates, trying again: %s", error)
        elif isinstance(error, Conflict):
            outcome = 1
            application.bot.leave_updates()
            stop.set()
        else:
            _log.warning("Telegram could not be asked for updates, trying again: %s", error)

    if shop.work.processes is not None:
        shop.work.processes.follow()
    # It beats while the network is awaited as well: a bot that waits is healthy.
    beside = [asyncio.create_task(heartbeat.beat(settings.heartbeat)), asyncio.create_task(memory.stay_small())]
    webhook = serving.webhook(settings, shop, application.bot)
    try:
        async with serving.at_work(settings, shop, webhook):
            if not await insist(application.initialize, stop):
                return 0
            if shop.inbox is not None:
                await shop.inbox.recall(application.bot)
            await application.start()
            tell = partial(tell_admins, application.bot, settings.admins)
            coming = posted(application, webhook, settings, stop) if webhook else polled(application, on_poll_error)
            async with supply.at_work(settings, shop, tell), shop.at_work(), _settled(application), coming:
                # Telegram may make it wait for long, and readers should not.
                beside.append(
                    asyncio.create_task(
                        introduction.introduce(application.bot, settings.admins, partial(_newest, shop))
                    )
                )
                beside.append(asyncio.create_task(_read_ahead(shop)))
                _log.info("answering as @%s from %d articles", application.bot.username, len(shop.live.current))
                heartbeat.tell_systemd(heartbeat.READY)
                await stop.wait()
                heartbeat.tell_systemd(heartbeat.STOPPING)
    finally:
        for task in beside:
            task.cancel()
        await application.shutdown()
        if shop.contact is not None:
            await shop.contact.close()
        shop.work.close()
    if outcome:
        return _end("Another copy of this bot is already running with the same token; stop it first.", outcome)
    return 0


async def _read_ahead(shop: Services) -> None:
    """Make what whoever asks first would wait for; then read articles, of which there are always more."""
    await asyncio.to_thread(prepare)
    memory.settle()
    await shop.ahead.go_on()


def _newest(shop: Services) -> date | None:
    """The day of the newest article that may be shown."""
    found = shop.live.current.latest(shop.clock(), 1)
    return day(found[0].published) if found and found[0].published is not None else None


@contextlib.asynccontextmanager
async def _settled(application: App) -> AsyncIterator[None]:
    """At the end, let what is being handled come to its own, for a while; the next start goes on with the rest."""
    try:
        yield
    finally:
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await application.stop()
        except TimeoutError:
            if isinstance(application.update_processor, Handling):
                application.update_processor.cut_off()
            _log.warning("some updates are not handled yet; the next start goes on with them")
