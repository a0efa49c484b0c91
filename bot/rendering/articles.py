"""How an article is named: its headline, where and when it was published, and what kind of text it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.localization.phrases import Phrases, gettext_noop
from bot.markup import Markup, join, link, moment, named, tag, text, text_fragment
from bot.rendering.messages import short
from bot.wording import age_of, day_in_words, when_in_words
from knowledge.article import MAX_SENTENCE, Article, day

MAX_OUTLETS = 3
LABELS = {
    "opinion": gettext_noop("Opinion"),
    "analysis": gettext_noop("Analysis"),
    "press-release": gettext_noop("Press release"),
    "review": gettext_noop("Review"),
    "interview": gettext_noop("Interview"),
    "factcheck": gettext_noop("Fact check"),
}
"""What is not plain reporting is said beside it, wherever an article is named."""


def source(article: Article, sentence: str, say: Phrases) -> Markup:
    """Where a sentence stands: its headline, linked to it where there is an address, and the line of the outlet."""
    return join([say.isolated(headline(article, sentence)), published(article, say)])


def headline(article: Article, sentence: str = "") -> Markup:
    """The headline in bold, linked to the article, or to `sentence` in it."""
    bold = tag("b", named(article.headline))
    if article.url is None:
        return bold
    return link(bold, text_fragment(str(article.url), sentence) if sentence else str(article.url))


def published(article: Article, say: Phrases) -> Markup:
    """The outlet, and when it published the article and updated it."""
    outlet = named(article.source.name)
    if article.published is None:
        dated = say.phrase("{outlet}, date not known", outlet=outlet)
    else:
        when = moment(article.published, when_in_words(article.published, say))
        dated = say.phrase("{outlet}, {date}", outlet=outlet, date=when)
    if article.updated is not None and article.updated != article.published:
        again = moment(article.updated, when_in_words(article.updated, say))
        # Translators: {published} is an outlet and a day, as in "Northern Post, 6 March 2024, updated 7 March 2024".
        dated = say.phrase("{published}, updated {date}", published=dated, date=again)
    return dated


def listed(article: Article, say: Phrases) -> Markup:
    """An article in a list: where and when, and what kind of text it is."""
    return join([published(article, say), *map(text, kinds(article, say))], " · ")


def kinds(article: Article, say: Phrases) -> list[str]:
    """What kind of text it is, where it is no plain report, and whether it was corrected."""
    label = [say.gettext(LABELS[article.type])] if article.type in LABELS else []
    return [*label, say.gettext("Corrected")] if article.correction else label


def also(articles: Sequence[Article], say: Phrases) -> list[Markup]:
    """Other outlets that have the same sentence, each linked to its article."""
    if not articles:
        return []
    names = [
        named(one.source.name, 60) if one.url is None else link(named(one.source.name, 60), str(one.url))
        for one in articles[:MAX_OUTLETS]
    ]
    outlets, more = say.commas(names), len(articles) - len(names)
    if more:
        also_by = say.nphrase(
            "Also reported by {outlets} and {count} more",
            "Also reported by {outlets} and {count} more",
            more,
            outlets=outlets,
        )
    else:
        also_by = say.phrase("Also reported by {outlets}", outlets=outlets)
    return [also_by]


def labels(article: Article, now: datetime, say: Phrases) -> list[Markup]:
    """What must be said beside a quote: its kind, its correction, whole, and its age."""
    lines = []
    if article.type in LABELS:
        lines.append(tag("i", say.phrase(LABELS[article.type])))
    if article.correction:
        correction = named(short(article.correction.text, MAX_SENTENCE), MAX_SENTENCE)
        if article.correction.date:
            when = day_in_words(day(article.correction.date), say)
            corrected = say.phrase("Corrected ({date}): {correction}", date=when, correction=correction)
        else:
            corrected = say.phrase("Corrected: {correction}", correction=correction)
        lines.append(tag("i", corrected))
    if article.published is not None and (age := age_of(day(article.published), now, say)):
        # Translators: {age} is a number of years.
        lines.append(tag("i", say.phrase("This article is {age} old.", age=age)))
    return lines
