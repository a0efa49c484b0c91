"""Messages that are ready to go out, and the buttons under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.markup import Markup, pack, utf16_length

Button = tuple[str, str]
"""A label and the callback data it sends."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Messages in HTML, in order; `buttons` stand under the last one, a row each."""

    messages: tuple[str, ...]
    buttons: tuple[Button, ...] = ()

    @classmethod
    def of(cls, blocks: Iterable[Markup], buttons: tuple[Button, ...] = (), separator: str = "\n\n") -> Rendered:
        """Put `blocks` into as few messages as hold them; none is cut."""
        return cls(tuple(message.html for message in pack(blocks, separator)), buttons)


def short(value: str, limit: int) -> str:
    """Cut text that is not a quote to `limit` UTF-16 units, at a word where there is one."""
    if utf16_length(value) <= limit:
        return value
    cut = value.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return cut.rsplit(" ", 1)[0].rstrip() + "…" if " " in cut[limit // 2 :] else cut + "…"
