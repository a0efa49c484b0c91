"""Where documents come from: files, folders through and through, and http(s) URLs, each within bounds."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from bot.fetching import Fetched, FetchError, Rules, fetch
from knowledge.reading.importing import MAX_DOCUMENT, Sender

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".json", ".jsonl")
"""Files of a folder that are taken for documents, each also with .gz; a file that is named itself may be any."""
MAX_LINES = 100_000_000
"""Bytes of JSON Lines with a mapping, which hold thousands of articles."""
TOTAL_SECONDS = 60.0
"""How long one URL may take from first to last byte; a server that drips forever ends here."""
_AGENT = "dateline-import/0.1"
_OK = 200
_ODD = re.compile(r"[^\w.-]+")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_SUFFIX_OF = {"text/html": ".html", "application/xhtml+xml": ".html", "text/markdown": ".md"}


class ImportFailedError(Exception):
    """A source that could not be imported; the text says why."""


@dataclass(frozen=True, slots=True)
class Received:
    """A document's bytes, its file name, and what its sender said of it."""

    data: bytes
    name: str
    sender: Sender


def is_url(source: str) -> bool:
    """Whether a source is to be fetched."""
    return source.startswith(("http://", "https://"))


def expanded(sources: Iterable[str], *, leaving_out: Path | None) -> list[str]:
    """Return files and URLs in the order given, folders as the documents in them; none twice.

    Hidden files, other kinds of files and those in `leaving_out` (where articles go) are no documents.
    """
    found: dict[str, None] = {}
    apart = leaving_out.resolve() if leaving_out else None
    for source in sources:
        path = Path(source)
        if is_url(source) or not path.is_dir():
            found[source] = None
            continue
        inside = [
            str(file)
            for file in sorted(path.rglob("*"))
            if file.name.lower().removesuffix(".gz").endswith(SUFFIXES)
            and file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
            and not (apart and apart != path.resolve() and file.resolve().is_relative_to(apart))
        ]
        found |= dict.fromkeys(inside or [source])  # an empty folder fails by itself, and says so
    return list(found)


def receive(source: str, *, limit: int = MAX_DOCUMENT) -> Received:
    """Return the document of a file or URL, at most one byte more than `limit`; raises ImportFailedError."""
    if is_url(source):
        return asyncio.run(_fetched(source, limit))
    if "://" in source:
        raise ImportFailedError("only http and https addresses are fetched")
    path = Path(source)
    if path.is_dir():
        raise ImportFailedError(f"the folder has no documents; known are {', '.join(SUFFIXES)}")
    try:
        with path.open("rb") as file:
            return Received(file.read(limit + 1), path.name, Sender())
    except OSError as error:
        raise ImportFailedError(f"cannot be read: {error.strerror}") from None


async def _fetched(url: str, limit: int) -> Received:
    """The address that an operator types may be of their own network, and http; where it leads may not."""
    try:
        host = httpx.URL(url).raw_host.decode("ascii")
        rules = Rules(http=True, allow=frozenset({host}))
        answer = await fetch(url, rules=rules, limit=limit, seconds=TOTAL_SECONDS, agent=_AGENT)
    except httpx.InvalidURL:
        raise ImportFailedError("cannot be fetched: it is no address") from None
    except FetchError as error:
        raise ImportFailedError(str(error)) from None
    if answer.status != _OK:
        raise ImportFailedError(f"the server answered {answer.status}")
    return received(answer)


def received(answer: Fetched) -> Received:
    """Return the document that a server sent, with status 200."""
    return Received(answer.body, _name_of(answer), sender_of(answer))


def sender_of(answer: Fetched) -> Sender:
    """Return what a server says of the document that it sent."""
    kind = answer.headers.get("content-type", "")
    charset = _CHARSET.search(kind)
    return Sender(
        media_type=kind.split(";")[0].strip().lower() or None,
        charset=charset[1] if charset else None,
        url=answer.url,
    )


def _name_of(answer: Fetched) -> str:
    """A file name for what a URL gave: the last part of its path, safe on any disk."""
    last = unquote(urlsplit(answer.url).path.rstrip("/").rpartition("/")[2])
    name = _ODD.sub("-", last)[:100].strip(".-")
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    return (name or "document") + ("" if "." in name else _SUFFIX_OF.get(kind, ".txt"))
