"""What readers think of quotes: the seam to where that is kept."""

from __future__ import annotations

from collections import OrderedDict
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


@dataclass
class FeedbackInMemory:
    """Ratings until the next start, the newest 10,000."""

    _ratings: OrderedDict[tuple[int, str], bool] = field(default_factory=OrderedDict)

    async def rate(self, user_id: int, quote: Quote, *, helpful: bool, question: str, now: datetime) -> bool:
        """Keep a rating."""
        before = self._ratings.pop((user_id, quote.id), None)
        self._ratings[user_id, quote.id] = helpful
        if len(self._ratings) > REMEMBERED:
            self._ratings.popitem(last=False)
        return before is not helpful
