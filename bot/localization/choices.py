"""The language that somebody chose instead of Telegram's: the seam to where that is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class LanguageChoices(Protocol):
    """Who chose which language. A user is known by the id of their private chat, which is their own; a group by its."""

    async def preferred(self, chat_id: int) -> str | None:
        """Return the language that was chosen, a BCP 47 tag; None where Telegram's holds."""

    async def prefer(self, chat_id: int, language: str | None) -> None:
        """Keep a choice; None takes it back."""


@dataclass
class ChosenInMemory:
    """Choices until the next start."""

    _chosen: dict[int, str] = field(default_factory=dict)

    async def preferred(self, chat_id: int) -> str | None:
        """Return the language that was chosen."""
        return self._chosen.get(chat_id)

    async def prefer(self, chat_id: int, language: str | None) -> None:
        """Keep a choice; None takes it back."""
        if language is None:
            self._chosen.pop(chat_id, None)
        else:
            self._chosen[chat_id] = language
