"""Where the building of an archive stands, so that one which was broken off goes on there.

A checkpoint is written beside what is built, in one step, after the columns and the inverted indexes hold all that it
tells of; what they have beyond it is taken out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from knowledge.archive.manifest import Source
from knowledge.files import Fault
from knowledge.loading import Taken
from knowledge.retrieval.lexicon import Counts

NAME = "checkpoint.json"


class Checkpoint(BaseModel):
    """What was built: of the files `sources` all, and of the one after them the first `entries` entries."""

    model_config = ConfigDict(frozen=True)

    code: str
    files: tuple[str, ...]
    """The article files, in order: others would have other numbers."""
    lengths: dict[str, int]
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[Source, ...]
    current: Source | None
    """What is known of the file that was being read."""
    entries: int
    faults: tuple[tuple[str, int, str, str], ...]
    """What was wrong in those entries."""
    taken: dict[str, tuple[str, int]]
    keys: tuple[str, ...]
    counts: dict[str, Any]

    def is_of(self, code: str, files: tuple[str, ...]) -> bool:
        """Whether it can be gone on with: the same code, and the same files as they were."""
        read = [*self.sources, *([self.current] if self.current else [])]
        return (self.code, self.files) == (code, files) and all(one.is_as(Path(one.path)) for one in read)

    def found_faults(self) -> list[Fault]:
        """Return what was wrong in the entries of the file that was being read."""
        return [Fault(*fault) for fault in self.faults]

    def taken_ids(self) -> Taken:
        """Return the places of the ids that are taken."""
        return dict(self.taken)


def write(checkpoint: Checkpoint, folder: Path) -> None:
    """Replace the checkpoint of a folder in one step."""
    beside = folder / f"{NAME}.new"
    beside.write_text(checkpoint.model_dump_json(), encoding="utf-8")
    beside.replace(folder / NAME)


def read(folder: Path) -> Checkpoint | None:
    """Return the checkpoint of a folder; None where there is none to go by."""
    try:
        return Checkpoint.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValueError):
        return None


def packed(counts: Counts) -> dict[str, Any]:
    """Return counts as JSON has them."""
    return {
        "sentences": counts.sentences,
        "languages": counts.languages,
        "frequency": counts.frequency,
        "written": [[*word, number] for word, number in counts.written.items()],
        "capitalised": counts.capitalised,
        "names": [[initials, *name, number] for (initials, name), number in counts.names.items()],
    }


def unpacked(data: Mapping[str, Any]) -> Counts:
    """Return the counts that were packed."""
    counts = Counts()
    counts.sentences = data["sentences"]
    for name in ("languages", "frequency", "capitalised"):
        getattr(counts, name).update(data[name])
    counts.written.update({(surface, key): number for surface, key, number in data["written"]})
    counts.names.update({(initials, tuple(name)): number for initials, *name, number in data["names"]})
    return counts
