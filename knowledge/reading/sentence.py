"""What Dateline knows of one sentence: where it stands, who speaks in it, which days it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Found(StrEnum):
    """How a speaker was found, surest first."""

    EDITOR = "editor"
    """The article file names the speaker."""
    NAMED = "named"
    """The sentence itself names its speaker: "…," Peskov said."""
    RESOLVED = "resolved"
    """A pronoun or a role ("he added", "the spokesman said") was read as a person named before."""
    DESCRIBED = "described"
    """The sentence says who speaks, but by no name: "a resident", "two officials"."""
    CONTINUED = "continued"
    """A quotation goes on from the sentence before."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a sentence.

    `name` and `role` are as the article gives them; `confidence` is in 0..1; `cue` is the words in the sentence
    that point at the speaker ("He", "the spokesman", "Peskov"), empty where the quotation merely goes on.
    """

    name: str
    role: str | None
    found: Found
    confidence: float
    cue: str = ""

    @property
    def our_reading(self) -> bool:
        """Whether readers must be told that the name is our reading and not the sentence's own word."""
        return self.found in {Found.RESOLVED, Found.CONTINUED}


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression in a sentence, resolved to a closed interval of days.

    `text` is the words as they stand; `offset` is where they start in the sentence; `start` and `end` are the
    first and the last day meant.
    """

    text: str
    offset: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: `article_text[start:end] == text`, always.

    `paragraph` counts from 0 over the whole article; `leans_on` is the index of the sentence without which this
    one does not stand alone (at most two back), or None; `speaker` is who is quoted in it, directly or not, `unsure`
    who may be, for an editor to see; `outlet` is whose own words it is, empty where somebody else may speak;
    `never_quoted` says why it may not be quoted, and is empty where it may.
    """

    index: int
    text: str
    start: int
    end: int
    paragraph: int
    heading: str | None = None
    speaker: Attribution | None = None
    unsure: Attribution | None = None
    outlet: str = ""
    dates: tuple[DateMention, ...] = ()
    leans_on: int | None = None
    never_quoted: str = ""

    @property
    def quotable(self) -> bool:
        """Whether it may be quoted."""
        return not self.never_quoted
