"""Which sentences may answer, best first: what is counted of all of them, then what is read of the best."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial as part
from itertools import islice

import numpy as np

from knowledge.library import Library
from knowledge.reading.sentence import Sentence
from knowledge.retrieval import ranking, when
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.candidates import Candidate, Candidates
from knowledge.retrieval.features import evidence, speaker_features
from knowledge.retrieval.ranking import Ranked
from knowledge.retrieval.when import TimeAsked
from knowledge.story import Story

SPEAKERS_READ = 12
"""How many of the best sentences are read for their speakers, which takes a while. Of 1,031 questions of news none
had another first sentence or confidence with 24, and 4 had another second or third (`dateline eval`, with each)."""
_UNREAD = {"speaker": 0.0, "speaker_missing": 0.0}
DATES_READ = 12
"""How many of the best sentences are read for the times they name, as above: some 0.6 ms each on a busy core."""
ONLY_DATES_READ = 24
"""How many where nothing but a time is asked for."""
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
    candidates = engine.candidates(analysis, now)
    if only_when:
        candidates = candidates.then(_leads(library, asked, set(candidates.story.tolist()), now))
    if not len(candidates):
        return [], {}
    found = evidence(analysis, candidates, engine)
    scored = ranking.scores(found, ranking.shipped().rank)
    age = engine.catalogue.published[candidates.story]
    order = np.lexsort((candidates.index, candidates.story, -age, -scored.round(9)))[: ranking.KEPT]
    kept, best, covered = order.tolist(), scored[order].tolist(), found.covered[order].tolist()
    decision = ranking.decision_features(found, kept, best)
    ranked = [
        Ranked(candidate, part(_bare, stories, candidate), features, tuple(covers), score)
        for candidate, features, covers, score in zip(
            candidates.take(order), found.of_each(kept), covered, best, strict=True
        )
    ]
    if analysis.asked is Asked.STATEMENT and analysis.speakers:
        ranked = _by_speaker(analysis, library, ranked)
        decision |= {name: ranked[0].features[name] for name in ("speaker", "speaker_missing")}
    elif analysis.asks_who_says:
        ranked = _with_a_speaker(library, ranked)
    if asked:
        ranked = _by_time(analysis, library, ranked, asked, ONLY_DATES_READ if only_when else DATES_READ)
        decision |= {name: ranked[0].features[name] for name in (*when.UNDATED, *_NUMBERS)}
        decision["time_alone"] = float(only_when and _of_the_time(ranked[0]))
    if only_when:  # a filter: there is nothing else that a sentence could be about
        ranked = [one for one in ranked if _of_the_time(one)] or ranked
    return ranked, decision


def _bare(stories: Sequence[Story], place: Candidate) -> Sentence:
    return stories[place.story].bare[place.index]


def _leads(library: Library, asked: Sequence[TimeAsked], known: Container[int], now: datetime) -> Candidates:
    """The first sentences of the newest articles of the times asked for."""
    engine = library.index
    days, published = engine.tokens.days, engine.catalogue.published
    dated = np.flatnonzero((days > 0) & engine.catalogue.shown(slice(None), now))
    of_then = [ordinal for ordinal in np.unique(days[dated]).tolist() if _holds(asked, date.fromordinal(ordinal))]
    found = dated[np.isin(days[dated], of_then)]
    newest = found[np.lexsort((-found, -published[found]))]
    leads = (
        (number, next((s.index for s in engine.stories[number].bare if s.quotable), None))
        for number in islice((number for number in newest.tolist() if number not in known), LEADS)
    )
    return Candidates.of(Candidate(number, index, 0.0, 0.0) for number, index in leads if index is not None)


def _holds(asked: Sequence[TimeAsked], when_published: date) -> bool:
    return any(one.holds(when_published) for one in asked)


def _by_time(
    analysis: Analysis, library: Library, ranked: Sequence[Ranked], asked: Sequence[TimeAsked], most: int
) -> list[Ranked]:
    """Who names a time wants sentences of it, by the days that they name or by the day of their article.

    So `most` of the best are read. A time without a year is of the nearest one where any of these are, and else of any.
    """
    stories = library.index.stories
    best = ranked[:most]
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
    return [*_sorted(read), *(replace(one, features={**one.features, **when.UNDATED}) for one in ranked[most:])]


_NUMBERS = {"number_absent": 0.0, "number_elsewhere": 0.0, "rival": 0.0, "rival_number": 0.0}
"""A sentence of 1994 lacks no number of "in the 1990s", nor has it another."""


def _of_the_time(one: Ranked) -> bool:
    return one.features["time_named"] == when.SURE or one.features["time_reported"] == when.SURE


def _day(library: Library, one: Ranked) -> date | None:
    ordinal = int(library.index.tokens.days[one.candidate.story])
    return date.fromordinal(ordinal) if ordinal else None


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
    return story.sentence(one.candidate.index), library.index.catalogue.language_of(one.candidate.story)


def _with(one: Ranked, sentence: Sentence, features: Mapping[str, float]) -> Ranked:
    """A candidate with some features as they were read, and the score that it has with them."""
    slopes, before = ranking.shipped().rank, one.features
    more = sum(
        slopes[name](value) - (slopes[name](before[name]) if name in before else 0.0)
        for name, value in features.items()
        if name in slopes and value != before.get(name)
    )
    return replace(one, read=lambda: sentence, features={**one.features, **features}, score=one.score + more)


def _sorted(ranked: Sequence[Ranked]) -> list[Ranked]:
    return sorted(ranked, key=lambda one: -round(one.score, 9))


def talked_about_first(ranked: Sequence[Ranked], library: Library, about: str) -> list[Ranked]:
    """Return the best sentence of the article `about` first, where only its age or place is behind the best of all's.

    Whether anything answers was decided without it: that an article is talked about is no evidence.
    """
    stories = library.index.stories
    first = next((one for one in ranked if stories[one.candidate.story].id == about), None)
    if first is None or any(_less(first.features[name], ranked[0].features[name]) for name in _TALKED_ABOUT):
        return list(ranked)
    return [first, *(one for one in ranked if one is not first)]


def _less(one: float, other: float) -> bool:
    """Whether a feature is less than another; what differs in the last bit is equal: sums go by the order of terms."""
    return round(one, 9) < round(other, 9)
