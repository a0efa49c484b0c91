"""What is asked for, looked for in the sentence: a name, a number, a day that the question does not have already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from knowledge.retrieval import asking, words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.candidates import Candidates
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.matching import Flags, Floats, Matching, Values, within
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


_ELSE = Mark.COMMON | Mark.TIME
"""What has a capital and is no name of anything."""


def wanted(analysis: Analysis, candidates: Candidates, found: Matching, engine: Engine[Any]) -> dict[str, Values]:
    """Return whether each sentence has what is asked for and the question does not name, and who else has it."""
    rows = len(candidates)
    marked, row = found.words.marked, found.words.row
    unasked = ~found.words.asked
    entity = marked(Mark.CAPITAL) & ~marked(_ELSE) & unasked
    named = entity & ~marked(Mark.FIRST)
    asked = analysis.asked
    typed = marked(_NUMBERS[asked]) & unasked if asked in _NUMBERS else named
    has: Flags | Floats = _any(row[typed], rows)
    if asked in {Asked.ANYTHING, Asked.STATEMENT}:
        has = np.full(rows, 0.5)
        typed = named | (marked(Mark.NUMBER) & unasked)
    elif asked in {Asked.REASON, Asked.IDENTITY}:
        has = _read(analysis, candidates, engine)
    counted = typed if asked in _NUMBERS and asked is not Asked.PLACE else entity
    total, others = support(found, counted, candidates, engine)
    bursts = burst(found, candidates.article_bm25, engine.tokens.days)
    close, unit, kind_here = _kind(analysis, found, named)
    person: Floats | float = 0.0
    if asked is Asked.PERSON and len(row) > 1:
        full = named[1:] & entity[:-1] & (row[1:] == row[:-1])
        person = np.where(_any(row[1:][full], rows), 0.5, -0.5)
    named_here = _any(row[named], rows)
    return {
        "asked_here": has,
        "asked_near": _typed_nearness(found, typed),
        "asked_missing": has == 0,
        "named_here": named_here,
        "place_named": named_here if asked is Asked.PLACE else 0.0,
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


def _any(rows: NDArray[np.int64], count: int) -> Flags:
    return np.bincount(rows, minlength=count) > 0


def _kind(analysis: Analysis, found: Matching, named: Flags) -> tuple[Values, Values, Values]:
    """Whether the kind asked for stands beside a name ("Yellowstone National Park") or, if counted, a number."""
    rows = len(found.here)
    kinds, row = found.terms.kinds, found.words.row
    if not kinds.any():
        return 0.0, 0.0, 0.5
    at = (kinds[found.words.term] & found.words.asked).nonzero()[0]
    counts = analysis.asked in {Asked.NUMBER, Asked.SHARE, Asked.SUM, Asked.AGE}
    wanted = found.words.marked(Mark.NUMBER) if counts else named
    steps = np.arange(-_KIND_NEAR, 2 if counts else _KIND_NEAR + 1)
    there = within(at + steps[:, None], len(row))
    beside = (wanted[there] & (row[there] == row[at])).any(axis=0)
    close = _any(row[at[beside]], rows)
    return (0.0, close, _any(row[at], rows)) if counts else (close, 0.0, _any(row[at], rows))


def _typed_nearness(found: Matching, typed: Flags) -> Values:
    """How near what is asked for stands to what the question names; each term by its weight, fading with distance."""
    rows = len(found.here)
    weights = found.terms.weights
    hits, at = found.words.asked.nonzero()[0], typed.nonzero()[0]
    if not len(hits) or not len(at):
        return 0.0
    row, place, term = found.words.row, found.words.place, found.words.term
    number = hits.searchsorted(at) + np.arange(-3, 3)[:, None]
    kept = within(number, len(hits))
    there = hits[kept]
    valid = (row[there] == row[at]) & (kept == number)
    faded = np.exp(-np.abs(place[there] - place[at]) / _TYPED_REACH)
    near = (valid * weights[term[there]] * faded).sum(axis=0)
    best = np.zeros(rows)
    np.maximum.at(best, row[at], near)
    return np.minimum(1.0, 2 * best / max(float(weights.sum()), 1e-9))


_INTRODUCED = regex.compile(r",\s+(?:an?|the|who|\p{L}+(?:-|\s)\p{L}+)")


def _read(analysis: Analysis, candidates: Candidates, engine: Engine[Any]) -> Flags:
    """What only the sentence's own words tell: whether it gives a reason, or says who somebody is."""
    if analysis.asked is Asked.REASON:
        return _told_by(asking.gives_a_reason, candidates, engine)
    own = {term.key for term in analysis.terms}
    found = []
    for one in candidates:
        text = engine.stories[one.story].bare[one.index].text
        found.append(_introduces(own, words.words(text, engine.catalogue.language_of(one.story)), text))
    return np.array(found)


def _told_by(tells: Callable[[str], bool], candidates: Candidates, engine: Engine[Any]) -> Flags:
    """Which sentences a look at their text is true of."""
    return np.array([tells(engine.stories[one.story].bare[one.index].text) for one in candidates])


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


def _future_missing(analysis: Analysis, candidates: Candidates, engine: Engine[Any]) -> Values:
    return ~_told_by(asking.speaks_of_the_future, candidates, engine) if analysis.future else 0.0
