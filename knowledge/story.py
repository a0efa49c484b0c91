"""An article with its text, and what is read of it when somebody first asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from knowledge.article import Article
from knowledge.reading import day_of_writing, enrich
from knowledge.reading.dates import find_dates
from knowledge.reading.leaning import leaning
from knowledge.reading.reader import read_through, surely
from knowledge.reading.sentence import Attribution, DateMention, Sentence
from knowledge.reading.speakers import Readings, speakers
from knowledge.retrieval import words

_READ = ("voices", "sentences")


@dataclass(frozen=True)
class Story:
    """An article with its text: `bare` are its sentences as split, `sentences` with speakers, dates and leanings.

    Who speaks takes the most time and needs the whole article; the rest is read sentence by sentence.
    """

    article: Article
    text: str
    bare: Sequence[Sentence]
    path: str = ""
    line: int = 0

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def language(self) -> str:
        """The article's language, a BCP 47 tag."""
        return self.article.language

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All the sentences read through; the first to ask pays for it."""
        return enrich(self.article, self.text, tuple(self.bare), self.voices)

    def sentence(self, index: int) -> Sentence:
        """Return sentence `index` read through, without the dates of the others."""
        if "sentences" in self.__dict__:
            return self.sentences[index]
        dates = self.dates(index)
        return read_through(self.article, self.bare[index], self.voices[index], self.leans_on(index), dates)

    @cached_property
    def voices(self) -> Readings:
        """Whose words each sentence is; the first to ask pays for what comes before it."""
        return speakers(self.article, self.bare)

    @property
    def is_read(self) -> bool:
        """Whether somebody has paid for all of that already."""
        return not self.unread(len(self.bare) - 1)

    def unread(self, index: int) -> int:
        """Return how many sentences are still to be read before it is known who speaks in sentence `index`."""
        known = self.voices.known if "voices" in self.__dict__ else 0
        return 0 if "sentences" in self.__dict__ else max(0, index + 1 - known)

    def speaker(self, index: int) -> Attribution | None:
        """Return who speaks in sentence `index`, where that is sure."""
        return surely(self.voices[index])

    def leans_on(self, index: int) -> int | None:
        """Return the sentence without which sentence `index` does not stand alone, without reading the others."""
        return self._leaning[index]

    def dates(self, index: int) -> tuple[DateMention, ...]:
        """Return the times that sentence `index` names, without reading the others; remembered."""
        if "sentences" in self.__dict__:
            return self.sentences[index].dates
        if index not in self._dates:
            self._dates[index] = find_dates(self.bare[index].text, self.language, self.day_of_writing)
        return self._dates[index]

    def says_as(self, other: Story) -> bool:
        """Whether article and text are the same as another story's."""
        return (self.article, self.text) == (other.article, other.text)

    def take_over(self, other: Story) -> None:
        """Keep what was read in another copy of the same article: reading is what takes the time."""
        vars(self).update({name: vars(other)[name] for name in _READ if name in vars(other)})

    @cached_property
    def _leaning(self) -> tuple[int | None, ...]:
        return tuple(leaning(self.bare, words.language_code(self.language)))

    @cached_property
    def _dates(self) -> dict[int, tuple[DateMention, ...]]:
        return {}

    @cached_property
    def day_of_writing(self) -> date | None:
        """The day that "Thursday" is counted from."""
        return day_of_writing(self.article, self.text)
