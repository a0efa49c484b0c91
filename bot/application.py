"""The Telegram application: wiring only."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot import addressing, admission, introduction, logs, services
from bot.handlers import (
    admin,
    browsing,
    errors,
    guest,
    help,  # noqa: A004 - a module of ours
    inline,
    language,
    membership,
    questions,
    quotes,
)
from bot.limits import Limits
from bot.services import Clock, Services, utc_now
from bot.settings import Settings
from knowledge.library import LiveLibrary
from knowledge.retrieval.semantic import Reranker
from knowledge.sentence_model import ModelError

App = Application[Any, Any, Any, Any, Any, Any]

RETRIES = 5
HEARTBEAT_SECONDS = 10
_LONGEST_WAIT = 15
UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
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
    rate_limiter: BaseRateLimiter[Any] | None = None,
) -> App:
    """Return the application with every handler.

    `request` replaces the network, in the terminal, where there are no limits; `rate_limiter` keeps to Telegram's own
    limits, by default to those that it publishes, and tries again where it is told to wait.
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
    services.install(application.bot_data, Services(live, clock, settings.threshold, reranker, limits=limits))
    _add_handlers(application, settings)
    return application


def _add_handlers(application: App, settings: Settings) -> None:
    new = filters.UpdateType.MESSAGE  # neither edits nor channels, business or guest messages
    own = new & ~filters.FORWARDED  # a forwarded command is no command
    # An empty set lets nobody in.
    admins = filters.User(user_id=sorted(settings.admins), allow_empty=False) & filters.ChatType.PRIVATE & own
    written = (filters.TEXT | filters.CAPTION) & (~filters.COMMAND | filters.FORWARDED)
    for names, handler, whose in (
        (["start", "help"], help.on_help, own),
        ("latest", browsing.on_latest, own),
        ("about", browsing.on_about, own),
        ("language", language.on_language, own),
        ("reload", admin.on_reload, admins),
        ("status", admin.on_status, admins),
        ("explain", admin.on_explain, admins),
    ):
        application.add_handler(CommandHandler(names, admission.message(handler), whose))
    application.add_handler(CommandHandler(addressing.ASK, questions.on_message, own))
    unknown = filters.COMMAND & filters.ChatType.PRIVATE & own  # in a group it is another bot's
    application.add_handler(MessageHandler(unknown, admission.message(help.on_unknown_command)))
    application.add_handler(MessageHandler(written & new, questions.on_message))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, questions.on_edited))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, guest.on_guest))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE & new, membership.on_migration))
    application.add_handler(MessageHandler(~filters.StatusUpdate.ALL & new, help.on_other))
    for press, pattern in (
        (quotes.on_button, quotes.PATTERN),
        (questions.on_plain, questions.PATTERN),
        (browsing.on_page, browsing.PATTERN),
        (language.on_choice, language.PATTERN),
    ):
        application.add_handler(CallbackQueryHandler(admission.press(press), pattern))
    application.add_handler(InlineQueryHandler(admission.typed(inline.on_inline)))
    application.add_handler(ChatMemberHandler(membership.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(errors.on_error)


def run(settings: Settings) -> int:
    """Run the bot until it is told to stop; returns the exit code, 0 where it stopped as told."""
    if settings.token is None:
        return _end("DATELINE_TOKEN is not set: give the token that @BotFather gave you, or use `dateline chat`.", 2)
    formatter = logs.configure(settings.log_level, secrets=[settings.token.get_secret_value()])
    try:
        reranker = services.load_reranker(settings)
    except ModelError as error:
        return _end(str(error), 2)
    live = LiveLibrary(settings.articles, now=utc_now())
    for fault in live.current.faults:
        _log.warning("%s", fault)
    if not len(live.current):
        return _end("No usable article was found; `dateline check` says what is wrong with them.", 2)
    try:
        return asyncio.run(_serve(build(settings, live, reranker=reranker), settings))
    except InvalidToken:
        return _end("Telegram does not know this token; check DATELINE_TOKEN.", 1)
    except TelegramError as error:
        return _end(formatter.redact(f"Telegram refused: {error.message}"), 1)


def _end(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


async def _serve(application: App, settings: Settings) -> int:
    """Poll until SIGTERM or SIGINT, or until another copy of the bot takes the updates."""
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
        _log.info(
            "answering as @%s from %d articles", application.bot.username, len(_services(application).live.current)
        )
        await stop.wait()
        await application.updater.stop()
        await application.stop()
    finally:
        for task in beside:
            task.cancel()
        await application.shutdown()
        _services(application).work.close()
    if outcome:
        return _end("Another copy of this bot is already running with the same token; stop it first.", outcome)
    return 0


def _services(application: App) -> Services:
    found: Services = application.bot_data["services"]
    return found


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
