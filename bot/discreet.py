"""python-telegram-bot's bot, which does not say its token where it is printed."""

from __future__ import annotations

from typing import Any

from telegram.ext import ExtBot


class DiscreetBot(ExtBot[Any]):
    """A bot whose `repr`, and so that of all that holds it, has its id and no token."""

    __slots__ = ()

    def __repr__(self) -> str:
        number, _, _ = self.token.partition(":")
        return f"{type(self).__name__}[{number}]"
