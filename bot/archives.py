"""Where the library's index is kept, by the settings."""

from __future__ import annotations

import logging

from bot.feeds.folders import library_paths
from bot.settings import Settings
from knowledge.archive import Archive, ArchiveInUseError

FOLDER = "library"
"""Of the state folder."""

_log = logging.getLogger(__name__)


def archive_for(settings: Settings) -> Archive:
    """Return the archive of the settings' library; raises ArchiveInUseError, or OSError where there can be none."""
    return Archive(settings.state / FOLDER, library_paths(settings))


def archive_or_none(settings: Settings) -> Archive | None:
    """Return the archive; None, and why in the log, where there can be none: the bot answers without one, too."""
    try:
        return archive_for(settings)
    except (ArchiveInUseError, OSError) as error:
        why = error if isinstance(error, ArchiveInUseError) else f"{settings.state}: {error.strerror}"
        _log.warning("the index is kept in memory alone, and made at every start: %s", why)
        return None
