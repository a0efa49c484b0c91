"""The library that is being asked, and how the next one takes its place.

A reload builds the next snapshot beside the running one and swaps in one assignment; readers of the old one keep
a whole library.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from knowledge.files import Fault
from knowledge.library import Library
from knowledge.rulings import Ruling


@dataclass(frozen=True, slots=True)
class Diff:
    """What a reload changed: ids, and the faults of what was refused. `kept` where the old library stays."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[Fault, ...] = ()
    kept: bool = False


class Kept(Protocol):
    """A library that is kept on disk and follows its article files."""

    def open(self, now: datetime) -> Library:
        """Return the library of the article files as they are."""

    def refresh(self, now: datetime) -> tuple[Library, Diff]:
        """Return the library brought up to date, and what has changed."""


class LiveLibrary:
    """`current` is what was loaded as the rulings of admins leave it, which outlast every reload.

    With a library that is `kept` on disk a reload reads only what has changed.
    """

    def __init__(self, paths: Iterable[Path], *, now: datetime, kept: Kept | None = None) -> None:
        self._paths = tuple(paths)
        self._kept = kept
        self._reloading, self._swapping = threading.Lock(), threading.Lock()
        self._rulings: dict[str, Ruling] = {}
        self._loaded = self.current = Library.load(self._paths, now=now) if kept is None else kept.open(now)

    def reload(self, now: datetime) -> Diff:
        """Load the paths anew beside the running library and swap; one reload at a time.

        Where a path is missing or nothing usable came, the running library stays.
        """
        with self._reloading:
            new, diff = self._read_again(now) if self._kept is None else self._kept.refresh(now)
            if not diff.kept:
                with self._swapping:
                    self._loaded, self.current = new, new.under(self._rulings)
            return diff

    def _read_again(self, now: datetime) -> tuple[Library, Diff]:
        old = self._loaded
        new = Library.load(self._paths, now=now)
        missing = any(not path.exists() for path in self._paths)
        if missing or (not new.stories and old.stories):
            return old, Diff(refused=new.faults, kept=True)
        _carry_over(old, new)
        return new, difference(old, new)

    def rule(self, rulings: Mapping[str, Ruling]) -> None:
        """Let `rulings`, by the article's id, hold from now on, also while a reload goes on; an empty one ends it."""
        with self._swapping:
            changed = {**self._rulings, **rulings}
            self._rulings = {id_: ruling for id_, ruling in changed.items() if ruling}
            self.current = self._loaded.under(self._rulings)

    def ruling(self, article_id: str) -> Ruling:
        """Return what holds of an article, an empty ruling where nothing was decided."""
        return self._rulings.get(article_id, Ruling())

    @property
    def rulings(self) -> Mapping[str, Ruling]:
        """Everything that was decided."""
        return MappingProxyType(self._rulings)


def _carry_over(old: Library, new: Library) -> None:
    """Let articles that have not changed keep what was read in them: reading is what takes the time."""
    for id_, story in new.stories.items():
        before = old.stories.get(id_)
        if before is not None and before.is_read and before.says_as(story):
            story.take_over(before)


def difference(old: Library, new: Library) -> Diff:
    """Return what `new` has that `old` had not, and the other way round."""
    both = old.stories.keys() & new.stories.keys()
    return Diff(
        added=tuple(sorted(new.stories.keys() - old.stories.keys())),
        changed=tuple(sorted(id_ for id_ in both if not old.stories[id_].says_as(new.stories[id_]))),
        removed=tuple(sorted(old.stories.keys() - new.stories.keys())),
        refused=new.faults,
    )
