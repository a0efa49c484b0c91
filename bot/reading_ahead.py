"""Articles are read before anybody asks: the newest ones, off the loop, with long pauses.

Who speaks in an article takes some 25 ms to read; of ten thousand that would be minutes of a processor in which
readers wait. So the newest are read, a share of the time, and what is said of speakers says of how many articles.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.browsing.people import Register, Spoken, spoken, still_read
from knowledge.library import Library, LiveLibrary

NEWEST = 1_000
"""Articles that are read."""
SHARE = 0.25
"""Of the time, while there is something to read."""
_SLICE = 0.05
"""Seconds that are read at a stretch."""
_LOOK_AGAIN = 10.0
"""Seconds after which a library that was read is looked at for something new."""


@dataclass
class ReadingAhead:
    """Reads the newest articles of the running library; a reload has only what is new to it read."""

    live: LiveLibrary
    clock: Callable[[], datetime]
    newest: int = NEWEST
    _register: Register = field(init=False)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._register = Register(self.live.current, {})

    async def read(self, seconds: float) -> Register:
        """Read on for about `seconds`, at least one article where one is left; returns what is known then."""
        async with self._one_at_a_time:
            self._register = await asyncio.to_thread(self._read_on, self.live.current, seconds)
        return self._register

    async def go_on(self) -> None:
        """Read the newest articles and then whatever comes, until it is cancelled."""
        while True:
            before, began = self._register, time.monotonic()
            after = await self.read(_SLICE)
            done = after.library is before.library and len(after.read) == len(before.read)
            await asyncio.sleep(_LOOK_AGAIN if done else (time.monotonic() - began) * (1 / SHARE - 1))

    def _read_on(self, library: Library, seconds: float) -> Register:
        register, until = self._register, time.monotonic() + seconds
        read: dict[str, tuple[Spoken, ...]] = (
            dict(register.read) if register.library is library else still_read(register, library)
        )
        for article in library.latest(self.clock(), self.newest):
            if article.id in read:
                continue
            read[article.id] = spoken(library.stories[article.id])
            if time.monotonic() >= until:
                break
        same = register.library is library and len(read) == len(register.read)
        return register if same else Register(library, read)
