"""Reloads that nobody asked for: once things have been quiet for a moment, and only where a file has changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from bot.services import Services
from knowledge.live import Diff

_log = logging.getLogger(__name__)

QUIET = 1.0
"""Seconds without a change after which a reload begins: an editor's program writes a file more than once."""
LONGEST = 10.0
"""Seconds for which changes upon changes may put it off."""
_MOST_NAMED = 10

Stamp = frozenset[tuple[str, int, int]]


class Refreshing:
    """Reloads the library after `wake`; a fault in a file is told once, and again only after it was gone."""

    def __init__(
        self,
        shop: Services,
        paths: Sequence[Path],
        tell: Callable[[str], Awaitable[None]],
        *,
        quiet: float = QUIET,
    ) -> None:
        self._shop, self._paths, self._tell, self._quiet = shop, paths, tell, quiet
        self._woken = asyncio.Event()
        self._loaded: Stamp | None = None
        self._faults = {str(fault) for fault in shop.live.current.faults}

    def wake(self) -> None:
        """Something has changed."""
        self._woken.set()

    async def run(self) -> None:
        """Reload whenever something has changed, for ever."""
        while True:
            await self._woken.wait()
            began = asyncio.get_running_loop().time()
            while self._woken.is_set() and asyncio.get_running_loop().time() - began < LONGEST:
                self._woken.clear()
                await asyncio.sleep(self._quiet)
            self._woken.clear()
            try:
                await self.refresh()
            except Exception:  # noqa: BLE001 - the next change is loaded all the same
                _log.exception("the library could not be loaded anew")

    async def refresh(self) -> Diff | None:
        """Reload where a file has changed since the last time; returns what changed, None where nothing was loaded."""
        async with self._shop.reloading:
            stamp = await asyncio.to_thread(stamped, self._paths)
            if stamp == self._loaded:
                return None
            diff = await asyncio.to_thread(self._shop.live.reload, self._shop.clock())
            self._loaded = stamp
        self._shop.metrics.reloaded(diff)
        if self._shop.keeping is not None:
            self._shop.keeping.watch.wake()
        if said := _in_words(diff):
            _log.info("the library has changed: %s", said)
        faults = {str(fault) for fault in diff.refused}
        new = sorted(faults - self._faults)
        self._faults = faults
        for fault in new:
            _log.warning("%s", fault)
        if new:
            more = f"\n… and {len(new) - _MOST_NAMED} more: /reload" if len(new) > _MOST_NAMED else ""
            await self._tell("Not loaded:\n" + "\n".join(new[:_MOST_NAMED]) + more)
        return diff


def stamped(paths: Iterable[Path]) -> Stamp:
    """Return what tells one state of the files from another: names, sizes and times; hidden files are none."""
    found = set()
    for path in paths:
        inside = path.rglob("*") if path.is_dir() else [path]
        for file in inside:
            if any(part.startswith(".") for part in file.relative_to(path).parts):
                continue
            try:
                status = file.stat()
            except OSError:  # gone meanwhile
                continue
            found.add((str(file), status.st_size, status.st_mtime_ns))
    return frozenset(found)


def _in_words(diff: Diff) -> str:
    if diff.kept:
        return "nothing usable was found, so the articles in use stay"
    kinds = {"added": diff.added, "changed": diff.changed, "removed": diff.removed}
    return "; ".join(
        f"{len(ids)} {kind} ({', '.join(ids[:_MOST_NAMED])}{', …' if len(ids) > _MOST_NAMED else ''})"
        for kind, ids in kinds.items()
        if ids
    )
