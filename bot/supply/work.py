"""The tasks beside the bot that bring articles in, by the settings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from bot.feeds.folders import folders_of, library_paths
from bot.feeds.hosts import Hosts
from bot.feeds.poller import Plan, Poller
from bot.fetching import Rules, fetch
from bot.services import Services
from bot.settings import Settings
from bot.supply.refreshing import Refreshing
from bot.supply.staleness import Staleness
from bot.supply.watching import watch

_log = logging.getLogger(__name__)


@asynccontextmanager
async def at_work(settings: Settings, shop: Services, tell: Callable[[str], Awaitable[None]]) -> AsyncIterator[None]:
    """Poll feeds, watch folders and look for staleness meanwhile, each where the settings say so."""
    paths = library_paths(settings)
    refreshing = Refreshing(shop, paths, tell)
    jobs = [refreshing.run()]
    if settings.feeds:
        jobs.append(poller(settings, shop, refreshing.wake, tell).run())
    if settings.watch:
        jobs.append(watch(paths, refreshing.wake))
    if settings.stale_after is not None:
        jobs.append(Staleness(shop, timedelta(hours=settings.stale_after), tell).run())
    tasks = [asyncio.create_task(job) for job in jobs]
    for task in tasks:
        task.add_done_callback(_say_why)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def poller(
    settings: Settings, shop: Services, wrote: Callable[[], None], tell: Callable[[str], Awaitable[None]]
) -> Poller:
    """Return the poller of the settings, with what it remembers; raises OSError."""
    found = Poller(
        Plan(settings.feeds, timedelta(minutes=settings.feeds_minutes), settings.feeds_publish == "at-once"),
        folders_of(settings),
        get=partial(fetch, rules=Rules.of(settings)),
        hosts=Hosts(shop.clock),
        clock=shop.clock,
        wrote=wrote,
        tell=tell,
    )
    found.open()
    return found


def _say_why(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("no articles come in by themselves any more until the bot is started anew", exc_info=error)
