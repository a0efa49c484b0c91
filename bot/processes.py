"""Processes that answer beside this one: the interpreter runs one thread at a time, and a machine has several cores.

Each opens the index that this process keeps on disk, only to read it, and is asked while it has the very library that
the question is put to. After every change that takes it a moment; until then, while all are busy and where one has
died, threads of this process answer as they do without any.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

from bot import logs, memory
from knowledge.answering import ask
from knowledge.archive.snapshot import Seen, seen, snapshot
from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.reading.dates import prepare
from knowledge.rulings import Ruling

G = TypeVar("G")
T = TypeVar("T")

QUEUED = 2
"""Questions that a process has at a time: one that it answers, and one that is there when it has."""
SETTLES = 0.2
"""Seconds after a change before the processes follow it: others may come with it."""
STUCK = 10.0
"""Seconds after which a process that has not answered is ended: no question takes so long."""
AGAIN, LONGEST = 5.0, 600.0
"""Seconds after which they try again to follow what they could not, and, each time longer, at most."""
_log = logging.getLogger(__name__)


class Lost(Exception):  # noqa: N818 - no error: it is done elsewhere
    """A process has died over something, which is to be done by somebody else."""


@dataclass(eq=False)
class _Process:
    """One process, and how much it has to do."""

    log: tuple[str, bool]
    busy: int = 0
    _pool: ProcessPoolExecutor = field(init=False)
    _begun: list[BaseProcess] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        # "spawn": a forked process would have half of tantivy's threads.
        spawn = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=_begin, initargs=self.log)
        before = multiprocessing.active_children()
        self._pool.submit(int)  # from now on it is there
        self._begun = [one for one in multiprocessing.active_children() if one not in before]

    async def do(self, function: Callable[[G], T], given: G) -> T:
        """Return what `function` gives there; where it dies meanwhile another takes its place, and Lost is raised."""
        pool = self._pool
        self.busy += 1
        try:
            return await asyncio.wrap_future(pool.submit(function, given))
        except BrokenExecutor as error:
            if self._pool is pool:  # and not what took its place already
                self.close()
                self.start()
            raise Lost from error
        finally:
            self.busy -= 1

    def close(self) -> None:
        """End it, whatever it is doing, and do not wait."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.kill()

    def kill(self) -> None:
        """End it at once; what it was doing is lost."""
        for process in self._begun:
            process.kill()


@dataclass(eq=False)
class Processes:
    """`count` processes that follow `live`, whose index is in the folder `index`; `log` is as for `logs.configure`."""

    count: int
    index: Path
    live: LiveLibrary
    clock: Callable[[], datetime]
    log: tuple[str, bool] = ("info", False)
    _all: list[_Process] = field(init=False)
    _library: Library | None = None
    """Which all of them have; None while they do not follow."""
    _following: asyncio.Task[None] | None = None
    _reading: set[asyncio.Task[None]] = field(default_factory=set)
    _closed: bool = False

    def __post_init__(self) -> None:
        self._all = [_Process(self.log) for _ in range(self.count)]

    def free(self, library: Library) -> _Process | None:
        """Return a process that has `library` and time; None where there is none right now."""
        if library is not self._library:
            self.follow()
            return None
        process = min(self._all, key=lambda one: one.busy, default=None)
        return process if process is not None and process.busy < QUEUED else None

    async def do(self, process: _Process, function: Callable[[Library, G], T], given: G) -> T:
        """Return what `function` gives of the library; raises Lost where the process dies meanwhile, or is stuck."""
        stuck = asyncio.get_running_loop().call_later(STUCK, process.kill)
        try:
            return await process.do(_done, (function, given))
        except Lost:
            if self._library is not None:
                _log.warning("a process that answered has died; another takes its place")
            self._library = None
            self.follow()
            raise
        finally:
            stuck.cancel()

    def read(self, ids: tuple[str, ...]) -> None:
        """Have articles read wherever they may be asked for next."""
        if ids and self._library is not None:
            for process in self._all:
                task = asyncio.create_task(self._read(process, ids))
                self._reading.add(task)
                task.add_done_callback(self._reading.discard)

    async def _read(self, process: _Process, ids: Iterable[str]) -> None:
        with contextlib.suppress(Lost):
            for id_ in ids:  # a question comes between two of them
                await self.do(process, _read, id_)

    def follow(self) -> None:
        """Have every process open the library that is asked now, as soon as may be."""
        if self._following is None and not self._closed:
            self._following = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        pause = AGAIN
        try:
            while not self._closed:
                await asyncio.sleep(SETTLES)
                library = self.live.current
                why = await self._open(library)
                if self.live.current is not library:
                    continue
                if why is None:
                    if self._library is None:
                        _log.info("processes that answer beside this one: %d", len(self._all))
                    self._library = library
                    return
                _log.info("threads answer for now, processes do not follow: %r", why)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST)
        finally:
            self._following = None

    async def _open(self, library: Library) -> object:
        """Have every process open the library; returns why one could not, and None where all have this one."""
        opening = _Opening(self.index, self.clock(), dict(self.live.rulings))
        found = await asyncio.gather(*(one.do(_open, opening) for one in self._all), return_exceptions=True)
        for one in found:
            if isinstance(one, BaseException):
                return one
            if one != seen(library):
                return "they have another library"
        return None

    def close(self) -> None:
        """Ask nothing more, and let them end."""
        self._library, self._closed = None, True
        for task in (*self._reading, *([self._following] if self._following else [])):
            task.cancel()
        for process in self._all:
            process.close()


# What runs in the other process.


@dataclass(frozen=True, slots=True)
class _Opening:
    index: Path
    now: datetime
    rulings: Mapping[str, Ruling]


_mine: list[Library] = []
"""The library of this process, where it is one of `Processes`."""


def _begin(level: str, as_json: bool) -> None:
    """What is set once: it ends with its parent and with nothing else, for what it has begun is still wanted."""
    logs.configure(level, as_json=as_json)
    logs.watch_crashes()
    memory.few_arenas()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _open(opening: _Opening) -> Seen:
    """Open the library as it is now, and say which that is."""
    library = snapshot(opening.index, opening.now)
    if not _mine:  # what is made when it is first needed
        prepare()
        ask("What happened there?", library, now=opening.now)
        memory.settle()
    _mine[:] = [library.under(opening.rulings)]
    return seen(library)


def _done(called: tuple[Callable[[Library, G], T], G]) -> T:
    function, given = called
    return function(_mine[0], given)


def _read(library: Library, id_: str) -> None:
    if (story := library.stories.get(id_)) is not None:
        story.speaker(len(story.bare) - 1)
