"""What buttons and links need of a text that is too long for them: kept for a while, known by a short token.

In memory and bounded: what was not needed for longest goes first.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value", str, tuple[str, ...])

MOST = 1_000
_MARK = "~"


@dataclass
class Remembered(Generic[Value]):
    """Values by token; the same value has the same token."""

    most: int = MOST
    _kept: OrderedDict[str, Value] = field(default_factory=OrderedDict)

    def keep(self, value: Value) -> str:
        """Remember `value`; returns its token, 12 hexadecimal digits."""
        token = hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self._kept[token] = value
        self._kept.move_to_end(token)
        if len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return token

    def recall(self, token: str) -> Value | None:
        """Return what `token` stands for; None where it is forgotten."""
        value = self._kept.get(token)
        if value is not None:
            self._kept.move_to_end(token)
        return value


def reference(text: str, room: int, memory: Remembered[str]) -> str:
    """Return what stands for `text` in at most `room` bytes (13 or more): itself where it fits, else a token of it."""
    fits = len(text.encode("utf-8", "surrogatepass")) <= room and not text.startswith(_MARK)
    return text if fits else _MARK + memory.keep(text)


def referred(reference: str, memory: Remembered[str]) -> str | None:
    """Return the text that `reference` stands for; None where it is forgotten."""
    return memory.recall(reference[1:]) if reference.startswith(_MARK) else reference
