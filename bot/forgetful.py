"""python-telegram-bot's application, which does not note who has written."""

from __future__ import annotations

from typing import Any

from telegram.ext import Application, Job


class Forgetful(Application[Any, Any, Any, Any, Any, Any]):
    """An application without python-telegram-bot's persistence, which would take up what is noted, and forget it.

    Without one it is noted all the same: every user and every chat that ever wrote, some 80 bytes each.
    """

    __slots__ = ()

    def _mark_for_persistence_update(self, *, update: object | None = None, job: Job[Any] | None = None) -> None:
        """Note nothing."""
