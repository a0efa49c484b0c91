"""How much of a phone's screen a message takes."""

from __future__ import annotations

import unicodedata
from math import ceil

LINE = 36
"""Narrow letters in a line of a message, on a phone 390 px wide (counted in docs/pictures)."""
SCREEN = 22
"""Lines of a message that are seen at once, above the keyboard of buttons: the product's measure of one screen."""
FOLDED = 3
"""Lines that Telegram shows of an expandable quotation before somebody opens it."""


def lines(plain: str) -> int:
    """Return how many lines `plain` takes, estimated from the width of its letters."""
    return sum(max(1, ceil(_width(line) / LINE)) for line in plain.split("\n")) if plain else 0


def folded_lines(plain: str) -> int:
    """Return how many lines `plain` takes as an expandable quotation."""
    return min(FOLDED, lines(plain))


def _width(line: str) -> int:
    """Return the width in narrow letters: a Chinese one takes two, a combining mark none."""
    if line.isascii():
        return len(line)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line)
    return len(line) + wide - sum(unicodedata.combining(char) > 0 for char in line)
