"""How many time expressions are read right: our own labelled sentences, beside dateparser, and the time it takes.

    python -m benchmarks.reading_dates [--articles PATH --show 100 --seed 0]

With `--articles` that many resolutions, drawn at random, are printed for a person to judge.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median

import regex

from knowledge.reading.dates import find_dates

LABELLED = Path(__file__).parent.parent / "tests/dates/labelled.txt"
Found = tuple[str, int, date, date]
"""Words, where they start in the sentence, the first and the last day they mean."""
_MARK = regex.compile(r"\[(?P<words>[^\]]+)\]\((?P<first>[\d-]{10})(?:/(?P<last>[\d-]{10}))?\)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with the time expressions that a person found in it."""

    language: str
    day: date
    text: str
    dates: tuple[Found, ...]


def labelled(path: Path = LABELLED) -> Iterator[Labelled]:
    """Yield the labelled sentences; the file itself says how it is written."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        language, day, marked = line.split(" ", 2)
        text, dates, at = "", [], 0
        for match in _MARK.finditer(marked):
            text += marked[at : match.start()]
            first = date.fromisoformat(match["first"])
            last = date.fromisoformat(match["last"]) if match["last"] else first
            dates.append((match["words"], len(text), first, last))
            text += match["words"]
            at = match.end()
        yield Labelled(language, date.fromisoformat(day), text + marked[at:], tuple(dates))


def ours(text: str, language: str, day: date) -> list[Found]:
    """What Dateline reads."""
    return [(m.text, m.offset, m.start, m.end) for m in find_dates(text, language, day)]
