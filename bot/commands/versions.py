"""A folder of imported articles: what is new is written, the same changes nothing, a new version keeps the editor's.

What the last import wrote is remembered, as digests of its fields, in a hidden file beside the articles: a field
that differs from it on disk is the editor's own, and stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.commands.sources import ImportFailedError
from bot.writing import article_yaml, digest_of, replace_file
from knowledge import files
from knowledge.files import Entry
from knowledge.reading.importing import Draft

WRITTEN, UNCHANGED, UPDATED, FAILED = "written", "unchanged", "updated", "failed"
RECORD = ".imports.json"
_SHA256 = re.compile(r"^\s*sha256:\s*([0-9a-f]{64})\s*$", re.MULTILINE)
_URL = re.compile(r"^url:\s*(\S+)\s*$", re.MULTILINE)
_NOT_CONTENT = frozenset({"questions", "document", "updated", "id"})
_THE_SENDERS = frozenset({"status", "embargoed_until", "expires_at"})
"""Fields that the sender may set at any time and that no editor's earlier entry may undo."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a draft, where its article is, and what the editor should know of it."""

    what: str
    path: Path
    open_questions: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Known:
    """What the last import wrote: the article's file name and the digest of each field."""

    file: str
    fields: dict[str, str]
    teaser: bool = False


@dataclass
class Versions:
    """One folder; opened once for all sources of a command, closed by `save`."""

    folder: Path
    now: datetime
    _known: dict[str, _Known] = field(default_factory=dict)
    _by_digest: dict[str, Path] = field(default_factory=dict)
    _by_url: dict[str, Path] = field(default_factory=dict)
    _seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    _put: set[Path] = field(default_factory=set)
    _changed: bool = False

    @classmethod
    def open(cls, folder: Path, now: datetime) -> Versions:
        """Read what is there; raises ImportFailedError where the folder cannot be made or read."""
        found = cls(folder, now)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(folder.glob("*.yaml")):
                text = path.read_text(encoding="utf-8", errors="replace")
                found._by_digest |= {match[1]: path for match in _SHA256.finditer(text)}
                found._by_url |= {match[1].strip("'\""): path for match in _URL.finditer(text)}
            if (folder / RECORD).exists():
                found._known = _recorded((folder / RECORD).read_text(encoding="utf-8"))
        except OSError as error:
            raise ImportFailedError(f"{folder} cannot be used: {error.strerror}") from None
        except (ValueError, TypeError, KeyError):
            raise ImportFailedError(f"{folder / RECORD} is damaged; delete it, and articles count as edited") from None
        return found

    def save(self) -> None:
        """Remember what was written, if anything was."""
        if not self._changed:
            return
        articles = {
            origin: {"file": one.file, "fields": one.fields, "teaser": one.teaser}
            for origin, one in sorted(self._known.items())
        }
        text = json.dumps({"version": 1, "articles": articles}, indent=1, ensure_ascii=False) + "\n"
        replace_file(self.folder / RECORD, text.encode())
        self._changed = False

    def put(self, draft: Draft, source: str, given: Mapping[str, str]) -> Outcome:
        """Write a draft as a new article or as a new version of its old one; raises ImportFailedError."""
        try:
            origin, alone = self._origin(draft, source)
            path, known = self._find(draft, origin, given, alone=alone)
            outcome = (
                self._write(draft, origin, given) if path is None else self._update(draft, origin, path, known, given)
            )
        except OSError as error:
            raise ImportFailedError(f"cannot be written to {self.folder}: {error.strerror}") from None
        self._put.add(outcome.path)
        return outcome

    def _origin(self, draft: Draft, source: str) -> tuple[str, bool]:
        """The document's name for itself, else where its file lies as seen from the articles; whether it is alone.

        Two documents of one run that call themselves the same (a careless template) are told apart by their ids.
        """
        here = source if "://" in source else os.path.relpath(source, self.folder)
        here = f"{here}#{draft.article['id']}" if draft.place else here
        origin = draft.origin or here
        alone = self._seen.setdefault(origin, (source, draft.place)) == (source, draft.place)
        return (origin, True) if alone else (f"{here}#{draft.article['id']}", False)

    def _find(
        self, draft: Draft, origin: str, given: Mapping[str, str], *, alone: bool
    ) -> tuple[Path | None, _Known | None]:
        """Where the article of an earlier import is: by its origin, its text, its URL, or the id that is given."""
        known = self._known.get(origin)
        if known and (self.folder / known.file).exists():
            return self.folder / known.file, known
        path = self._by_digest.get(hashlib.sha256(draft.document).hexdigest())
        if path is not None and path in self._put and path.stem != draft.article["id"]:
            path = None  # another article with the same words
        if path is None and alone:
            path = self._by_url.get(str(draft.article.get("url")))
            path = None if path in self._put else path
        if path is None and given.get("id") and (named := self.folder / f"{given['id']}.yaml").exists():
            path = named
        return path, next((one for one in self._known.values() if path and one.file == path.name), None)

    def _write(self, draft: Draft, origin: str, given: Mapping[str, str]) -> Outcome:
        article = dict(draft.article)
        digest = hashlib.sha256(draft.document).hexdigest()
        if (self.folder / f"{article['id']}.yaml").exists():
            article["id"] = f"{article['id']}-{digest[:8]}"
        path = self.folder / f"{article['id']}.yaml"
        if path.exists():
            raise ImportFailedError(f"{path.name} is taken by another article; give this one an --id")
        drafted: Any = article["document"]
        document = dict(drafted)
        document["path"] = self._store(draft.document, document["path"], digest)
        article["document"] = document
        self._remember(draft, origin, path, given)
        replace_file(path, article_yaml(article))
        self._by_digest[digest] = path
        return Outcome(WRITTEN, path, tuple((q.field, q.question) for q in draft.questions), draft.notes)

    def _store(self, data: bytes, name: str, digest: str) -> str:
        """Keep the document beside its article; returns its name there."""
        target = self.folder / name
        if target.exists() and target.read_bytes() != data:
            target = self.folder / f"{target.stem}-{digest[:8]}{target.suffix}"
        if not target.exists():
            replace_file(target, data)
        return target.name

    def _remember(self, draft: Draft, origin: str, path: Path, given: Mapping[str, str]) -> None:
        """Keep what the document says; what an editor said up front is the editor's, as if entered in the file."""
        fields = {name: digest_of(value) for name, value in draft.article.items() if name not in given}
        new = _Known(path.name, fields, draft.teaser)
        if self._known.get(origin) != new:
            self._known[origin] = new
            self._changed = True

    def _update(self, draft: Draft, origin: str, path: Path, known: _Known | None, given: Mapping[str, str]) -> Outcome:
        disk = _article(path)
        base = known.fields if known else {}
        if draft.teaser and known and not known.teaser:
            return Outcome(UNCHANGED, path, notes=("the feed has only a summary of what is here in full",))
        merged, notes = merge(disk, draft.article, base, given)
        content = [name for name in merged.keys() | disk.keys() if name not in _NOT_CONTENT]
        if all(digest_of(merged.get(name)) == digest_of(disk.get(name)) for name in content):
            self._remember(draft, origin, path, given)
            return Outcome(UNCHANGED, path, notes=tuple(notes))
        old: Any = disk.get("document") or draft.article["document"]
        document = dict(old)
        digest = hashlib.sha256(draft.document).hexdigest()
        if "sections" in merged and document["sha256"] != digest:
            document["sha256"] = digest
            replace_file(self.folder / document["path"], draft.document)
        if any(name not in given for name in content if digest_of(merged.get(name)) != digest_of(disk.get(name))):
            fresh = draft.article.get("updated")
            merged["updated"] = fresh if fresh and fresh != disk.get("updated") else _now(self.now)
        if "document" in disk or "sections" in merged:
            merged["document"] = document
        self._remember(draft, origin, path, given)
        replace_file(path, article_yaml(merged))
        still = [q for q in merged.get("questions", []) if merged.get(str(q["field"]).split(".")[0]) in (None, [])]
        return Outcome(UPDATED, path, tuple((q["field"], q["question"]) for q in still), (*draft.notes, *notes))


def merge(
    disk: Mapping[str, Any], draft: Mapping[str, Any], base: Mapping[str, str], given: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """Return the new version of an article, and what the editor should know of it.

    `disk` is the article as it is, `draft` as the document now has it, `base` the digests of what the last import
    wrote: a field that differs from them on disk is the editor's, and stays; `given` is what the editor says now.
    """
    merged: dict[str, Any] = {}
    notes: list[str] = []
    nothing = digest_of(None)
    order = [*draft, *(name for name in disk if name not in draft)]
    for name in order:
        here, new, was = disk.get(name), draft.get(name), base.get(name, nothing)
        if name in {"id", "updated", "document"}:
            value = here
        elif name == "questions":
            value = _questions(disk, draft)
        elif name == "sections":
            value = _sections(here, new, was, "text" in disk, notes)
        elif name in given or (name in _THE_SENDERS and new) or digest_of(here) == was:
            value = new
        else:
            value = here
            if base and digest_of(new) not in {was, digest_of(here)}:
                notes.append(f"{name}: the document has changed here too; the editor's entry was kept")
        if value is not None or name in {"published", "headline", "source", "language"}:
            merged[name] = value
    return merged, notes


def _questions(disk: Mapping[str, Any], draft: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The document's questions; one that was there already stays as it is, and so does any that has an answer."""
    old = {(one["field"]): one for one in disk.get("questions") or []}
    asked = [
        old.get(one["field"], one)
        for one in draft.get("questions") or []
        if one["field"] in old or not disk.get(one["field"])
    ]
    asked += [one for one in old.values() if one not in asked and one.get("answer")]
    return asked or None


def _sections(here: Any, new: Any, was: str, has_text: bool, notes: list[str]) -> Any:  # noqa: ANN401 - file data
    """The new sentences, with what an editor said of those that are still the same."""
    if has_text:
        notes.append("text: the editor wrote the body anew; the document's was not taken")
        return None
    if digest_of(here) == digest_of(new) or not isinstance(here, list):
        return new
    said = {one["text"]: one for section in here for one in section.get("sentences", [])}
    if digest_of(here) != was:
        bare = [{"heading": s.get("heading"), "sentences": [o["text"] for o in s["sentences"]]} for s in here]
        same = [{"heading": s.get("heading"), "sentences": [o["text"] for o in s["sentences"]]} for s in new]
        if bare == same or digest_of(new) == was:
            return here  # only the editor changed anything
        notes.append("sections: the text is the document's new one; the editor's speakers were kept, cuts were not")
    return [{**s, "sentences": [{**said.get(one["text"], {}), **one} for one in s["sentences"]]} for s in new]


def _recorded(text: str) -> dict[str, _Known]:
    found = json.loads(text)["articles"]
    return {
        str(origin): _Known(Path(one["file"]).name, dict(one["fields"]), bool(one["teaser"]))
        for origin, one in found.items()
    }


def _article(path: Path) -> dict[str, Any]:
    found = next(files.read(path), None)
    if not isinstance(found, Entry):
        raise ImportFailedError(f"the article made from it is faulty; mend it first: {found}")
    return dict(found.data)


def _now(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
