"""Work that takes the processor: off the loop, on a few threads or in processes, and for each asker one at a time.

Whatever is done for an update is done for somebody and in some chat: neither has more than one thread at once, by
whatever commands and buttons, so that a flood waits for itself and not others for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

from bot.processes import Lost, Processes
from knowledge.library import Library

P = ParamSpec("P")
G = TypeVar("G")
T = TypeVar("T")

THREADS = 8
"""More than cores: the interpreter shares its time among them, so that a few slow questions hold up no quick one."""

_whose: contextvars.ContextVar[tuple[Hashable, ...]] = contextvars.ContextVar("whose", default=())


@contextmanager
def working_for(user: int | None, chat: int | None) -> Iterator[None]:
    """Let the threads that are asked for meanwhile be those of a user and of a chat, as far as there are any.

    The user's line always comes first: who waits in a chat's keeps nobody of it waiting.
    """
    keys = (("thread of user", user), ("thread of chat", chat))
    token = _whose.set(tuple(key for key in keys if key[1] is not None))
    try:
        yield
    finally:
        _whose.reset(token)


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Work:
    """The threads, and who stands in line. A flood from one asker, or from one chat, takes one thread."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="ask")
        self._lines: dict[Hashable, _Line] = {}
        self._running = 0
        self.processes: Processes | None = None
        """Who answers beside the threads, where anybody does."""
        self.idle = asyncio.Event()
        """Set while nobody has a thread, or waits for one."""
        self.idle.set()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `function` gives, called in a thread, where the log still knows for which update.

        It waits for what runs for the same user or in the same chat (see `working_for`).
        """
        async with self._in_line():
            return await self._in_a_thread(function, *args, **kwargs)

    async def on(self, library: Library, function: Callable[[Library, G], T], given: G) -> T:
        """Return what `function`, one of a module's, gives of `library`: in a process that has it and time, or here.

        What it is given and what it gives must be picklable.
        """
        async with self._in_line():
            process = self.processes.free(library) if self.processes is not None else None
            if self.processes is not None and process is not None:
                with contextlib.suppress(Lost):
                    return await self.processes.do(process, function, given)
            return await self._in_a_thread(function, library, given)

    async def _in_a_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        here = partial(contextvars.copy_context().run, function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, here)

    @asynccontextmanager
    async def _in_line(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as lines:
            for key in _whose.get():
                await lines.enter_async_context(self.turn(key))
            self._running += 1
            self.idle.clear()
            try:
                yield
            finally:
                self._running -= 1
                if not self._running:
                    self.idle.set()

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[bool]:
        """Wait for what `key` began before, in order; gives whether something newer of it is waiting already."""
        line = self._lines.setdefault(key, _Line())
        line.waiting += 1
        try:
            async with line.lock:
                yield line.waiting > 1
        finally:
            line.waiting -= 1
            if not line.waiting:
                del self._lines[key]

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self.processes is not None:
            self.processes.close()
