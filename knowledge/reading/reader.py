"""The slow pass over an article: who speaks in each sentence, which days it names, what it leans on."""

from __future__ import annotations

from dataclasses import replace

from knowledge.article import Article, day
from knowledge.reading.leaning import leaning
from knowledge.reading.sentence import Sentence


def enrich(article: Article, text: str, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return `sentences`, the split of `text`, with speakers, dates and leanings."""
    language = article.language.split("-", 1)[0].lower()
    return tuple(
        replace(sentence, leans_on=leans_on)
        for sentence, leans_on in zip(sentences, leaning(sentences, language), strict=True)
    )
