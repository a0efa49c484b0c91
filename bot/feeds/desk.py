"""A feed's desk: entries become article files, published or held; what is taken back is withdrawn at once.

One file an article, written in one step. A field that differs from what the feed said last is the editor's and
stays, as with `dateline import`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.commands.versions import merge
from bot.feeds.folders import Folders
from bot.writing import article_yaml, digest_of, replace_file
from knowledge import files
from knowledge.article import Status
from knowledge.feeds.entries import Entry as FeedEntry
from knowledge.feeds.state import Item
from knowledge.files import Entry, Fault
from knowledge.library import read_entry
from knowledge.reading.documents.manuscript import UnreadableDocumentError
from knowledge.reading.drafting import Draft, drafted, slug

_SUFFIX = 10
_NOT_CONTENT = frozenset({"questions", "document", "updated", "id"})
_RESTRICTIONS = ("status", "embargoed_until", "expires_at")
"""What a sender may say at any time, and holds at once for what is published already."""
_GLOBAL = ("http://", "https://", "urn:", "tag:")


@dataclass
class Desk:
    """One feed's, while a poll is written down; `there` is what all feeds have, by the end of its id."""

    folders: Folders
    name: str
    at_once: bool
    now: datetime
    changed: bool = False
    """Whether anything that the library loads was changed."""
    there: Mapping[str, Path] = field(default_factory=dict)
    feeds: frozenset[str] = frozenset()

    @classmethod
    def open(
        cls, folders: Folders, name: str, *, at_once: bool, now: datetime, feeds: frozenset[str] = frozenset()
    ) -> Desk:
        """Look at what is there; `feeds` are the names of all that are polled. Raises OSError."""
        there = {
            path.stem[-_SUFFIX:]: path
            for folder in (folders.held, folders.published)
            for path in sorted(folder.glob("*/*.yaml"))
        }
        return cls(folders, name, at_once, now, there=there, feeds=feeds)

    @property
    def published(self) -> Path:
        """The folder of this feed's published articles."""
        return self.folders.published / self.name

    @property
    def held(self) -> Path:
        """The folder of what waits for an editor."""
        return self.folders.held / self.name

    def put(self, entry: FeedEntry, known: Item | None) -> Item:
        """Write an entry as a new article or a new version of its old one; raises OSError."""
        item = Item(digest=entry.digest, seen=self.now)
        if known is not None:
            item = known.model_copy(update={"digest": entry.digest, "seen": self.now, "refused": None})
        end = self._end(entry.key)
        there = self.there.get(end)
        if there is not None and there.parent.name != self.name:
            if there.parent.name in self.feeds:
                return item.model_copy(update={"refused": f"stands in {there.parent.name} already"})
            self._adopt(there.parent.name, there.stem)
        id_ = there.stem if there else f"{slug(entry.manuscript.headline or entry.key)[:50].strip('-')}-{end}"
        try:
            draft = drafted(entry.manuscript, name=f"{id_}.txt", now=self.now, given={"id": id_})
            disk = self._disk(id_)
        except UnreadableDocumentError as error:
            return item.model_copy(update={"refused": str(error)})
        if disk is None and draft.article.get("status") in {Status.WITHHELD, Status.CANCELLED}:
            return item
        if not (draft.teaser and item.article and not item.teaser):  # a summary of what is here in full
            said = _as_before(draft, disk)
            self._keep(said, draft.document, disk, item)
            fields = {name: digest_of(value) for name, value in said.items()}
            item = item.model_copy(update={"article": id_, "fields": fields, "teaser": draft.teaser})
        return item

    def withdraw(self, key: str, status: Status, known: Item | None) -> Item:
        """Take an article back, where there is one; returns its item as it is now. Raises OSError."""
        path = self.there.get(self._end(key))
        if path is not None and path.parent.name == self.name:
            self._restrict(path.stem, {"status": str(status)}, (self.published, self.held))
        known = known or Item(digest="", seen=self.now)
        fields = {**known.fields, "status": digest_of(str(status))}
        return known.model_copy(update={"fields": fields, "seen": self.now, "digest": str(status)})

    def _end(self, key: str) -> str:
        """The end of an id, the same whenever the entry comes, and in every feed where its name is a global one."""
        whole = key if key.startswith(_GLOBAL) else f"{self.name} {key}"
        return hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:_SUFFIX]

    def _adopt(self, other: str, id_: str) -> None:
        """Take over an article of a feed that is polled no more: its address was changed."""
        for folder in (self.folders.held, self.folders.published):
            for path in sorted((folder / other).glob(f"{id_}*"), reverse=True):
                path.replace(folder / self.name / path.name)

    def _disk(self, id_: str) -> dict[str, Any] | None:
        """The article as it is, the held version before the published one."""
        for folder in (self.held, self.published):
            path = folder / f"{id_}.yaml"
            if path.exists():
                found = next(files.read(path), None)
                if not isinstance(found, Entry):
                    raise UnreadableDocumentError(f"the article made from it is faulty; mend it first: {found}")
                return dict(found.data)
        return None

    def _keep(self, said: Mapping[str, Any], data: bytes, disk: dict[str, Any] | None, item: Item) -> None:
        new = dict(said)
        sha256 = hashlib.sha256(data).hexdigest()
        # Named by its content: the article's file goes over from one document to the next in one step.
        new["document"] = {"path": f"{new['id']}-{sha256[:8]}.txt", "sha256": sha256}
        merged = new
        if disk is not None:
            merged, _ = merge(disk, new, item.fields, {})
            names = [name for name in merged.keys() | disk.keys() if name not in _NOT_CONTENT]
            if all(digest_of(merged.get(name)) == digest_of(disk.get(name)) for name in names):
                return
            fresh = new.get("updated")
            again = fresh if fresh and fresh != disk.get("updated") else self.now.isoformat(timespec="seconds")
            merged["updated"] = again
            if "sections" in merged:
                merged["document"] = new["document"]
        self._restrict(str(new["id"]), {name: new[name] for name in _RESTRICTIONS if name in new}, (self.published,))
        document = data if merged.get("document") == new["document"] else None
        if not (self.at_once and self._publish(merged, document)):
            self._write(self.held, merged, document)

    def _publish(self, article: dict[str, Any], document: bytes | None) -> bool:
        """Write an article among the published ones, unless a question is open or a fault in it."""
        path = self.published / f"{article['id']}.yaml"
        if document is not None:
            replace_file(self.published / article["document"]["path"], document)
        if _faults(path, article, self.now):
            self._tidy(self.published, str(article["id"]))
            return False
        self._write(self.published, article, document)
        self._remove(self.held, str(article["id"]))
        return True

    def _write(self, folder: Path, article: dict[str, Any], document: bytes | None) -> None:
        if document is not None:
            replace_file(folder / article["document"]["path"], document)
        replace_file(folder / f"{article['id']}.yaml", article_yaml(article))
        self._tidy(folder, str(article["id"]))
        self.changed = self.changed or folder == self.published

    def _restrict(self, id_: str, said: Mapping[str, object], folders: tuple[Path, ...]) -> None:
        """Write what a sender says of an article's use into what is there, and nothing else."""
        for folder in folders:
            path = folder / f"{id_}.yaml"
            found = next(files.read(path), None) if said and path.exists() else None
            if isinstance(found, Entry) and any(found.data.get(name) != value for name, value in said.items()):
                replace_file(path, article_yaml({**found.data, **said}))
                self.changed = self.changed or folder == self.published

    def _remove(self, folder: Path, id_: str) -> None:
        (folder / f"{id_}.yaml").unlink(missing_ok=True)
        self._tidy(folder, id_)

    def _tidy(self, folder: Path, id_: str) -> None:
        """Remove documents of an article that it no longer has."""
        found = next(files.read(path), None) if (path := folder / f"{id_}.yaml").exists() else None
        if isinstance(found, Fault):
            return
        document = found.data.get("document") if found is not None else None
        kept = document.get("path") if isinstance(document, dict) else None
        for one in folder.glob(f"{id_}-*.txt"):
            if one.name != kept:
                one.unlink(missing_ok=True)

    def approve(self, id_: str) -> list[Fault]:
        """Publish a held article; returns what is wrong with it where it stays. Raises OSError."""
        path = self.held / f"{id_}.yaml"
        found = next(files.read(path), None)
        if not isinstance(found, Entry):
            return [found] if found else [Fault(str(path), 0, "file", "is not there")]
        if faults := _faults(path, dict(found.data), self.now):
            return faults
        document = found.data.get("document")
        data = (self.held / document["path"]).read_bytes() if isinstance(document, dict) else None
        self._write(self.published, dict(found.data), data)
        self._remove(self.held, id_)
        return []


def _as_before(draft: Draft, disk: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a draft says; what it now asks, and what was known before, is as it was."""
    known = {q.field: disk[q.field] for q in draft.questions if disk and disk.get(q.field)}
    said = {**draft.article, **known}
    said["questions"] = [q.model_dump(exclude_none=True) for q in draft.questions if q.field not in known]
    return {name: value for name, value in said.items() if name != "questions" or value}


def _faults(path: Path, article: Mapping[str, Any], now: datetime) -> list[Fault]:
    _, faults = read_entry(Entry(path, 1, article, lambda _: 1), now=now)
    return faults
