"""Where the store is kept, by the settings; and what the bot keeps in it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from knowledge.store import Store, StoreError, open_store
from knowledge.store.engines import parsed

FILE = "dateline.db"

_log = logging.getLogger(__name__)


def place(settings: Settings) -> str | Path:
    """Return the store's database URL, or else its file in the state folder."""
    return settings.state / FILE if settings.store is None else settings.store.get_secret_value()


async def open_for(settings: Settings) -> Store:
    """Open the store of the settings; raises StoreError, in an operator's words."""
    return await open_store(place(settings), keep_texts=settings.keep_texts)


def secrets(settings: Settings) -> list[str]:
    """Return what of the store must reach no log; raises StoreError where its URL is none."""
    where = place(settings)
    if isinstance(where, Path):
        return []
    password = parsed(where).password
    return [where, *([str(password)] if password else [])]


@dataclass(frozen=True)
class ChosenInStore:
    """The languages that were chosen, among the preferences."""

    store: Store

    async def preferred(self, chat_id: int) -> str | None:
        """Return the language that was chosen; Telegram's holds where the store fails: no answer waits for it."""
        try:
            return (await self.store.preferences.of(chat_id)).language
        except StoreError as error:
            _log.warning("a chosen language could not be read: %s", error)
            return None

    async def prefer(self, chat_id: int, language: str | None) -> None:
        """Keep a choice; None takes it back. Raises StoreError."""
        await self.store.preferences.change(chat_id, language=language)
