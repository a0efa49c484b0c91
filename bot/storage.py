"""Where the store and the library's index are kept, by the settings."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.feeds.folders import library_paths
from bot.settings import Settings
from knowledge.archive import Archive, ArchiveInUseError
from knowledge.store import Store, open_store
from knowledge.store.engines import parsed

FILE = "dateline.db"
LIBRARY = "library"
"""The folder of the index."""

_log = logging.getLogger(__name__)


def place(settings: Settings) -> str | Path:
    """Return the store's database URL, or else its file in the state folder."""
    return settings.state / FILE if settings.store is None else settings.store.get_secret_value()


def archive(settings: Settings) -> Archive | None:
    """Return the library's place in the state folder; None, and why in the log, where there can be none."""
    try:
        return Archive(settings.state / LIBRARY, library_paths(settings))
    except (ArchiveInUseError, OSError) as error:
        why = error if isinstance(error, ArchiveInUseError) else f"{settings.state}: {error.strerror}"
        _log.warning("the index is kept in memory alone, and made at every start: %s", why)
        return None


async def open_for(settings: Settings) -> Store:
    """Open the store of the settings; raises StoreError, in an operator's words."""
    return await open_store(place(settings), keep_texts=settings.keep_texts)


def secrets(settings: Settings) -> list[str]:
    """Return what of the store must reach no log; raises StoreError where its URL is none."""
    where = place(settings)
    if isinstance(where, Path):
        return []
    password = parsed(where).password
    return [where, *([str(password)] if password else [])]
