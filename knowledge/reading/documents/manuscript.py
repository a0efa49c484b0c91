"""A manuscript: what one document says, and what it says of itself, before anybody decides what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import regex

from knowledge.article import Dateline

MAX_DOCUMENT = 10_000_000
"""Bytes of one document, unpacked; far above any article, and enough for a feed of thousands."""

_BREAKS = regex.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_TABS = regex.compile(r"\t+")
# Controls, bidi overrides and surrogates, as knowledge.article refuses them; a soft hyphen and a zero-width space
# are the page's advice on where to break a line and no letters of the text.
_INVISIBLE = regex.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class UnreadableDocumentError(ValueError):
    """A document that no article can be made from; the message says why and what to do."""


class EmptyFeedError(UnreadableDocumentError):
    """A feed in order that has no entries."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a sub-heading, without a line break; `heading` is None where the document does not say."""

    text: str
    heading: bool | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Where a block stands in its manuscript's text."""

    start: int
    end: int
    heading: bool | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One article as its document has it; what the document does not say is None.

    `published` and `updated` are ISO 8601, a day or a time with its zone; `hint` is what is known where that is not
    enough. `origin` is the document's own name for itself (a URL, a URI), which outlives a change of its text;
    `teaser` says that only a feed's summary of the article is here. `notes` are what an editor should look at.
    """

    text: str
    spans: tuple[Span, ...]
    headline: str | None = None
    standfirst: str | None = None
    dateline: Dateline | None = None
    published: str | None = None
    updated: str | None = None
    hint: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    publisher_url: str | None = None
    type: str | None = None
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    status: str | None = None
    embargoed_until: str | None = None
    expires_at: str | None = None
    language: str | None = None
    url: str | None = None
    origin: str | None = None
    teaser: bool = False
    place: str = ""
    """Where in a document of several articles it stands ("entry 7"), empty for the only one."""
    original: bytes | None = field(default=None, repr=False)
    """The document's bytes, where `text` is exactly their UTF-8 decoding."""
    notes: tuple[str, ...] = ()


def laid_out(blocks: Iterable[Block]) -> tuple[str, tuple[Span, ...]]:
    """Set blocks one under another, a blank line between them, and say where each stands."""
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for block in blocks:
        spans.append(Span(at, at + len(block.text), block.heading))
        parts.append(block.text)
        at += len(block.text) + 2
    return "\n\n".join(parts), tuple(spans)


def printable(text: str) -> str:
    """Return `text` without what no reader sees: one kind of line break, no tabs, no control characters."""
    return _INVISIBLE.sub("", _TABS.sub(" ", _BREAKS.sub("\n", text)))


def hidden(text: str) -> int:
    """Return how many characters `printable` leaves out."""
    return len(_INVISIBLE.findall(text))


def one_line(text: str) -> str:
    """Return `text` in one line: printable, white space collapsed as a browser does."""
    return regex.sub(r"[ \n]+", " ", printable(text)).strip()
