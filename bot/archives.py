"""Where the library's index is kept, by the settings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from bot.feeds.folders import library_paths
from bot.processes import Processes
from bot.settings import Settings
from knowledge.archive import INDEX, Archive, ArchiveInUseError
from knowledge.live import LiveLibrary

FOLDER = "library"
"""Of the state folder."""

_log = logging.getLogger(__name__)


def archive_for(settings: Settings) -> Archive:
    """Return the archive of the settings' library; raises ArchiveInUseError, or OSError where there can be none."""
    return Archive(settings.state / FOLDER, library_paths(settings))


def live_library(settings: Settings, archive: Archive | None, now: datetime) -> LiveLibrary:
    """Load the library; where its index cannot be kept on disk, which may be full, it is kept in memory."""
    paths = library_paths(settings)
    if archive is not None:
        try:
            return LiveLibrary(paths, now=now, kept=archive)
        except (OSError, ValueError) as error:  # tantivy says with a ValueError that it cannot write
            _log.warning("the index is kept in memory alone, and made at every start: %s: %s", settings.state, error)
    return LiveLibrary(paths, now=now)


def processes_for(settings: Settings, live: LiveLibrary, clock: Callable[[], datetime]) -> Processes | None:
    """Return the processes of the settings, which read the index that the archive keeps; None where there are none."""
    if not settings.processes or settings.semantic_model is not None:
        return None
    log = (settings.log_level, settings.log_format == "json")
    return Processes(settings.processes, settings.state / FOLDER / INDEX, live, clock, log)


def archive_or_none(settings: Settings) -> Archive | None:
    """Return the archive; None, and why in the log, where there can be none: the bot answers without one, too."""
    try:
        return archive_for(settings)
    except (ArchiveInUseError, OSError) as error:
        why = error if isinstance(error, ArchiveInUseError) else f"{settings.state}: {error.strerror}"
        _log.warning("the index is kept in memory alone, and made at every start: %s", why)
        return None
