"""What stands in a feed: each entry under the name that the feed has for it, and what the feed takes back.

An entry is taken back by an Atom tombstone (RFC 6721) or, in ninjs, by its `pubstatus`. One that is merely gone is
not: feeds show the newest only.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from knowledge.article import Status
from knowledge.reading.documents.encodings import decoded, unpacked
from knowledge.reading.documents.manuscript import EmptyFeedError, Manuscript
from knowledge.reading.importing import Refused, Sender, read_entries

_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_WITHDRAWN = {"withheld": Status.WITHHELD, "canceled": Status.CANCELLED, "cancelled": Status.CANCELLED}
_LONGEST_KEY = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `key` is the feed's name for it (its id, else its URL, else its words), `digest` of all it says."""

    key: str
    digest: str
    manuscript: Manuscript


@dataclass(frozen=True, slots=True)
class Entries:
    """All of a feed's body; `withdrawn` has the status of what is taken back, by key."""

    entries: tuple[Entry, ...] = ()
    withdrawn: Mapping[str, Status] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()


def read(data: bytes, sender: Sender) -> Entries:
    """Read a feed's body; raises UnreadableDocumentError where it is no feed, or one that is cut short."""
    try:
        found = list(read_entries(data, sender=sender))
    except EmptyFeedError:
        found = []
    manuscripts = [one for one in found if isinstance(one, Manuscript)]
    named = Counter(one.origin for one in manuscripts)
    withdrawn = _withdrawn(data, sender)
    entries: dict[str, Entry] = {}
    for one in manuscripts:
        key = _key(one, alone=named[one.origin] == 1)
        if key not in withdrawn:
            entries.setdefault(key, Entry(key, _digest(one), one))
    return Entries(tuple(entries.values()), withdrawn, tuple(one for one in found if isinstance(one, Refused)))


def short(name: str) -> str:
    """Return a feed's name for an entry as a key: itself, or its hash where it is long."""
    return name if len(name) <= _LONGEST_KEY else hashlib.sha256(name.encode(errors="replace")).hexdigest()


def _key(one: Manuscript, *, alone: bool) -> str:
    """Entries that all have one name (a careless template) are told apart by what else they have."""
    if one.origin and alone:
        return short(one.origin)
    other = one.url if one.url and one.url != one.origin else one.headline or one.text
    return short(f"{one.origin or ''}#{other}")


def _digest(one: Manuscript) -> str:
    return hashlib.sha256(repr(replace(one, place="", notes=())).encode(errors="replace")).hexdigest()[:32]


def _withdrawn(data: bytes, sender: Sender) -> dict[str, Status]:
    text = decoded(unpacked(data), sender.charset).text
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        items = json.loads(text.lstrip("\ufeff"))
        found = (_of_ninjs(one) for one in (items if isinstance(items, list) else [items]))
        return {short(key): status for key, status in filter(None, found)}
    if "deleted-entry" not in text:
        return {}
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(text.partition("?>")[2].encode() if start.startswith("<?xml") else text.encode(), parser)
    stones = [] if root is None else root.iter(_TOMBSTONE)
    return {short(ref): Status.WITHHELD for one in stones if (ref := one.get("ref"))}


def _of_ninjs(item: Any) -> tuple[str, Status] | None:  # noqa: ANN401 - parsed JSON
    """An item that is taken back, which often has no body any more."""
    if not isinstance(item, dict) or not isinstance(item.get("uri"), str):
        return None
    said = next((value for name, value in item.items() if str(name).lower() == "pubstatus"), None)
    status = _WITHDRAWN.get(said) if isinstance(said, str) else None
    return (item["uri"], status) if status else None
