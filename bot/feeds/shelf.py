"""One feed's articles in one folder, each a file and the document it stands in: held ones, or published ones.

Held ones are YAML, which a person edits; published ones JSON, which the library reads sixty times as fast.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.writing import article_yaml, replace_file
from knowledge import files
from knowledge.files import Entry, Fault


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of articles; `suffix` is .yaml or .json."""

    folder: Path
    suffix: str

    def path(self, id_: str) -> Path:
        """Return where an article is, or would be."""
        return self.folder / f"{id_}{self.suffix}"

    def ids(self) -> list[str]:
        """Return the ids of all articles that are here."""
        return [path.stem for path in sorted(self.folder.glob(f"*{self.suffix}"))]

    def read(self, id_: str) -> dict[str, Any] | Fault | None:
        """Return an article, or what is wrong with its file; None where it is not here."""
        path = self.path(id_)
        found = next(files.read(path), None) if path.exists() else None
        return dict(found.data) if isinstance(found, Entry) else found

    def write(self, article: Mapping[str, Any], document: bytes | None) -> None:
        """Write an article, in one step, and its document before it; None leaves the document. Raises OSError."""
        if document is not None:
            replace_file(self.folder / article["document"]["path"], document)
        replace_file(self.path(str(article["id"])), self._as_file(article))
        self.tidy(str(article["id"]))

    def amend(self, id_: str, said: Mapping[str, object]) -> bool:
        """Change some fields of an article, where it is here; returns whether that changed anything. Raises OSError."""
        found = self.read(id_) if said else None
        if not isinstance(found, dict) or all(found.get(name) == value for name, value in said.items()):
            return False
        replace_file(self.path(id_), self._as_file({**found, **said}))
        return True

    def remove(self, id_: str) -> None:
        """Remove an article and its documents; raises OSError."""
        self.path(id_).unlink(missing_ok=True)
        self.tidy(id_)

    def tidy(self, id_: str) -> None:
        """Remove documents that an article has no longer, but for the last one: a reload may be about to read it."""
        found = self.read(id_)
        if isinstance(found, Fault):
            return
        document = found.get("document") if found else None
        kept = document.get("path") if isinstance(document, dict) else None
        others = [path for path in self.folder.glob(f"{id_}-*.txt") if path.name != kept]
        others.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in others[:-1] if kept else others:
            path.unlink(missing_ok=True)

    def _as_file(self, article: Mapping[str, Any]) -> bytes:
        if self.suffix == ".yaml":
            return article_yaml(article)
        return (json.dumps(article, ensure_ascii=False, indent=1) + "\n").encode()
