"""Signs of relevance: which quotes readers chose from the inline results. The seam to where they are kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from knowledge.answering import Quote


class Signs(Protocol):
    """Keeps what readers choose."""

    async def chose(self, user_id: int, quote: Quote, *, typed: str, now: datetime) -> None:
        """Count that a user sent `quote` after typing `typed`."""


@dataclass
class CountedInMemory:
    """How often each quote, by its id, was chosen since the start; neither who nor what was typed is kept."""

    counts: Counter[str] = field(default_factory=Counter)

    async def chose(self, user_id: int, quote: Quote, *, typed: str, now: datetime) -> None:
        """Count a choice."""
        self.counts[quote.id] += 1
