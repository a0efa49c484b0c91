"""Articles are read before anybody asks: the newest ones, off the loop, with long pauses.

Who speaks in an article takes some 10 ms to read, in a long one half a second; of ten thousand that would be minutes of
a processor in which readers wait. So the newest are read, a share of the time, and before them what somebody waits for;
what is said of speakers says of how many articles.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.browsing.people import Register, Spoken, spoken, still_read
from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.story import Story

NEWEST = 2_500
"""Articles that are read: of news of usual length, some 70 MB."""
SHARE = 0.25
"""Of the time, while there is something to read."""
_SLICE = 0.01
"""Seconds that are read at a stretch: somebody who types shares the interpreter with it."""
_LULL = 0.2
"""Seconds that a stretch waits for a moment in which nobody else needs the interpreter, at most."""
_MOST_WANTED = 20
_LEARNS = 0.1
"""How much of what the last article took goes into what the next is expected to take."""
_USUAL_COST = 0.0002
"""Seconds a sentence, before any was read."""
_LOOK_AGAIN = 10.0
"""Seconds after which a library that was read is looked at for something new."""


@dataclass
class ReadingAhead:
    """Reads the newest articles of the running library; a reload has only what is new to it read."""

    live: LiveLibrary
    clock: Callable[[], datetime]
    newest: int = NEWEST
    idle: asyncio.Event | None = None
    """Set while nobody waits for an answer."""
    _register: Register = field(init=False)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _wanted: deque[Story] = field(default_factory=lambda: deque(maxlen=_MOST_WANTED))
    _something_wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _cost: float = _USUAL_COST
    _planned: Library | None = None
    _todo: deque[Story] = field(default_factory=deque)
    """What is left to read of `_planned`."""

    def __post_init__(self) -> None:
        self._register = Register(self.live.current, {})

    async def read(self, seconds: float) -> Register:
        """Read on for about `seconds`, at least one article where one is left; returns what is known then."""
        async with self._one_at_a_time:
            self._register = await asyncio.to_thread(self._read_on, self.live.current, seconds)
        return self._register

    def want(self, stories: Iterable[Story]) -> None:
        """Have `stories` read next: somebody was offered others because these take too long to read."""
        self._wanted.extend(story for story in stories if not story.is_read and story not in self._wanted)
        self._something_wanted.set()

    @property
    def pace(self) -> float:
        """About how many seconds it takes to read a sentence, as fast as others were of late."""
        return self._cost

    async def go_on(self) -> None:
        """Read the newest articles and then whatever comes, until it is cancelled."""
        while True:
            await self._lull()
            before, began = self._register, time.monotonic()
            after = await self.read(_SLICE)
            if after.library is before.library and len(after.read) == len(before.read) and not self._wanted:
                self._something_wanted.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._something_wanted.wait(), _LOOK_AGAIN)
            else:
                await asyncio.sleep((time.monotonic() - began) * (1 / SHARE - 1))

    async def _lull(self) -> None:
        if self.idle is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.idle.wait(), _LULL)

    def _read_on(self, library: Library, seconds: float) -> Register:
        register, until = self._register, time.monotonic() + seconds
        read: dict[str, tuple[Spoken, ...]] = (
            dict(register.read) if register.library is library else still_read(register, library)
        )
        for story in self._next(library, read):
            began, unread = time.monotonic(), story.unread(len(story.bare) - 1)
            found = spoken(story)
            if unread:
                self._cost += _LEARNS * ((time.monotonic() - began) / unread - self._cost)
            if library.has(story) and story.article.quotable(self.clock()):
                read[story.article.id] = found
            if time.monotonic() >= until:
                break
        same = register.library is library and len(read) == len(register.read)
        return register if same else Register(library, read)

    def _next(self, library: Library, read: Mapping[str, object]) -> Iterator[Story]:
        """What is wanted, then the newest that were not read."""
        while self._wanted:
            yield self._wanted.popleft()
        if self._planned is not library or not self._todo:
            newest = library.latest(self.clock(), self.newest)
            self._planned, self._todo = library, deque(library.stories[one.id] for one in newest if one.id not in read)
        while self._todo:
            story = self._todo.popleft()
            if story.article.id not in read:
                yield story
