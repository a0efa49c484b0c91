"""What is kept of a question that was asked and of its answer, for the question that may follow."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answering import Answer, NoAnswer, Quote
from knowledge.conversation.naming import may_be_somebody
from knowledge.library import Library
from knowledge.reading.people import People, names
from knowledge.retrieval.analysis import MAX_QUESTION
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.words import language_code

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
        for sentence in story.sentences if story else ():
            if sentence.speaker and (cue := sentence.speaker.cue.lower()) in called:
                called[cue].add(sentence.speaker.name)
        return cls(
            question=found.question[:MAX_QUESTION],
            asked=asked,
            article=quote.article.id,
            sentence=quote.sentence.index,
            speaker=quote.sentence.speaker.name if quote.sentence.speaker else None,
            people=_people(quote, story.text if story else quote.sentence.text),
            he=frozenset(called["he"]),
            she=frozenset(called["she"]),
        )


def _people(quote: Quote, text: str) -> tuple[str, ...]:
    """The full names of people in the quoted sentence, as its article introduces them."""
    language = language_code(quote.article.language)
    known = {person.name: person.role for person in quote.article.people}
    everybody = People.of([text], known)
    found: dict[str, None] = {}
    for named in names(quote.sentence.text):
        name, role = everybody.fullest(named)
        if may_be_somebody(name, role, language):
            found[name] = None
    return tuple(found)[:MAX_PEOPLE]
