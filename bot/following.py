"""What readers follow is asked anew whenever the articles have changed: in order, off the loop, and with pauses."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.preferences import KeptPreferences
from knowledge import following
from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.reports import Place
from knowledge.store import Follow, Kind, Quoted, Store, StoreError

LOOKS = timedelta(seconds=30)
"""How often it is looked whether the library was swapped without anybody saying so."""
KEPT_AFTER_THE_END = timedelta(days=30)
"""How long it is remembered what was told to somebody who has ended a request."""
PAGE = 100
LONGEST_PAUSE = 1.0
STRETCH = 0.05
"""Seconds that it searches at once."""
_log = logging.getLogger(__name__)


class Watch:
    """Asks the open requests, puts what is news into the outbox, and calls `found` then.

    Half of the time it pauses, so that the questions of readers have the processor.
    """

    def __init__(
        self,
        store: Store,
        live: LiveLibrary,
        preferences: KeptPreferences,
        *,
        clock: Callable[[], datetime],
        threshold: float | None,
        found: Callable[[], None],
    ) -> None:
        self._store, self._live, self._preferences = store, live, preferences
        self._clock, self._threshold, self._found = clock, threshold, found
        self._asked: Library | None = None
        self._release: datetime | None = None
        self._new: deque[tuple[int, Library]] = deque()
        self._woken = asyncio.Event()

    def wake(self, *, again: bool = False) -> None:
        """The library may have changed; with `again` everything is asked even if it has not."""
        if again:
            self._asked = None
        self._woken.set()

    def soon(self, follow_id: int, library: Library) -> None:
        """Ask the library as it was when a request was made, before anything else is asked."""
        self._new.append((follow_id, library))
        self._woken.set()

    async def run(self) -> None:
        """Ask whenever there is something new to ask, until cancelled."""
        while True:
            self._woken.clear()
            library, now = self._live.current, self._clock()
            released = self._release is not None and self._release <= now
            try:
                await self._ask_new()
                if library is not self._asked or released:
                    self._asked, self._release = library, following.next_release(library, now=now)
                    await self.ask_all(library)
                    await self._store.follows.erase_ended(before=now - KEPT_AFTER_THE_END)
            except StoreError as error:
                _log.warning("what is followed could not be asked, trying again: %s", error)
                self._asked = None
            wait = LOOKS if self._release is None else min(LOOKS, max(self._release - now, timedelta(seconds=0.1)))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait.total_seconds())

    async def ask_all(self, library: Library) -> int:
        """Ask `library` every open request, by rising id; returns how many quotes are news. Raises StoreError."""
        after, news = 0, 0
        while page := await self._store.follows.open(after=after, most=PAGE):
            for follow in page:
                await self._ask_new()
                news += await self._tried(follow.id, library)
            after = page[-1].id
        return news

    async def _ask_new(self) -> None:
        while self._new:
            await self._tried(*self._new.popleft())

    async def _tried(self, follow_id: int, library: Library) -> int:
        try:
            return await self.ask_one(follow_id, library)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - one that cannot be asked must not hold up the others
            _log.exception("request %d could not be asked", follow_id)
            return 0

    async def ask_one(self, follow_id: int, library: Library) -> int:
        """Ask `library` one request; returns how many quotes are news to its reader. Raises StoreError.

        Of a person or a topic what there is already when it is asked for the first time is no news.
        """
        follow = await self._store.follows.get(follow_id)  # anew: it may have been asked or ended meanwhile
        if follow is None:
            return 0
        now = self._clock()
        if follow.asked is None and follow.kind is not Kind.QUESTION:
            known = await self._places(follow, library, now, following.BASELINE)
            await self._store.notices.put_seen(follow_id, _quoted(known), now=now)
            await self._store.follows.note_asked([follow_id], now=now)
            return 0
        preferences = await self._preferences.of(follow.chat_id)
        if not preferences.notices:
            return 0
        found = await self._places(follow, library, now, following.WATCHED)
        fresh = _quoted(following.news(found, await self._store.notices.told(follow_id))) if found else []
        # Of an answer the reader gets as many quotes as of any; the others are no news the next time.
        shown = preferences.quotes if follow.kind is Kind.QUESTION else len(fresh)
        put = await self._store.notices.put(follow_id, fresh[:shown], now=now) if fresh else 0
        if fresh[shown:]:
            await self._store.notices.put_seen(follow_id, fresh[shown:], now=now)
        await self._store.follows.note_asked([follow_id], now=now)
        if put:
            self._found()
        return put

    async def _places(self, follow: Follow, library: Library, now: datetime, most: int) -> tuple[Place, ...]:
        """What a request finds, searched for in short stretches with pauses as long."""
        search = following.search(follow.kind, follow.text, library, now=now, threshold=self._threshold)
        found: list[Place] = []
        ended = False
        while not ended and len(found) < most:
            began = time.monotonic()
            more, ended = await asyncio.to_thread(_stretch, search, most - len(found))
            found += more
            await asyncio.sleep(min(time.monotonic() - began, LONGEST_PAUSE))
        return tuple(found)


def _stretch(search: Iterator[Place | None], most: int) -> tuple[list[Place], bool]:
    """Search for a while; returns what was found, at most so many, and whether there is no more."""
    until = time.monotonic() + STRETCH
    found: list[Place] = []
    for place in search:
        if place is not None:
            found.append(place)
        if len(found) == most or time.monotonic() > until:
            return found, False
    return found, True


def _quoted(places: tuple[Place, ...]) -> list[Quoted]:
    return [Quoted(story.article.id, index, story.bare[index].text) for story, index in places]
