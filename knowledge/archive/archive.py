"""The archive: a folder that holds a library's articles and its index, and follows the article files.

A change goes to the ends of the columns and into the inverted indexes, and counts once the manifest says so; what a
crash left beyond it is taken back at the next start. What does not fit together is built anew from the article files.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from knowledge.archive.building import Progress, build
from knowledge.archive.following import follow
from knowledge.archive.shelf import AT_HAND
from knowledge.archive.state import BrokenError, State
from knowledge.library import Library
from knowledge.live import Diff

INDEX = "index"
"""Of the archive's folder: what is read."""
_log = logging.getLogger(__name__)


class ArchiveInUseError(Exception):
    """Another process has the archive; the text says so to an operator."""


class Archive:
    """One process has it at a time. `library` is the newest snapshot; those given out before stay whole."""

    def __init__(self, folder: Path, paths: Iterable[Path], *, at_hand: int = AT_HAND) -> None:
        self._folder = folder
        self._paths = tuple(paths)
        self._at_hand = at_hand
        self._lock = _locked(folder)
        self._state: State | None = None

    def close(self) -> None:
        """Let another process have it."""
        if self._state is not None:
            self._state.inverted.close()
            self._state = None
        self._lock.close()

    def open(self, now: datetime, progress: Progress = lambda: None) -> Library:
        """Return the library of the article files as they are: opened, brought up to date, or built."""
        if self._state is None:
            self._state = self._opened()
        if self._state is None or self._state.is_worn:
            return self.rebuild(now, progress, go_on=True)
        library, _ = self.refresh(now)
        return library

    def _opened(self) -> State | None:
        try:
            return State.opened(self._folder / INDEX, self._at_hand)
        except (BrokenError, OSError, ValueError, KeyError, EOFError) as error:
            if (self._folder / INDEX).exists():
                _log.warning("the index in %s is of no use and is built anew: %s", self._folder, error)
            return None

    def rebuild(self, now: datetime, progress: Progress = lambda: None, *, go_on: bool = False) -> Library:
        """Build the index anew beside the present one, and let it take its place.

        With `go_on` what was broken off is gone on with, where that is possible.
        """
        building = self._folder / "building"
        if not go_on:
            shutil.rmtree(building, ignore_errors=True)
        build(building, self._paths, now, progress)
        old = self._folder / INDEX
        if self._state is not None:
            self._state.inverted.close()
        shutil.rmtree(self._folder / "old", ignore_errors=True)
        if old.exists():
            old.rename(self._folder / "old")
        building.rename(old)
        shutil.rmtree(self._folder / "old", ignore_errors=True)
        self._state = State.opened(old, self._at_hand)
        return self._state.library(now)

    def refresh(self, now: datetime) -> tuple[Library, Diff]:
        """Bring the library up to date with the article files; only files that have changed are read.

        A change that fails half-way (a full disk) is taken back when the archive is opened again, at the next refresh.
        """
        state = self._state or self._opened()
        if state is None:
            return self.rebuild(now, go_on=True), Diff()
        self._state = None
        try:
            diff = follow(state, self._paths, now)
        except BaseException:
            state.inverted.close()
            raise
        self._state = state
        return state.library(now), diff


def _locked(folder: Path) -> Any:  # noqa: ANN401 - an open file
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise ArchiveInUseError(f"{folder} is in use: another copy of Dateline runs with it; stop that first") from None
    return file
