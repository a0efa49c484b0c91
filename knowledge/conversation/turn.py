"""What is kept of a question that was asked and of its answer, for the question that may follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.answering import Answer, NoAnswer, Quote
from knowledge.conversation.naming import may_be_somebody, named_in
from knowledge.library import Library
from knowledge.retrieval.asking import MAX_QUESTION, Asked
from knowledge.retrieval.words import fold, language_code
from knowledge.story import Story

MAX_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was asked of the library, and what its first quote tells of people.

    `article` and `sentence` say where that quote stands; `speaker` is who says it, `people` the full names in it,
    and `he` and `she` those that its article calls so. All are empty where there was no answer.
    """

    question: str
    asked: Asked = Asked.ANYTHING
    article: str | None = None
    sentence: int | None = None
    speaker: str | None = None
    people: tuple[str, ...] = ()
    he: frozenset[str] = frozenset()
    she: frozenset[str] = frozenset()

    @classmethod
    def of(cls, found: Answer | NoAnswer, library: Library) -> Turn:
        """Keep what a follow-up needs of `found`, an answer from `library`."""
        asked = Asked(found.trace.asked_for or Asked.ANYTHING)
        if isinstance(found, NoAnswer):
            return cls(found.question[:MAX_QUESTION], asked)
        quote = found.quotes[0]
        story = library.stories.get(quote.article.id)
        called: dict[str, set[str]] = {"he": set(), "she": set()}
        for voice in map(story.speaker, range(len(story.bare))) if story else ():
            if voice and (cue := voice.cue.lower()) in called:
                called[cue].add(voice.name)
        return cls(
            question=found.question[:MAX_QUESTION],
            asked=asked,
            article=quote.article.id,
            sentence=quote.sentence.index,
            speaker=quote.sentence.speaker.name if quote.sentence.speaker else None,
            people=_people(quote, story),
            he=frozenset(called["he"]),
            she=frozenset(called["she"]),
        )


def _people(quote: Quote, story: Story | None) -> tuple[str, ...]:
    """The full names of people in the quoted sentence, as its article introduces them."""
    language = language_code(quote.article.language)
    by_editor = {person.name: person.role for person in quote.article.people}
    found: dict[str, None] = {}
    for said, role in named_in(quote.sentence.text):
        name, known = said, role
        for full, of_it in [*by_editor.items(), *_introduced(said.split()[-1], story)]:
            if fold(full).split()[-1:] == fold(said).split()[-1:]:
                name, known = (full if len(full) > len(name) else name), known or of_it
        if may_be_somebody(name, known, language):
            found[name] = None
    return tuple(found)[:MAX_PEOPLE]


def _introduced(surname: str, story: Story | None) -> Iterator[tuple[str, str | None]]:
    """The names and roles in the article's sentences that have `surname`."""
    for sentence in story.bare if story else ():
        if surname in sentence.text:
            yield from named_in(sentence.text)
