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

from knowledge.reading.sentence import Sentence
from knowledge.retrieval import words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.candidates import Candidates, Places
from knowledge.retrieval.contradiction import contradiction
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.matching import Floats, Matching, Terms, Values, match
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
    elsewhere = _elsewhere(found)
    features = {
        **_coverage(found),
        **_absence(found, elsewhere),
        **_nearness(found),
        **_shape(candidates, found, engine),
        **_scores(analysis, candidates),
        **wanted(analysis, candidates, found, engine),
        **contradiction(analysis, found, engine),
    }
    local = np.maximum(found.beside, HEADLINE * found.head)
    covered = np.maximum(local, found.article * elsewhere)
    values = np.empty((len(features), len(candidates)))
    for row, value in zip(values, features.values(), strict=True):
        row[:] = value
    return Evidence(tuple(features), values.T, covered)


_WEIGHED = ("all", "squared", "final", "context", "names", "words", "numbers")
"""What of a question is covered by itself."""


def _weighed(terms: Terms) -> Floats:
    """What each term (a row) weighs in each of _WEIGHED (a column)."""
    flags = np.array([terms.final, ~terms.final, terms.names, ~terms.names, terms.numbers])
    return np.concatenate(([terms.weights, terms.weights**2], terms.weights * flags)).T


def _coverage(found: Matching) -> dict[str, Floats]:
    """How much of the question's weight is matched, in all and of some terms; all where there is nothing to match."""
    often = np.minimum(1.0, np.log1p(found.mentions) / math.log(_OFTEN))
    around, either = np.maximum(found.around, found.head), np.maximum(found.here, found.head)
    matches = np.array([found.here, found.beside, found.head, found.article, around, either, found.lead, often])
    weighed = _weighed(found.terms)
    total = weighed.sum(axis=0)
    shares = matches @ weighed / np.where(total > 0, total, 1.0)
    shares[:, :, total <= 0] = 1.0
    here, beside, head, article, *others = (
        dict(zip(_WEIGHED, share, strict=True)) for share in shares.transpose(0, 2, 1)
    )
    around, either, lead, about = (share["all"] for share in others)
    has_final, has_context = (total[2:4] > 0).tolist()
    has = found.here > 0
    return {
        "coverage": here["all"],
        "coverage_squared": here["squared"],
        "terms_here": has.mean(axis=1),
        "all_covered": has.all(axis=1),
        "coverage_beside": beside["all"],
        "coverage_around": around,
        "coverage_headline": head["all"],
        "coverage_here_or_headline": either,
        "coverage_lead": lead,
        "coverage_article": article["all"],
        "article_about": about,
        "final_clause": here["final" if has_final else "all"],
        "final_clause_beside": beside["final"] if has_final else here["all"],
        "context_clause": here["context" if has_context else "all"],
        "names_here": here["names"],
        "names_beside": beside["names"],
        "names_in_headline": head["names"],
        "names_in_article": article["names"],
        "words_here": here["words"],
        "words_beside": beside["words"],
        "numbers_here": here["numbers"],
        "numbers_in_article": article["numbers"],
        "matched": np.minimum(1.0, beside["all"] * total[0] / 3),
    }


def _elsewhere(found: Matching) -> Floats:
    """How far an article that has a term elsewhere speaks for all of its sentences."""
    about = found.mentions >= np.maximum(3, _ABOUT_SHARE * found.story_lengths)[:, None]
    return np.where(about, ABOUT, IN_ARTICLE)


def _absence(found: Matching, elsewhere: Floats) -> dict[str, Values]:
    """Names and numbers of the question that nothing covers, or only some other part of the article."""
    terms = found.terms
    local = np.maximum(found.beside, found.head) > 0
    absent = found.article == 0
    far = ~local & ((elsewhere != ABOUT) | absent)
    other_words = terms.weights * ~terms.names
    # The most telling term that the whole article lacks, beside the most telling of all.
    heaviest = (absent * terms.weights).max(axis=1) / max(float(terms.weights.max()), 1e-9)
    return {
        "name_absent": (absent & terms.names).any(axis=1),
        "name_elsewhere": (far & terms.names).any(axis=1),
        "number_absent": (absent & terms.numbers).any(axis=1),
        "number_elsewhere": ((found.here == 0) & terms.numbers).any(axis=1),
        "word_absent": absent @ other_words / (float(other_words.sum()) or 1.0),
        "heaviest_absent": heaviest,
    }


def _nearness(found: Matching) -> dict[str, Values]:
    """Whether the question's neighbouring words stand in the same order, and close together."""
    rows = len(found.here)
    weights = found.terms.weights
    hit = found.words.asked.nonzero()[0]
    row, place, term = found.words.row[hit], found.words.place[hit], found.words.term[hit]
    pairs = np.minimum(weights[1:], weights[:-1]).sum()
    if len(term) < 2 or pairs <= 0:
        return {"order": 0.0, "nearness": 0.0}
    same = row[1:] == row[:-1]
    gap, step = place[1:] - place[:-1], term[1:] - term[:-1]
    pair = np.minimum(weights[term[1:]], weights[term[:-1]])
    in_order = same & (step == 1) & (gap <= _NEAR)
    close = same & (step != 0)
    return {
        "order": np.minimum(1.0, _sums(row[1:], in_order * pair, rows) / pairs),
        "nearness": np.minimum(1.0, _sums(row[1:], close * pair / np.maximum(1, gap), rows) / pairs),
    }


def _sums(rows: Places, values: Floats, count: int) -> Floats:
    return np.bincount(rows, weights=values, minlength=count).astype(float, copy=False)


def _shape(candidates: Candidates, found: Matching, engine: Engine[Any]) -> dict[str, Values]:
    """What a sentence is by itself: its place, its length, its signs, its article's age in the library."""
    rows = len(candidates)
    index = candidates.index
    lengths = np.bincount(found.words.row, minlength=rows)
    hits = np.bincount(found.words.row[found.words.asked], minlength=rows)
    openings = engine.tokens.openings[found.sentences]
    size = min(1.0, math.log10(1 + engine.vocabulary.sentences) / 7)
    return {
        "early": 1 / (1 + index / 3),
        "lead": index < 2,
        "length": np.minimum(1.0, np.log1p(lengths) / math.log1p(_FULL_LENGTH)),
        "density": hits / np.maximum(5, lengths),
        "is_question": (openings & int(Opening.QUESTION)) > 0,
        "quoted": (openings & int(Opening.QUOTED)) > 0,
        "fragment": ((openings & int(Opening.FRAGMENT)) > 0) | (lengths < 6),
        "recency": engine.tokens.recency(found.stories)[found.story],
        "library_size": size,
    }


def _scores(analysis: Analysis, candidates: Candidates) -> dict[str, Floats]:
    """What retrieval found: BM25 beside the best one's, and ranks."""
    sentence = candidates.bm25
    article = candidates.article_bm25
    # Equal scores rank alike, or a library's order would be evidence.
    ranks = np.sort(-sentence).searchsorted(-sentence)
    article_ranks = np.unique(-article).searchsorted(-article)
    total = max(analysis.weight, 1e-9)
    return {
        "bm25": sentence / max(float(sentence.max()), 1e-9),
        "bm25_article": article / max(float(article.max()), 1e-9),
        "bm25_per_weight": np.minimum(1.0, sentence / total / 30),
        "rank_sentence": 1 / (1 + ranks),
        "rank_article": 1 / (1 + article_ranks / 3),
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
