"""What is asked for, looked for in the sentence: a name, a number, a day that the question does not have already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from knowledge.retrieval import asking, words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.candidates import Candidates
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.matching import Flags, Floats, Matching, term_weights
from knowledge.retrieval.support import burst, support
from knowledge.retrieval.tokens import Mark

_KIND_NEAR = 3
"""Words between which a kind and a name or number belong together."""
_TYPED_REACH = 6.0
"""Words over which nearness to what the question names fades to 1/e."""

_NUMBERS = {
    Asked.NUMBER: Mark.NUMBER,
    Asked.SHARE: Mark.SHARE,
    Asked.SUM: Mark.SUM,
    Asked.AGE: Mark.AGE,
    Asked.TIME: Mark.TIME,
    Asked.PLACE: Mark.PLACE,
}


def wanted(analysis: Analysis, candidates: Candidates, found: Matching, engine: Engine[Any]) -> dict[str, Floats]:
    """Return whether each sentence has what is asked for and the question does not name, and who else has it."""
    rows = len(candidates)
    marks, row = found.words.marks, found.words.row
    own = found.words.term >= 0
    named = ((marks & (Mark.CAPITAL | Mark.COMMON | Mark.TIME | Mark.FIRST)) == Mark.CAPITAL) & ~own
    entity = ((marks & (Mark.CAPITAL | Mark.COMMON | Mark.TIME)) == Mark.CAPITAL) & ~own
    asked = analysis.asked
    typed = ((marks & _NUMBERS[asked]) > 0) & ~own if asked in _NUMBERS else named
    has = _any(row[typed], rows)
    if asked in {Asked.ANYTHING, Asked.STATEMENT}:
        has = np.full(rows, 0.5)
        typed = named | (((marks & Mark.NUMBER) > 0) & ~own)
    elif asked in {Asked.REASON, Asked.IDENTITY}:
        has = _read(analysis, candidates, engine)
    counted = typed if asked in _NUMBERS and asked is not Asked.PLACE else entity
    total, others = support(found, counted, candidates, engine)
    bursts = burst(found, candidates.article_bm25, engine.tokens.days)
    close, unit, kind_here = _kind(analysis, found, named)
    person = np.zeros(rows)
    if asked is Asked.PERSON and len(marks) > 1:
        full = named[1:] & entity[:-1] & (row[1:] == row[:-1])
        person = _any(row[1:][full], rows) - 0.5
    return {
        "asked_here": has,
        "asked_near": _typed_nearness(analysis, found, typed),
        "asked_missing": (has == 0).astype(float),
        "named_here": _any(row[named], rows),
        "place_named": _any(row[named], rows) if asked is Asked.PLACE else np.zeros(rows),
        "person_named": person,
        "kind_here": kind_here,
        "kind_named": close,
        "unit_counted": unit,
        "support": total,
        "support_elsewhere": others,
        "burst": bursts[0],
        "burst_size": bursts[1],
        "future_missing": _future_missing(analysis, candidates, engine),
    }


def _any(rows: NDArray[np.int64], count: int) -> Floats:
    return (np.bincount(rows, minlength=count) > 0).astype(float)


def _kind(analysis: Analysis, found: Matching, named: Flags) -> tuple[Floats, Floats, Floats]:
    """Whether the kind asked for stands beside a name ("Yellowstone National Park") or, if counted, a number."""
    rows = len(found.here)
    kinds = np.array([number for number, term in enumerate(analysis.terms) if term.kind], dtype=int)
    if not len(kinds):
        return np.zeros(rows), np.zeros(rows), np.full(rows, 0.5)
    row, marks = found.words.row, found.words.marks
    at = np.nonzero(np.isin(found.words.term, kinds))[0]
    counts = analysis.asked in {Asked.NUMBER, Asked.SHARE, Asked.SUM, Asked.AGE}
    wanted = ((marks & Mark.NUMBER) > 0) if counts else named
    beside = np.zeros(len(at), dtype=bool)
    for step in range(-_KIND_NEAR, 2 if counts else _KIND_NEAR + 1):
        there = np.clip(at + step, 0, len(row) - 1)
        beside |= wanted[there] & (row[there] == row[at])
    close = _any(row[at[beside]], rows)
    nothing = np.zeros(rows)
    return (nothing, close, _any(row[at], rows)) if counts else (close, nothing, _any(row[at], rows))


def _typed_nearness(analysis: Analysis, found: Matching, typed: Flags) -> Floats:
    """How near what is asked for stands to what the question names; each term by its weight, fading with distance."""
    rows = len(found.here)
    weights = term_weights(analysis)
    hits = np.nonzero(found.words.term >= 0)[0]
    at = np.nonzero(typed)[0]
    if not len(hits) or not len(at):
        return np.zeros(rows)
    row, place, term = found.words.row, found.words.place, found.words.term
    after = np.searchsorted(hits, at)
    near = np.zeros(len(at))
    for step in (-3, -2, -1, 0, 1, 2):
        there = hits[np.clip(after + step, 0, len(hits) - 1)]
        valid = (row[there] == row[at]) & (after + step >= 0) & (after + step < len(hits))
        near += valid * weights[term[there]] * np.exp(-np.abs(place[there] - place[at]) / _TYPED_REACH)
    best = np.zeros(rows)
    np.maximum.at(best, row[at], near)
    return np.minimum(1.0, 2 * best / max(float(weights.sum()), 1e-9))


_INTRODUCED = regex.compile(r",\s+(?:an?|the|who|\p{L}+(?:-|\s)\p{L}+)")


def _read(analysis: Analysis, candidates: Candidates, engine: Engine[Any]) -> Floats:
    """What only the sentence's own words tell: whether it gives a reason, or says who somebody is."""
    own = {term.key for term in analysis.terms}
    found = []
    for one in candidates:
        story = engine.stories[one.story]
        text = story.bare[one.index].text
        if analysis.asked is Asked.REASON:
            found.append(asking.gives_a_reason(text))
        else:
            found.append(_introduces(own, words.words(text, engine.catalogue.language_of(one.story)), text))
    return np.array(found, dtype=float)


def _introduces(own: set[str], found: Sequence[words.Word], text: str) -> bool:
    """Whether a name is given with who it is: a title before it ("President X") or a phrase after ("X, a …")."""
    for place, word in enumerate(found):
        if word.key not in own or (place + 1 < len(found) and found[place + 1].key in own):
            continue
        first = place
        while first and found[first - 1].key in own:
            first -= 1
        before = found[first - 1] if first else None
        if before is not None and before.capital and not before.common:
            return True
        if _INTRODUCED.match(text, word.start + len(word.surface)):
            return True
    return False


def _future_missing(analysis: Analysis, candidates: Candidates, engine: Engine[Any]) -> Floats:
    if not analysis.future:
        return np.zeros(len(candidates))
    return np.array(
        [not asking.speaks_of_the_future(engine.stories[c.story].bare[c.index].text) for c in candidates], dtype=float
    )
