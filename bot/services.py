"""What every handler needs beside the update: the library, the clock and the settings that readers feel."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.ext import CallbackContext, ExtBot

from bot import memory
from bot.alarms import Alarms
from bot.answering import Asking, Reply, answered
from bot.contact import Contact
from bot.desk import Desk
from bot.exchanges import Exchanges
from bot.feedback import Feedback, FeedbackInMemory
from bot.following import Watch
from bot.inbox import Inbox
from bot.keeping import Keeping, KeptFeedback
from bot.limits import Limits
from bot.localization.choices import ChosenInMemory, LanguageChoices
from bot.metrics import Metrics
from bot.notices import Outbox
from bot.preferences import DEFAULTS, KeptPreferences
from bot.reading_ahead import ReadingAhead
from bot.remembered import Remembered
from bot.settings import Settings
from bot.wording import OLD_AFTER
from bot.work import Work
from knowledge import sentence_model
from knowledge.answering import Answer, NoAnswer, ask
from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.retrieval import ranking
from knowledge.retrieval.semantic import Reranker
from knowledge.sentence_model import ModelError
from knowledge.store import Preferences, Store, memory_store

Context = CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
Clock = Callable[[], datetime]

MOVED = 100

_KEY = "services"
_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The clock of every start outside of tests."""
    return datetime.now(UTC)


@dataclass
class Services:
    """One for the whole bot, in `bot_data`.

    In the terminal there is no `keeping`: nothing is kept of anybody; and no `limits`: everybody may ask as they like.
    """

    live: LiveLibrary
    clock: Clock = utc_now
    threshold: float | None = None
    reranker: Reranker | None = None
    old_after: int = OLD_AFTER
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)
    exchanges: Exchanges = field(default_factory=Exchanges)
    feedback: Feedback = field(default_factory=FeedbackInMemory)
    languages: LanguageChoices = field(default_factory=ChosenInMemory)
    limits: Limits | None = None
    work: Work = field(default_factory=Work)
    moved: deque[int] = field(default_factory=lambda: deque(maxlen=MOVED))
    """Supergroups that were groups a while ago: the bot did not join them, whatever Telegram says."""
    store: Store = field(default_factory=memory_store)
    """In memory, unless it is given."""
    keeping: Keeping | None = None
    desk: Desk | None = None
    """Where there is a lasting store: drafts of articles wait in it."""
    alarms: Alarms | None = None
    inbox: Inbox | None = None
    """Where there is a lasting store: updates are kept in it until they are handled."""
    contact: Contact | None = None
    """None in the terminal, where there is no Telegram."""
    metrics: Metrics = field(default_factory=Metrics)
    memory: Callable[[], int | None] = memory.resident
    typed: Remembered[str] = field(default_factory=Remembered)
    """What was typed, for buttons and links that cannot hold it."""
    offered: Remembered[tuple[str, ...]] = field(default_factory=Remembered)
    """What was offered inline, by keys, so that a second page goes on where the first one ended."""
    ahead: ReadingAhead = field(init=False)

    def __post_init__(self) -> None:
        self.ahead = ReadingAhead(self.live, self.clock, idle=self.work.idle)

    def keep(self, bot: ExtBot[Any], *, limit: int) -> None:
        """Offer what needs a lasting store; a user may follow `limit` things at once."""
        preferences = KeptPreferences(self.store.preferences)
        outbox = Outbox(
            bot,
            self.store,
            self.live,
            preferences,
            clock=self.clock,
            old_after=self.old_after,
            forget=self.forget_chat,
            move=self.move_chat,
        )
        watch = Watch(self.store, self.live, preferences, clock=self.clock, threshold=self.threshold, found=outbox.wake)
        self.keeping = Keeping(self.store, preferences, KeptFeedback(self.store), watch, outbox, limit)
        self.languages, self.feedback = preferences, self.keeping.feedback

    def at_work(self) -> contextlib.AbstractAsyncContextManager[None]:
        """What goes on beside the answers."""
        return contextlib.nullcontext() if self.keeping is None else self.keeping.at_work()

    @property
    def answers_from(self) -> float:
        """The confidence (0..1) from which a question is answered."""
        return ranking.shipped().threshold if self.threshold is None else self.threshold

    async def ask(
        self,
        question: str,
        *,
        library: Library | None = None,
        threshold: float | None = None,
        partial: bool = False,
        about: str | None = None,
        limit: int = DEFAULTS.quotes,
    ) -> Answer | NoAnswer:
        """Ask `library` (the running one by default), off the loop: a slow question holds nobody else up."""
        return await self.work.run(
            ask,
            question,
            library or self.live.current,
            now=self.clock(),
            threshold=self.threshold if threshold is None else threshold,
            partial=partial,
            reranker=self.reranker,
            about=about,
            limit=limit,
        )

    async def reply(self, asking: Asking) -> Reply:
        """Return what is said to a question, which the settings say the rest of."""
        library = self.live.current  # held, since a reload may swap while the question is asked
        if self.reranker is not None:  # which is loaded once, and lets go of the interpreter while it reckons
            return await self.work.run(answered, library, asking, self.reranker)
        return await self.work.on(library, answered, asking)

    def want_read(self, library: Library, ids: tuple[str, ...]) -> None:
        """Have articles read next, which somebody was not offered because that takes too long."""
        self.ahead.want(library.stories[id_] for id_ in ids if id_ in library.stories)
        if self.work.processes is not None:
            self.work.processes.read(ids)

    async def count(self, reply: Reply, *, began: float) -> None:
        """Count a question that was put at `began` (seconds of the monotonic clock)."""
        took, why = time.monotonic() - began, reply.refused
        self.metrics.asked(why, took)
        _log.info("%s in %.0f ms", "answered" if why is None else f"refused, {why},", 1000 * took)
        if self.keeping is not None:
            await self.keeping.count(reply, took_ms=1000 * took, now=self.clock())

    async def preferences_of(self, chat_id: int) -> Preferences:
        """Return what holds in a chat."""
        return DEFAULTS if self.keeping is None else await self.keeping.preferences.of(chat_id)

    async def forget_chat(self, chat_id: int) -> None:
        """Keep nothing of a chat: the bot was removed or blocked, or the chat is gone; a private one is its user's."""
        self.exchanges.forget_chat(chat_id)
        if self.keeping is not None:
            await self.keeping.store.forgetting.forget_chat(chat_id)
            self.keeping.preferences.forget(chat_id)
        else:
            await self.languages.prefer(chat_id, None)
        if chat_id in self.moved:
            self.moved.remove(chat_id)
        if self.limits is not None:
            self.limits.forget_chat(chat_id)

    async def move_chat(self, old: int, new: int) -> None:
        """A group has become the supergroup `new`, where its settings and what is followed in it still hold.

        Its exchanges go by the ids of messages, which begin anew there: kept, they would be taken for others.
        """
        if self.limits is not None:
            self.limits.move_chat(old, new)
        if self.keeping is not None:
            await self.keeping.store.forgetting.migrate_chat(old, new)
            self.keeping.preferences.forget(new)
        elif (language := await self.languages.preferred(old)) is not None:
            await self.languages.prefer(new, language)
        await self.forget_chat(old)
        if new not in self.moved:
            self.moved.append(new)


def load_reranker(settings: Settings) -> Reranker | None:
    """Load the model that re-ranks, None where none is set; raises ModelError, in an operator's words."""
    if settings.semantic_model is None:
        if settings.semantic_sha256 is not None:
            raise ModelError("DATELINE_SEMANTIC_SHA256 is set, but not DATELINE_SEMANTIC_MODEL: set both or neither.")
        return None
    if settings.semantic_sha256 is None:
        raise ModelError(
            "DATELINE_SEMANTIC_MODEL is set, but not DATELINE_SEMANTIC_SHA256: set it to what "
            "`cat model.onnx tokenizer.json | sha256sum` says in that folder."
        )
    return Reranker(sentence_model.load(settings.semantic_model, settings.semantic_sha256), clock=time.monotonic)


def install(bot_data: dict[Any, Any], services: Services) -> None:
    """Put the services where `of` finds them."""
    bot_data[_KEY] = services


def installed(bot_data: dict[Any, Any]) -> Services:
    """Return what `install` has put there."""
    services = bot_data[_KEY]
    assert isinstance(services, Services)  # noqa: S101 - put there by `install` before any update
    return services


def of(context: Context) -> Services:
    """Return the services of the running bot."""
    return installed(context.bot_data)


async def note_deed(update: Update, context: Context, action: str, target: str = "") -> None:
    """Note what the admin of `update` did, where anything is kept."""
    shop, admin = of(context), update.effective_user
    if shop.keeping is not None and admin is not None:
        await shop.keeping.note_deed(admin.id, action, target, now=shop.clock())
