"""Polling, and how it ends: without a fault, and without taking the updates from another copy of the bot."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.discreet import DiscreetBot

_log = logging.getLogger(__name__)


class PollingBot(DiscreetBot):
    """A bot that can be told that polling ends, or that the updates are another copy's."""

    _left = _ending = False

    def leave_updates(self) -> None:
        """Ask for no updates from now on: each time ends the wait of another copy of the bot, which has them now."""
        self._left = True

    def end_updates(self) -> None:
        """Take a failure for no fault from now on: polling ends, and the last poll only says what was taken."""
        self._ending = True

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:  # noqa: ANN401 - as they come
        """Return updates, none where they were left."""
        if self._left:
            return ()
        try:
            return await super().get_updates(*args, **kwargs)
        except TelegramError as error:
            if not self._ending:
                poll = asyncio.current_task()
                if poll is not None:  # stopped at the same moment, python-telegram-bot looks at this task no more
                    poll.add_done_callback(_look_at)
                raise
            _log.warning("Telegram was not told which updates were taken, and will send them again: %s", error)
            return ()


def _look_at(task: asyncio.Task[Any]) -> None:
    """See how a task ended: where nobody does, asyncio logs its failure with a traceback."""
    if not task.cancelled():
        task.exception()
