"""Text for Telegram: what is seen and the HTML that says it, always together, so that lengths are exact."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import quote as percent_encode

import regex

MAX_MESSAGE = 4096
"""UTF-16 units of a message as it is seen."""

_RIGHT_TO_LEFT = regex.compile(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}\p{Nko}]")
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def utf16_length(text: str) -> int:
    """Return the length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of a message: `plain` is what a reader sees, `html` what is sent."""

    plain: str = ""
    html: str = ""

    def __add__(self, other: Markup) -> Markup:
        return Markup(self.plain + other.plain, self.html + other.html)

    def __bool__(self) -> bool:
        return bool(self.plain)

    @property
    def length(self) -> int:
        """UTF-16 units."""
        return utf16_length(self.plain)


def text(value: str) -> Markup:
    """Plain text, escaped."""
    return Markup(value, html.escape(value, quote=False))


def tag(name: str, inside: Markup, attributes: str = "") -> Markup:
    """`inside` in an element of Telegram's HTML."""
    return Markup(inside.plain, f"<{name}{attributes}>{inside.html}</{name}>")


def join(parts: Iterable[Markup], separator: str = "\n") -> Markup:
    """The parts that are not empty, with `separator` between."""
    found = [part for part in parts if part]
    return Markup(separator.join(p.plain for p in found), separator.join(p.html for p in found))


def link(inside: Markup, url: str) -> Markup:
    """A link."""
    return tag("a", inside, f' href="{html.escape(url)}"')


def named(value: str, limit: int = 200) -> Markup:
    """Text that an article brings into a line of ours: shortened where long, isolated where it runs right to left."""
    short = value if len(value) <= limit else value[: limit - 1].rstrip() + "…"
    return text(f"{FIRST_STRONG_ISOLATE}{short}{POP_ISOLATE}" if _RIGHT_TO_LEFT.search(short) else short)


def text_fragment(url: str, sentence: str) -> str:
    """`url` such that a browser scrolls to `sentence` and marks it (a text fragment, WICG)."""
    words = sentence.split()
    start, end = " ".join(words[:6]), " ".join(words[-4:]) if len(words) > 12 else ""
    said = _fragment(start) + (f",{_fragment(end)}" if end else "") if end else _fragment(sentence)
    return f"{url.partition('#')[0]}#:~:text={said}"


def _fragment(value: str) -> str:
    return percent_encode(value, safe="").replace("-", "%2D")


def moment(value: datetime | date, shown: str) -> Markup:
    """A date that Telegram knows as one, with `shown` as its readable text.

    A plain day is marked by an hour at which it is that day from UTC-10 to UTC+13; before 1970 there is no mark.
    """
    when = value if isinstance(value, datetime) else datetime.combine(value, time(10, 30), UTC)
    unix = int(when.timestamp())
    return tag("tg-time", text(shown), f' unix="{unix}"') if unix > 0 else text(shown)


def pack(blocks: Iterable[Markup], separator: str = "\n\n") -> list[Markup]:
    """Put blocks into as few messages as hold them, in order; a block is never cut.

    Raises ValueError for a block that no message holds.
    """
    messages: list[Markup] = []
    for block in blocks:
        if block.length > MAX_MESSAGE:
            raise ValueError(f"a block of {block.length} UTF-16 units fits into no message")
        if messages and (joined := join([messages[-1], block], separator)).length <= MAX_MESSAGE:
            messages[-1] = joined
        else:
            messages.append(block)
    return messages
