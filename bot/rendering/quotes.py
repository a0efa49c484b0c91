"""A quotation, with who says it, when, and where it stands; and the text around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import MAX_MESSAGE, Markup, join, moment, named, tag, text
from bot.references import quote_key
from bot.rendering.articles import also, kinds, labels, source
from bot.rendering.messages import Rendered, short
from bot.wording import day_in_words, interval_in_words, language_in_words
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


def render_quote(quote: Quote, *, now: datetime, say: Phrases = ENGLISH) -> Rendered:
    """One quote by itself."""
    return Rendered.of(quote_blocks(quote, now, say), ((context_label(say), f"ctx:{quote_key(quote)}"),))


def context_label(say: Phrases, number: int = 0) -> str:
    """What stands on the button that opens the text around a quote; `number` is its place among several."""
    # Translators: the sentences of the article before and after the one that is quoted.
    return say.pgettext("button", "Context {number}", number=number) if number else say.pgettext("button", "Context")


def render_context(quote: Quote, *, now: datetime, say: Phrases = ENGLISH) -> Rendered:
    """A quote with the article's text around it, to be opened."""
    blocks = quote_blocks(quote, now, say)
    if not quote.before and not quote.after:
        return Rendered.of([*blocks, say.phrase("The article has no more text around it.")])
    buttons = ((say.pgettext("button", "Back"), f"quote:{quote_key(quote)}"),)
    for limit in (MAX_AROUND, MAX_AROUND // 4):
        parts = [
            join([heading, _expandable(around, limit)])
            for heading, around in (
                (say.phrase("Before it:"), quote.before),
                (say.phrase("After it:"), quote.after),
            )
            if around
        ]
        # An edited message has to stay one message.
        whole = join([*blocks, *parts], "\n\n")
        if whole.length <= MAX_MESSAGE:
            return Rendered.of([whole], buttons)
    return Rendered.of(one_message(quote, now, say), buttons)


def inline_card(quote: Quote, *, now: datetime, say: Phrases = ENGLISH) -> InlineCard:
    """A quote as an inline result; its id stays the same as long as the sentence does."""
    article = quote.article
    dated = day_in_words(day(article.published), say) if article.published else say.gettext("date not known")
    return InlineCard(
        id=quote_key(quote),
        title=short(article.headline, 120),
        description=short(" · ".join([*kinds(article, say), dated, quote.sentence.text]), 200),
        html=one_message(quote, now, say)[0].html,
    )


def quote_blocks(quote: Quote, now: datetime, say: Phrases, *, asked_in: str = "") -> list[Markup]:
    """The quotation and the lines under it; what it leans on stands in it, or before it where that is too long."""
    under = _under(quote, now, say, asked_in)
    if shown_exactly(quote.passage.replace("\n", "")):
        whole = join([_quotation(quote.passage), under])
        if whole.length <= MAX_MESSAGE:
            return [whole]
    leaning = [_quotation(one.text) for one in quote.leaning]
    whole = join([_quotation(quote.sentence.text), under])
    return [*leaning, whole] if whole.length <= MAX_MESSAGE else [*leaning, _quotation(quote.sentence.text), under]


def one_message(quote: Quote, now: datetime, say: Phrases) -> list[Markup]:
    """As much of a quote as one message holds, never without its source, its labels and its correction."""
    whole = join(quote_blocks(quote, now, say), "\n\n")
    alone = join([_quotation(quote.sentence.text), _under(quote, now, say)])
    least = join([_quotation(quote.sentence.text), source(quote.article, "", say), *labels(quote.article, now, say)])
    return [next(one for one in (whole, alone, least) if one.length <= MAX_MESSAGE or one is least)]


def _under(quote: Quote, now: datetime, say: Phrases, asked_in: str = "") -> Markup:
    return join(
        [
            *_speaker(quote, say),
            *_dates(quote, say),
            source(quote.article, quote.sentence.text, say),
            *also(quote.also_reported_by, say),
            *labels(quote.article, now, say),
            *_other_language(quote.article.language, asked_in, say),
        ]
    )


def _quotation(value: str) -> Markup:
    return tag("blockquote", text(value))


def _expandable(value: str, limit: int) -> Markup:
    """Text around a quote; it is cut at a word, and marked, where no message would hold it."""
    return tag("blockquote", text(short(value, limit)), " expandable")


def _speaker(quote: Quote, say: Phrases) -> list[Markup]:
    speaker = quote.sentence.speaker
    if speaker is None:
        return []
    who = named(speaker.name)
    if speaker.role:
        # Translators: a person and what they are, as in "Dmitry Peskov, Kremlin Spokesman".
        who = say.phrase("{name}, {role}", name=who, role=named(speaker.role))
    if not speaker.our_reading:
        return [say.phrase("— {speaker}", speaker=who)]
    if speaker.cue:
        # Translators: whom a word of the quote stands for, as in "“He” is Dmitry Peskov (our reading)".
        return [say.phrase("“{word}” is {person} (our reading)", word=speaker.cue, person=who)]
    return [say.phrase("{speaker} goes on (our reading)", speaker=who)]


def _dates(quote: Quote, say: Phrases) -> list[Markup]:
    lines = []
    for mention in quote.sentence.dates:
        if not _FOUR_DIGITS.search(mention.text):
            when = moment(mention.start, interval_in_words(mention.start, mention.end, say))
            # Translators: which day a word of the quote means, as in "“Thursday” is Thu 26 September 2019".
            lines.append(say.phrase("“{word}” is {date}", word=mention.text, date=when))
    return lines[:MAX_DATES]


def _other_language(language: str, asked_in: str, say: Phrases) -> list[Markup]:
    """That an article is not in the question's language; nothing where it is, or where that is not known."""
    if not asked_in or language.split("-", 1)[0].lower() == asked_in:
        return []
    return [tag("i", say.phrase("The article is in {language}.", language=language_in_words(language, say)))]
