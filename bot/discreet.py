"""python-telegram-bot's bot, which never prints its token, and leaves the updates where it has to."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import ExtBot


class DiscreetBot(ExtBot[Any]):
    """A bot whose `repr`, and so that of all that holds it, has its id and no token."""

    __slots__ = ("_left",)

    def leave_updates(self) -> None:
        """Ask for no updates from now on: each time ends the wait of another copy of the bot, which has them now."""
        self._left = True

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:  # noqa: ANN401 - as they come
        """Return updates, none where they were left."""
        return () if getattr(self, "_left", False) else await super().get_updates(*args, **kwargs)

    def __repr__(self) -> str:
        number, _, _ = self.token.partition(":")
        return f"{type(self).__name__}[{number}]"
