"""What is kept of users, and what comes of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.answering import Reply
from bot.following import Watch
from bot.notices import PATIENCE, Outbox
from bot.preferences import KeptPreferences
from knowledge.answering import Quote
from knowledge.store import Quoted, Store, StoreError

_log = logging.getLogger(__name__)


class KeptFeedback:
    """Ratings and chosen inline results; their questions only where the operator has texts kept."""

    def __init__(self, store: Store) -> None:
        self._feedback = store.feedback

    async def rate(self, user_id: int, quote: Quote, *, helpful: bool, question: str, now: datetime) -> bool:
        """Keep what a user thinks of a quote, in place of what they thought before; returns whether that is new."""
        return await self._feedback.rate(user_id, Quoted.of(quote), helpful=helpful, question=question, now=now)

    async def choose(self, user_id: int, quote: Quote, *, question: str, now: datetime) -> None:
        """Count a chosen inline result as a sign that the quote is relevant to `question`, which may be half typed."""
        await self._feedback.choose(user_id, Quoted.of(quote), question=question, now=now)


@dataclass(frozen=True)
class Keeping:
    """The store and its parts of the bot; a user may follow `limit` things at once."""

    store: Store
    preferences: KeptPreferences
    feedback: KeptFeedback
    watch: Watch
    outbox: Outbox
    limit: int

    async def count(self, reply: Reply, *, took_ms: float, now: datetime) -> None:
        """Count a question, and the milliseconds that its answer or refusal took.

        The answer is out by then: a store that fails costs nobody theirs.
        """
        counts = self.store.counts
        with _only_logged("a question was not counted"):
            if reply.refused is None:
                await counts.answered(took_ms=took_ms, now=now)
            else:
                question, language = reply.understood.question, reply.asked_in or None
                await counts.refused(question, reply.refused, took_ms=took_ms, now=now, language=language)

    async def note_deed(self, admin_id: int, action: str, target: str = "", *, now: datetime) -> None:
        """Note what an admin did, and on which article."""
        with _only_logged("what an admin did was not noted"):
            await self.store.audit.note(admin_id, action, target, now=now)

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Ask what is followed and send notices meanwhile; at the end what is on its way is settled."""
        tasks = [asyncio.create_task(self.watch.run()), asyncio.create_task(self.outbox.run())]
        for task in tasks:
            task.add_done_callback(_say_why)
        try:
            yield
        finally:
            tasks[0].cancel()
            self.outbox.stop()
            await asyncio.wait(tasks, timeout=PATIENCE)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def _only_logged(what: str) -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        _log.warning("%s: %s", what, error)


def _say_why(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("nothing is followed any more until the bot is started anew", exc_info=error)
