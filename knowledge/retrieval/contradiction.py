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
from knowledge.retrieval.matching import Flags, Matching, within
from knowledge.retrieval.negation import negated
from knowledge.retrieval.opposites import opposites
from knowledge.retrieval.tokens import Mark

_A_NUMBER = Mark.NUMBER | Mark.YEAR
_NO_NAME = Mark.COMMON | Mark.FIRST | Mark.TIME
_REACH = 3
"""Words within which another name stands in the place of the question's."""


def contradiction(analysis: Analysis, found: Matching, engine: Engine[Any]) -> dict[str, Flags]:
    """Return what contradicts in each candidate."""
    missing = found.here == 0
    other = found.words.marked(_A_NUMBER) & ~found.words.asked
    return {
        "denial_missing": _denial_missing(analysis, found),
        "opposite": _opposite(analysis, found, engine),
        "rival": _rival(found, missing, other),
        "rival_number": (missing & found.terms.numbers).any(axis=1) & _any(other, found),
    }


def _denial_missing(analysis: Analysis, found: Matching) -> Flags:
    """Whether the question is negated, and the sentence denies nothing."""
    if not negated(analysis.question, analysis.language):
        return np.zeros(len(found.here), dtype=bool)
    return ~_any(found.words.marked(Mark.DENIES), found)


def _any(which: Flags, found: Matching) -> Flags:
    """Whether each candidate has a word of `which`."""
    return np.bincount(found.words.row[which], minlength=len(found.here)) > 0


def _opposite(analysis: Analysis, found: Matching, engine: Engine[Any]) -> Flags:
    """Whether the sentence has the opposite of a word of the question, and not the word."""
    language = analysis.language
    has = np.zeros(len(found.here), dtype=bool)
    asked = dict.fromkeys(words.keys(analysis.question, language))
    opposed = [key for key in asked if opposites(language).get(key)]
    if not opposed:
        return has
    said = frozenset[str]().union(*(forms(key, language) for key in asked))
    for key in opposed:
        hits = _is_one_of(found, opposites(language)[key] - said, engine)
        if hits.any():
            has |= _any(hits, found) & ~_any(_is_one_of(found, forms(key, language), engine), found)
    return has


def _is_one_of(found: Matching, keys: Iterable[str], engine: Engine[Any]) -> Flags:
    """Which of the candidates' words are one of `keys`."""
    numbers = [number for number in map(engine.tokens.keys.get, keys) if number is not None]
    return np.isin(found.words.ids, numbers, kind="sort")


def _rival(found: Matching, missing: Flags, number: Flags) -> Flags:
    """Whether, beside a word of the question, another name or number stands where the question has its own.

    `number` are the words that are other numbers.
    """
    words, terms = found.words, found.terms
    capital = words.marked(Mark.CAPITAL) & ~words.marked(_NO_NAME) & ~words.asked
    wanted = missing & (terms.names | terms.numbers)
    has = np.zeros(len(missing), dtype=np.bool_)
    hits = words.asked.nonzero()[0]
    for way in (-1, 1):
        at = words.term[hits] + way  # the question's term on that side
        there_is = (at >= 0) & (at < wanted.shape[1])
        places, at = hits[there_is], at[there_is]
        lacks = wanted[words.row[places], at]
        places, at = places[lacks], at[lacks]
        row = words.row[places]
        there = within(places + way * np.arange(1, _REACH + 1)[:, None], len(words.row))
        other = np.where(terms.numbers[at], number[there], capital[there])
        has[row[(other & (words.row[there] == row)).any(axis=0)]] = True
    return has
