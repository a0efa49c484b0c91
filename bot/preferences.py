"""What readers and groups have set, remembered between two questions: every answer goes by it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import Unpack

from knowledge.store import Changes, Preferences, StoreError
from knowledge.store.preferences import PreferencesOfChats

REMEMBERED = 10_000
"""Chats whose preferences are in memory."""
NUMBERED = 100_000
"""Up to so many chats that have set something their numbers are in memory, and no others are looked up."""
DEFAULTS = Preferences()
_log = logging.getLogger(__name__)


class KeptPreferences:
    """Preferences by chat, of which this process is the only writer; the choice of a language is one of them."""

    def __init__(self, kept: PreferencesOfChats) -> None:
        self._kept = kept
        self._known: OrderedDict[int, Preferences] = OrderedDict()
        self._changes = 0
        self._set: frozenset[int] | None = None
        self._touched: set[int] = set()
        self._learning = asyncio.Lock()

    async def of(self, chat_id: int) -> Preferences:
        """Return what holds in a chat; the defaults where the store fails: readers are answered all the same."""
        if chat_id in self._known:
            self._known.move_to_end(chat_id)
            return self._known[chat_id]
        try:
            if not await self._may_have_set(chat_id):
                return DEFAULTS
            before = self._changes
            found = await self._kept.of(chat_id)
        except StoreError as error:
            _log.warning("the defaults hold: %s", error)
            return DEFAULTS
        if before == self._changes:  # else what was read may be out of date
            self._note(chat_id, found)
        return found

    async def change(self, chat_id: int, **changes: Unpack[Changes]) -> Preferences:
        """Set what is given and leave the rest; returns what holds now. Raises ValueError and StoreError."""
        self._touched.add(chat_id)
        found = await self._kept.change(chat_id, **changes)
        self._changes += 1
        self._note(chat_id, found)
        return found

    def forget(self, chat_id: int) -> None:
        """What was kept of a chat was erased or moved."""
        self._changes += 1
        self._touched.add(chat_id)
        self._known.pop(chat_id, None)

    async def preferred(self, chat_id: int) -> str | None:
        """Return the language that was chosen."""
        return (await self.of(chat_id)).language

    async def prefer(self, chat_id: int, language: str | None) -> None:
        """Keep a choice; None takes it back."""
        await self.change(chat_id, language=language)

    async def _may_have_set(self, chat_id: int) -> bool:
        """Whether a chat may have set anything; most have not. Raises StoreError."""
        if self._set is None:
            async with self._learning:
                if self._set is None:
                    self._set = await self._kept.chats(NUMBERED + 1)
        return len(self._set) > NUMBERED or chat_id in self._set or chat_id in self._touched

    def _note(self, chat_id: int, found: Preferences) -> None:
        self._known[chat_id] = found
        self._known.move_to_end(chat_id)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
