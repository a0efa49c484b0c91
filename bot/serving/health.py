"""Whether the bot can do its work, and its figures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.contact import Contact
from bot.feeds.folders import Folders, name_of
from bot.services import Services
from bot.supply.staleness import newest
from knowledge.store import StoreError

PATIENCE = 2.0
"""Seconds for the store to take something."""


@dataclass
class Health:
    """What a monitor asks of a bot; `folders` are those of its `feeds`."""

    shop: Services
    contact: Contact
    folders: Folders
    feeds: Sequence[str] = ()
    _writing: asyncio.Task[bool] | None = None
    _tasks: int = 0

    def __post_init__(self) -> None:
        live, watch = self.shop.live, self.shop.metrics.watch
        watch("dateline_articles", "Articles in the library.", lambda: len(live.current))
        watch("dateline_faults", "Faults in article files.", lambda: len(live.current.faults))
        watch("dateline_newest_article_timestamp_seconds", "When the newest article is of; 0: none.", self._newest)
        watch("dateline_telegram_reached", "Whether the last request reached it.", lambda: bool(self.contact.reached))
        watch("dateline_tasks", "Tasks of the bot's loop.", lambda: self._tasks)
        if (inbox := self.shop.inbox) is not None:
            watch("dateline_updates_waiting", "Updates that are not handled yet.", lambda: inbox.open)

    def _newest(self) -> float:
        found = newest(self.shop.live.current, self.shop.clock())
        return found.timestamp() if found is not None else 0

    async def ready(self) -> dict[str, bool]:
        """Return what is as it should be: the library has articles, the store takes something, Telegram was reached."""
        return {
            "library": bool(len(self.shop.live.current)) or bool(self.feeds),
            "store": await self._store_takes(),
            "telegram": bool(self.contact.reached),
        }

    async def _store_takes(self) -> bool:
        # Not cut off where it takes too long: SQLite does not let go of a statement, and cutting it off would wait too.
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        writing = self._writing
        done, _ = await asyncio.wait({writing}, timeout=PATIENCE)
        return writing in done and writing.result()

    async def _write(self) -> bool:
        try:
            await self.shop.store.updates.forget_handled(now=self.shop.clock())
        except StoreError:
            return False
        return True

    async def metrics(self) -> bytes:
        """Return the figures in Prometheus's text format."""
        if self.feeds:
            states = await asyncio.to_thread(lambda: [(name_of(url), self.folders.state(url)) for url in self.feeds])
            self.shop.metrics.feeds(states)
        self._tasks = len(asyncio.all_tasks())  # counted here: the loop's own thread may
        return await asyncio.to_thread(self.shop.metrics.text)
