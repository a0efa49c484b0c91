"""Where the store is kept, by the settings."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from knowledge.store import Store, open_store
from knowledge.store.engines import parsed

FILE = "dateline.db"


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
