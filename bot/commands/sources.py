"""Where documents come from: files, folders through and through, and http(s) URLs, each within bounds."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from knowledge.reading.importing import MAX_DOCUMENT, Sender

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".json", ".jsonl")
"""Files of a folder that are taken for documents, each also with .gz; a file that is named itself may be any."""
MAX_LINES = 100_000_000
"""Bytes of JSON Lines with a mapping, which hold thousands of articles."""
MAX_REDIRECTS = 5
TOTAL_SECONDS = 60.0
"""How long one URL may take from first to last byte; a server that drips forever ends here."""
_READ_SECONDS = 20.0
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
    try:
        async with (
            asyncio.timeout(TOTAL_SECONDS),
            httpx.AsyncClient(
                follow_redirects=True, max_redirects=MAX_REDIRECTS, timeout=_READ_SECONDS,
                headers={"Accept-Encoding": "gzip", "User-Agent": "dateline-import/0.1"},
            ) as client,
            client.stream("GET", url) as response,
        ):  # fmt: skip
            response.raise_for_status()
            data = await _body(response, limit)
            return Received(data, _name_of(response), _sender(response))
    except TimeoutError:
        raise ImportFailedError(f"took longer than {TOTAL_SECONDS:.0f} s; save it as a file") from None
    except httpx.HTTPStatusError as error:
        raise ImportFailedError(f"the server answered {error.response.status_code}") from None
    except httpx.TooManyRedirects:
        raise ImportFailedError(f"is redirected more than {MAX_REDIRECTS} times") from None
    except httpx.UnsupportedProtocol:
        raise ImportFailedError("leads to an address that is neither http nor https") from None
    except httpx.TimeoutException:
        raise ImportFailedError(f"the server was silent for {_READ_SECONDS:.0f} s; try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ImportFailedError(f"cannot be fetched: {type(error).__name__}") from None


async def _body(response: httpx.Response, limit: int) -> bytes:
    """Read and unpack by hand: httpx would unpack a whole chunk, however large it grows."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", ""}:
        raise ImportFailedError(f"the server sent {packing[:20]!r}, which was not asked for; save it as a file")
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in packing else None
    data = bytearray()
    async for chunk in response.aiter_raw():
        try:
            data += stream.decompress(chunk, limit + 1 - len(data)) if stream else chunk
        except zlib.error:
            raise ImportFailedError("the server's gzip is damaged; try again later") from None
        if len(data) > limit:
            raise ImportFailedError(f"is larger than {limit // 1_000_000} MB, or never ends")
    if stream and not stream.eof:
        raise ImportFailedError("the server's gzip is cut short; try again later")
    return bytes(data)


def _sender(response: httpx.Response) -> Sender:
    kind = response.headers.get("content-type", "")
    charset = _CHARSET.search(kind)
    return Sender(
        media_type=kind.split(";")[0].strip().lower() or None,
        charset=charset[1] if charset else None,
        url=str(response.url),
    )


def _name_of(response: httpx.Response) -> str:
    """A file name for what a URL gave: the last part of its path, safe on any disk."""
    last = unquote(urlsplit(str(response.url)).path.rstrip("/").rpartition("/")[2])
    name = _ODD.sub("-", last)[:100].strip(".-")
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    return (name or "document") + ("" if "." in name else _SUFFIX_OF.get(kind, ".txt"))
