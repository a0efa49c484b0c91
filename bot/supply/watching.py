"""Folders that are watched: a change in them wakes who reloads."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import Change, awatch

_log = logging.getLogger(__name__)

AGAIN = 60.0
"""Seconds after which watching is tried again where it failed."""


async def watch(paths: Sequence[Path], wake: Callable[[], None], *, again: float = AGAIN) -> None:
    """Call `wake` after every change of a file in `paths`, folders through and through; for ever.

    Of a single file its folder is watched: most programs write a new file in the old one's place.
    """
    folders = [path.resolve() for path in paths if path.is_dir()]
    files = [path.resolve() for path in paths if not path.is_dir()]

    def in_a_folder(_: Change, name: str) -> bool:
        path = Path(name)
        return any(path.is_relative_to(one) and not _hidden(path.relative_to(one)) for one in folders)

    def is_a_file(_: Change, name: str) -> bool:
        return Path(name) in files

    watches = []
    if folders:
        watches.append(_watch(folders, in_a_folder, wake, recursive=True, again=again))
    if files:
        parents = sorted({file.parent for file in files})
        watches.append(_watch(parents, is_a_file, wake, recursive=False, again=again))
    await asyncio.gather(*watches)


async def _watch(
    folders: Sequence[Path],
    wanted: Callable[[Change, str], bool],
    wake: Callable[[], None],
    *,
    recursive: bool,
    again: float,
) -> None:
    failing = False
    while True:
        try:
            async for _ in awatch(*folders, watch_filter=wanted, recursive=recursive, debounce=400, step=50):
                failing = False
                wake()
            return  # told to stop
        except (OSError, RuntimeError) as error:  # a folder is gone, or the system watches no more files
            if not failing:
                _log.warning("folders cannot be watched, /reload still works: %s", error)
            failing = True
        await asyncio.sleep(again)
        wake()


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
