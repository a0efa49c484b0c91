"""RSS and Atom by feedparser, JSON Feed as the JSON that it is: each entry a manuscript."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html.entities import html5
from io import BytesIO
from typing import Any

import feedparser
import regex
from lxml import etree

from knowledge.reading.documents.html import fragment_blocks
from knowledge.reading.documents.manuscript import (
    Block,
    EmptyFeedError,
    Manuscript,
    UnreadableDocumentError,
    laid_out,
    one_line,
)
from knowledge.reading.documents.moments import moment_of

MAX_ENTRIES = 10_000

_ENTITY = regex.compile(r"<!ENTITY", regex.I)
_NAMED = regex.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?P<name>\w{1,40};)")
_JSON_FEED = regex.compile(r"https?://(?:www\.)?jsonfeed\.org/version/\S+")
_TEASER = 400
"""Characters up to which a summary beside no content is taken for a teaser of the article."""


def read_feed(text: str) -> Iterator[Manuscript]:
    """Read an RSS or Atom feed, mended where it is not well-formed; raises UnreadableDocumentError."""
    if found := _ENTITY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UnreadableDocumentError(f"line {line}: the feed declares entities of its own, which are not read")
    try:
        feed = feedparser.parse(BytesIO(_well_formed(text)), sanitize_html=False, resolve_relative_uris=False)
    except LookupError as error:  # feedparser's own, of an entry inside another one's link
        raise UnreadableDocumentError("the feed's elements lie inside each other as in no feed; check it") from error
    channel = feed.get("feed", {})
    entries = feed.get("entries", [])
    if not entries:
        raise EmptyFeedError("the feed has no entries")
    if len(entries) > MAX_ENTRIES:
        raise UnreadableDocumentError(f"the feed has {len(entries):,} entries; split it")
    for number, entry in enumerate(entries, 1):
        yield _entry(entry, channel, number)


def _well_formed(text: str) -> bytes:
    """Return the feed as XML without faults: what feedparser does with faulty ones takes time without bounds."""
    text = _NAMED.sub(lambda match: _character(match["name"]), text)
    text = regex.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableDocumentError("the feed is no XML that can be read")
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableDocumentError("the feed's tags are nested too deep")
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _character(name: str) -> str:
    return (
        html5.get(name, f"&amp;{name}").replace("<", "&lt;").replace("&", "&amp;") if name in html5 else f"&amp;{name}"
    )


def _entry(entry: Mapping[str, Any], channel: Mapping[str, Any], number: int) -> Manuscript:
    contents = [one for one in entry.get("content", []) if isinstance(one, dict) and one.get("value")]
    summary = str(entry.get("summary") or "")
    full = max((str(one["value"]) for one in contents), key=len, default="")
    body = full if len(full) >= len(summary) else summary
    language = next((one["language"] for one in contents if one.get("language")), None) or channel.get("language")
    source = entry.get("source") if isinstance(entry.get("source"), dict) else {}
    return _manuscript(
        body,
        number,
        headline=_plain(entry.get("title")),
        standfirst=_plain(summary) if full and len(summary) < len(full) else None,
        published=_moment(entry, "published", language) or moment_of(entry.get("dc_date")),
        hint=_said(entry["published"]) if "published" in entry.keys() else None,  # noqa: SIM118 - as in _moment
        updated=_moment(entry, "updated", language),
        authors=tuple(name for one in entry.get("authors", []) if (name := _author(one))),
        publisher=_plain((source or {}).get("title")) or _plain(channel.get("title")),
        publisher_url=(source or {}).get("href") or channel.get("link"),
        topics=tuple(dict.fromkeys(one_line(tag["term"]) for tag in entry.get("tags", []) if tag.get("term"))),
        language=language,
        url=entry.get("link"),
        origin=entry.get("id") or entry.get("link"),
        teaser=not full and len(summary) <= _TEASER,
    )


def _manuscript(body: str, number: int, **fields: Any) -> Manuscript:  # noqa: ANN401 - the manuscript's own fields
    place = f"entry {number}" + (f" “{fields['headline'][:60]}”" if fields.get("headline") else "")
    try:
        blocks = fragment_blocks(body)
    except UnreadableDocumentError as error:
        blocks, fields["notes"] = [], (str(error),)
    laid, spans = laid_out(block for block in blocks if block != Block(fields.get("headline") or "", True))
    return Manuscript(laid, spans, place=place, **fields)


def _plain(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    return " ".join(block.text for block in fragment_blocks(value)) or None


def _moment(entry: Mapping[str, Any], name: str, language: str | None) -> str | None:
    """The moment as the feed writes it, or as feedparser (in UTC) understands its dialect."""
    if name not in entry.keys():  # noqa: SIM118 - feedparser's own `in` and `get` answer "updated" with "published"
        return None
    if found := moment_of(entry[name], language or "en"):
        return found
    parsed = entry.get(f"{name}_parsed")
    return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None


def _said(value: object) -> str | None:
    return f"the feed says {one_line(value)[:80]!r}" if isinstance(value, str) and value.strip() else None


def _author(one: object) -> str | None:
    name = one.get("name") if isinstance(one, dict) else one
    return one_line(name) if isinstance(name, str) and name.strip() else None


# --- JSON Feed --------------------------------------------------------------------------------------------------------


def is_json_feed(data: object) -> bool:
    """Whether parsed JSON says that it is a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    return isinstance(data, dict) and bool(_JSON_FEED.fullmatch(str(data.get("version", ""))[:200]))


def read_json_feed(data: Mapping[str, Any]) -> Iterator[Manuscript | str]:
    """Read a JSON Feed, 1.0 or 1.1; an item that is none comes as what is wrong with it."""
    items = data.get("items")
    if not isinstance(items, list) or not items:
        raise (EmptyFeedError if items == [] else UnreadableDocumentError)("items: the feed has none")
    if len(items) > MAX_ENTRIES:
        raise UnreadableDocumentError(f"items: the feed has {len(items):,}; split it")
    for number, item in enumerate(items, 1):
        yield _item(item, data, number) if isinstance(item, dict) else "expected an object: a JSON Feed item"


def _item(item: Mapping[str, Any], feed: Mapping[str, Any], number: int) -> Manuscript:
    def said(name: str, owner: Mapping[str, Any] = item) -> str | None:
        value = owner.get(name)
        return value if isinstance(value, str) and value.strip() else None

    authors = item.get("authors") or [item.get("author")]
    body = said("content_html")
    if body is None and (plain := said("content_text")):
        body = plain.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br><br>")
    language = said("language") or said("language", feed)
    tags = item.get("tags")
    return _manuscript(
        body or said("summary") or "",
        number,
        headline=one_line(said("title") or "") or None,
        standfirst=said("summary") if body else None,
        published=moment_of(said("date_published"), language or "en"),
        hint=_said(said("date_published")),
        updated=moment_of(said("date_modified"), language or "en"),
        authors=tuple(name for one in (authors if isinstance(authors, list) else []) if (name := _author(one))),
        publisher=said("title", feed),
        publisher_url=said("home_page_url", feed),
        topics=tuple(one for one in (tags if isinstance(tags, list) else []) if isinstance(one, str)),
        language=language,
        url=said("url"),
        origin=said("id") or said("url"),
        teaser=not body,
    )
