"""Other programs that find sentences, each as its own documentation sets it up.

They only rank: they know no speakers, no dates, no corrections and no refusing, and return numbers or rows, not
quotes.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import bm25s
import Stemmer
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process

from benchmarks.speed import plain_tantivy

TOP = 200
RANK_BM25_UP_TO = 120_000
"""Sentences; beyond that its dictionary a sentence takes gigabytes."""
BM25S_UP_TO = 2_000_000
"""Sentences; more was not tried: it cuts all of them into lists of words before it indexes."""

Ask = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that is ready to be asked; `built` is in seconds."""

    name: str
    ask: Ask
    built: float


def each_peer(sentences: list[str], folder: Path) -> Iterator[Peer]:
    """Build the peers over `sentences`, one after the other; files go to `folder`."""
    makers: dict[str, Callable[[], Ask]] = {
        f"tantivy, top {TOP}": lambda: _tantivy(sentences),
        f"SQLite FTS5, top {TOP}": lambda: _fts5(sentences, folder / "fts5.sqlite"),
    }
    if len(sentences) <= BM25S_UP_TO:
        makers |= {
            f"bm25s numba, top {TOP}": lambda: _bm25s(sentences, "numba"),
            f"bm25s numpy, top {TOP}": lambda: _bm25s(sentences, "numpy"),
        }
    if len(sentences) <= RANK_BM25_UP_TO:
        makers[f"rank_bm25, top {TOP}"] = lambda: _rank_bm25(sentences)
    makers["rapidfuzz token_set_ratio"] = lambda: _rapidfuzz(sentences)
    for name, make in makers.items():
        began = time.perf_counter()
        ask = make()
        yield Peer(name, ask, time.perf_counter() - began)


def _tantivy(sentences: list[str]) -> Ask:
    """Any of the words, English stems, in memory."""
    search = plain_tantivy(sentences)
    return lambda question: search(question, TOP)


def _fts5(sentences: list[str], path: Path) -> Ask:
    """Any of the words, Porter stems, on disk; `rank` is bm25(), and the faster way to order by it."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE sentences USING fts5(body, tokenize = 'porter unicode61')")
    with connection:
        connection.executemany("INSERT INTO sentences VALUES (?)", ((sentence,) for sentence in sentences))
        connection.execute("INSERT INTO sentences(sentences) VALUES ('optimize')")

    def ask(question: str) -> object:
        match = " OR ".join(f'"{word}"' for word in _words(question))
        order = f"SELECT rowid FROM sentences WHERE sentences MATCH ? ORDER BY rank LIMIT {TOP}"
        return connection.execute(order, (match,)).fetchall()

    return ask


def _bm25s(sentences: list[str], backend: str) -> Ask:
    """English stems and stop words, on one thread."""
    cut = {"stopwords": "en", "stemmer": Stemmer.Stemmer("english"), "show_progress": False}
    retriever = bm25s.BM25(backend=backend)
    retriever.index(bm25s.tokenize(sentences, **cut), show_progress=False)
    k = min(TOP, len(sentences))

    def ask(question: str) -> object:
        tokens = bm25s.tokenize([question], return_ids=False, **cut)
        return retriever.retrieve(tokens, k=k, show_progress=False, backend_selection=backend)

    return ask


def _rank_bm25(sentences: list[str]) -> Ask:
    okapi = BM25Okapi([_words(sentence) for sentence in sentences])
    return lambda question: okapi.get_top_n(_words(question), sentences, n=TOP)


def _rapidfuzz(sentences: list[str]) -> Ask:
    """Every sentence is compared with the whole question."""
    return lambda question: process.extract(question, sentences, scorer=fuzz.token_set_ratio, processor=None, limit=TOP)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
