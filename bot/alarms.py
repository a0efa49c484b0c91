"""Faults of ours, told to admins once: grouped by kind and place, and never more than a few an hour.

A message holds the exception's type and where it was raised; nothing of what it says, which may quote a reader.
"""

from __future__ import annotations

import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from traceback import walk_tb
from typing import Any

from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.localization.choices import LanguageChoices
from bot.localization.phrases import for_language
from bot.rendering.alarms import render_alarm

PAUSE = timedelta(hours=1)
"""At most one message in this time of each kind of fault; what comes meanwhile is counted."""
MOST = 6
"""Messages in that time of all kinds together."""
KINDS = 200
"""Kinds that are remembered."""
_OURS = ("bot", "knowledge")
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Kind:
    number: int = 0
    since: datetime | None = None
    told: datetime | None = None


@dataclass
class Alarms:
    """Counts faults, and tells every one of `admins` who has a chat with the bot."""

    admins: Collection[int]
    clock: Callable[[], datetime]
    _kinds: OrderedDict[tuple[str, str], _Kind] = field(default_factory=OrderedDict)
    _told: deque[datetime] = field(default_factory=lambda: deque(maxlen=MOST))

    async def raised(self, error: BaseException, bot: ExtBot[Any], languages: LanguageChoices) -> None:
        """Count a fault, and tell of it where that is due."""
        kind, place = type(error).__name__, place_of(error)
        due = self._counted(kind, place)
        if due is None:
            return
        number, since = due
        for admin in sorted(self.admins):
            say = for_language(await languages.preferred(admin))
            try:
                rendered = render_alarm(kind, place, number, since, say=say)
                await bot.send_message(admin, rendered.messages[0], parse_mode=ParseMode.HTML)
            except TelegramError as failed:  # who never wrote to the bot has no chat with it
                _log.info("an admin could not be told of a fault: %s", failed)

    def _counted(self, kind: str, place: str) -> tuple[int, datetime] | None:
        """How often it came since it was told of last, and since when; None where it is not due to be told."""
        now = self.clock()
        known = self._kinds.setdefault((kind, place), _Kind())
        self._kinds.move_to_end((kind, place))
        if len(self._kinds) > KINDS:
            self._kinds.popitem(last=False)
        known.number += 1
        known.since = known.since or now
        if known.told is not None and now - known.told < PAUSE:
            return None
        if len(self._told) == MOST and now - self._told[0] < PAUSE:
            return None
        found = known.number, known.since
        known.number, known.since, known.told = 0, None, now
        self._told.append(now)
        return found


def place_of(error: BaseException) -> str:
    """Return where an exception was raised, as module:line: the last place that is ours, or else the last one."""
    places = [(frame.f_globals.get("__name__", "?"), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [place for place in places if place[0].split(".", 1)[0] in _OURS]
    if not places:
        return "?"
    module, line = (ours or places)[-1]
    return f"{module}:{line}"
