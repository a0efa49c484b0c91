"""The slow pass over an article: who speaks in each sentence, which days it names, what it leans on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.article import Article, day
from knowledge.reading.datelines import parse_dateline
from knowledge.reading.dates import find_dates, read_dates
from knowledge.reading.leaning import leaning
from knowledge.reading.sentence import Attribution, DateMention, Sentence
from knowledge.reading.speakers import MIN_CONFIDENCE, Reading, speakers

_WRITTEN_BEFORE = 31
"""Days before its publication that a story may bear in its dateline."""


def day_of_writing(article: Article, text: str) -> date | None:
    """Return the day that "Thursday" in `article` is counted from: its dateline's, else the one it was published on.

    A dateline names no year as a rule; it is believed where it is the published day or some days before it.
    """
    published = None if article.published is None else day(article.published)
    dateline = article.dateline
    if dateline is None and article.sections is None:
        opening = parse_dateline(text.lstrip())
        dateline = opening[0] if opening else None
    if dateline is None or dateline.date is None:
        return published
    read = read_dates(dateline.date, article.language, today=published)
    if len(read) != 1 or read[0].interval[0] != read[0].interval[1]:
        return published
    (written, _) = read[0].interval
    if published is None or 0 <= (published - written).days <= _WRITTEN_BEFORE:
        return written
    return published


def enrich(
    article: Article, text: str, sentences: tuple[Sentence, ...], voices: Sequence[Reading] | None = None
) -> tuple[Sentence, ...]:
    """Return `sentences`, the split of `text`, with speakers, dates and leanings.

    `voices` is who speaks in each, where that was read already.
    """
    language = article.language.split("-", 1)[0].lower()
    own_day = day_of_writing(article, text)
    found = zip(sentences, voices or speakers(article, sentences), leaning(sentences, language), strict=True)
    return tuple(
        read_through(article, sentence, voice, leans_on, find_dates(sentence.text, language, own_day))
        for sentence, voice, leans_on in found
    )


def read_through(
    article: Article, sentence: Sentence, voice: Reading, leans_on: int | None, dates: tuple[DateMention, ...]
) -> Sentence:
    """Return one sentence of `article` with what was read of it."""
    who, own = voice
    # Other languages' ways to say who speaks are not known, so nothing is said to be the outlet's there.
    english = article.language.split("-", 1)[0].lower() == "en"
    return replace(
        sentence,
        speaker=surely(voice),
        unsure=who if who is not None and who.confidence < MIN_CONFIDENCE else None,
        outlet=article.source.name if own and english else "",
        dates=dates,
        leans_on=leans_on,
    )


def surely(voice: Reading) -> Attribution | None:
    """Return who speaks, where that is sure enough to be told."""
    who = voice.attribution
    return who if who is not None and who.confidence >= MIN_CONFIDENCE else None
