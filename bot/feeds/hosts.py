"""Politeness: at most one request at a time to a host, and a gap between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

GAP = timedelta(seconds=2)
AT_MOST = 8
"""Requests at a time to all hosts together."""


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    free: datetime | None = None


class Hosts:
    """Who is being asked, and when each may be asked again."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        gap: timedelta = GAP,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._gap, self._sleep = clock, gap, sleep
        self._lines: dict[str, _Line] = {}
        self._all = asyncio.Semaphore(AT_MOST)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until `host` may be asked; it is being asked meanwhile."""
        line = self._lines.setdefault(host.lower(), _Line())
        line.waiting += 1
        try:
            async with line.lock:
                if line.free is not None:
                    # A clock that was set back makes nobody wait for longer than the gap.
                    wait = min(line.free - self._clock(), self._gap)
                    if wait > timedelta():
                        await self._sleep(wait.total_seconds())
                async with self._all:
                    try:
                        yield
                    finally:
                        line.free = self._clock() + self._gap
        finally:
            line.waiting -= 1
            self._forget()

    def _forget(self) -> None:
        """Keep no line of a host that may be asked at once."""
        now = self._clock()
        idle = [h for h, one in self._lines.items() if not one.waiting and (one.free is None or one.free <= now)]
        for host in idle:
            del self._lines[host]
