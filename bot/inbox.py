"""What Telegram sends, from the moment it is taken until it is handled; for polling and for the webhook alike.

An update is kept in the store before Telegram is told that it was taken. One that comes again, because Telegram tries
again or because the bot died before it had said so, is let be. What a bot that died has left is handled first.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot import tracing
from bot.limits import MAX_AGE
from bot.metrics import Metrics
from bot.work import working_for
from knowledge.store import LeftOver, Store, StoreError

AT_ONCE = 256
"""Updates that are handled at once: python-telegram-bot's own number."""
_TIDY_EVERY = timedelta(hours=1)

_log = logging.getLogger(__name__)


class Inbox(asyncio.Queue[object]):
    """The queue that python-telegram-bot handles updates from; what is put into it is in the store first."""

    def __init__(self, store: Store, clock: Callable[[], datetime], metrics: Metrics) -> None:
        super().__init__()
        self._updates, self._clock, self._metrics = store.updates, clock, metrics
        self._tidied: datetime | None = None
        self.open = 0
        """Updates that are not handled yet."""

    async def put(self, item: object) -> None:
        """Take an update that was polled. A store that fails costs nobody an answer: it is in memory then."""
        if isinstance(item, Update):
            try:
                if not await self._is_new(item.update_id, item.to_json()):
                    return
            except StoreError as error:
                _log.warning("update %d is not kept until it is handled: %s", item.update_id, error)
        self.put_nowait(item)

    def put_nowait(self, item: object) -> None:
        """Put at the end of the line what is kept already."""
        super().put_nowait(item)
        self.open += isinstance(item, Update)

    async def receive(self, update: Update, body: str) -> None:
        """Take an update that came by the webhook; raises StoreError, whereupon Telegram is to send it again."""
        if await self._is_new(update.update_id, body):
            self.put_nowait(update)

    async def _is_new(self, update_id: int, body: str) -> bool:
        new = await self._updates.take(update_id, body, now=self._clock())
        if new:
            self._metrics.updates.inc()
        else:
            self._metrics.twice.inc()
            _log.info("update %d came again, and is let be", update_id)
        return new

    async def recall(self, bot: Bot) -> None:
        """Put first what a bot that died has left; raises StoreError."""
        for left in await self._updates.left_over():
            update = read(left.body, bot)
            why = self._why_not(left, update)
            if why is None:
                self.put_nowait(update)
                continue
            self._metrics.given_up.inc()
            _log.warning("update %d, left by the bot's last run, is not handled: %s", left.update_id, why)
            await self._updates.finish(left.update_id, now=self._clock())
        if self.open:
            _log.info("%d updates of the bot's last run are handled now", self.open)

    def _why_not(self, left: LeftOver, update: Update | None) -> str | None:
        if left.sending:
            return "its answer was on its way, and may have arrived"
        if self._clock() - left.taken > MAX_AGE:
            return "it is too old"
        return None if update is not None else "it cannot be read"

    async def sending(self, update_id: int) -> None:
        """Note that an answer may go out from now on; where that fails, it does so all the same."""
        try:
            await self._updates.note_sending(update_id)
        except StoreError as error:
            _log.warning("update %d: it is not kept that its answer goes out: %s", update_id, error)

    async def finish(self, update_id: int) -> None:
        """An update is handled; now and then, forget those of more than a day ago."""
        now = self._clock()
        try:
            await self._updates.finish(update_id, now=now)
            if self._tidied is None or now - self._tidied > _TIDY_EVERY:
                self._tidied = now
                await self._updates.forget_handled(now=now)
        except StoreError as error:
            _log.warning("update %d was handled, but that is not kept: %s", update_id, error)
        finally:
            self.open -= 1


class Handling(BaseUpdateProcessor):
    """Handles each update under its own number, and notes that it is done; what is cut off is not."""

    def __init__(self, inbox: Inbox | None) -> None:
        super().__init__(AT_ONCE)
        self._inbox = inbox
        self._tasks: set[asyncio.Task[Any]] = set()

    def cut_off(self) -> None:
        """End what is being handled: it is left to the next start."""
        for task in tuple(self._tasks):
            task.cancel()

    async def do_process_update(self, update: object, coroutine: Any) -> None:  # noqa: ANN401 - an awaitable of theirs
        """Handle an update."""
        if not isinstance(update, Update):
            await coroutine
            return
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - this is a coroutine
        self._tasks.add(task)
        try:
            with tracing.handling(update.update_id), working_for(*_whose(update)):
                await coroutine
                if self._inbox is not None:
                    await self._inbox.finish(update.update_id)
        finally:
            self._tasks.discard(task)

    async def initialize(self) -> None:
        """Nothing is to be made ready."""

    async def shutdown(self) -> None:
        """Nothing is to be cleared away."""


def _whose(update: Update) -> tuple[int | None, int | None]:
    """Who caused an update, and the chat that it is of."""
    user, chat = update.effective_user, update.effective_chat
    return user.id if user is not None else None, chat.id if chat is not None else None


def read(body: str, bot: Bot) -> Update | None:
    """Return the update that a JSON text is, None where it is none."""
    try:
        return Update.de_json(json.loads(body), bot)
    except Exception as error:  # noqa: BLE001 - whatever a field of the wrong kind does in there
        _log.warning("an update cannot be read: %s", type(error).__name__)
        return None
