"""What an admin has decided of an article since its file was written: that it is withheld, or what was wrong in it.

The file belongs to the editor and stays as it is; a ruling only ever shows less of an article, or says more of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from rapidfuzz import process

from knowledge.article import MAX_SENTENCE, Article, Correction, Status
from knowledge.story import Story

_ALIKE = 50
"""rapidfuzz's WRatio (0..100) from which an id is worth offering for one that is not there."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether an article is withheld, and the correction that is shown with it, with the time (aware) it is of."""

    withheld: bool = False
    correction: str = ""
    corrected: datetime | None = None

    def __bool__(self) -> bool:
        return self.withheld or bool(self.correction)


def as_corrected(text: str, now: datetime) -> Ruling:
    """Return the ruling that a correction makes; raises ValueError, in an admin's words, where it cannot be shown."""
    line = " ".join(text.split())
    if len(line) > MAX_SENTENCE:
        raise ValueError(f"longer than {MAX_SENTENCE} characters")
    try:
        return Ruling(correction=Correction(text=line).text, corrected=now)
    except ValidationError as error:
        raise ValueError(str(error.errors()[0]["msg"]).removeprefix("Value error, ")) from None


def ruled(story: Story, ruling: Ruling) -> Story:
    """Return a story as `ruling` leaves it, with what was read of it; what its file withholds stays withheld."""
    article = _ruled(story.article, ruling)
    if article is story.article:
        return story
    found = Story(article, story.text, story.bare, story.path, story.line)
    found.take_over(story)
    return found


def _ruled(article: Article, ruling: Ruling) -> Article:
    if article.status not in {Status.USABLE, Status.CORRECTED}:
        return article
    if ruling.withheld:
        return article.model_copy(update={"status": Status.WITHHELD})
    if ruling.correction:
        said = Correction(text=_beside(article.correction, ruling.correction), date=ruling.corrected)
        return article.model_copy(update={"status": Status.CORRECTED, "correction": said})
    return article


def _beside(editors: Correction | None, ours: str) -> str:
    """The editor's own correction stays in sight, where both fit into a line."""
    both = f"{editors.text} {ours}" if editors is not None else ours
    return both if len(both) <= MAX_SENTENCE else ours


def nearest(ids: Iterable[str], named: str, most: int = 3) -> tuple[str, ...]:
    """Return the ids that are most like one that is not there, the nearest first."""
    found = process.extract(named, list(ids), limit=most, score_cutoff=_ALIKE, processor=str.casefold)
    return tuple(id_ for id_, _, _ in found)
