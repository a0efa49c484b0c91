"""What a look at one thing comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it is: `ok`; `note`, which an operator may want otherwise; `wrong`, where something must be done."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` one thing, what was found, and what to `do` where it is not as it should be."""

    about: str
    verdict: Verdict
    found: str
    do: str = ""

    def __str__(self) -> str:
        """The line that is printed."""
        return f"{self.verdict:<6}{self.about}: {self.found}" + (f" → {self.do}" if self.do else "")


def ok(about: str, found: str) -> Finding:
    """It is as it should be."""
    return Finding(about, Verdict.OK, found)


def note(about: str, found: str, do: str) -> Finding:
    """It works, and may be meant otherwise."""
    return Finding(about, Verdict.NOTE, found, do)


def wrong(about: str, found: str, do: str) -> Finding:
    """Something must be done."""
    return Finding(about, Verdict.WRONG, found, do)
