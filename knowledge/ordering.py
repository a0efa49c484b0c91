"""Which sentences may answer, best first: what is counted of all of them, then what is read of the best."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import numpy as np

from knowledge.article import day, moment
from knowledge.library import Library
from knowledge.reading.sentence import Sentence
from knowledge.retrieval import ranking, when, words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.engine import Candidate
from knowledge.retrieval.features import evidence, speaker_features
from knowledge.retrieval.ranking import Ranked
from knowledge.retrieval.when import TimeAsked
from knowledge.story import Story

SPEAKERS_READ = 24
"""How many of the best sentences are read for their speakers, which takes a while."""
_UNREAD = {"speaker": 0.0, "speaker_missing": 0.0}
DATES_READ = 24
"""How many of the best sentences are read for the times they name: some 0.6 ms each on a busy core."""
LEADS = 60
"""How many articles of the time asked for offer their first sentence, where nothing but a time is asked for."""
_A_PERSON = {"asked_here": 1.0, "asked_missing": 0.0, "named_here": 1.0, "person_named": 0.5}
"""What a sentence has that names a person, by name or by a pronoun that was read as one."""

_TALKED_ABOUT = ("coverage", "asked_here")
"""What a sentence of the article that is talked about must have as much of as the best, to come before it."""


def rank(analysis: Analysis, library: Library, *, now: datetime) -> tuple[list[Ranked], dict[str, float]]:
    """Return the sentences that may answer, best first, and what speaks for answering at all.

    Newer beats older on equal evidence.
    """
    engine = library.index
    stories = engine.stories
    asked = when.times(analysis.question, analysis.language, now.date())
    only_when = when.asks_only_when(analysis.question, analysis.language, asked)
    candidates = [c for c in engine.candidates(analysis) if stories[c.story].article.quotable(now)]
    if only_when:
        candidates += _leads(library, asked, {c.story for c in candidates}, now)
    if not candidates:
        return [], {}
    found = evidence(analysis, candidates, engine)
    scored = ranking.scores(found, ranking.shipped().rank)
    age = np.array([_age_key(stories[c.story]) for c in candidates])
    story, index = np.array([(c.story, c.index) for c in candidates]).T
    order = np.lexsort((index, story, -age, -np.round(scored, 9)))
    kept = order[: ranking.KEPT].tolist()
    decision = ranking.decision_features(found, kept, scored[kept].tolist())
    ranked = [
        Ranked(
            candidates[row],
            stories[candidates[row].story].bare[candidates[row].index],
            found.of(row),
            tuple(found.covered[row].tolist()),
            float(scored[row]),
        )
        for row in kept
    ]
    if analysis.asked is Asked.STATEMENT and analysis.speakers:
        ranked = _by_speaker(analysis, library, ranked)
        decision |= {name: ranked[0].features[name] for name in ("speaker", "speaker_missing")}
    elif analysis.asks_who_says:
        ranked = _with_a_speaker(library, ranked)
    if asked:
        ranked = _by_time(analysis, library, ranked, asked)
        decision |= {name: ranked[0].features[name] for name in (*when.UNDATED, *_NUMBERS)}
        decision["time_alone"] = float(only_when and _of_the_time(ranked[0]))
    if only_when:  # a filter: there is nothing else that a sentence could be about
        ranked = [one for one in ranked if _of_the_time(one)] or ranked
    return ranked, decision


def _leads(library: Library, asked: Sequence[TimeAsked], known: Container[int], now: datetime) -> list[Candidate]:
    """The first sentences of the newest articles of the times asked for."""
    found = [
        (_age_key(story), number)
        for number, story in enumerate(library.index.stories)
        if number not in known
        and story.article.published is not None
        and any(one.holds(day(story.article.published)) for one in asked)
        and story.article.quotable(now)
    ]
    leads = (
        (number, next((s.index for s in library.index.stories[number].bare if s.quotable), None))
        for _, number in sorted(found, reverse=True)[:LEADS]
    )
    return [Candidate(number, index, 0.0, 0.0) for number, index in leads if index is not None]


def _by_time(
    analysis: Analysis, library: Library, ranked: Sequence[Ranked], asked: Sequence[TimeAsked]
) -> list[Ranked]:
    """Who names a time wants sentences of it, by the days that they name or by the day of their article.

    A time without a year is of the nearest one where any of the best sentences are, and else of any.
    """
    stories = library.index.stories
    best = ranked[:DATES_READ]
    dated = [(stories[one.candidate.story].dates(one.candidate.index), _day(library, one)) for one in best]
    nearest = [replace(one, any_year=False) for one in asked]
    found = [when.time_features(nearest, *one) for one in dated]
    if not any(one["time_named"] or one["time_reported"] for one in found):
        found = [when.time_features(asked, *one) for one in dated]
    covers = all(any(term.surface in one.words for one in asked) for term in analysis.terms if term.number)
    read = [
        _with(one, one.sentence, features | (_NUMBERS if covers and features["time_named"] == when.SURE else {}))
        for one, features in zip(best, found, strict=True)
    ]
    return [*_sorted(read), *(replace(one, features={**one.features, **when.UNDATED}) for one in ranked[DATES_READ:])]


_NUMBERS = {"number_absent": 0.0, "number_elsewhere": 0.0, "rival": 0.0, "rival_number": 0.0}
"""A sentence of 1994 lacks no number of "in the 1990s", nor has it another."""


def _of_the_time(one: Ranked) -> bool:
    return one.features["time_named"] == when.SURE or one.features["time_reported"] == when.SURE


def _day(library: Library, one: Ranked) -> date | None:
    published = library.index.stories[one.candidate.story].article.published
    return None if published is None else day(published)


def _by_speaker(analysis: Analysis, library: Library, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Who asks for somebody's words wants sentences that are theirs."""
    read = []
    for one in ranked[:SPEAKERS_READ]:
        sentence, language = _read(library, one)
        read.append(_with(one, sentence, speaker_features(analysis, sentence, language)))
    return [*_sorted(read), *(replace(one, features={**one.features, **_UNREAD}) for one in ranked[SPEAKERS_READ:])]


def _with_a_speaker(library: Library, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Who asks who said something is told by "she said" as well, where we can read who she is."""
    read = []
    for one in ranked[:SPEAKERS_READ]:
        sentence, _ = _read(library, one)
        told = sentence.speaker is not None and sentence.speaker.our_reading
        read.append(_with(one, sentence, _A_PERSON if told else {}))
    return [*_sorted(read), *ranked[SPEAKERS_READ:]]


def _read(library: Library, one: Ranked) -> tuple[Sentence, str]:
    """A candidate as read, with its speaker, and its language."""
    story = library.index.stories[one.candidate.story]
    return story.sentence(one.candidate.index), words.language_code(story.article.language)


def _with(one: Ranked, sentence: Sentence, features: Mapping[str, float]) -> Ranked:
    """A candidate with some features as they were read, and the score that it has with them."""
    slopes = ranking.shipped().rank
    more = sum(
        slopes[name](value) - (slopes[name](one.features[name]) if name in one.features else 0.0)
        for name, value in features.items()
        if name in slopes
    )
    return replace(one, sentence=sentence, features={**one.features, **features}, score=one.score + more)


def _sorted(ranked: Sequence[Ranked]) -> list[Ranked]:
    return sorted(ranked, key=lambda one: -round(one.score, 9))


def talked_about_first(ranked: Sequence[Ranked], library: Library, about: str) -> list[Ranked]:
    """Return the best sentence of the article `about` first, where only its age or place is behind the best of all's.

    Whether anything answers was decided without it: that an article is talked about is no evidence.
    """
    stories = library.index.stories
    first = next((one for one in ranked if stories[one.candidate.story].article.id == about), None)
    if first is None or any(first.features[name] < ranked[0].features[name] for name in _TALKED_ABOUT):
        return list(ranked)
    return [first, *(one for one in ranked if one is not first)]


def _age_key(story: Story) -> float:
    published = story.article.published
    return moment(published).timestamp() if published is not None else 0.0
