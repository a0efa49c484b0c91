"""Which of the ranked sentences are quoted: one where one answers, more where the question asks for more.

More are quoted where they are as good as the best, where a list or several things are asked for, and where another
article has another number or day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

import regex

from knowledge.article import moment
from knowledge.disagreement import Said, differ
from knowledge.library import Library
from knowledge.reports import once
from knowledge.retrieval import several, words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.features import HEADLINE, speaker_keys
from knowledge.retrieval.ranking import Ranked
from knowledge.story import Story

CLOSE = 0.35
"""How near to the best sentence's score (in the ranker's units) another must come to be quoted beside it."""
LIST_CLOSE = 1.5
"""The same where a list is asked for and a sentence goes on with it. Of the 146 candidates of news questions that would
and are up to this far behind a right first one, .39 are right as well; of those from 1.5 to 3 behind .26."""
DIFFER_WITHIN = timedelta(days=14)
"""How far apart articles may be whose numbers are for the same thing: next year's are others."""
_COVERED = 0.8
"""How much of the question (by weight) both must have in the sentence to speak of the same thing."""
_LOOKED_AT = 24


@dataclass(frozen=True, slots=True)
class Composed:
    """The numbers (from 0) of the ranked sentences to quote, in order, and whether the first two differ."""

    chosen: tuple[int, ...]
    differ: bool = False


def compose(library: Library, analysis: Analysis, ranked: Sequence[Ranked], limit: int) -> Composed:
    """Choose at most `limit` (at least 1) of `ranked` (at least one, best first), each report once."""
    other = _disagreeing(library, analysis, ranked) if limit > 1 else None
    parts = _parts(analysis, ranked)
    first = parts if analysis.asked is Asked.STATEMENT and len(parts) > 1 else [0]
    wanted = dict.fromkeys([*first, *([] if other is None else [other]), *parts, *_more(analysis, ranked)])
    numbers = [number for number in wanted if number in {*first, other} or not _of_another_time(ranked, number)]
    places = [_place(library, ranked[number]) for number in numbers]
    return Composed(tuple(numbers[n] for n in islice(once(library, places), limit)), other is not None)


def _place(library: Library, one: Ranked) -> tuple[Story, int]:
    return library.index.stories[one.candidate.story], one.candidate.index


def _more(analysis: Analysis, ranked: Sequence[Ranked]) -> Iterator[int]:
    listed = several.asks_for_a_list(analysis.question, analysis.language)
    for number, one in enumerate(ranked[1:], 1):
        behind = ranked[0].score - one.score
        # Who asks what somebody said asks for each of their statements: those that cover the whole question.
        stated = bool(analysis.speakers and one.features.get("speaker") and one.features["all_covered"])
        if behind <= CLOSE or stated or (listed and behind <= LIST_CLOSE and _goes_on(ranked, number)):
            yield number


def _goes_on(ranked: Sequence[Ranked], number: int) -> bool:
    """Whether a sentence of a list has as much of the question as the best, and a name that those before it lack."""
    best, one = ranked[0], ranked[number]
    if one.features["coverage_beside"] < best.features["coverage_beside"] - 0.1 or not one.features["asked_here"]:
        return False
    known = {name for earlier in ranked[:number] for name in _names(earlier.sentence.text)}
    return bool(_names(one.sentence.text) - known)


_NAME = regex.compile(r"(?<=\S\s)\p{Lu}[\p{L}\p{M}]{2,}")


def _names(text: str) -> set[str]:
    return set(_NAME.findall(text))


def _of_another_time(ranked: Sequence[Ranked], number: int) -> bool:
    """Whether a sentence is of another time than asked for, and the best is not."""
    return ranked[number].features.get("time_other", 0.0) > ranked[0].features.get("time_other", 0.0)


# --- several things ---------------------------------------------------------------------------------------------------


def _parts(analysis: Analysis, ranked: Sequence[Ranked]) -> list[int]:
    """The best sentence for each of several things asked for, or of several people whose words are."""
    if analysis.asked is Asked.STATEMENT:
        people = several.speakers_asked(analysis.question, analysis.language)
        found = [_first_said_by(analysis, ranked, keys) for keys in people]
    else:
        things = several.things_asked(analysis.question, analysis.language)
        found = [_first_with(analysis, ranked, asked) for asked in things]
    return [number for number in found if number is not None]


def _first_said_by(analysis: Analysis, ranked: Sequence[Ranked], keys: frozenset[str]) -> int | None:
    about = [n for n, term in enumerate(analysis.terms) if term.key not in analysis.speakers]
    for number, one in enumerate(ranked[:_LOOKED_AT]):
        if keys & speaker_keys(one.sentence, analysis.language) and all(one.covered[n] >= HEADLINE for n in about):
            return number
    return None


def _first_with(analysis: Analysis, ranked: Sequence[Ranked], asked: Asked) -> int | None:
    for number, one in enumerate(ranked[:_LOOKED_AT]):
        enough = one.features["coverage"] >= 0.5 * ranked[0].features["coverage"]
        if enough and several.has(one.sentence.text, asked, analysis.question, analysis.language):
            return number
    return None


# --- disagreement -----------------------------------------------------------------------------------------------------


def _disagreeing(library: Library, analysis: Analysis, ranked: Sequence[Ranked]) -> int | None:
    """The best sentence of another article that gives another number or day than the best sentence of all."""
    if not _speaks_of_it(analysis, ranked[0]):
        return None
    story, at = _place(library, ranked[0])
    said = _said(story, at)
    for number, one in enumerate(ranked[1:_LOOKED_AT], 1):
        other, index = _place(library, one)
        if (
            other.id != story.id
            and _speaks_of_it(analysis, one)
            and not _of_another_time(ranked, number)
            and differ(analysis, said, _said(other, index))
            and _of_the_same_days(story, other)
        ):
            return number
    return None


def _said(story: Story, index: int) -> Said:
    return Said(story.bare[index].text, story.dates(index), words.language_code(story.language))


def _speaks_of_it(analysis: Analysis, one: Ranked) -> bool:
    """Whether a sentence has nearly all of the question, and all of its names and numbers in or around it."""
    names = all(
        cover >= 0.5 for term, cover in zip(analysis.terms, one.covered, strict=True) if term.name or term.number
    )
    return names and one.features["coverage"] >= _COVERED


def _of_the_same_days(one: Story, other: Story) -> bool:
    if one.article.published is None or other.article.published is None:
        return False
    return abs(moment(one.article.published) - moment(other.article.published)) <= DIFFER_WITHIN
