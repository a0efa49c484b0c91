"""The inverted indexes: sentences and whole articles in tantivy, by BM25, in memory or in a folder.

They say which articles are worth a look. Queries are our own small terms, compiled here alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import tantivy

from knowledge.retrieval.analysis import Term
from knowledge.retrieval.candidates import Floats, Places

_STORY, _BODY = "story", "body"
_BULK_HEAP = 64_000_000
_SMALL_HEAP = 15_000_000
"""Bytes that a writer collects before it writes a segment; tantivy wants no less."""
_ANALYZER = "words"

Query = tantivy.Query
"""Terms as the indexes take them, which `any_of` makes."""


@dataclass(frozen=True, slots=True)
class Searchers:
    """Both indexes as they were at a commit: what comes later does not show."""

    sentences: tantivy.Searcher
    articles: tantivy.Searcher

    def best_sentences(self, query: Query, limit: int) -> tuple[Places, Floats]:
        """Return the stories of the best sentences, some more than once, and the sentences' scores, best first."""
        return _found(self.sentences, query, limit)

    def best_articles(self, query: Query, limit: int) -> tuple[Places, Floats]:
        """Return the stories whose whole text has most of what is looked for, and their scores, best first."""
        return _found(self.articles, query, limit)

    def having(self, term: Term, limit: int) -> Places:
        """Return the stories that have `term` or what it may be read as; of very many the best."""
        return _found(self.articles, _one_of(term), limit)[0]


@dataclass(eq=False)
class InvertedIndex:
    """One writer at a time; `searchers` are what was committed last. With a `folder` it is kept there.

    Only for `reading`, what must be there is opened; nothing is made.
    """

    folder: Path | None = None
    bulk: bool = False
    reading: bool = False
    _sentences: tantivy.Index = field(init=False)
    _articles: tantivy.Index = field(init=False)
    _writers: tuple[tantivy.IndexWriter, tantivy.IndexWriter] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._sentences, self._articles = self._opened("sentences"), self._opened("articles")

    def _opened(self, name: str) -> tantivy.Index:
        if self.folder is None:
            index = tantivy.Index(_SCHEMA)
        elif self.reading:
            index = tantivy.Index.open(str(self.folder / name))
        else:
            path = self.folder / name
            path.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(_SCHEMA, path=str(path))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer(_ANALYZER, analyzer)
        return index

    def _writing(self) -> tuple[tantivy.IndexWriter, tantivy.IndexWriter]:
        """One thread a writer, so that documents stay in order."""
        if self._writers is None:
            heap = _BULK_HEAP if self.bulk else _SMALL_HEAP
            self._writers = self._sentences.writer(heap, 1), self._articles.writer(heap, 1)
        return self._writers

    def add(
        self, story: int, head: Sequence[str], keys: Sequence[Sequence[str]], found: Sequence[Sequence[str]]
    ) -> None:
        """Add a story: the keys above it, those of all of its sentences, and of those that may be quoted."""
        self.add_document(story, *_joined(head, keys, found))

    def add_document(self, story: int, body: str, sentences: Sequence[str]) -> None:
        """Add a story by the keys of its whole, and of each sentence."""
        by_sentence, by_article = self._writing()
        by_article.add_document(_document(story, body))
        for own in sentences:
            by_sentence.add_document(_document(story, own))

    def remove(self, story: int) -> None:
        """Take a story out."""
        for writer in self._writing():
            writer.delete_documents_by_query(tantivy.Query.term_query(_SCHEMA, _STORY, story))

    def remove_from(self, story: int) -> None:
        """Take out all stories from number `story` on."""
        beyond = tantivy.Query.range_query(_SCHEMA, _STORY, tantivy.FieldType.Unsigned, lower_bound=story)
        for writer in self._writing():
            writer.delete_documents_by_query(beyond)

    def commit(self) -> Searchers:
        """Make what was added and removed visible to new searchers."""
        if self._writers is not None:
            with ThreadPoolExecutor(2) as both:  # each writes its segment
                list(both.map(lambda writer: writer.commit(), self._writers))
        return self.searchers()

    def close(self) -> None:
        """Wait for what is being merged, and let the writers go: the folder may be opened elsewhere."""
        if self._writers is not None:
            for writer in self._writers:
                writer.wait_merging_threads()
            self._writers = None

    def searchers(self) -> Searchers:
        """Return searchers of what was committed last."""
        for index in (self._sentences, self._articles):
            index.reload()
        return Searchers(self._sentences.searcher(), self._articles.searcher())


Document = tuple[int, str, list[str]]
"""A story's number and what `InvertedIndex.add_document` takes of it."""


class Documents:
    """Collects what would be added to an index."""

    def __init__(self) -> None:
        self.found: list[Document] = []

    def add(
        self, story: int, head: Sequence[str], keys: Sequence[Sequence[str]], found: Sequence[Sequence[str]]
    ) -> None:
        """Note a story, as `InvertedIndex.add` takes it in."""
        self.found.append((story, *_joined(head, keys, found)))


def _joined(
    head: Sequence[str], keys: Sequence[Sequence[str]], found: Sequence[Sequence[str]]
) -> tuple[str, list[str]]:
    body = [*head, *head, *(key for sentence in keys for key in sentence)]
    return " ".join(body), [" ".join(own) for own in found]


def _found(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> tuple[Places, Floats]:
    """Return the stories of the best documents, and their scores, best first."""
    hits = searcher.search(query, limit=limit, count=False).hits
    stories = searcher.fast_field_values(_STORY, [address for _, address in hits])
    return np.array(stories, dtype=np.int64), np.array([score for score, _ in hits], dtype=np.float64)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(_STORY, indexed=True, fast=True)
    builder.add_text_field(_BODY, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


_SCHEMA = _schema()
"""Of both: a document is a sentence in one, an article in the other."""


def _document(story: int, body: str) -> tantivy.Document:
    return tantivy.Document.from_dict({_STORY: story, _BODY: body}, _SCHEMA)


def any_of(terms: Sequence[Term]) -> Query:
    """Compile terms to one flat union of words: only of such a one tantivy skips what cannot be among the best.

    (Block-max WAND: Ding and Suel, "Faster top-k document retrieval using block-max indexes", SIGIR 2011.) A document
    with several readings of a term has the sum of them, which is rare; each word of a name counts as its share of it.
    """
    boosts: dict[str, float] = {}
    for term in terms:
        ways: list[tuple[tuple[str, ...], float]] = [((term.key,), 1.0)]
        ways += [(reading.keys, reading.likeness) for reading in term.readings]
        for keys, likeness in ways:
            boost = max(0.01, term.weight * likeness / len(keys))
            for key in keys:
                boosts[key] = max(boost, boosts.get(key, 0.0))
    parts = [
        (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(_SCHEMA, _BODY, key, "freq"), boost))
        for key, boost in boosts.items()
    ]
    return tantivy.Query.boolean_query(parts)


def _one_of(term: Term) -> tantivy.Query:
    """Compile a term to a query that only documents match which have a reading of it, all of its words."""
    ways = [(term.key,), *(reading.keys for reading in term.readings)]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, _all_of(keys)) for keys in ways])


def _all_of(keys: tuple[str, ...]) -> tantivy.Query:
    queries = [tantivy.Query.term_query(_SCHEMA, _BODY, key, "freq") for key in keys]
    return (
        queries[0]
        if len(queries) == 1
        else tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])
    )
