"""What speaks for a sentence as the answer, and what against: numbers that a person can read.

Every feature is between -1 and 1 and is counted for all candidates at once. Coverage is weighted by rarity: a shared
"the" is no evidence, a shared rare name is much. What the question has and neither the sentence nor its
surroundings have counts against.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.reading.sentence import Sentence
from knowledge.retrieval import words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.candidates import Candidates
from knowledge.retrieval.contradiction import contradiction
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.matching import Flags, Floats, Matching, match, term_weights
from knowledge.retrieval.tokens import Opening
from knowledge.retrieval.wanted import wanted

HEADLINE = 0.6
IN_ARTICLE = 0.35
ABOUT = 0.6
"""A word that an article keeps coming back to is what it is about: each of its sentences is, a little."""
_ABOUT_SHARE = 0.15
_OFTEN = 8
"""Sentences with a word from which an article is all about it."""
_NEAR = 4
_FULL_LENGTH = 60


@dataclass(frozen=True)
class Evidence:
    """The features of all candidates of a question: `values` has a row a candidate, a column a name of `names`.

    `covered` says how well each term is covered in or around each candidate (0..1).
    """

    names: tuple[str, ...]
    values: Floats
    covered: Floats

    def of(self, row: int) -> dict[str, float]:
        """Return one candidate's features by name."""
        return self.of_each([row])[0]

    def of_each(self, rows: Sequence[int]) -> list[dict[str, float]]:
        """Return the features of several candidates by name."""
        return [dict(zip(self.names, values, strict=True)) for values in self.values[rows].tolist()]


def evidence(analysis: Analysis, candidates: Candidates, engine: Engine[Any]) -> Evidence:
    """Return the evidence on `candidates` (at least one), speakers apart."""
    found = match(analysis, candidates, engine.tokens)
    features = {
        **_coverage(analysis, found),
        **_absence(analysis, found),
        **_nearness(analysis, found),
        **_shape(candidates, found, engine),
        **_scores(analysis, candidates),
        **wanted(analysis, candidates, found, engine),
        **contradiction(analysis, found, engine),
    }
    local = np.maximum(found.beside, HEADLINE * found.head)
    covered = np.maximum(local, found.article * _elsewhere(found))
    return Evidence(tuple(features), np.column_stack(list(features.values())), covered)


def _share(matches: Floats, weights: Floats, otherwise: Floats | float = 1.0) -> Floats:
    """How much of `weights` is matched in each row; `otherwise` where there is nothing to match."""
    total = weights.sum()
    return matches @ weights / total if total > 0 else np.zeros(len(matches)) + otherwise


def _coverage(analysis: Analysis, found: Matching) -> dict[str, Floats]:
    weights = term_weights(analysis)
    names = np.array([term.name for term in analysis.terms])
    numbers = np.array([term.number for term in analysis.terms])
    final = np.array([term.final for term in analysis.terms])
    here = _share(found.here, weights)
    often = np.minimum(1.0, np.log1p(found.mentions) / math.log(_OFTEN))
    return {
        "coverage": here,
        "coverage_squared": _share(found.here, weights * weights),
        "terms_here": (found.here > 0).mean(axis=1),
        "all_covered": (found.here > 0).all(axis=1).astype(float),
        "coverage_beside": _share(found.beside, weights),
        "coverage_around": _share(np.maximum(found.around, found.head), weights),
        "coverage_headline": _share(found.head, weights),
        "coverage_here_or_headline": _share(np.maximum(found.here, found.head), weights),
        "coverage_lead": _share(found.lead, weights),
        "coverage_article": _share(found.article, weights),
        "article_about": _share(often, weights),
        "final_clause": _share(found.here, weights * final, here),
        "final_clause_beside": _share(found.beside, weights * final, here),
        "context_clause": _share(found.here, weights * ~final, here),
        "names_here": _share(found.here, weights * names),
        "names_beside": _share(found.beside, weights * names),
        "names_in_headline": _share(found.head, weights * names),
        "names_in_article": _share(found.article, weights * names),
        "words_here": _share(found.here, weights * ~names),
        "words_beside": _share(found.beside, weights * ~names),
        "numbers_here": _share(found.here, weights * numbers),
        "numbers_in_article": _share(found.article, weights * numbers),
        "matched": np.minimum(1.0, found.beside @ weights / 3),
    }


def _elsewhere(found: Matching) -> Floats:
    """How far an article that has a term elsewhere speaks for all of its sentences."""
    about = found.mentions >= np.maximum(3, _ABOUT_SHARE * found.story_lengths)[:, None]
    return np.where(about, ABOUT, IN_ARTICLE)


def _absence(analysis: Analysis, found: Matching) -> dict[str, Floats]:
    """Names and numbers of the question that nothing covers, or only some other part of the article."""
    names = np.array([term.name for term in analysis.terms])
    numbers = np.array([term.number for term in analysis.terms])
    local = np.maximum(found.beside, found.head) > 0
    about = _elsewhere(found) == ABOUT
    absent = found.article == 0
    elsewhere = ~local & ~(about & ~absent)
    return {
        "name_absent": (absent & names).any(axis=1).astype(float),
        "name_elsewhere": (elsewhere & names).any(axis=1).astype(float),
        "number_absent": (absent & numbers).any(axis=1).astype(float),
        "number_elsewhere": ((found.here == 0) & numbers).any(axis=1).astype(float),
        "word_absent": _share(absent.astype(float), term_weights(analysis) * ~names, 0.0),
        "heaviest_absent": _heaviest(absent, term_weights(analysis)),
    }


def _heaviest(absent: Flags, weights: Floats) -> Floats:
    """The weight of the most telling term that the whole article lacks, beside the most telling of all."""
    return np.asarray((absent * weights).max(axis=1) / max(float(weights.max()), 1e-9))


def _nearness(analysis: Analysis, found: Matching) -> dict[str, Floats]:
    """Whether the question's neighbouring words stand in the same order, and close together."""
    rows = len(found.here)
    weights = term_weights(analysis)
    hit = found.words.term >= 0
    row, place, term = found.words.row[hit], found.words.place[hit], found.words.term[hit]
    pairs = np.minimum(weights[1:], weights[:-1]).sum()
    if len(term) < 2 or pairs <= 0:
        return {"order": np.zeros(rows), "nearness": np.zeros(rows)}
    same = row[1:] == row[:-1]
    gap, step = place[1:] - place[:-1], term[1:] - term[:-1]
    pair = np.minimum(weights[term[1:]], weights[term[:-1]])
    in_order = same & (step == 1) & (gap <= _NEAR)
    close = same & (step != 0)
    return {
        "order": np.minimum(1.0, _sums(row[1:], in_order * pair, rows) / pairs),
        "nearness": np.minimum(1.0, _sums(row[1:], close * pair / np.maximum(1, gap), rows) / pairs),
    }


def _sums(rows: NDArray[np.int64], values: Floats, count: int) -> Floats:
    return np.bincount(rows, weights=values, minlength=count).astype(float)


def _shape(candidates: Candidates, found: Matching, engine: Engine[Any]) -> dict[str, Floats]:
    """What a sentence is by itself: its place, its length, its signs, its article's age in the library."""
    rows = len(candidates)
    index = candidates.index
    lengths = np.bincount(found.words.row, minlength=rows)
    hits = np.bincount(found.words.row[found.words.term >= 0], minlength=rows)
    openings = engine.tokens.openings[found.sentences]
    size = min(1.0, math.log10(1 + engine.vocabulary.sentences) / 7)
    return {
        "early": 1 / (1 + index / 3),
        "lead": (index < 2).astype(float),
        "length": np.minimum(1.0, np.log1p(lengths) / math.log1p(_FULL_LENGTH)),
        "density": hits / np.maximum(5, lengths),
        "is_question": ((openings & Opening.QUESTION) > 0).astype(float),
        "quoted": ((openings & Opening.QUOTED) > 0).astype(float),
        "fragment": (((openings & Opening.FRAGMENT) > 0) | (lengths < 6)).astype(float),
        "recency": engine.tokens.recency(found.stories)[found.story],
        "library_size": np.full(rows, size),
    }


def _scores(analysis: Analysis, candidates: Candidates) -> dict[str, Floats]:
    """What retrieval found: BM25 beside the best one's, and ranks."""
    sentence = candidates.bm25
    article = candidates.article_bm25
    # Equal scores rank alike, or a library's order would be evidence.
    ranks = np.searchsorted(np.sort(-sentence), -sentence)
    by_article = {score: rank for rank, score in enumerate(sorted(set(article.tolist()), reverse=True))}
    total = max(analysis.weight, 1e-9)
    return {
        "bm25": sentence / max(float(sentence.max()), 1e-9),
        "bm25_article": article / max(float(article.max()), 1e-9),
        "bm25_per_weight": np.minimum(1.0, sentence / total / 30),
        "rank_sentence": 1 / (1 + ranks),
        "rank_article": np.array([1 / (1 + by_article[score] / 3) for score in article.tolist()]),
    }


def speaker_features(analysis: Analysis, sentence: Sentence, language: str) -> dict[str, float]:
    """Whether somebody whose words are asked for says a sentence (read, with its speaker), or at least is named.

    A pronoun that was read as somebody covers the words of that name.
    """
    says = speaker_keys(sentence, language)
    named = says.union(words.keys(sentence.text, language))
    covered = all(
        term.key in named or any(named.issuperset(reading.keys) for reading in term.readings) for term in analysis.terms
    )
    return {
        "speaker": float(bool(analysis.speakers & says)),
        "speaker_missing": float(bool(analysis.speakers) and not analysis.speakers & named),
        "all_covered": float(covered and bool(analysis.terms)),
    }


def speaker_keys(sentence: Sentence, language: str) -> frozenset[str]:
    """Return the keys of the name and role of whoever says the sentence."""
    if sentence.speaker is None:
        return frozenset()
    return frozenset(words.keys(f"{sentence.speaker.name} {sentence.speaker.role or ''}", language))
