"""A quote as the store keeps it: by what it says, so that a sentence that moves in its article stays the same quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from knowledge.answering import Quote
from knowledge.store.texts import digest


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of an article: `sentence` is its index there, from 0."""

    article_id: str
    sentence: int
    text: str

    @classmethod
    def of(cls, found: Quote) -> Quoted:
        """Return what is kept of a quote."""
        return cls(found.article.id, found.sentence.index, found.sentence.text)

    @property
    def key(self) -> str:
        """The article's id and the sentence's index, as `Quote.id` has them."""
        return f"{self.article_id}#{self.sentence}"

    @property
    def digest(self) -> str:
        """What tells it from every other quote, also after the article has changed around it."""
        return digest(self.article_id, self.text)


def columns(one: Quoted) -> dict[str, Any]:
    """The columns of a quote, as every table has them."""
    return {"quote": one.digest, "article_id": one.article_id, "sentence": one.sentence, "text": one.text}


def from_row(row: Row[Any]) -> Quoted:
    """Read the columns of a quote back."""
    return Quoted(row.article_id, row.sentence, row.text)
