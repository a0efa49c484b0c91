"""What an archive holds, in one small file that is replaced whole: the old state or the new, nothing between."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

import knowledge
from knowledge.files import Fault
from knowledge.story import Story

_LIBRARIES = ("tantivy", "pystemmer", "sentencex", "wordfreq", "icu4py", "anyascii", "numpy")
"""What has a say in how text is cut and indexed."""
_NO_SAY = ("browsing", "conversation", "evaluation", "store")
"""Packages whose code an index does not depend on."""


class Source(BaseModel):
    """A file that articles came from, as it was; `faults` are what was wrong in it.

    `documents` are the files that its articles were made from, with their sizes and times.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    size: int
    changed_ns: int
    faults: tuple[tuple[str, int, str, str], ...] = ()
    documents: tuple[tuple[str, int, int], ...] = ()

    @classmethod
    def of(cls, path: Path, faults: list[Fault]) -> Source:
        """Describe a file as it is now; one that is gone is empty, and differs from any that comes."""
        try:
            found = path.stat()
        except OSError:
            return cls(path=str(path), size=-1, changed_ns=0).with_faults(faults)
        return cls(path=str(path), size=found.st_size, changed_ns=found.st_mtime_ns).with_faults(faults)

    def with_faults(self, faults: list[Fault]) -> Source:
        """Return the same file with what is wrong in it."""
        told = tuple((one.path, one.line, one.field, one.message) for one in faults)
        return self.model_copy(update={"faults": told})

    def is_as(self, path: Path) -> bool:
        """Whether a file is as it was then."""
        try:
            found = path.stat()
        except OSError:
            return False
        same = (found.st_size, found.st_mtime_ns) == (self.size, self.changed_ns)
        return same and all(_document(Path(one[0])) == one for one in self.documents)

    def with_documents(self, stories: Iterable[Story]) -> Source:
        """Return the same file with the documents of its stories."""
        return self.model_copy(update={"documents": tuple(sorted({*self.documents, *documents_of(stories)}))})

    @property
    def may_mend(self) -> bool:
        """Whether something in it may be right without a change of the file.

        A document that was not there, a date that lay in the future, an id that another file had.
        """
        return any(
            field.startswith("document") or "in the future" in message or "is taken by" in message
            for _, _, field, message in self.faults
        )


def documents_of(stories: Iterable[Story]) -> set[tuple[str, int, int]]:
    """Return the files that the articles of stories were made from, with their sizes and times."""
    return {_document(Path(s.path).parent / s.article.document.path) for s in stories if s.article.document}


def _document(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), -1, 0
    return str(path), found.st_size, found.st_mtime_ns


class Manifest(BaseModel):
    """`lengths` say how much of each column counts; `frozen` and `frozen_gone` are the stories the lexicon counts."""

    model_config = ConfigDict(frozen=True)

    code: str
    lengths: dict[str, int]
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[Source | None, ...]
    gone: tuple[int, ...] = ()
    frozen: int
    changing: tuple[int, ...] | None = None
    """While a change is made: the stories that it takes out. What it brings is beyond the lengths."""


def write(manifest: Manifest, path: Path) -> None:
    """Replace the file in one step.

    After a power failure it may be empty, which is noticed; waiting for the disk at every change would cost the most.
    """
    beside = path.with_suffix(".new")
    beside.write_bytes(manifest.model_dump_json().encode())
    beside.replace(path)


def read(path: Path) -> Manifest:
    """Return what was written last; raises OSError or ValueError where there is nothing to go by."""
    return Manifest.model_validate(json.loads(path.read_bytes()))


@cache
def code() -> str:
    """Return what changes with the code and the libraries that an index depends on."""
    package = Path(knowledge.__file__).parent
    told = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        if file.relative_to(package).parts[0] not in _NO_SAY:
            told.update(file.read_bytes())
    told.update(repr([(name, _version(name)) for name in _LIBRARIES]).encode())
    return told.hexdigest()


def _version(name: str) -> Any:  # noqa: ANN401 - a text, or nothing
    try:
        return version(name)
    except Exception:  # noqa: BLE001 - not installed under that name: it is told apart all the same
        return None
