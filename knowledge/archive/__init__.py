"""A library on disk: its index is opened rather than built, and articles are read when they are quoted."""

from knowledge.archive.archive import INDEX, Archive, ArchiveInUseError

__all__ = ["INDEX", "Archive", "ArchiveInUseError"]
