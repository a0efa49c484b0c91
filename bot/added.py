"""The folder that published drafts go to: one of those that the library is loaded from."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from bot.settings import Settings


class NotAddedError(Exception):
    """An article file could not be written; the text says why."""


def folder_of(settings: Settings) -> Path | None:
    """Return where published drafts go: DATELINE_ADDED, else the first of the articles' folders; None for neither."""
    if settings.added is not None:
        return settings.added
    return next((path for path in settings.articles if path.is_dir()), None)


def paths_of(settings: Settings) -> tuple[Path, ...]:
    """Return the files and folders to load, that of published drafts among them; it is made where it is not there."""
    own = settings.added
    if own is None:
        return settings.articles
    with contextlib.suppress(OSError):  # /add says that it cannot be written to
        own.mkdir(parents=True, exist_ok=True)
    inside = any(own.resolve().is_relative_to(path.resolve()) for path in settings.articles)
    return settings.articles if inside or not own.is_dir() else (*settings.articles, own)


def is_writable(folder: Path) -> bool:
    """Whether a file can be put there."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def write(folder: Path, article_id: str, text: str) -> Path:
    """Write an article's file in one step: it is there whole or not at all; one that is there already stays.

    The same text again is no error, so that what was cut short can be done again. Raises NotAddedError.
    """
    path = folder / f"{article_id}.yaml"
    data = text.encode()
    part = ""
    try:
        if path.exists():
            if path.read_bytes() == data:
                return path
            raise NotAddedError(f"the file {path.name} is there already; give the draft another id")
        handle, part = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        raise NotAddedError(f"{folder} cannot be written to: {error.strerror}") from None
    return path
