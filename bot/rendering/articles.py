"""How an article is named: its headline, where and when it was published, and what kind of text it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.markup import Markup, join, link, moment, named, tag, text, text_fragment
from bot.rendering.messages import short
from bot.wording import OLD_AFTER, age_of, day_in_words, when_in_words
from knowledge.article import MAX_SENTENCE, Article, day

MAX_OUTLETS = 3
LABELS = {
    "opinion": "Opinion",
    "analysis": "Analysis",
    "press-release": "Press release",
    "review": "Review",
    "interview": "Interview",
    "factcheck": "Fact check",
}
"""What is not plain reporting is said beside it, wherever an article is named."""


def source(article: Article, sentence: str) -> Markup:
    """Where a sentence stands: its headline, linked to it where there is an address, and the line of the outlet."""
    return join([headline(article, sentence), published(article)])


def headline(article: Article, sentence: str = "") -> Markup:
    """The headline in bold, linked to the article, or to `sentence` in it."""
    bold = tag("b", named(article.headline))
    if article.url is None:
        return bold
    return link(bold, text_fragment(str(article.url), sentence) if sentence else str(article.url))


def published(article: Article) -> Markup:
    """The outlet, and when it published the article and updated it."""
    outlet = named(article.source.name)
    if article.published is None:
        dated = outlet + text(", date not known")
    else:
        dated = outlet + text(", ") + moment(article.published, when_in_words(article.published))
    if article.updated is not None and article.updated != article.published:
        dated += text(", updated ") + moment(article.updated, when_in_words(article.updated))
    return dated


def listed(article: Article) -> Markup:
    """An article in a list: where and when, and what kind of text it is."""
    return join([published(article), *map(text, kinds(article))], " · ")


def kinds(article: Article) -> list[str]:
    """What kind of text it is, where it is no plain report, and whether it was corrected."""
    label = [LABELS[article.type]] if article.type in LABELS else []
    return [*label, "Corrected"] if article.correction else label


def also(articles: Sequence[Article]) -> list[Markup]:
    """Other outlets that have the same sentence, each linked to its article."""
    if not articles:
        return []
    names = [
        named(one.source.name, 60) if one.url is None else link(named(one.source.name, 60), str(one.url))
        for one in articles[:MAX_OUTLETS]
    ]
    more = text(f" and {len(articles) - MAX_OUTLETS} more") if len(articles) > MAX_OUTLETS else Markup()
    return [text("Also reported by ") + join(names, ", ") + more]


def labels(article: Article, now: datetime, old_after: int = OLD_AFTER) -> list[Markup]:
    """What must be said beside a quote: its kind, its correction, whole, and its age from `old_after` days on."""
    lines = []
    if article.type in LABELS:
        lines.append(tag("i", text(LABELS[article.type])))
    if article.correction:
        when = article.correction.date
        dated = text(f" ({day_in_words(day(when))})") if when else Markup()
        lines.append(
            tag(
                "i",
                text("Corrected")
                + dated
                + text(": ")
                + named(short(article.correction.text, MAX_SENTENCE), MAX_SENTENCE),
            )
        )
    if article.published is not None and (now.date() - day(article.published)).days >= old_after:
        age = age_of(day(article.published), now, days=True)
        lines.append(tag("i", text(f"This article is {age} old." if age else "This article is of today.")))
    return lines
