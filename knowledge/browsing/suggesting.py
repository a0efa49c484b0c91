"""What is offered while somebody types, from the first letters on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import islice

from knowledge.browsing.headlines import headlines
from knowledge.library import Library
from knowledge.ordering import rank
from knowledge.reports import Place
from knowledge.retrieval import ranking
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.completing import complete
from knowledge.retrieval.language import question_language

MOST = 50
"""Sentences that are offered, over all pages."""
TYPING_SHARE = 0.5
"""While somebody types, half of the confidence is enough: they read the quote before they send it."""
NEAR = 6.0
"""How far behind the best (in the ranker's units) another sentence is still offered."""


def suggest(typed: str, library: Library, *, now: datetime, threshold: float) -> tuple[Place, ...]:
    """Return up to MOST sentences for a line whose last word may be half typed, best first.

    Where nothing is typed, they are the first sentences of the newest articles. `threshold` (0..1) is the confidence
    from which a whole question is answered. Only articles that may be shown at `now` (aware) are offered; a report of
    several outlets comes as often as it is found, so that `reports.once` can tell who else has it.
    """
    if not typed.strip():
        return tuple(islice(_openings(library, now), MOST))
    engine = library.index
    language = question_language(typed, library.languages)
    begun = partial(complete, engine, language)
    analysis = analyse(typed, engine.vocabulary, language, partial=True, complete=begun)
    ranked, decision = rank(analysis, library, now=now)
    if not ranked or ranking.probability(decision, ranking.shipped()) < TYPING_SHARE * threshold:
        return ()
    near = (one.candidate for one in ranked if one.score >= ranked[0].score - NEAR)
    return tuple((engine.stories[one.story], one.index) for one in islice(near, MOST))


def _openings(library: Library, now: datetime) -> Iterator[Place]:
    """The first sentence that may be quoted of each of the newest articles."""
    for article in headlines(library, now=now, most=MOST):
        story = library.stories[article.id]
        first = next((sentence.index for sentence in story.bare if sentence.quotable), None)
        if first is not None:
            yield story, first
