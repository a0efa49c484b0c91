"""The feeds' round: what is due is fetched, judged and written down; who waits for it is told."""

from __future__ import annotations

import asyncio
import logging
import random as chance
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.commands.sources import sender_of
from bot.feeds.desk import Desk
from bot.feeds.folders import Folders, name_of, shown
from bot.feeds.hosts import Hosts
from bot.fetching import Fetched, FetchError
from knowledge.feeds import polling
from knowledge.feeds.polling import News, Reply, Step
from knowledge.feeds.state import FeedState, Item
from knowledge.feeds.timing import Random

_log = logging.getLogger(__name__)

LOOK_AGAIN = 60.0
"""Seconds after which a feed that is to be asked again, by the operator's word, is looked for at the latest."""

Get = Callable[..., Awaitable[Fetched]]
"""`bot.fetching.fetch` with its rules."""
Tell = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the operator wants: which feeds, how often, and whether what they bring is published at once."""

    feeds: Sequence[str]
    every: timedelta
    at_once: bool


class Poller:
    """Polls the feeds of a plan; `wrote` is called where the library is to load something, `tell` tells admins."""

    def __init__(
        self,
        plan: Plan,
        folders: Folders,
        *,
        get: Get,
        hosts: Hosts,
        clock: Callable[[], datetime],
        wrote: Callable[[], None],
        tell: Tell,
        random: Random = chance.random,
    ) -> None:
        self._plan, self._folders = plan, folders
        self._get, self._hosts, self._clock, self._random = get, hosts, clock, random
        self._wrote, self._tell = wrote, tell
        self._names = frozenset(name_of(url) for url in plan.feeds)
        self._states: dict[str, FeedState] = {}
        self._writing = asyncio.Lock()

    def open(self) -> None:
        """Read what is remembered; raises OSError where the folders cannot be made."""
        self._folders.make(sorted(self._names))
        self._states = {url: self._folders.state(url) for url in self._plan.feeds}

    def due(self) -> list[str]:
        """Return the feeds that are to be asked now, dead ones where the operator has said so."""
        now = self._clock()
        for url, state in self._states.items():
            if state.dead and self._folders.asked_again(url):
                self._states[url] = state.revived()
        return [url for url, state in self._states.items() if state.due(now)]

    def next_due(self) -> datetime | None:
        """Return when the next feed is to be asked, None where all are dead."""
        times = [state.next_poll or self._clock() for state in self._states.values() if not state.dead]
        return min(times, default=None)

    async def round(self) -> None:
        """Poll what is due now."""
        await asyncio.gather(*(self.poll(url) for url in self.due()))

    async def run(self) -> None:
        """Poll whatever is due, for ever; a slow feed holds no other one up."""
        going: dict[asyncio.Task[None], str] = {}
        while True:
            for url in self.due():
                if url not in going.values():
                    going[asyncio.create_task(self.poll(url))] = url
            idle = [s.next_poll for u, s in self._states.items() if s.next_poll and u not in going.values()]
            wait = min(((when - self._clock()).total_seconds() for when in idle), default=LOOK_AGAIN)
            wait = min(max(wait, 0.05), LOOK_AGAIN)
            try:
                if going:
                    done, _ = await asyncio.wait(going, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        del going[task]
                else:
                    await asyncio.sleep(wait)
            except asyncio.CancelledError:
                for task in going:
                    task.cancel()
                await asyncio.gather(*going, return_exceptions=True)
                raise

    async def poll(self, url: str) -> None:
        """Poll one feed, and remember what came of it; never raises for what a feed does."""
        state = self._states[url]
        fail = partial(polling.failed, state, now=self._clock(), every=self._plan.every, random=self._random)
        try:
            reply = await self._ask(state)
            now = self._clock()
            step = await asyncio.to_thread(
                polling.step, state, reply, now=now, every=self._plan.every, random=self._random
            )
            if step.entries or step.withdrawn:
                async with self._writing:
                    step, changed = await asyncio.to_thread(self._written, step, url, now)
                if changed:
                    self._wrote()
        except OSError as error:
            step = fail(f"cannot be written down: {error.strerror or type(error).__name__}")
            self._wrote()  # some of it may have been
        except Exception as error:  # noqa: BLE001 - what a stranger sends may meet a fault of ours: one feed fails, and no other
            _log.exception("the feed %s could not be read", shown(url))
            step = fail(f"could not be read: {type(error).__name__}")
        self._states[url] = step.state
        try:
            await asyncio.to_thread(self._folders.save, step.state)
        except OSError as error:
            _log.warning("the state of %s cannot be written: %s", shown(url), error.strerror)
        if step.news is not None:
            await self._report(url, step.state, step.news)

    async def _ask(self, state: FeedState) -> Reply | str:
        try:
            found = await self._get(
                state.address, etag=state.etag, last_modified=state.last_modified, turn=self._hosts.turn
            )
        except FetchError as error:
            return str(error)
        return Reply(found.status, found.headers, found.body, sender_of(found), found.moved)

    def _written(self, step: Step, url: str, now: datetime) -> tuple[Step, bool]:
        """Write down what a poll brought; what was withdrawn goes first. Raises OSError."""
        desk = Desk.open(self._folders, name_of(url), at_once=self._plan.at_once, now=now, feeds=self._names)
        items: dict[str, Item] = {}
        for key, status in step.withdrawn.items():
            items[key] = desk.withdraw(key, status, step.state.items.get(key))
        for entry in step.entries:
            items[entry.key] = desk.put(entry, step.state.items.get(entry.key))
        return replace(step, state=step.state.with_items(items)), desk.changed

    async def _report(self, url: str, state: FeedState, news: News) -> None:
        said = {
            News.FAILING: f"The feed {shown(url)} fails: {state.error}. It is tried again, later and later.",
            News.DEAD: f"The feed {shown(url)} is gone for good (410). It is not asked again, until you say so: "
            f"dateline feeds --revive {name_of(url)}",
            News.RECOVERED: f"The feed {shown(url)} works again.",
        }[news]
        _log.log(logging.INFO if news is News.RECOVERED else logging.WARNING, "%s", said)
        await self._tell(said)
