"""Messages that are ready to go out, and the buttons under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bot.markup import Markup, pack, utf16_length

MAX_DATA = 64
"""Bytes of a button's callback data."""
MAX_COPIED = 256
"""UTF-16 units that a button copies; Telegram counts characters, which are never more."""


@dataclass(frozen=True, slots=True)
class Button:
    """A label, and the one thing that pressing does.

    `data` comes back to the bot, `url` is opened, `query` is typed for the bot in a chat to be chosen, `copied` goes
    to the clipboard. Raises ValueError where it is none or several of them, or what Telegram does not take.
    """

    label: str
    data: str = ""
    url: str = ""
    query: str = ""
    copied: str = ""

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise ValueError("a button needs a label")
        if sum(map(bool, (self.data, self.url, self.query, self.copied))) != 1:
            raise ValueError(f"the button {self.label!r} must do exactly one thing")
        if len(self.data.encode()) > MAX_DATA:
            raise ValueError(f"the button {self.label!r} sends more than {MAX_DATA} bytes")
        if utf16_length(self.copied) > MAX_COPIED:
            raise ValueError(f"the button {self.label!r} copies more than {MAX_COPIED} units")


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """Messages in HTML, in order; the rows of `buttons` stand under the last one."""

    messages: tuple[str, ...]
    buttons: Rows = ()

    @classmethod
    def of(cls, blocks: Iterable[Markup], buttons: Rows = (), separator: str = "\n\n") -> Rendered:
        """Put `blocks` into as few messages as hold them; none is cut."""
        return cls(tuple(message.html for message in pack(blocks, separator)), buttons)


_ROW = 40
"""Letters of labels that stand side by side on a phone 390 px wide."""
MAX_IN_ROW = 3


def rows(buttons: Iterable[Button]) -> Rows:
    """Put buttons into rows, in order: as few as can be read, and about as many buttons in each."""
    given = tuple(buttons)
    for count in range(ceil(len(given) / MAX_IN_ROW), len(given) + 1):
        found = tuple(_evenly(given, count))
        if all(len(row) * max(len(one.label) for one in row) <= _ROW for row in found):
            return found
    return tuple((one,) for one in given)


def _evenly(buttons: Sequence[Button], count: int) -> Iterator[tuple[Button, ...]]:
    least, longer = divmod(len(buttons), count) if count else (0, 0)
    at = 0
    for row in range(count):
        size = least + (row < longer)
        yield tuple(buttons[at : at + size])
        at += size


def short(value: str, limit: int) -> str:
    """Cut text that is not a quote to `limit` UTF-16 units, at a word where there is one."""
    if utf16_length(value) <= limit:
        return value
    cut = value.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return cut.rsplit(" ", 1)[0].rstrip() + "…" if " " in cut[limit // 2 :] else cut + "…"
