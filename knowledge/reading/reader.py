"""The slow pass over an article: who speaks in each sentence, which days it names, what it leans on."""

from __future__ import annotations

from dataclasses import replace

from knowledge.article import Article, day
from knowledge.reading.dates import find_dates
from knowledge.reading.leaning import leaning
from knowledge.reading.sentence import Sentence
from knowledge.reading.speakers import speakers


def enrich(article: Article, text: str, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return `sentences`, the split of `text`, with speakers, dates and leanings."""
    language = article.language.split("-", 1)[0].lower()
    own_day = None if article.published is None else day(article.published)
    found = zip(sentences, speakers(article, sentences), leaning(sentences, language), strict=True)
    return tuple(
        replace(sentence, speaker=speaker, dates=find_dates(sentence.text, language, own_day), leans_on=leans_on)
        for sentence, speaker, leans_on in found
    )
