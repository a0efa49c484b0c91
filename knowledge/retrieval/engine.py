"""The index: sentences and articles by BM25 in tantivy, and the vocabulary beside it.

A sentence is found by its own words and, more weakly, by those around it; articles are ranked by their whole
text, and the best ones may offer sentences of their own. Queries are our own small terms, compiled here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import tantivy
from babel.dates import format_date
from numpy.typing import NDArray

from knowledge.article import Article, day
from knowledge.reading.sentence import Sentence
from knowledge.retrieval import words
from knowledge.retrieval.analysis import Analysis, Term
from knowledge.retrieval.candidates import Candidates, Floats, Places
from knowledge.retrieval.catalogue import Catalogue, CatalogueBuilder
from knowledge.retrieval.tokens import Tokens, TokensBuilder
from knowledge.retrieval.vocabulary import Vocabulary, VocabularyBuilder

AROUND = 0.3
"""What a word beside the sentence (its neighbours, its heading and headline) weighs in retrieval."""
SPEAKER = 0.4
"""What the name of somebody whose words are asked for weighs in retrieval."""
FROM_SENTENCES = 200
FROM_ARTICLES = 150
BEST_ARTICLES = 40
ARTICLE_SHARE = 0.7
"""Weight of the article's BM25 beside the sentence's in the first order of candidates."""

_HEAP = 64_000_000
_ANALYZER = "words"


class Indexed(Protocol):
    """What the index needs of a story."""

    @property
    def article(self) -> Article:
        """The article."""

    @property
    def bare(self) -> tuple[Sentence, ...]:
        """Its sentences as split, in order."""


Story = TypeVar("Story", bound=Indexed)


@dataclass(frozen=True)
class Engine(Generic[Story]):
    """An immutable index over `stories`; build it with `Engine.build`."""

    stories: tuple[Story, ...]
    vocabulary: Vocabulary
    tokens: Tokens
    frequencies: NDArray[np.int32]
    """In how many sentences each key stands, by the key's id in `tokens`."""
    catalogue: Catalogue
    _sentences: tantivy.Index
    _articles: tantivy.Index

    @classmethod
    def build(cls, stories: Iterable[Story]) -> Engine[Story]:
        """Index `stories`, held in memory. Deterministic: one writer thread, documents in order."""
        stories = tuple(stories)
        vocabulary, tokens = VocabularyBuilder(), TokensBuilder()
        sentences, articles = tantivy.Index(_SENTENCES), tantivy.Index(_ARTICLES)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        for index in (sentences, articles):
            index.register_tokenizer(_ANALYZER, analyzer)
        by_sentence = sentences.writer(_HEAP, 1)
        by_article = articles.writer(_HEAP, 1)
        catalogue = CatalogueBuilder()
        for number, story in enumerate(stories):
            language = words.language_code(story.article.language)
            head = _headline_keys(story.article)
            catalogue.add(story.article)
            keys = []
            for sentence in story.bare:
                found = words.words(sentence.text, language)
                keys.append([word.key for word in found])
                tokens.add_sentence(sentence.text, found, language)
                if sentence.quotable:
                    vocabulary.add(found, language)
            published = story.article.published
            tokens.end_story(head, day(published).toordinal() if published is not None else 0)
            body = [*head, *head, *(key for sentence in keys for key in sentence)]
            by_article.add_document(_document(_ARTICLES, story=number, body=" ".join(body)))
            for sentence in story.bare:
                if not sentence.quotable:
                    continue
                at = sentence.index
                beside = keys[max(0, at - 2) : at] + keys[at + 1 : at + 2]
                around = [*head, *(key for neighbour in beside for key in neighbour)]
                if sentence.heading:
                    around += words.keys(sentence.heading, language)
                by_sentence.add_document(
                    _document(_SENTENCES, story=number, at=at, body=" ".join(keys[at]), around=" ".join(around))
                )
        for writer in (by_sentence, by_article):
            writer.commit()
            writer.wait_merging_threads()
        for index in (sentences, articles):
            index.reload()
        frozen, counted = tokens.finish(), vocabulary.finish()
        frequencies = np.array([counted.frequency.get(key, 0) for key in frozen.key_ids], dtype=np.int32)
        return cls(stories, counted, frozen, frequencies, catalogue.finish(), sentences, articles)

    def candidates(self, analysis: Analysis) -> Candidates:
        """Return the sentences that may answer, in a first order; ties go by place in the library."""
        if not analysis.terms or not self.stories:
            return Candidates.of(())
        articles, by_article = self._best_articles(analysis.terms)
        # Whose words are asked for is told by the speaker as well, and may be a pronoun in the sentence.
        terms = [
            replace(term, weight=term.weight * SPEAKER) if term.key in analysis.speakers else term
            for term in analysis.terms
        ]
        query = _any_of(_SENTENCES, terms, {"body": 1.0, "around": AROUND})
        story, index, score = self._search(query, FROM_SENTENCES)
        if len(self.stories) > BEST_ARTICLES:
            best = articles[np.lexsort((articles, -by_article))][:BEST_ARTICLES].tolist()
            among = tantivy.Query.const_score_query(tantivy.Query.term_set_query(_SENTENCES, "story", best), 0.0)
            within = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, among)])
            more = self._search(within, FROM_ARTICLES)
            story, index, score = (np.concatenate(pair) for pair in zip(more, (story, index, score), strict=True))
            _, once = np.unique(self.tokens.story_starts[story] + index, return_index=True)
            story, index, score = story[once], index[once], score[once]
        article = _looked_up(story, articles, by_article)
        first = score / _top(score) + ARTICLE_SHARE * article / _top(by_article)
        return Candidates(story, index, score, article).take(np.lexsort((index, story, -first)))

    def mentions(self, story: int, key: str) -> int:
        """Return how often `key` stands in the sentences of a story."""
        return self.tokens.mentions(story, key)

    def having(self, term: Term) -> Iterable[int]:
        """Return the stories that have `term` or a word that counts as it; of very many the best 200."""
        return [int(story) for story in self._best_articles((term,))[0]]

    def has_above(self, story: int, key: str) -> bool:
        """Return whether `key` stands above a story: in its headline, standfirst, topics, place or day."""
        return self.tokens.has_above(story, key)

    def _search(self, query: tantivy.Query, limit: int) -> tuple[Places, Places, Floats]:
        """Return the stories, indices and scores of the best sentences."""
        searcher = self._sentences.searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        addresses = [address for _, address in hits]
        return _numbers(searcher, "story", addresses), _numbers(searcher, "at", addresses), _scores(hits)

    def _best_articles(self, terms: Sequence[Term]) -> tuple[Places, Floats]:
        """Return the stories whose whole text has most of `terms`, and their scores, best first."""
        searcher = self._articles.searcher()
        hits = searcher.search(_any_of(_ARTICLES, terms, {"body": 1.0}), limit=200, count=False).hits
        return _numbers(searcher, "story", [address for _, address in hits]), _scores(hits)


def _numbers(searcher: tantivy.Searcher, field: str, addresses: list[tantivy.DocAddress]) -> Places:
    return np.array(searcher.fast_field_values(field, addresses), dtype=np.int64)


def _scores(hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> Floats:
    return np.array([score for score, _ in hits], dtype=np.float64)


def _top(scores: Floats) -> float:
    return float(scores.max(initial=0.0)) or 1.0


def _looked_up(wanted: Places, keys: Places, values: Floats) -> Floats:
    """Return the value of each of `wanted`; 0 for one that is not among `keys`."""
    if not len(keys):
        return np.zeros(len(wanted))
    order = np.argsort(keys)
    at = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    return np.where(keys[order][at] == wanted, values[order][at], 0.0)


def _schema(*, around: bool) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("story", indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name=_ANALYZER, index_option="freq")
    if around:
        builder.add_unsigned_field("at", fast=True)
        builder.add_text_field("around", tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


_SENTENCES = _schema(around=True)
_ARTICLES = _schema(around=False)


def _document(schema: tantivy.Schema, **fields: int | str) -> tantivy.Document:
    return tantivy.Document.from_dict(fields, schema)


def _any_of(schema: tantivy.Schema, terms: Sequence[Term], fields: dict[str, float]) -> tantivy.Query:
    """Compile terms to tantivy: each scores as its best reading in its best field does."""
    parts = []
    for term in terms:
        ways: list[tuple[tuple[str, ...], float]] = [((term.key,), 1.0)]
        ways += [(reading.keys, reading.likeness) for reading in term.readings]
        for field, share in fields.items():
            options = [
                tantivy.Query.boost_query(_all_of(schema, field, keys), max(0.01, term.weight * likeness * share))
                for keys, likeness in ways
            ]
            part = options[0] if len(options) == 1 else tantivy.Query.disjunction_max_query(options)
            parts.append((tantivy.Occur.Should, part))
    return tantivy.Query.boolean_query(parts)


def _all_of(schema: tantivy.Schema, field: str, keys: tuple[str, ...]) -> tantivy.Query:
    queries = [tantivy.Query.term_query(schema, field, key, "freq") for key in keys]
    return (
        queries[0]
        if len(queries) == 1
        else tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
    )


def _headline_keys(article: Article) -> tuple[str, ...]:
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
