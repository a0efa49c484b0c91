"""Speakers of direct quotes: a row's `context` is read as the text of an article and its `quote` is found in it.

`speakers/quotes.jsonl` has `id`, `context`, `quote`, `speaker` (as the text has it) and `speaker_is_named`. A quote
that the text interrupts ("…," X said, "…") is found by its first part.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import regex
from pydantic import ValidationError

from knowledge.article import Article
from knowledge.reading import enrich, split
from knowledge.reading.sentence import Attribution, Found, Sentence

_SHORTEST_PART = 4
_AFTER_HEAD = regex.compile(r",\s*|\s*\(|\s(?:who|of|from|in|at|for|on|with|known|and)\s")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row, read: `expected` is the speaker as the text has it, `found` ours."""

    row: dict[str, str]
    found: Attribution | None
    sentence: Sentence | None

    @property
    def right(self) -> bool:
        """Whether the surnames agree, or our whole words (a full name, a description) stand in the expected ones."""
        if self.found is None:
            return False
        ours, theirs = plain(self.found.name), self.row["speaker"]
        if " " in ours and f" {ours} " in f" {plain(theirs)} ":
            return True
        return self.found.found is not Found.DESCRIBED and ours.split()[-1] == surname(theirs)


def plain(name: str) -> str:
    """Return `name` without case, accents, full stops, hyphens and possessives."""
    letters = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return regex.sub(r"['’]s?(?=\s|$)|[.,()\"“”]", "", letters).replace("-", " ").strip().lower()


def surname(speaker: str) -> str:
    """Return the surname in a speaker as a text has it: "Harrow mayor Anna Berg, who was there" -> "berg".

    The last word of the first stretch that ends in a capitalised word; where there is none, of the first stretch.
    """
    parts = [part.strip() for part in _AFTER_HEAD.split(speaker) if part and part.strip()]
    parts = [
        regex.sub(r",?\s(?:Jr|Sr|III?)\.?$", "", part) for part in parts if not regex.fullmatch(r"(?:Jr|Sr)\.?", part)
    ]
    capitalised = [part for part in parts if part.split()[-1][:1].isupper()]
    words = plain((capitalised or parts or [speaker])[0]).split()
    return words[-1] if words else ""


def read_row(row: dict[str, str]) -> Outcome:
    """Read a row's context as an article, and return who speaks where its quote begins."""
    fields = {"id": "row", "headline": "-", "source": {"name": "-"}, "published": None, "language": "en"}
    try:
        article = Article.model_validate(fields | {"text": row["context"]})
    except ValidationError:  # control characters: no article, so nobody is named
        return Outcome(row, None, None)
    sentences = enrich(article, row["context"], split(article, row["context"]))
    start = place(row["quote"], row["context"])
    sentence = next((s for s in sentences if start is not None and s.start <= start < s.end), None)
    return Outcome(row, sentence.speaker if sentence else None, sentence)


def place(quote: str, context: str) -> int | None:
    """Return where `quote`, or the longest beginning of it that stands in `context`, starts."""
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in context else (low, middle - 1)
    return context.find(quote[:low]) if low >= min(_SHORTEST_PART, len(quote)) else None


def rows(folder: Path) -> list[dict[str, str]]:
    """Read the rows of `folder`."""
    path = folder / "speakers" / "quotes.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def unseen(row: dict[str, str]) -> bool:
    """Whether a row's article is in the half whose errors were not looked at while the rules were written."""
    article = row["id"].rsplit("#", 1)[0]
    return int(hashlib.md5(article.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 1


def measure(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the figures."""
    outcomes = [read_row(row) for row in rows(folder) if row["speaker_is_named"]]
    yield from _shares("named speakers of direct quotes", outcomes)
    yield from _shares("the half that was not looked at", [one for one in outcomes if unseen(one.row)])
    by_confidence: dict[float, list[bool]] = {}
    for one in outcomes:
        if one.found is not None:
            by_confidence.setdefault(one.found.confidence, []).append(one.right)
    for confidence, rights in sorted(by_confidence.items(), reverse=True):
        yield f"said with confidence {confidence:.2f} ({len(rights):,}): right", f"{sum(rights) / len(rights):.1%}"


def _shares(what: str, outcomes: list[Outcome]) -> Iterator[tuple[str, str]]:
    named = [one for one in outcomes if one.found is not None]
    right = sum(one.right for one in named)
    yield f"{what} ({len(outcomes):,}): right", f"{right / max(1, len(outcomes)):.1%}"
    yield f"{what}: right of those for whom somebody is named ({len(named):,})", f"{right / max(1, len(named)):.1%}"
