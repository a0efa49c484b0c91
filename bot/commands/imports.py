"""From a source to a draft, and from a draft to files in a folder; nothing that is there is overwritten."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from knowledge import files
from knowledge.article import Question
from knowledge.files import Entry
from knowledge.reading.importing import MAX_DOCUMENT, UnreadableDocumentError, read_document

WRITTEN, UNCHANGED = "written", "unchanged"
_TIMEOUT = 20.0
_OLD_NAME = re.compile(r"[^\w.-]+")


class ImportFailedError(Exception):
    """A source that could not be imported; the text says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A draft with the document that it was made from."""

    article: dict[str, object]
    questions: tuple[Question, ...]
    document: bytes


def draft_of(source: str, given: Mapping[str, str], now: datetime) -> Fetched:
    """Read a file or an http(s) URL into a draft; raises ImportFailedError."""
    if source.startswith(("http://", "https://")):
        data, name = _fetched(source), _name_of(source)
        given = {"url": source, **given}
    else:
        path = Path(source)
        try:
            with path.open("rb") as file:
                data = file.read(MAX_DOCUMENT + 1)
        except OSError as error:
            raise ImportFailedError(f"cannot be read: {error.strerror}") from None
        name = path.name
    try:
        draft = read_document(data, name=name, now=now, given=given)
    except UnreadableDocumentError as error:
        raise ImportFailedError(str(error)) from None
    return Fetched(draft.article, draft.questions, data)


def _name_of(url: str) -> str:
    name = _OLD_NAME.sub("-", unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])).strip(".-")
    return (name or "document") + ("" if "." in name else ".txt")


def _fetched(url: str) -> bytes:
    data = bytearray()
    try:
        with httpx.stream("GET", url, timeout=_TIMEOUT, follow_redirects=True) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MAX_DOCUMENT:
                    break
    except httpx.HTTPStatusError as error:
        raise ImportFailedError(f"the server answered {error.response.status_code}") from None
    except httpx.HTTPError as error:
        raise ImportFailedError(f"cannot be fetched: {type(error).__name__}") from None
    return bytes(data)


def write(draft: Fetched, folder: Path) -> tuple[str, Path]:
    """Write a draft's article and document into `folder`; returns what was done, and where the article is.

    A document that was imported before changes nothing. One whose name or id is taken by another gets a suffix.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(draft.document).hexdigest()
        known = _made_from(folder, digest)
        if known is not None:
            return UNCHANGED, known
        article = dict(draft.article)
        document = dict(article["document"])  # type: ignore[call-overload] # read_document always gives one
        document["path"] = _store(draft.document, folder, str(document["path"]), digest)
        article["document"] = document
        if (folder / f"{article['id']}.yaml").exists():
            article["id"] = f"{article['id']}-{digest[:8]}"
        if isinstance(article["published"], str) and len(article["published"]) == len("2019-09-26"):
            article["published"] = date.fromisoformat(article["published"])
        path = folder / f"{article['id']}.yaml"
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(files.dump_yaml(article))
    except OSError as error:
        raise ImportFailedError(f"cannot be written to {folder}: {error.strerror}") from None
    except ValueError as error:
        raise ImportFailedError(f"published: {error}") from None
    return WRITTEN, path


def _store(data: bytes, folder: Path, name: str, digest: str) -> str:
    """Keep the document beside its article; returns its name there."""
    target = folder / name
    if target.exists() and target.read_bytes() != data:
        target = folder / f"{target.stem}-{digest[:8]}{target.suffix}"
    if not target.exists():
        target.write_bytes(data)
    return target.name


def _made_from(folder: Path, digest: str) -> Path | None:
    """Return the article file in `folder` that was made from a document with this digest."""
    for path in sorted(folder.glob("*.yaml")):
        if digest not in path.read_text(encoding="utf-8", errors="replace"):
            continue
        for entry in files.read(path):
            document = entry.data.get("document") if isinstance(entry, Entry) else None
            if isinstance(document, dict) and document.get("sha256") == digest:
                return path
    return None
