"""A draft between its document and the library: how it is read, what it still lacks, and what an editor fills in.

A draft is an article file, as YAML text. It has no `document` beside it: the text that is quoted is its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import regex
from rapidfuzz import process

from knowledge import files
from knowledge.article import Article
from knowledge.files import Entry, Fault
from knowledge.loading import read_entry
from knowledge.story import Story

FILLED = (
    *("id", "headline", "source", "published", "updated", "language", "url", "standfirst", "type"),
    *("embargoed_until", "expires_at"),
)
"""Fields that a line can fill; what has parts of its own is edited in the file."""
_LINE = regex.compile(r"\s*(?P<field>[A-Za-z_]+)\s*[:：]\s*(?P<value>\S.*?)\s*")
_STANDS_IN: Mapping[str, Any] = {"headline": "?", "source": {"name": "?"}, "language": "und"}
"""For what is still asked, so that the rest can be read and shown."""
_DAYS = ("published", "updated")


@dataclass(frozen=True, slots=True)
class DraftReading:
    """How a draft is understood.

    `asked` are the fields that are still empty, each with its question; `faults` is what is wrong beside that; `story`
    is None where too much is wrong to read it.
    """

    story: Story | None
    asked: tuple[tuple[str, str], ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the library would take it."""
        return self.story is not None and not self.asked and not self.faults

    @property
    def article(self) -> Article | None:
        """The article, "?" standing in for what is asked."""
        return None if self.story is None else self.story.article


def is_article(data: object) -> bool:
    """Whether a mapping is an article file rather than another kind of document."""
    return (
        isinstance(data, Mapping) and {"headline", "source"} <= data.keys() and bool({"text", "sections"} & data.keys())
    )


def draft_text(article: Mapping[str, Any]) -> str:
    """Return an article's fields as the text of a draft, without its document."""
    return files.dump_yaml(
        {name: _day(value) if name in _DAYS else value for name, value in article.items() if name != "document"}
    )


def _day(value: object) -> object:
    """A day as YAML writes days; what is none stays as it is, for the library to refuse."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value


def read_draft(text: str, *, now: datetime, name: str = "draft.yaml") -> DraftReading:
    """Read a draft; `name` stands in its faults. One that is no YAML mapping at all has that as its only fault."""
    try:
        data, locate = files.yaml_mapping(text)
    except files.BadFileError as error:
        return DraftReading(None, faults=(Fault(name, error.line, "file", str(error)),))
    if "document" in data:
        where = locate(("document",))
        return DraftReading(None, faults=(Fault(name, where, "document", "cannot come along here; leave it out"),))
    asked = _asked(data)
    story, faults = read_entry(Entry(Path(name), 1, data, locate), now=now)
    if story is None and asked:
        whole = {**data, **{field: _STANDS_IN[field] for field in asked if field in _STANDS_IN}}
        story, faults = read_entry(Entry(Path(name), 1, whole, locate), now=now)
    open_fields = tuple(asked)
    return DraftReading(
        story, tuple(asked.items()), tuple(f for f in faults if f.field.split(".")[0] not in open_fields)
    )


def _asked(data: Mapping[str, Any]) -> dict[str, str]:
    """The questions whose field is empty, whatever an edited file has in their place."""
    questions = data.get("questions")
    found = {}
    for one in questions if isinstance(questions, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get("field"), str) and isinstance(one.get("question"), str):
            field = one["field"].split(".")[0]
            if data.get(field) in (None, "", [], {}):
                found[field] = one["question"]
    return found


def filled(text: str, lines: str) -> str:
    """Return a draft with the fields that `lines` name, one `field: value` a line.

    Raises ValueError, in an editor's words, where a line is none, and BadFileError where the draft is no YAML.
    """
    data, _ = files.yaml_mapping(text)
    changed = dict(data)
    for line in lines.splitlines():
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"{line.strip()[:60]!r} is no line like `published: 2024-03-05`")
        field, value = found["field"].lower(), found["value"]
        if field not in FILLED:
            near = process.extractOne(field, FILLED, score_cutoff=70)
            raise ValueError(
                f"`{field}` cannot be filled in like this" + (f"; did you mean `{near[0]}`?" if near else "")
            )
        source = changed.get("source")
        changed[field] = {**(source if isinstance(source, dict) else {}), "name": value} if field == "source" else value
    return draft_text(changed)
