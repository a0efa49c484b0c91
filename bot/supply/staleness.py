"""A library that gets old, because nothing new comes in: admins are told once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.services import Services
from knowledge.article import moment
from knowledge.library import Library

_log = logging.getLogger(__name__)

LOOK_EVERY = 600.0
"""Seconds between two looks."""


def newest(library: Library, now: datetime) -> datetime | None:
    """Return when the newest article that may be shown at `now` was published; None where there is none."""
    latest = library.latest(now, 1)
    return moment(latest[0].published) if latest and latest[0].published is not None else None


class Staleness:
    """Tells when the newest article is older than `after`; once, until a newer one has come."""

    def __init__(self, shop: Services, after: timedelta, tell: Callable[[str], Awaitable[None]]) -> None:
        self._shop, self._after, self._tell = shop, after, tell
        self._told = False

    async def look(self) -> None:
        """Look once."""
        now = self._shop.clock()
        found = await asyncio.to_thread(newest, self._shop.live.current, now)
        stale = found is None or now - found > self._after
        if stale and not self._told:
            when = f"is of {found:%Y-%m-%d %H:%M} UTC" if found else "has no date"
            said = f"The library is stale: its newest article {when}. Look at `dateline feeds` and the article folders."
            _log.warning("%s", said)
            await self._tell(said)
        self._told = stale

    async def run(self) -> None:
        """Look now and then, for ever."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY)
