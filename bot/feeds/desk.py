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
from bot.feeds.shelf import Shelf
from bot.writing import digest_of, replace_file
from knowledge.article import Status
from knowledge.feeds.entries import Entry as FeedEntry
from knowledge.feeds.state import Item
from knowledge.files import Entry, Fault
from knowledge.library import read_entry
from knowledge.reading.documents.manuscript import UnreadableDocumentError
from knowledge.reading.drafting import Draft, drafted, slug

HELD, PUBLISHED = ".yaml", ".json"
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
            for pattern in (f"held/*/*{HELD}", f"published/*/*{PUBLISHED}")
            for path in sorted(folders.root.glob(pattern))
        }
        return cls(folders, name, at_once, now, there=there, feeds=feeds)

    @property
    def published(self) -> Shelf:
        """What of the feed is published."""
        return Shelf(self.folders.published / self.name, PUBLISHED)

    @property
    def held(self) -> Shelf:
        """What waits for an editor."""
        return Shelf(self.folders.held / self.name, HELD)

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
            self._restrict(path.stem, {"status": str(status)})
            self.held.amend(path.stem, {"status": str(status)})
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
        for shelf in (self.held, self.published):
            found = shelf.read(id_)
            if isinstance(found, Fault):
                raise UnreadableDocumentError(f"the article made from it is faulty; mend it first: {found}")
            if found is not None:
                return found
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
        self._restrict(str(new["id"]), {name: new[name] for name in _RESTRICTIONS if name in new})
        document = data if merged.get("document") == new["document"] else None
        if not (self.at_once and self._publish(merged, document)):
            self.held.write(merged, document)

    def _publish(self, article: dict[str, Any], document: bytes | None) -> bool:
        """Write an article among the published ones, unless a question is open or a fault in it."""
        id_ = str(article["id"])
        if document is not None:
            replace_file(self.published.folder / article["document"]["path"], document)
        if _faults(self.published.path(id_), article, self.now):
            self.published.tidy(id_)
            return False
        self.published.write(article, None)
        self.held.remove(id_)
        self.changed = True
        return True

    def _restrict(self, id_: str, said: Mapping[str, object]) -> None:
        """Write what a sender says of an article's use into what is published, and nothing else."""
        if self.published.amend(id_, said):
            self.changed = True

    def approve(self, id_: str) -> list[Fault]:
        """Publish a held article; returns what is wrong with it where it stays. Raises OSError."""
        found = self.held.read(id_)
        if not isinstance(found, dict):
            return [found or Fault(str(self.held.path(id_)), 0, "file", "is not there")]
        if faults := _faults(self.held.path(id_), found, self.now):
            return faults
        document = found.get("document")
        data = (self.held.folder / document["path"]).read_bytes() if isinstance(document, dict) else None
        self.published.write(found, data)
        self.held.remove(id_)
        self.changed = True
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
