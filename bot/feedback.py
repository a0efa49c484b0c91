"""What readers think of quotes: the seam to where that is kept."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from knowledge.answering import Quote

REMEMBERED = 10_000


class Feedback(Protocol):
    """Who found which quote helpful, and who did not."""

    async def rate(self, user_id: int, quote: Quote, *, helpful: bool, question: str, now: datetime) -> bool:
        """Keep what a user thinks of a quote, in place of what they thought before; returns whether that is new.

        `question` is what the quote answered, empty where that is forgotten.
        """

    async def choose(self, user_id: int, quote: Quote, *, question: str, now: datetime) -> None:
        """Count a chosen inline result as a sign that it is relevant to `question`, which may be half typed."""


@dataclass
class FeedbackInMemory:
    """Ratings until the next start, the newest 10,000, and how often each quote was chosen."""

    chosen: Counter[str] = field(default_factory=Counter)
    _ratings: OrderedDict[tuple[int, str], bool] = field(default_factory=OrderedDict)

    async def rate(self, user_id: int, quote: Quote, *, helpful: bool, question: str, now: datetime) -> bool:
        """Keep a rating."""
        before = self._ratings.pop((user_id, quote.id), None)
        self._ratings[user_id, quote.id] = helpful
        if len(self._ratings) > REMEMBERED:
            self._ratings.popitem(last=False)
        return before is not helpful

    async def choose(self, user_id: int, quote: Quote, *, question: str, now: datetime) -> None:
        """Count a choice; neither whose nor what was typed is kept."""
        self.chosen[quote.id] += 1
