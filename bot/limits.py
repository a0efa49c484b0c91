"""How much one person and one chat may ask, and how late; pure: the time comes in with every call.

A sliding window for each: never more than so many in any minute, whatever the rhythm. Who asks more is told once,
and then there is silence. In memory and bounded: who has been quiet for a window is forgotten.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from bot.settings import Settings

KEYS = 10_000
"""Who is remembered at most, of each kind."""
MAX_AGE = timedelta(minutes=5)
"""What was written longer ago than this is not answered: after a downtime the talk has moved on."""


@dataclass(slots=True)
class _Record:
    taken: deque[float] = field(default_factory=deque)
    told: float = -math.inf

    def last(self) -> float:
        return max(self.taken[-1] if self.taken else -math.inf, self.told)


class Window:
    """At most `count` in any `seconds`, for each key; with `count` 0 there is no limit.

    Times are in seconds, of a clock that moves on; where it is set back, what came later is forgotten.
    """

    def __init__(self, count: int, seconds: float = 60.0, *, keys: int = KEYS) -> None:
        self._count, self._seconds, self._keys = count, seconds, keys
        self._records: OrderedDict[Hashable, _Record] = OrderedDict()

    def __len__(self) -> int:
        return len(self._records)

    def wait(self, key: Hashable, now: float) -> float:
        """Return the seconds until there is room for one more of `key`; 0 where there is."""
        record = self._current(key, now)
        if record is None or len(record.taken) < self._count:
            return 0.0
        return max(record.taken[0] + self._seconds - now, 0.001)  # rounding must not open it early

    def take(self, key: Hashable, now: float) -> None:
        """Count one of `key`."""
        if self._count:
            record = self._current(key, now) or self._records.setdefault(key, _Record())
            record.taken.append(now)
            self._keep(key, now)

    def tells(self, key: Hashable, now: float) -> bool:
        """Return whether it is time to tell of the limit, at most once in `seconds`; call it only to tell."""
        record = self._records.setdefault(key, _Record())
        if record.told > now - self._seconds:
            return False
        record.told = now
        self._keep(key, now)
        return True

    def forget(self, key: Hashable) -> None:
        """Keep nothing of `key`."""
        self._records.pop(key, None)

    def move(self, old: Hashable, new: Hashable) -> None:
        """What was counted of `old` counts for `new`, beside what is counted of that already."""
        if (moved := self._records.pop(old, None)) is None:
            return
        if (there := self._records.pop(new, None)) is not None:
            moved.taken = deque(sorted((*moved.taken, *there.taken)))
            moved.told = max(moved.told, there.told)
        self._records[new] = moved

    def _current(self, key: Hashable, now: float) -> _Record | None:
        record = self._records.get(key)
        if record is None:
            return None
        if record.last() > now:
            del self._records[key]
            return None
        while record.taken and record.taken[0] <= now - self._seconds:
            record.taken.popleft()
        return record

    def _keep(self, key: Hashable, now: float) -> None:
        """Put `key` last; drop whoever was quiet for a window, and the quietest where they are too many."""
        self._records.move_to_end(key)
        while len(self._records) > self._keys or self._oldest().last() <= now - self._seconds:
            self._records.popitem(last=False)

    def _oldest(self) -> _Record:
        return next(iter(self._records.values()))


@dataclass(frozen=True, slots=True)
class Refused:
    """Why not: `wait` whole seconds, at least 1; `tell` once, `crowded` where the whole chat has asked too much."""

    wait: int
    tell: bool
    crowded: bool = False


@dataclass
class Limits:
    """The limits of one bot; `exempt` are user ids that have none of their own."""

    user: Window = field(default_factory=lambda: Window(0))
    chat: Window = field(default_factory=lambda: Window(0))
    quick: Window = field(default_factory=lambda: Window(0))
    exempt: frozenset[int] = frozenset()
    _albums: Window = field(default_factory=lambda: Window(1))

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits that the operator has set; admins are exempt."""
        return cls(
            Window(settings.questions_per_minute),
            Window(settings.chat_questions_per_minute),
            Window(settings.queries_per_minute),
            settings.admins,
        )

    def question(self, asker: int, chat: int | None, now: datetime) -> Refused | None:
        """Count a question of `asker` in `chat` (None where it is no chat of the bot's); or say why not.

        What is refused counts for nobody: one who asks too much takes nothing from the others of a chat.
        """
        at = now.timestamp()
        mine = 0.0 if asker in self.exempt else self.user.wait(asker, at)
        if mine:
            return Refused(math.ceil(mine), self.user.tells(asker, at))
        ours = self.chat.wait(chat, at) if chat is not None else 0.0
        if ours:
            return Refused(math.ceil(ours), self.chat.tells(chat, at), crowded=True)
        if asker not in self.exempt:
            self.user.take(asker, at)
        if chat is not None:
            self.chat.take(chat, at)
        return None

    def query(self, user: int, now: datetime) -> Refused | None:
        """Count an inline query or a press of a button; or say why not."""
        at = now.timestamp()
        if user in self.exempt:
            return None
        if wait := self.quick.wait(user, at):
            return Refused(math.ceil(wait), self.quick.tells(user, at))
        self.quick.take(user, at)
        return None

    def opens(self, chat: int, album: str, now: datetime) -> bool:
        """Return whether this is the first that is seen of an album; the rest of it comes as messages of their own."""
        key, at = (chat, album), now.timestamp()
        first = not self._albums.wait(key, at)
        if first:
            self._albums.take(key, at)
        return first

    @staticmethod
    def is_late(written: datetime, now: datetime) -> bool:
        """Whether what was written at `written` is too old to be answered."""
        return now - written > MAX_AGE

    def forget_chat(self, chat: int) -> None:
        """Keep nothing of a chat. What a person has asked is forgotten with the window: blocking resets no limit."""
        self.chat.forget(chat)

    def move_chat(self, old: int, new: int) -> None:
        """A group has become the supergroup `new`."""
        self.chat.move(old, new)
