"""python-telegram-bot's bot, which never prints its token, and leaves the updates where it has to."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

_log = logging.getLogger(__name__)


class DiscreetBot(ExtBot[Any]):
    """A bot whose `repr`, and so that of all that holds it, has its id and no token."""

    __slots__ = ("_ending", "_left")

    def leave_updates(self) -> None:
        """Ask for no updates from now on: each time ends the wait of another copy of the bot, which has them now."""
        self._left = True

    def end_updates(self) -> None:
        """Take a failure for no fault from now on: polling ends, and the last poll only says what was taken."""
        self._ending = True

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:  # noqa: ANN401 - as they come
        """Return updates, none where they were left."""
        if getattr(self, "_left", False):
            return ()
        try:
            return await super().get_updates(*args, **kwargs)
        except TelegramError as error:
            if not getattr(self, "_ending", False):
                poll = asyncio.current_task()
                if poll is not None:  # stopped at the same moment, python-telegram-bot looks at this task no more
                    poll.add_done_callback(_look_at)
                raise
            _log.warning("Telegram was not told which updates were taken, and will send them again: %s", error)
            return ()

    def __repr__(self) -> str:
        number, _, _ = self.token.partition(":")
        return f"{type(self).__name__}[{number}]"


def _look_at(task: asyncio.Task[Any]) -> None:
    """See how a task ended: where nobody does, asyncio logs its failure with a traceback."""
    if not task.cancelled():
        task.exception()
