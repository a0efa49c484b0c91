"""What contradicts the question in a sentence that has its words.

It does not deny what the question denies, says the opposite, or has another name or number in the place of the
question's.

Questions that are made to tempt differ from their text in one such point (Rajpurkar, Jia and Liang, "Know what you
don't know: unanswerable questions for SQuAD", ACL 2018, table 2: negation, antonym, entity swap).

That a question is negated at all is left out: it would take SQuAD 2.0 from a ROC AUC of .659 to .679, but only because
298 of its 339 such questions have no answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from knowledge.retrieval import words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.forms import forms
from knowledge.retrieval.matching import Flags, Floats, Matching
from knowledge.retrieval.negation import negated
from knowledge.retrieval.opposites import opposites
from knowledge.retrieval.tokens import Mark

_REACH = 3
"""Words within which another name stands in the place of the question's."""


def contradiction(analysis: Analysis, found: Matching, engine: Engine[Any]) -> dict[str, Floats]:
    """Return what contradicts in each candidate (0 or 1)."""
    missing = found.here == 0
    numbers = np.array([term.number for term in analysis.terms])
    other = _any(((found.words.marks & (Mark.NUMBER | Mark.YEAR)) > 0) & (found.words.term < 0), found)
    contradicts = {
        "denial_missing": _denial_missing(analysis, found),
        "opposite": _opposite(analysis, found, engine),
        "rival": _rival(analysis, found, missing),
        "rival_number": (missing & numbers).any(axis=1) & other,
    }
    return {name: flags.astype(float) for name, flags in contradicts.items()}


def _denial_missing(analysis: Analysis, found: Matching) -> Flags:
    """Whether the question is negated, and the sentence denies nothing."""
    if not negated(analysis.question, analysis.language):
        return np.zeros(len(found.here), dtype=bool)
    return ~_any((found.words.marks & Mark.DENIES) > 0, found)


def _any(which: Flags, found: Matching) -> Flags:
    """Whether each candidate has a word of `which`."""
    return np.bincount(found.words.row[which], minlength=len(found.here)) > 0


def _opposite(analysis: Analysis, found: Matching, engine: Engine[Any]) -> Flags:
    """Whether the sentence has the opposite of a word of the question, and not the word."""
    language = analysis.language
    asked = {key: forms(key, language) for key in words.keys(analysis.question, language)}
    said = frozenset[str]().union(*asked.values())
    has = np.zeros(len(found.here), dtype=bool)
    for key, own in asked.items():
        against = opposites(language).get(key)
        hits = _is_one_of(found, against - said, engine) if against else None
        if hits is not None and hits.any():
            has |= _any(hits, found) & ~_any(_is_one_of(found, own, engine), found)
    return has


def _is_one_of(found: Matching, keys: Iterable[str], engine: Engine[Any]) -> Flags:
    """Which of the candidates' words are one of `keys`."""
    numbers = [number for number in map(engine.tokens.keys.get, keys) if number is not None]
    return np.isin(found.words.ids, numbers, kind="sort")


def _rival(analysis: Analysis, found: Matching, missing: Flags) -> Flags:
    """Whether, beside a word of the question, another name or number stands where the question has its own."""
    row, marks, term = found.words.row, found.words.marks, found.words.term
    capital = ((marks & Mark.CAPITAL) > 0) & ((marks & (Mark.COMMON | Mark.FIRST | Mark.TIME)) == 0) & (term < 0)
    number = ((marks & (Mark.NUMBER | Mark.YEAR)) > 0) & (term < 0)
    has = np.zeros(len(missing), dtype=bool)
    last = len(row) - 1
    for at, one in enumerate(analysis.terms):
        if not (one.name or one.number) or not missing[:, at].any():
            continue
        kind = number if one.number else capital
        for neighbour, way in ((at + 1, -1), (at - 1, 1)):
            if not 0 <= neighbour < len(analysis.terms):
                continue
            places = np.nonzero(term == neighbour)[0]
            for step in range(1, _REACH + 1):
                there = np.clip(places + way * step, 0, last)
                hit = kind[there] & (row[there] == row[places])
                has[row[places[hit]]] |= missing[row[places[hit]], at]
    return has
