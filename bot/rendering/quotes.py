"""A quotation, with who says it, when, and where it stands; and the text around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.markup import MAX_MESSAGE, Markup, join, moment, named, tag, text
from bot.references import quote_key
from bot.rendering.articles import also, kinds, labels, source
from bot.rendering.messages import Rendered, short
from bot.wording import OLD_AFTER, day_in_words, interval_in_words, other_language
from knowledge.answering import Quote
from knowledge.article import day, shown_exactly

MAX_DATES = 4
MAX_AROUND = 1200
"""UTF-16 units of the text on either side of a quote."""
_FOUR_DIGITS = re.compile(r"\d{4}")  # a year: "2019", "the 1990s", "2019-01-23"


@dataclass(frozen=True, slots=True)
class InlineCard:
    """One inline result."""

    id: str
    title: str
    description: str
    html: str


def render_quote(quote: Quote, *, now: datetime, old_after: int = OLD_AFTER) -> Rendered:
    """One quote by itself."""
    return Rendered.of(quote_blocks(quote, now, old_after=old_after), (("Context", f"ctx:{quote_key(quote)}"),))


def render_context(quote: Quote, *, now: datetime, old_after: int = OLD_AFTER) -> Rendered:
    """A quote with the article's text around it, to be opened."""
    blocks = quote_blocks(quote, now, old_after=old_after)
    if not quote.before and not quote.after:
        return Rendered.of([*blocks, text("The article has no more text around it.")])
    buttons = (("Back", f"quote:{quote_key(quote)}"),)
    for limit in (MAX_AROUND, MAX_AROUND // 4):
        parts = [
            join([text(said), _expandable(around, limit)])
            for said, around in (("Before it:", quote.before), ("After it:", quote.after))
            if around
        ]
        # An edited message has to stay one message.
        whole = join([*blocks, *parts], "\n\n")
        if whole.length <= MAX_MESSAGE:
            return Rendered.of([whole], buttons)
    return Rendered.of(one_message(quote, now, old_after), buttons)


def inline_card(quote: Quote, *, now: datetime, old_after: int = OLD_AFTER) -> InlineCard:
    """A quote as an inline result; its id stays the same as long as the sentence does."""
    article = quote.article
    dated = day_in_words(day(article.published)) if article.published else "date not known"
    return InlineCard(
        id=quote_key(quote),
        title=short(article.headline, 120),
        description=short(" · ".join([*kinds(article), dated, quote.sentence.text]), 200),
        html=one_message(quote, now, old_after)[0].html,
    )


def quote_blocks(quote: Quote, now: datetime, *, asked_in: str = "", old_after: int = OLD_AFTER) -> list[Markup]:
    """The quotation and the lines under it; what it leans on stands in it, or before it where that is too long."""
    under = _under(quote, now, asked_in, old_after)
    if shown_exactly(quote.passage.replace("\n", "")):
        whole = join([_quotation(quote.passage), under])
        if whole.length <= MAX_MESSAGE:
            return [whole]
    leaning = [_quotation(one.text) for one in quote.leaning]
    whole = join([_quotation(quote.sentence.text), under])
    return [*leaning, whole] if whole.length <= MAX_MESSAGE else [*leaning, _quotation(quote.sentence.text), under]


def one_message(quote: Quote, now: datetime, old_after: int = OLD_AFTER) -> list[Markup]:
    """As much of a quote as one message holds, never without its source, its labels and its correction."""
    whole = join(quote_blocks(quote, now, old_after=old_after), "\n\n")
    alone = join([_quotation(quote.sentence.text), _under(quote, now, old_after=old_after)])
    least = join([_quotation(quote.sentence.text), source(quote.article, ""), *labels(quote.article, now, old_after)])
    return [next(one for one in (whole, alone, least) if one.length <= MAX_MESSAGE or one is least)]


def _under(quote: Quote, now: datetime, asked_in: str = "", old_after: int = OLD_AFTER) -> Markup:
    return join(
        [
            *_speaker(quote),
            *_dates(quote),
            source(quote.article, quote.sentence.text),
            *also(quote.also_reported_by),
            *labels(quote.article, now, old_after),
            *(tag("i", text(line)) for line in other_language(quote.article.language, asked_in)),
        ]
    )


def _quotation(value: str) -> Markup:
    return tag("blockquote", text(value))


def _expandable(value: str, limit: int) -> Markup:
    """Text around a quote; it is cut at a word, and marked, where no message would hold it."""
    return tag("blockquote", text(short(value, limit)), " expandable")


def _speaker(quote: Quote) -> list[Markup]:
    speaker = quote.sentence.speaker
    if speaker is None:
        return []
    name = named(speaker.name)
    role = text(", ") + named(speaker.role) if speaker.role else Markup()
    if not speaker.our_reading:
        return [text("— ") + name + role]
    if speaker.cue:
        return [text(f"“{speaker.cue}” is ") + name + role + text(" (our reading)")]
    return [name + role + text(" goes on (our reading)")]


def _dates(quote: Quote) -> list[Markup]:
    lines = []
    for mention in quote.sentence.dates:
        said = interval_in_words(mention.start, mention.end)
        if not _FOUR_DIGITS.search(mention.text):
            lines.append(text(f"“{mention.text}” is ") + moment(mention.start, said))
    return lines[:MAX_DATES]
