"""The index of a library: which sentences may answer, and every word of them as numbers.

Articles are ranked by their whole text, and the best ones may offer sentences of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.analysis import Analysis, Term
from knowledge.retrieval.candidates import Candidates, Floats, Places
from knowledge.retrieval.catalogue import Catalogue
from knowledge.retrieval.columns import Columns
from knowledge.retrieval.indexing import COLUMNS, Indexer, Story
from knowledge.retrieval.inverted import InvertedIndex, Searchers, any_of
from knowledge.retrieval.layout import Layout
from knowledge.retrieval.lexicon import Counts
from knowledge.retrieval.tokens import Opening, Tokens
from knowledge.retrieval.vocabulary import Vocabulary

SPEAKER = 0.4
"""What the name of somebody whose words are asked for weighs in retrieval."""
FROM_SENTENCES = 100
FROM_ARTICLES = 250
BEST_ARTICLES = 40
_ARTICLES = 200
"""How many articles are ranked by their whole text."""
ARTICLE_SHARE = 0.7
"""Weight of the article's BM25 beside the sentence's in the first order of candidates."""
AROUND = 0.3
"""What a word beside the sentence (its neighbours and what stands above its article) weighs in retrieval."""
AROUND_FROM = (-2, -1, 1)
"""Which neighbours those are."""
_LOOKED_AT = 1_000
"""Sentences whose neighbours are looked at."""
_EQUAL = 1e-9
_UNQUOTED = int(Opening.UNQUOTED)
_K1, _B = 1.2, 0.75
_USUAL_LENGTH = 22
"""Words of a sentence of news. BM25 takes the mean; a library's would move with every article."""


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

    def candidates(self, analysis: Analysis, now: datetime | None = None) -> Candidates:
        """Return the sentences that may answer, in a first order; ties go by place in the library.

        They are of articles that readers may be shown at `now` (aware), or of all.
        """
        if not analysis.terms or not self.stories:
            return Candidates.of(())
        shown = partial(self.catalogue.shown, now=now) if now else partial(np.ones_like, dtype=np.bool_)
        query = any_of(analysis.terms)
        articles, by_article = _enough(partial(self.searchers.best_articles, query), _ARTICLES, shown)
        best = set(articles[np.lexsort((articles, -by_article))][:BEST_ARTICLES].tolist())
        by_sentence, _ = _enough(partial(self.searchers.best_sentences, query), FROM_SENTENCES, shown)
        stories = np.array(sorted(best.union(by_sentence.tolist())), dtype=np.int64)
        stories = stories[self.tokens.story_starts[stories] < self.tokens.story_starts[stories + 1]]
        if not len(stories):
            return Candidates.of(())
        laid = Layout.of(analysis.terms, stories, self.tokens)
        rows, scores = self._scores(analysis, laid)
        if not len(rows):
            return Candidates.of(())
        is_best = np.array([story in best for story in stories.tolist()])
        of_best = is_best[laid.story[rows]].nonzero()[0]
        offered = np.zeros(len(rows), dtype=np.bool_)
        offered[_best(scores, FROM_SENTENCES)] = True
        offered[of_best[_best(scores[of_best], FROM_ARTICLES)]] = True
        rows, score = rows[offered], scores[offered]
        at = laid.story[rows]
        story, index = stories[at], rows - laid.starts[at]
        score_of = dict(zip(articles.tolist(), by_article.tolist(), strict=True))
        article = np.array([score_of.get(one, 0.0) for one in stories.tolist()])[at]
        first = score / _top(score) + ARTICLE_SHARE * article / _top(by_article)
        return Candidates(story, index, score, article, laid).take(np.lexsort((index, story, -first)))

    def _scores(self, analysis: Analysis, laid: Layout) -> tuple[Places, Floats]:
        """Return the sentences of a layout that may be among the best, in order, and what they score: more than 0.

        They score by their own words and, more weakly, by those around them.

        BM25 (Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009) in which a
        sentence has a term once or not at all, by as much as its likeliest reading. Rounded, so that equal sentences
        score alike wherever they are laid out.
        """
        weights = np.array([self._weight(term, analysis) for term in analysis.terms])
        lengths = laid.words[1:] - laid.words[:-1]
        norm = (_K1 + 1) / (1 + _K1 * (1 - _B + _B * lengths / _USUAL_LENGTH))
        own = weights @ laid.found
        scores = own * norm
        scores[(self.tokens.openings[laid.sentences] & _UNQUOTED) > 0] = -np.inf
        near = (weights @ laid.head)[laid.story] + sum(_moved(own, by) for by in AROUND_FROM)
        rows = _promising(scores + AROUND * np.minimum(near, weights.sum()))
        around = np.maximum(laid.head[:, laid.story[rows]], laid.shifted(rows, AROUND_FROM).max(axis=1))
        return rows, (scores[rows] + AROUND * (weights @ around)).round(9)

    def _weight(self, term: Term, analysis: Analysis) -> float:
        """What a term weighs among the sentences: its weight times its BM25 idf, by its most frequent reading."""
        count = max(map(self.tokens.keys.count, {term.key, *(r.keys[0] for r in term.readings if len(r.keys) == 1)}))
        total = max(self.vocabulary.sentences, count)
        # Whose words are asked for is told by the speaker as well, and may be a pronoun in the sentence.
        share = SPEAKER if term.key in analysis.speakers else 1.0
        return share * term.weight * math.log(1 + (total - count + 0.5) / (count + 0.5))

    def mentions(self, story: int, key: str) -> int:
        """Return how often `key` stands in the sentences of a story."""
        return self.tokens.mentions(story, key)

    def has_above(self, story: int, key: str) -> bool:
        """Return whether `key` stands above a story: in its headline, standfirst, topics, place or day."""
        return self.tokens.has_above(story, key)

    def having(self, term: Term) -> Iterable[int]:
        """Return the stories that have `term` or a word that counts as it; of very many the best 200."""
        return [int(story) for story in self.searchers.having(term, _ARTICLES)]


def _enough(
    search: Callable[[int], tuple[Places, Floats]], wanted: int, shown: Callable[[Places], NDArray[np.bool_]]
) -> tuple[Places, Floats]:
    """Search for more until half of what is `wanted` may be shown: what may not crowds nobody out."""
    limit = wanted
    while True:
        found, scores = search(limit)
        seen = shown(found)
        if len(found) < limit or 2 * np.count_nonzero(seen) >= wanted:
            return found[seen][:wanted], scores[seen][:wanted]
        limit *= 4


def _top(scores: Floats) -> float:
    return float(scores.max(initial=0.0)) or 1.0


def _best(scores: Floats, most: int) -> Places:
    """Return the places of the best scores; of equal ones the first."""
    return (-scores).argsort(kind="stable")[:most]


def _promising(scores: Floats) -> Places:
    """Return the places of the best so many scores above 0, and of those that equal the last of them."""
    places = (scores > 0).nonzero()[0]
    if len(places) > _LOOKED_AT:
        found = scores[places]
        places = places[found >= np.partition(found, -_LOOKED_AT)[-_LOOKED_AT] - _EQUAL]
    return places


def _moved(values: Floats, by: int) -> Floats:
    """Return what stands `by` places after each value (before, if negative); 0 beyond the ends."""
    moved = np.zeros_like(values)
    if by < 0:
        moved[-by:] = values[:by]
    else:
        moved[:-by] = values[by:]
    return moved
