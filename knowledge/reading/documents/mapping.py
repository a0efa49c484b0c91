"""JSON Lines of another system, through a small file that says which of their fields is which.

headline: title
html: content.body        # or `text`
published: meta.date      # a dot goes into an object
authors: writers.name     # and through a list
always: {source: Northern Post, language: en}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator
from rapidfuzz import process

from knowledge.article import ArticleType, Language, Line, Model
from knowledge.files import BadFileError, yaml_mapping
from knowledge.reading.documents.html import fragment_blocks
from knowledge.reading.documents.manuscript import (
    MAX_DOCUMENT,
    Block,
    Manuscript,
    UnreadableDocumentError,
    laid_out,
    one_line,
)
from knowledge.reading.documents.moments import moment_of

MAX_MAPPING = 100_000
"""Characters of a mapping file."""

Place = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""Where a value stands in a line's object: names with dots between."""


class Always(Model):
    """What holds for every line."""

    source: Line | None = None
    language: Language | None = None
    type: ArticleType | None = None


class FieldMapping(Model):
    """Which fields of a line are which."""

    text: Place | None = Field(default=None, description="The body as plain text.")
    html: Place | None = Field(default=None, description="The body as HTML.")
    id: Place | None = None
    headline: Place | None = None
    standfirst: Place | None = None
    published: Place | None = None
    updated: Place | None = None
    source: Place | None = None
    url: Place | None = None
    language: Place | None = None
    authors: Place | None = None
    topics: Place | None = None
    always: Always = Always()

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if (self.text is None) == (self.html is None):
            raise ValueError("say where the body is, either as `text` or as `html`")
        return self


def read_mapping(text: str, name: str) -> FieldMapping:
    """Read a mapping file; raises UnreadableDocumentError with `name`, line and field of what is wrong."""
    if len(text) > MAX_MAPPING:
        raise UnreadableDocumentError(f"{name}:1: file: larger than {MAX_MAPPING // 1000} kB")
    try:
        data, line_of = yaml_mapping(text)
    except BadFileError as error:
        raise UnreadableDocumentError(f"{name}:{error.line}: file: {error}") from None
    try:
        return FieldMapping.model_validate(data)
    except ValidationError as errors:
        first = errors.errors()[0]
        place = first["loc"]
        message = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            known = Always.model_fields if len(place) > 1 else FieldMapping.model_fields
            near = process.extractOne(str(place[-1]), list(known), score_cutoff=70)
            message = "unknown field" + (f"; did you mean `{near[0]}`?" if near else f"; known are {', '.join(known)}")
        where = ".".join(map(str, place)) or "text"
        raise UnreadableDocumentError(f"{name}:{line_of(place)}: {where}: {message}") from None


def read_lines(text: str, mapping: FieldMapping) -> Iterator[tuple[int, Manuscript | str]]:
    """Yield the number of each line, from 1, and its manuscript, or what is wrong with it."""
    seen = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        seen = True
        try:
            yield number, _manuscript(_object(line), mapping, f"line {number}")
        except UnreadableDocumentError as error:
            yield number, str(error)
    if not seen:
        raise UnreadableDocumentError("the document is empty")


def _object(line: str) -> dict[str, Any]:
    if len(line) > MAX_DOCUMENT:
        raise UnreadableDocumentError(f"longer than {MAX_DOCUMENT // 1_000_000} MB")
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableDocumentError(f"not valid JSON: {error.msg} (column {error.colno})") from None
    except (RecursionError, ValueError):
        raise UnreadableDocumentError("not valid JSON: nested too deep, or a number too long") from None
    if not isinstance(found, dict):
        raise UnreadableDocumentError("expected one JSON object a line")
    return found


def _manuscript(line: dict[str, Any], mapping: FieldMapping, place: str) -> Manuscript:
    def one(where: str | None) -> str | None:
        found = _values(line, where)
        return one_line(found[0]) or None if found else None

    body_at = mapping.html or mapping.text
    body = "\n".join(_values(line, body_at))
    if not body.strip():
        raise UnreadableDocumentError(f"{body_at}: is missing or empty")
    blocks = (
        fragment_blocks(body) if mapping.html else [Block(said) for raw in body.splitlines() if (said := one_line(raw))]
    )
    laid, spans = laid_out(blocks)
    language = one(mapping.language) or mapping.always.language
    when = one(mapping.published)
    return Manuscript(
        laid,
        spans,
        headline=one(mapping.headline),
        standfirst=one(mapping.standfirst),
        published=moment_of(when, language or "en"),
        hint=f"{mapping.published} says {when[:80]!r}" if when else None,
        updated=moment_of(one(mapping.updated), language or "en"),
        publisher=one(mapping.source) or mapping.always.source,
        type=mapping.always.type,
        language=language,
        url=one(mapping.url),
        authors=tuple(map(one_line, _values(line, mapping.authors))),
        topics=tuple(map(one_line, _values(line, mapping.topics))),
        origin=one(mapping.id) or one(mapping.url),
        place=place,
    )


def _values(line: dict[str, Any], where: str | None) -> list[str]:
    """Return the texts at a place; raises UnreadableDocumentError for what is none."""
    if where is None:
        return []
    found: list[Any] = [line[where]] if where in line else [line]
    for step in [] if where in line else where.split("."):
        inner = [one for value in found for one in (value if isinstance(value, list) else [value])]
        found = [value[step] for value in inner if isinstance(value, dict) and step in value]
    flat = [one for value in found for one in (value if isinstance(value, list) else [value]) if one is not None]
    for one in flat:
        if isinstance(one, (dict, list, bool)):
            raise UnreadableDocumentError(f"{where}: expected text here, found {type(one).__name__}")
    return [str(one) for one in flat]
