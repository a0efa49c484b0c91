"""What is kept of a question that was asked and of its answer, for the question that may follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.answering import Answer, NoAnswer
from knowledge.conversation.naming import may_be_somebody, named_in
from knowledge.library import Library
from knowledge.retrieval.asking import MAX_QUESTION, Asked
from knowledge.retrieval.words import fold, language_code
from knowledge.story import Story

MAX_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was asked of the library, and where its first quote stands.

    `article` and `sentence` say where, `said` is that sentence and `speaker` who says it. All are empty where there was
    no answer. What else a follow-up needs of the article is read when one comes, which most questions have none of.
    """

    question: str
    asked: Asked = Asked.ANYTHING
    article: str | None = None
    sentence: int | None = None
    said: str = ""
    speaker: str | None = None

    @classmethod
    def of(cls, found: Answer | NoAnswer) -> Turn:
        """Keep what a follow-up needs of `found`."""
        asked = Asked(found.trace.asked_for or Asked.ANYTHING)
        if isinstance(found, NoAnswer):
            return cls(found.question[:MAX_QUESTION], asked)
        quote = found.quotes[0]
        return cls(
            question=found.question[:MAX_QUESTION],
            asked=asked,
            article=quote.article.id,
            sentence=quote.sentence.index,
            said=quote.sentence.text,
            speaker=quote.sentence.speaker.name if quote.sentence.speaker else None,
        )

    def _story(self, library: Library) -> Story | None:
        """The article of the quote; None where it is gone, or the sentence is another one now."""
        story = library.stories.get(self.article or "")
        if story is None or self.sentence is None or self.sentence >= len(story.bare):
            return None
        return story if story.bare[self.sentence].text == self.said else None

    def called(self, pronoun: str, library: Library) -> frozenset[str]:
        """Return the names of those whom the article of the quote calls "he" or "she"."""
        story = self._story(library)
        voices = map(story.speaker, range(len(story.bare))) if story is not None else ()
        return frozenset(voice.name for voice in voices if voice and voice.cue.lower() == pronoun)

    def people(self, library: Library) -> tuple[str, ...]:
        """Return the full names of people in the quoted sentence, as its article introduces them."""
        story = self._story(library)
        if story is None:
            return ()
        language = language_code(story.article.language)
        by_editor = {person.name: person.role for person in story.article.people}
        found: dict[str, None] = {}
        for said, role in named_in(self.said):
            name, known = said, role
            for full, of_it in [*by_editor.items(), *_introduced(said.split()[-1], story)]:
                if fold(full).split()[-1:] == fold(said).split()[-1:]:
                    name, known = (full if len(full) > len(name) else name), known or of_it
            if may_be_somebody(name, known, language):
                found[name] = None
        return tuple(found)[:MAX_PEOPLE]


def _introduced(surname: str, story: Story) -> Iterator[tuple[str, str | None]]:
    """The names and roles in the article's sentences that have `surname`."""
    for sentence in story.bare:
        if surname in sentence.text:
            yield from named_in(sentence.text)
