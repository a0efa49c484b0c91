"""Loading the articles anew: beside the running library, one reload at a time."""

from __future__ import annotations

import asyncio
import logging

from bot.services import Services
from knowledge.live import Diff

_log = logging.getLogger(__name__)


async def reload(shop: Services) -> Diff:
    """Reload off the loop, and ask what is followed anew; returns what changed. Waits for one that is running."""
    async with shop.reloading:
        diff = await asyncio.to_thread(shop.live.reload, shop.clock())
    shop.metrics.reloaded(diff)
    if shop.keeping is not None:
        shop.keeping.watch.wake()
    _log.info(
        "reloaded: %d added, %d changed, %d removed, %d refused%s",
        len(diff.added), len(diff.changed), len(diff.removed), len(diff.refused), ", kept the old" if diff.kept else "",
    )  # fmt: skip
    return diff
