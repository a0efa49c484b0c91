"""The one door for documents: bytes of any kind that we read to drafts, each by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import regex

from knowledge.reading.documents import feeds, html, ninjs
from knowledge.reading.documents.encodings import decoded, unpacked
from knowledge.reading.documents.manuscript import MAX_DOCUMENT, Manuscript, UnreadableDocumentError
from knowledge.reading.documents.mapping import FieldMapping, read_lines
from knowledge.reading.documents.markdown import looks_like_markdown, read_markdown
from knowledge.reading.documents.text import read_text
from knowledge.reading.drafting import Draft, drafted, slug
from knowledge.reading.languages import language_of

__all__ = [
    "MAX_DOCUMENT",
    "Draft",
    "Refused",
    "Sender",
    "UnreadableDocumentError",
    "read_document",
    "read_documents",
    "read_entries",
    "slug",
]

_XML_ROOT = regex.compile(  # atomic: what stands before the root is read one way only
    r"\s*(?>(?:<\?.{0,500}?\?>|<!--.{0,5000}?-->|<!DOCTYPE[^>\[]{0,500}>)\s*)*+<(?P<name>[\w:]{1,40})",
    regex.S | regex.I,
)
_PROLOG = 100_000
_FEED_END = 2000
"""Characters of a feed's end, where its last tag stands, and perhaps a comment of a cache."""
_ENTITY = regex.compile(r"<!DOCTYPE[^>\[]{0,500}\[.{0,5000}?<!ENTITY", regex.S)
_HTML = regex.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]", regex.I)
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HTML_NAMES = (".html", ".htm", ".xhtml")
_MARKDOWN_NAMES = (".md", ".markdown")
_FEED_ROOTS = frozenset({"rss", "feed", "rdf:rdf", "channel"})


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of a document beside its bytes: media type, charset and URL as the server gave them."""

    media_type: str | None = None
    charset: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """One article of a document of several that no draft could be made of: `where` is its line or number."""

    where: str
    reason: str


def read_document(data: bytes, *, name: str, now: datetime, given: Mapping[str, str] | None = None) -> Draft:
    """Make an article of a document of one article.

    `name` is the document's file name, `now` (aware) bounds the years that are looked for, `given` is what the
    editor says up front (published, source, language, id, headline, url): nothing is asked about it. Raises
    UnreadableDocumentError, also for a feed.
    """
    found = list(read_documents(data, name=name, now=now, given=given))
    if len(found) != 1:
        raise UnreadableDocumentError(f"the document holds {len(found)} articles; import it with --to FOLDER")
    if isinstance(found[0], Refused):
        raise UnreadableDocumentError(f"{found[0].where}: {found[0].reason}")
    return found[0]


def read_documents(
    data: bytes,
    *,
    name: str,
    now: datetime,
    given: Mapping[str, str] | None = None,
    sender: Sender | None = None,
    mapping: FieldMapping | None = None,
) -> Iterator[Draft | Refused]:
    """Make a draft of each article in a document; arguments as in `read_document`.

    `mapping` says which fields of JSON Lines are which. An article of a feed or a line that cannot be read is
    Refused and the next one comes; raises UnreadableDocumentError where the document as a whole cannot be read.
    """
    given, sender = given or {}, sender or Sender()
    data = unpacked(data)
    name = name.removesuffix(".gz")
    read = decoded(data, sender.charset)
    notes: tuple[str, ...] = ()
    if read.guessed:
        notes = (f"encoding: read as {read.encoding}, which the document does not declare; look at its letters",)
    for found in _manuscripts(read.text, data, name, sender, given, mapping):
        if isinstance(found, Refused):
            yield found
            continue
        manuscript = replace(found, notes=notes + found.notes)
        try:
            yield drafted(manuscript, name=name, now=now, given=given)
        except UnreadableDocumentError as error:
            if not found.place:
                raise
            yield Refused(found.place, str(error))


def read_entries(data: bytes, *, sender: Sender | None = None) -> Iterator[Manuscript | Refused]:
    """Yield what stands in a feed (RSS, Atom, JSON Feed, ninjs), before drafts are made of it.

    Raises UnreadableDocumentError where it is no feed, or one that is cut short: a page that says "not found" and half
    an article are no news.
    """
    read = decoded(unpacked(data), sender.charset if sender else None)
    text = read.text
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        yield from _of_json(_json(text, "feed.json"))
        return
    root = _XML_ROOT.match(text)
    if root is None or root["name"].lower() not in _FEED_ROOTS:
        raise UnreadableDocumentError("is no feed: neither RSS nor Atom nor JSON Feed nor ninjs")
    if f"</{root['name']}" not in text[-_FEED_END:]:
        raise UnreadableDocumentError("the feed is cut short")
    yield from feeds.read_feed(text)


def _manuscripts(
    text: str, data: bytes, name: str, sender: Sender, given: Mapping[str, str], mapping: FieldMapping | None
) -> Iterator[Manuscript | Refused]:
    if mapping is not None:
        for line, found in read_lines(text, mapping):
            yield Refused(f"line {line}", found) if isinstance(found, str) else found
        return
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")) and (data_ := _json(text, name)) is not None:
        yield from _of_json(data_)
        return
    if start.startswith(("<?xml", "<!DOCTYPE")) and (entity := _ENTITY.search(text, 0, _PROLOG)):
        line = text.count("\n", 0, entity.start()) + 1
        raise UnreadableDocumentError(f"line {line}: the XML declares entities of its own, which are not read")
    root = _XML_ROOT.match(text)
    root_name = root["name"].lower() if root else ""
    if root_name in _FEED_ROOTS:
        yield from feeds.read_feed(text)
    elif _is_html(start, name, sender, root_name):
        yield html.read_page(text, url=sender.url)
    elif start.startswith("<?xml"):
        raise UnreadableDocumentError(f"XML of the kind <{root_name or '?'}> is not read; RSS, Atom and HTML are")
    else:
        language = given.get("language") or language_of(text) or "en"
        if name.lower().endswith(_MARKDOWN_NAMES) or looks_like_markdown(text):
            yield read_markdown(text, language=language)
        else:
            yield read_text(text, original=_original(text, data), language=language)


def _original(text: str, data: bytes) -> bytes | None:
    """The document's bytes, where they are what the library would read as `text`."""
    try:
        return data if data.decode("utf-8-sig") == text else None
    except UnicodeDecodeError:
        return None


def _is_html(start: str, name: str, sender: Sender, root: str) -> bool:
    if root == "html" or _HTML.search(start) or name.lower().endswith(_HTML_NAMES):
        return True
    return sender.media_type in _HTML_TYPES and "<" in start


def _json(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """Return the JSON that `text` is; None for text that only begins with a bracket."""
    try:
        return json.loads(text)
    except RecursionError:
        raise UnreadableDocumentError("not valid JSON: nested too deep") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise UnreadableDocumentError(
                "is JSON Lines; say with --mapping FILE which of their fields is which"
            ) from None
        if name.lower().endswith((".json", ".jsonl")) or regex.match(r"\s*[{\[]\s*[\"{\[]", text):
            raise UnreadableDocumentError(
                f"line {error.lineno}: not valid JSON: {error.msg} (column {error.colno})"
            ) from None
        return None
    except ValueError:  # a number of thousands of digits
        raise UnreadableDocumentError("not valid JSON: a number is too long") from None


def _of_json(data: Any) -> Iterator[Manuscript | Refused]:  # noqa: ANN401 - whatever the document holds
    if feeds.is_json_feed(data):
        found = feeds.read_json_feed(data)
    elif ninjs.is_ninjs(data):
        found = ninjs.read_ninjs(data)
    elif isinstance(data, dict) and {"headline", "source"} <= data.keys() and {"text", "sections"} & data.keys():
        raise UnreadableDocumentError("is an article file already; `dateline check` checks it")
    else:
        raise UnreadableDocumentError(
            "is JSON, but neither a JSON Feed nor ninjs; say with --mapping FILE which of its fields is which"
        )
    for number, one in enumerate(found, 1):
        yield Refused(f"entry {number}", one) if isinstance(one, str) else one
