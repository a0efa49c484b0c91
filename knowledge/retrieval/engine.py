"""The index of a library: which sentences may answer, and every word of them as numbers.

Articles are ranked by their whole text, and the best ones may offer sentences of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic

import numpy as np

from knowledge.retrieval.analysis import Analysis, Term
from knowledge.retrieval.candidates import Candidates, Floats, Places
from knowledge.retrieval.catalogue import Catalogue
from knowledge.retrieval.columns import Columns
from knowledge.retrieval.indexing import COLUMNS, Indexer, Story
from knowledge.retrieval.inverted import InvertedIndex, Searchers
from knowledge.retrieval.lexicon import Counts
from knowledge.retrieval.tokens import Tokens
from knowledge.retrieval.vocabulary import Vocabulary

SPEAKER = 0.4
"""What the name of somebody whose words are asked for weighs in retrieval."""
FROM_SENTENCES = 200
FROM_ARTICLES = 150
BEST_ARTICLES = 40
_ARTICLES = 200
"""How many articles are ranked by their whole text."""
ARTICLE_SHARE = 0.7
"""Weight of the article's BM25 beside the sentence's in the first order of candidates."""


@dataclass(frozen=True, eq=False)
class Engine(Generic[Story]):
    """An immutable index over `stories`, in which each has its place as its number; build it with `Engine.build`.

    The numbers of stories that are `gone` are not given again.
    """

    stories: Sequence[Story]
    vocabulary: Vocabulary
    tokens: Tokens
    catalogue: Catalogue
    gone: frozenset[int]
    searchers: Searchers
    columns: Columns
    inverted: InvertedIndex

    @classmethod
    def build(cls, stories: Iterable[Story]) -> Engine[Story]:
        """Index `stories`, held in memory. Deterministic: one writer thread, documents in order."""
        stories = tuple(stories)
        columns, inverted = Columns(COLUMNS), InvertedIndex(bulk=True)
        indexer = Indexer(columns, inverted)
        for story in stories:
            indexer.add(story)
        return cls.of(stories, indexer)

    @classmethod
    def of(cls, stories: Sequence[Story], indexer: Indexer) -> Engine[Story]:
        """Return the index of what an indexer has taken in, which are `stories`."""
        vocabulary = indexer.finish()
        arrays = indexer.columns.arrays()
        return cls(
            stories=stories,
            vocabulary=vocabulary,
            tokens=Tokens.of(vocabulary.keys, arrays),
            catalogue=Catalogue.of(arrays, indexer.languages, indexer.outlets),
            gone=frozenset(),
            searchers=indexer.inverted.searchers(),
            columns=indexer.columns,
            inverted=indexer.inverted,
        )

    def changed(self, stories: Sequence[Story], removed: Collection[int] = ()) -> Engine[Story]:
        """Return the index after a change, without a rebuild; this one answers as before.

        `stories` are the present ones, gone or not, and then the new ones. One change at a time, to the newest index.
        """
        arriving, going = Counts(), Counts(sign=-1)
        indexer = Indexer(self.columns, self.inverted, keys=self.tokens.keys, catalogue=self.catalogue, counts=arriving)
        for story in stories[len(self.stories) :]:
            indexer.add(story)
        for number in removed:
            indexer.remove(number, self.stories[number], going)
        indexer.flush()
        searchers = self.inverted.commit()
        keys = self.tokens.keys.with_counts(indexer.new_keys, arriving.frequency, going.frequency)
        vocabulary = self.vocabulary.changed(arriving, keys).changed(going, keys)
        arrays, gone = self.columns.arrays(), self.gone | frozenset(removed)
        return replace(
            self,
            stories=stories,
            vocabulary=vocabulary,
            tokens=Tokens.of(keys, arrays, gone),
            catalogue=Catalogue.of(arrays, indexer.languages, indexer.outlets, gone),
            gone=gone,
            searchers=searchers,
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes of the stories that are not gone, the most frequent first."""
        present = np.delete(self.catalogue.language, sorted(self.gone)) if self.gone else self.catalogue.language
        counts = np.bincount(present, minlength=len(self.catalogue.languages)).tolist()
        found = zip(self.catalogue.languages, counts, strict=True)
        return tuple(code for code, count in sorted(found, key=lambda one: (-one[1], one[0])) if count)

    def candidates(self, analysis: Analysis) -> Candidates:
        """Return the sentences that may answer, in a first order; ties go by place in the library."""
        if not analysis.terms or not self.stories:
            return Candidates.of(())
        articles, by_article = self.searchers.best_articles(analysis.terms, _ARTICLES)
        # Whose words are asked for is told by the speaker as well, and may be a pronoun in the sentence.
        terms = [
            replace(term, weight=term.weight * SPEAKER) if term.key in analysis.speakers else term
            for term in analysis.terms
        ]
        story, index, score = self.searchers.best_sentences(terms, FROM_SENTENCES)
        if len(self.stories) > BEST_ARTICLES:
            best = articles[np.lexsort((articles, -by_article))][:BEST_ARTICLES].tolist()
            more = self.searchers.best_sentences(terms, FROM_ARTICLES, among=best)
            story, index, score = (np.concatenate(pair) for pair in zip(more, (story, index, score), strict=True))
            _, once = np.unique(self.tokens.story_starts[story] + index, return_index=True)
            story, index, score = story[once], index[once], score[once]
        article = _looked_up(story, articles, by_article)
        first = score / _top(score) + ARTICLE_SHARE * article / _top(by_article)
        return Candidates(story, index, score, article).take(np.lexsort((index, story, -first)))

    def mentions(self, story: int, key: str) -> int:
        """Return how often `key` stands in the sentences of a story."""
        return self.tokens.mentions(story, key)

    def has_above(self, story: int, key: str) -> bool:
        """Return whether `key` stands above a story: in its headline, standfirst, topics, place or day."""
        return self.tokens.has_above(story, key)

    def having(self, term: Term) -> Iterable[int]:
        """Return the stories that have `term` or a word that counts as it; of very many the best 200."""
        return [int(story) for story in self.searchers.having(term, _ARTICLES)]


def _top(scores: Floats) -> float:
    return float(scores.max(initial=0.0)) or 1.0


def _looked_up(wanted: Places, keys: Places, values: Floats) -> Floats:
    """Return the value of each of `wanted`; 0 for one that is not among `keys`."""
    if not len(keys):
        return np.zeros(len(wanted))
    order = np.argsort(keys)
    at = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    return np.where(keys[order][at] == wanted, values[order][at], 0.0)
