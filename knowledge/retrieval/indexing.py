"""Stories into an index: each is cut into words once, for the columns, the counts and the inverted indexes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from babel.dates import format_date
from numpy.typing import NDArray

from knowledge.article import Article, day
from knowledge.retrieval import catalogue as catalogues
from knowledge.retrieval import tokens, words
from knowledge.retrieval.catalogue import CatalogueBuilder
from knowledge.retrieval.columns import Columns
from knowledge.retrieval.indexed import Indexed, is_ever_shown
from knowledge.retrieval.inverted import Document, Documents, InvertedIndex
from knowledge.retrieval.lexicon import Counts, Lexicon
from knowledge.retrieval.strings import Keys
from knowledge.retrieval.tokens import TokensBuilder
from knowledge.retrieval.vocabulary import Vocabulary

COLUMNS = {**tokens.COLUMNS, **catalogues.COLUMNS}
"""The columns of an index and their types."""
_FLUSHED = 200
"""Stories after which the columns are written."""


Story = TypeVar("Story", bound=Indexed)


class Known(Protocol):
    """What a catalogue knew before."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of languages, in the order of their numbers."""

    @property
    def outlets(self) -> tuple[str, ...]:
        """Names of sources, in the order of their numbers."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some stories of a library, indexed by themselves: what `Indexer.put` takes in, also from another process."""

    columns: Mapping[str, NDArray[Any]]
    keys: tuple[str, ...]
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    counts: Counts
    documents: Sequence[Document]


def indexed_part(stories: Iterable[Indexed]) -> Part:
    """Index `stories` by themselves."""
    columns, documents = Columns(COLUMNS), Documents()
    indexer = Indexer(columns, None, documents=documents)
    for story in stories:
        indexer.add(story)
    indexer.flush()
    return Part(
        columns=columns.arrays(),
        keys=tuple(indexer.new_keys),
        languages=indexer.languages,
        outlets=indexer.outlets,
        counts=indexer.counts,
        documents=documents.found,
    )


class _Numbers(dict[str, int]):
    """The numbers of keys; one that nobody has gets the next, and is one of the `new`."""

    def __init__(self, keys: Keys | None, known: Iterable[str]) -> None:
        self._keys = keys
        self._before = 0 if keys is None else len(keys)
        self.new: dict[str, int] = self if keys is None else {}
        self.update((key, number) for number, key in enumerate(known))

    def __missing__(self, key: str) -> int:
        number = self._keys.get(key) if self._keys is not None else None
        if number is None:
            number = self.new[key] = self._before + len(self.new)
        self[key] = number
        return number


class Indexer:
    """Takes stories in, one after another; their numbers go on from those that the columns have.

    With `keys` it adds to an index that is there, and `finish` is not for it. With the keys `known` so far, in order,
    it goes on with one that was not finished. Without inverted indexes `documents` collect what would go into them.
    """

    def __init__(
        self,
        columns: Columns,
        inverted: InvertedIndex | None,
        *,
        documents: Documents | None = None,
        keys: Keys | None = None,
        catalogue: Known | None = None,
        counts: Counts | None = None,
        known: Iterable[str] = (),
    ) -> None:
        self.columns = columns
        self._inverted, self._documents = inverted, documents
        self.counts = Counts() if counts is None else counts
        self._numbers = _Numbers(keys, known)
        if not columns.lengths["story_starts"]:
            columns.append({name: np.zeros(1, dtype=np.int64) for name in ("starts", "story_starts", "head_starts")})
        self._stories = columns.lengths["days"]
        self._tokens = TokensBuilder(
            self._numbers.__getitem__,
            words=columns.lengths["ids"],
            sentences=columns.lengths["openings"],
            head_words=columns.lengths["head_ids"],
        )
        before = (catalogue.languages, catalogue.outlets) if catalogue is not None else ()
        self._catalogue = CatalogueBuilder(*before)

    @property
    def new_keys(self) -> dict[str, int]:
        """Keys that the index lacked, with their numbers."""
        return self._numbers.new

    @property
    def inverted(self) -> InvertedIndex:
        """The inverted indexes, where the stories go into some."""
        assert self._inverted is not None  # noqa: S101 - what collects documents does nothing else
        return self._inverted

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the stories."""
        return self._catalogue.languages

    @property
    def outlets(self) -> tuple[str, ...]:
        """The names of the sources of the stories."""
        return self._catalogue.outlets

    def add(self, story: Indexed) -> None:
        """Take a story in; one that is never shown gets a number, and nothing of it can be found."""
        article = story.article
        self._catalogue.add(article)
        if is_ever_shown(article):
            self._index(story)
        else:
            self._tokens.end_story((), 0)
        self._stories += 1
        if self._stories % _FLUSHED == 0:
            self.flush()

    def _index(self, story: Indexed) -> None:
        language = words.language_code(story.article.language)
        head = headline_keys(story.article)
        keys = []
        for sentence in story.bare:
            found = words.words(sentence.text, language)
            keys.append([word.key for word in found])
            self._tokens.add_sentence(sentence.text, found, language, quotable=sentence.quotable)
            if sentence.quotable:
                self.counts.add(found, language)
        published = story.article.published
        self._tokens.end_story(head, day(published).toordinal() if published is not None else 0)
        self._find(self._stories, story, head, keys)

    def _find(self, number: int, story: Indexed, head: Sequence[str], keys: Sequence[Sequence[str]]) -> None:
        """Let a story be found by its keys."""
        found_by = [own for sentence, own in zip(story.bare, keys, strict=True) if sentence.quotable]
        (self.inverted if self._documents is None else self._documents).add(number, head, keys, found_by)

    def remove(self, number: int, story: Indexed, going: Counts) -> None:
        """Take a story out again: `going`, whose sign is -1, counts its words."""
        if is_ever_shown(story.article):
            going.add_story(story)
            self.inverted.remove(number)

    def put_back(self, number: int, story: Indexed) -> None:
        """Let a story whose words the columns have be found again."""
        if is_ever_shown(story.article):
            language = words.language_code(story.article.language)
            keys = [words.keys(sentence.text, language) for sentence in story.bare]
            self._find(number, story, headline_keys(story.article), keys)

    def put(self, part: Part) -> None:
        """Take in a part of a library that was indexed by itself."""
        numbers = np.array([self._numbers[key] for key in part.keys], dtype=np.int32)
        lengths, pieces = self.columns.lengths, dict(part.columns)
        for name in ("ids", "head_ids"):
            pieces[name] = numbers[pieces[name]] if len(numbers) else pieces[name]
        for name, counted in (("starts", "ids"), ("story_starts", "openings"), ("head_starts", "head_ids")):
            pieces[name] = pieces[name][1:] + lengths[counted]
        pieces |= self._catalogue.renumbered(part.columns, part.languages, part.outlets)
        self.columns.append(pieces)
        self.counts.update(part.counts)
        for story, body, sentences in part.documents:
            self.inverted.add_document(self._stories + story, body, sentences)
        self._stories += len(part.columns["days"])

    def flush(self) -> None:
        """Write what was taken in to the columns."""
        self.columns.append({**self._tokens.take(), **self._catalogue.take()})

    def finish(self) -> Vocabulary:
        """Write everything, and return the words that were counted."""
        self.flush()
        self.inverted.commit()
        self.inverted.close()
        frequency = np.array([self.counts.frequency[key] for key in self.new_keys], dtype=np.int32)
        return Vocabulary.frozen(Lexicon.of(self.counts, self.new_keys), Keys.of(self.new_keys, frequency))


def headline_keys(article: Article) -> tuple[str, ...]:
    """Return the keys of what stands above an article: headline, standfirst, place, and its day in words."""
    language = words.language_code(article.language)
    above = [article.headline, article.standfirst or "", *article.topics]
    if article.dateline and article.dateline.place:
        above.append(article.dateline.place)
    keys = [key for text in above for key in words.keys(text, language)]
    if article.published is not None:
        date = day(article.published)
        keys += words.keys(f"{format_date(date, 'd MMMM', locale='en')} {date.year}", "en")
    return tuple(keys)
