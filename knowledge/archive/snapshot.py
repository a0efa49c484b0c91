"""A library on disk for a process that only reads it, while another one keeps it up to date."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from knowledge.archive.shelf import AT_HAND
from knowledge.archive.state import State
from knowledge.library import Library

Seen = tuple[int, frozenset[int]]
"""What tells one state of an index from all others since it was built: how many stories it has had, and which are gone.
"""


def snapshot(index: Path, now: datetime, *, at_hand: int = AT_HAND) -> Library:
    """Return the library as the last finished change has left it in the folder `index`.

    Nothing is written. Raises BrokenError, OSError or ValueError where it is of no use, or is being changed.
    """
    return State.opened(index, at_hand, reading=True).library(now)


def seen(library: Library) -> Seen:
    """Return which state of its index a library is."""
    return len(library.index.stories), library.index.gone
