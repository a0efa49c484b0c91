"""IPTC ninjs 1.x, 2.x and 3.x (https://www.iptc.org/std/ninjs/userguide/): one news item as JSON.

3.x writes the names of 2.x in camel case, so all are read in lower case. 1.x has `body_xhtml`, `headline_main`; from
2.0 on they are lists, `bodies`, `headlines`, each with a role and a content type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.reading.documents.html import fragment_blocks
from knowledge.reading.documents.manuscript import Block, Manuscript, UnreadableDocumentError, laid_out, one_line
from knowledge.reading.documents.moments import moment_of

_STATUSES = {"usable": None, "withheld": "withheld", "canceled": "cancelled", "cancelled": "cancelled"}
_BODIES = ("body_xhtml", "body_html", "body_text", "body_main", "body")
_MOST_DEPTH = 20


def is_ninjs(data: object) -> bool:
    """Whether parsed JSON is a ninjs item, or a list of them."""
    first = data[0] if isinstance(data, list) and data else data
    if not isinstance(first, dict) or not isinstance(first.get("uri"), str):
        return False
    names = {str(name).lower() for name in first}
    named = first.get("standard")
    return (isinstance(named, dict) and named.get("name") == "ninjs") or any(
        name.startswith(("body_", "headline_")) or name in {"bodies", "headlines", "versioncreated", "body", "headline"}
        for name in names
    )


def read_ninjs(data: Any) -> Iterator[Manuscript | str]:  # noqa: ANN401 - parsed JSON
    """Read one item or a list of them; an item that cannot be read comes as what is wrong with it.

    `published` is `firstcreated`, else `versioncreated` of a first version: ninjs has no date of publication proper.
    """
    several = isinstance(data, list)
    for number, one in enumerate(data if several else [data], 1):
        if not isinstance(one, dict):
            yield "expected an object: a ninjs item"
            continue
        try:
            yield _item(_lower(one, 0), f"item {number}" if several else "")
        except UnreadableDocumentError as error:
            if not several:
                raise
            yield str(error)


def _lower(value: Any, depth: int) -> Any:  # noqa: ANN401 - parsed JSON
    if depth > _MOST_DEPTH:
        return None
    if isinstance(value, dict):
        return {str(name).lower(): _lower(one, depth + 1) for name, one in value.items()}
    return [_lower(one, depth + 1) for one in value] if isinstance(value, list) else value


def _item(item: Mapping[str, Any], place: str) -> Manuscript:
    kind = item.get("type")
    if kind not in (None, "text", "composite"):  # whatever it is: a list cannot be in a set
        raise UnreadableDocumentError(f"type: {str(kind)[:40]!r} is no text; only items of type `text` are read")
    status = _said(item, "pubstatus") or "usable"
    if status not in _STATUSES:
        raise UnreadableDocumentError(f"pubstatus: {status[:40]!r} is none of usable, withheld, canceled")
    language = _said(item, "language")
    first, version = (moment_of(item.get(name), language or "en") for name in ("firstcreated", "versioncreated"))
    is_first = str(item.get("version") or "1") == "1"
    laid, spans = laid_out(_blocks(item))
    uri = _said(item, "uri")
    if uri is None:
        raise UnreadableDocumentError("uri: is missing; it says which item this is")
    url = uri if uri.startswith(("http://", "https://")) else None
    return Manuscript(
        laid,
        spans,
        headline=_valued(item, "headlines", "main") or _said(item, "headline", "headline_main", "title"),
        standfirst=_valued(item, "descriptions", "") or _said(item, "description_text", "description_main"),
        published=first or (version if is_first else None),
        hint=None if first or is_first else f"it is version {item.get('version')} of {version}, and names no first one",
        updated=version if version != first else None,
        authors=_authors(item),
        publisher=next(iter(_names(item, "infosources", "infosource")), None) or _said(item, "copyrightholder"),
        topics=_names(item, "subjects", "subject"),
        people=_names(item, "people", "person"),
        language=language,
        url=_said(item, "url") or url,
        origin=uri,
        status=_STATUSES[status],
        embargoed_until=_moment(item, "embargoed"),
        expires_at=_moment(item, "expires"),
        place=place,
    )


def _blocks(item: Mapping[str, Any]) -> list[Block]:
    bodies = _valued_of(item, "bodies")
    # Markup knows its paragraphs and headings; plain text is the second choice.
    bodies.sort(key=lambda one: "html" not in str(one.get("contenttype") or one.get("role") or ""))
    if bodies:
        return _paragraphs(bodies[0]["value"], "html" in str(bodies[0].get("contenttype") or bodies[0].get("role")))
    for name in _BODIES:
        if isinstance(item.get(name), str) and item[name].strip():
            return _paragraphs(item[name], "html" in name)
    raise UnreadableDocumentError("the item has no body: neither `bodies` nor `body_text` nor `body_xhtml`")


def _paragraphs(text: str, markup: bool) -> list[Block]:
    if markup or text.lstrip().startswith("<"):
        return fragment_blocks(text)
    return [Block(line) for raw in text.splitlines() if (line := one_line(raw))]


def _moment(item: Mapping[str, Any], name: str) -> str | None:
    """An embargo or an expiry, which must never be lost for being unclear."""
    said = item.get(name)
    if said is None or said == "":
        return None
    found = moment_of(said)
    if found is None or "T" not in found:
        raise UnreadableDocumentError(f"{name}: {str(said)[:60]!r} is no time with its zone")
    return found


def _said(item: Mapping[str, Any], *names: str) -> str | None:
    values = (item.get(name) for name in names)
    return next((one_line(value) for value in values if isinstance(value, str) and value.strip()), None)


def _valued_of(item: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a list that have a text as their value."""
    found = item.get(name)
    entries = found if isinstance(found, list) else []
    return [one for one in entries if isinstance(one, dict) and isinstance(one.get("value"), str)]


def _valued(item: Mapping[str, Any], name: str, role: str) -> str | None:
    """The value of the entry with `role` in a list such as `headlines`, or of the first."""
    found = _valued_of(item, name)
    found.sort(key=lambda one: one.get("role") != role)
    return _said(found[0], "value") if found else None


def _names(item: Mapping[str, Any], *lists: str) -> tuple[str, ...]:
    for name in lists:
        value = item.get(name)
        if isinstance(value, list) and value:
            found = (one.get("name") if isinstance(one, dict) else one for one in value[:100])
            return tuple(dict.fromkeys(one_line(one) for one in found if isinstance(one, str) and one.strip()))
    return ()


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    line = _said(item, "byline", "by")
    if line is None:
        return ()
    return tuple(
        name for name in line.removeprefix("By ").removeprefix("by ").replace(" and ", ", ").split(", ") if name
    )
