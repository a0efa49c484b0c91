"""How updates come in: polled, or posted by Telegram to our webhook."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bot.serving.webhook import Webhook
from bot.settings import Settings

App = Application[Any, Any, Any, Any, Any, Any]

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
CONNECTIONS = 40
"""How many updates Telegram posts at once: its own default."""
_LONGEST_WAIT = 15.0
CONFLICTS, WITHIN = 5, 60.0
"""So many conflicts within so many seconds are no accident: another copy of the bot polls, too. One is met where
somebody looks at the updates by hand, or where a new copy starts while the old one still ends."""

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def polled(application: App, failed: Callable[[TelegramError], None]) -> AsyncIterator[None]:
    """Poll meanwhile; a webhook that was set before is deleted."""
    updater = application.updater
    assert updater is not None  # noqa: S101 - the builder makes one where there is no webhook
    await updater.start_polling(allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=failed)
    try:
        yield
    finally:
        application.bot.end_updates()
        await updater.stop()


class Conflicts:
    """How often Telegram gave the updates to another copy of the bot of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._met: deque[float] = deque(maxlen=CONFLICTS)

    def one_more(self) -> bool:
        """Count a conflict; whether the other copy is there to stay.

        Two copies meet conflicts in turn, so that the one that met the first is the first to have too many.
        """
        self._met.append(self._clock())
        return len(self._met) == CONFLICTS and self._met[-1] - self._met[0] < WITHIN


@contextlib.asynccontextmanager
async def posted(application: App, webhook: Webhook, settings: Settings, stop: asyncio.Event) -> AsyncIterator[None]:
    """Have Telegram post to the webhook meanwhile. It stays set at the end: what comes then waits at Telegram."""
    assert settings.webhook_url is not None  # noqa: S101 - there would be no webhook
    assert settings.webhook_secret is not None  # noqa: S101 - the settings see to it
    url, secret = str(settings.webhook_url), settings.webhook_secret.get_secret_value()
    webhook.open = True
    try:
        await insist(
            lambda: application.bot.set_webhook(
                url, secret_token=secret, allowed_updates=UPDATES, max_connections=CONNECTIONS
            ),
            stop,
        )
        yield
    finally:
        webhook.open = False


async def insist(call: Callable[[], Awaitable[object]], stop: asyncio.Event) -> bool:
    """Call again and again while Telegram cannot be reached; False where it was told to stop meanwhile."""
    wait = 1.0
    while not stop.is_set():
        try:
            await call()
        except (InvalidToken, BadRequest):
            raise
        except (NetworkError, RetryAfter) as error:
            _log.warning("Telegram cannot be reached, trying again in %.0f s: %s", wait, error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        else:
            return True
    return False
