"""What every handler needs beside the update: the library, the clock and the settings that readers feel."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from telegram.ext import CallbackContext, ExtBot

from bot.exchanges import Exchanges
from bot.limits import Limits
from bot.localization.choices import ChosenInMemory, LanguageChoices
from bot.settings import Settings
from bot.work import Work
from knowledge import sentence_model
from knowledge.answering import Answer, NoAnswer, ask
from knowledge.library import Library, LiveLibrary
from knowledge.retrieval import ranking
from knowledge.retrieval.semantic import Reranker
from knowledge.sentence_model import ModelError

Context = CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
Clock = Callable[[], datetime]

MOVED = 100

_KEY = "services"


def utc_now() -> datetime:
    """The clock of every start outside of tests."""
    return datetime.now(UTC)


@dataclass
class Services:
    """One for the whole bot, in `bot_data`; without `limits`, in the terminal, everybody may ask as they like."""

    live: LiveLibrary
    clock: Clock = utc_now
    threshold: float | None = None
    reranker: Reranker | None = None
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)
    exchanges: Exchanges = field(default_factory=Exchanges)
    languages: LanguageChoices = field(default_factory=ChosenInMemory)
    limits: Limits | None = None
    work: Work = field(default_factory=Work)
    moved: deque[int] = field(default_factory=lambda: deque(maxlen=MOVED))
    """Supergroups that were groups a while ago: the bot did not join them, whatever Telegram says."""

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
        )

    async def forget_chat(self, chat_id: int) -> None:
        """Keep nothing of a chat: the bot was removed or blocked, or the chat is gone. Whatever keeps joins here."""
        self.exchanges.forget_chat(chat_id)
        await self.languages.prefer(chat_id, None)
        if chat_id in self.moved:
            self.moved.remove(chat_id)
        if self.limits is not None:
            self.limits.forget_chat(chat_id)

    async def move_chat(self, old: int, new: int) -> None:
        """A group has become the supergroup `new`.

        Its exchanges go by the ids of messages, which begin anew there: kept, they would be taken for others.
        """
        if self.limits is not None:
            self.limits.move_chat(old, new)
        if (language := await self.languages.preferred(old)) is not None:
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


def of(context: Context) -> Services:
    """Return the services of the running bot."""
    services = context.bot_data[_KEY]
    assert isinstance(services, Services)  # noqa: S101 - put there by `install` before any update
    return services
