"""How much memory the bot takes, and how it is kept from taking more."""

from __future__ import annotations

import asyncio
import ctypes
import gc
from pathlib import Path

_STATUS = Path("/proc/self/status")

EVERY = 60.0
"""Seconds after which what was freed is given back."""
_M_ARENA_MAX = -8
"""Of glibc's malloc.h."""
_ARENAS = 2


def few_arenas() -> bool:
    """Have all threads take their memory from a few places; returns whether the C library has them (glibc does).

    tantivy starts threads for every change, and glibc gives each an arena of its own that it never gives back: up to
    eight for each core, so that a bot grows for hours by some 2 MB a change.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS))
    except (OSError, AttributeError, TypeError):  # another C library, or none to be asked (Windows)
        return False


def settle() -> None:
    """Leave everything that is there by now out of each later search for garbage.

    It is there to stay: modules, rules, patterns. A search through all of it stops every thread for tens of
    milliseconds.
    """
    gc.collect()
    gc.freeze()


def give_back() -> bool:
    """Give the system back what was freed and lies unused; returns whether the C library can (glibc does).

    A change takes some 30 MB of tantivy's for a moment, and a crowd of readers what it takes. Once glibc has seen large
    blocks freed it keeps such ones: up to 16 MB at the end of an arena, and whatever lies before a small block that is
    still needed. To have each given back as it is freed (M_MMAP_THRESHOLD) is no way: answers from a large library took
    half as long again, and more.
    """
    try:
        ctypes.CDLL(None).malloc_trim(ctypes.c_size_t(0))
    except (OSError, AttributeError, TypeError):
        return False
    return True


async def stay_small() -> None:
    """Give back what was freed, again and again, until it is cancelled; it ends where the C library cannot."""
    while True:
        if not await asyncio.to_thread(give_back):
            return
        await asyncio.sleep(EVERY)


def resident(status: Path = _STATUS) -> int | None:
    """Return the bytes of memory that this process takes right now; None where the system does not say (no Linux)."""
    try:
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        words = next(line.split() for line in lines if line.startswith("VmRSS:"))
        return int(words[1]) * 1024  # always in kB there
    except (OSError, StopIteration, ValueError, IndexError):
        return None
