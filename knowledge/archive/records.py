"""Stories as they are kept on disk: what of one is asked for is read from its record, and no more.

Of most stories that a question opens a sentence or two are looked at, and never the article's own fields.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from operator import eq
from typing import Any

import numpy as np

from knowledge.article import Article
from knowledge.lazy import LazySequence
from knowledge.reading.sentence import Sentence
from knowledge.story import Story

_ANY_TIME = {"now": datetime(9999, 1, 1, tzinfo=UTC)}
"""They were checked when they came in."""
_HEADER = struct.Struct("<5I")
"""The sizes of what follows in bytes: the article, the text, the places and the rest; and the day of writing."""


def packed(story: Story) -> bytes:
    """Return a story as it is kept: what was checked, and where its sentences are, so that neither is done again."""
    is_own = story.text == story.article.text
    article = story.article.model_dump_json(exclude_defaults=True, exclude={"text"} if is_own else None)
    places = np.array([[one.start, one.end, one.paragraph] for one in story.bare], dtype=np.int32)
    rest = {
        "id": story.id,
        "language": story.language,
        "path": story.path,
        "line": story.line,
        "own": is_own,
        "headings": {one.index: one.heading for one in story.bare if one.heading is not None},
        "never": {one.index: one.never_quoted for one in story.bare if one.never_quoted},
    }
    parts = [_bytes(article), _bytes(story.text), places.tobytes(), _bytes(json.dumps(rest, ensure_ascii=False))]
    day = story.day_of_writing
    return b"".join([_HEADER.pack(*map(len, parts), day.toordinal() if day else 0), *parts])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class Shelved(Story):
    """The story of a record; raises ValueError, at once or when it is read, where it is none."""

    def __init__(self, record: bytes) -> None:
        if len(record) < _HEADER.size:
            raise ValueError("a record is cut off")
        *sizes, day = _HEADER.unpack_from(record)
        first, parts = _HEADER.size, []
        for size in sizes:
            parts.append(record[first : first + size])
            first += size
        if first != len(record):
            raise ValueError("the parts of a record do not fit together")
        vars(self).update(_parts=parts, day_of_writing=date.fromordinal(day) if day else None)

    @cached_property
    def article(self) -> Article:
        """The article."""
        record = self._part(0)
        if self._rest["own"]:
            text = b'"text":' + _bytes(json.dumps(self.text, ensure_ascii=False))
            record = record[:-1] + (b"," if len(record) > len(b"{}") else b"") + text + b"}"
        return Article.model_validate_json(record, context=_ANY_TIME)

    @cached_property
    def text(self) -> str:
        """Its text."""
        return self._part(1).decode("utf-8", "surrogatepass")

    @cached_property
    def bare(self) -> Sequence[Sentence]:
        """Its sentences as split."""
        rest = self._rest
        return _Sentences(self.text, memoryview(self._part(2)).cast("i"), rest["headings"], rest["never"])

    @property
    def path(self) -> str:
        """The file that it came from."""
        return str(self._rest["path"])

    @property
    def line(self) -> int:
        """Where in the file it begins."""
        return int(self._rest["line"])

    @property
    def id(self) -> str:
        """The article's id."""
        return str(self._rest["id"])

    @property
    def language(self) -> str:
        """The article's language."""
        return str(self._rest["language"])

    @cached_property
    def _rest(self) -> dict[str, Any]:
        found = json.loads(self._part(3).decode("utf-8", "surrogatepass"))
        if not isinstance(found, dict):
            raise ValueError("a record is of something else")
        return found

    def _part(self, number: int) -> bytes:
        parts: list[bytes] = vars(self)["_parts"]
        return parts[number]


class _Sentences(LazySequence[Sentence]):
    """The sentences of a text, each made when it is asked for; of each `places` has start, end and paragraph."""

    def __init__(
        self, text: str, places: memoryview[int], headings: Mapping[str, str], never: Mapping[str, str]
    ) -> None:
        self._text = text
        self._places = places
        self._headings, self._never = headings, never
        self._made: dict[int, Sentence] = {}

    def __len__(self) -> int:
        return len(self._places) // 3

    def _item(self, index: int) -> Sentence:
        made = self._made.get(index)
        if made is None:
            start, end, paragraph = self._places[3 * index : 3 * index + 3]
            heading, never = self._headings.get(str(index)), self._never.get(str(index), "")
            made = Sentence(index, self._text[start:end], start, end, paragraph, heading, never_quoted=never)
            self._made[index] = made
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment] # as of a list
