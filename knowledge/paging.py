"""An article cut into pages: between sentences only, paragraphs and sub-headings kept.

A page is made of runs of the article's stored text; what may not be quoted (an editor's summary, what would not be
seen as it is) is left out, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.article import shown_exactly
from knowledge.reading.sentence import Sentence
from knowledge.story import Story


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph: its words as the article has them; `sentence` is which, None for the space between.

    `left_out` stands for sentences that may not be quoted, and has no words.
    """

    text: str
    sentence: int | None = None
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or the part of it that a page has; `heading` stands over it where it is the first under it."""

    runs: tuple[Run, ...]
    heading: str | None = None

    @property
    def text(self) -> str:
        """The words of the paragraph."""
        return "".join(run.text for run in self.runs)


Page = tuple[Paragraph, ...]


def pages(story: Story, size: int) -> tuple[Page, ...]:
    """Cut `story` into pages of at most `size` UTF-16 units; a longer sentence is a page by itself.

    An article none of whose sentences may be quoted has no page.
    """
    found: list[list[Paragraph]] = []
    room = 0
    heading: str | None = None
    for paragraph in _paragraphs(story.bare):
        first = paragraph[0]
        if all(not one.quotable for one in paragraph) and not found:
            continue
        title = first.heading if first.heading != heading else None
        heading = first.heading
        rest: Sequence[Sentence] = paragraph
        while rest:
            over = _units(title or "")
            taken = _taken(story.text, rest, room - over)
            if not taken:
                found.append([])
                room = size
                taken = max(1, _taken(story.text, rest, room - over))
            part = Paragraph(tuple(_runs(story.text, rest[:taken])), title)
            found[-1].append(part)
            room -= _units(part.text) + over
            title, rest = None, rest[taken:]
    return tuple(tuple(page) for page in found if any(run.sentence is not None for part in page for run in part.runs))


def page_of(found: Sequence[Page], sentence: int) -> int:
    """Return on which page (from 0) a sentence stands; the first where it stands on none."""
    for number, page in enumerate(found):
        if any(run.sentence == sentence for paragraph in page for run in paragraph.runs):
            return number
    return 0


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    for _, group in groupby(sentences, key=lambda one: one.paragraph):
        yield list(group)


def _taken(text: str, sentences: Sequence[Sentence], room: int) -> int:
    """How many of the next sentences of a paragraph fit into `room` UTF-16 units."""
    first = sentences[0].start
    return sum(1 for one in sentences if _units(text[first : one.end]) <= room)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _runs(text: str, sentences: Sequence[Sentence]) -> Iterator[Run]:
    before: Sentence | None = None
    for one in sentences:
        if before is not None and (one.quotable or before.quotable):
            between = text[before.end : one.start]
            yield Run(between if between.isspace() and shown_exactly(between) else " " if between else "")
        if one.quotable:
            yield Run(one.text, one.index)
        elif before is None or before.quotable:
            yield Run("", left_out=True)
        before = one
