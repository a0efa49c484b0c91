"""A quotation, with who says it, when, and where it stands; and the text around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import MAX_MESSAGE, Markup, join, marked, moment, named, tag, text
from bot.references import quote_key
from bot.rendering.articles import also, corrected, headline, kinds, notices, published
from bot.rendering.buttons import quote_buttons
from bot.rendering.messages import Rendered, short
from bot.rendering.screen import SCREEN, folded_lines, lines
from bot.wording import OLD_AFTER, day_in_words, interval_in_short
from knowledge.answering import Quote
from knowledge.article import day, shown_exactly
from knowledge.highlighting import answering_words
from knowledge.retrieval.analysis import Analysis

MAX_DATES = 4
_LINE_ENDS = re.compile(r"\s*\n\s*")
_FOUR_DIGITS = re.compile(r"\d{4}")  # a year: "2019", "the 1990s", "2019-01-23"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of who reads a quote: the time, their language, and the question where there was one."""

    now: datetime
    say: Phrases
    analysis: Analysis | None = None
    language: str = ""
    """The language of the question; empty where nobody asked, or where that is not known."""
    old_after: int = OLD_AFTER
    """Days from which an article is said to be old."""
    context: bool = True
    """Whether the sentences around a quote are wanted."""


@dataclass(frozen=True, slots=True)
class InlineCard:
    """One inline result."""

    id: str
    title: str
    description: str
    html: str


def render_quote(quote: Quote, *, now: datetime, say: Phrases = ENGLISH, old_after: int = OLD_AFTER) -> Rendered:
    """One quote by itself."""
    return Rendered.of(alone(quote, Asked(now, say, old_after=old_after)), quote_buttons(quote, say))


def inline_card(quote: Quote, *, now: datetime, say: Phrases = ENGLISH, old_after: int = OLD_AFTER) -> InlineCard:
    """A quote as an inline result; its id stays the same as long as the sentence does."""
    article = quote.article
    dated = day_in_words(day(article.published), say) if article.published else say.gettext("date not known")
    return InlineCard(
        id=quote_key(quote),
        title=short(article.headline, 120),
        description=short(" · ".join([*kinds(article, say), dated, quote.sentence.text]), 200),
        html=one_message(quote, Asked(now, say, old_after=old_after)).html,
    )


def alone(quote: Quote, asked: Asked, *, above: int = 0) -> list[Markup]:
    """A quote with all that belongs to it, and the sentences around it to be opened where they fit.

    `above` is how many lines of the screen are taken already.
    """
    blocks = together([quote], asked)
    around = _around(quote, asked.say) if asked.context else None
    if around is None or len(blocks) > 1:
        return blocks
    whole = join([*blocks, around])
    fits = above + lines(blocks[0].plain) + folded_lines(around.plain) <= SCREEN
    return [whole] if fits and whole.length <= MAX_MESSAGE else blocks


def together(quotes: Sequence[Quote], asked: Asked, above: Sequence[Markup] = ()) -> list[Markup]:
    """Quotes in order, those of one article together and its own lines once, under the last of them.

    `above` is what stands over each of them, where something does.
    """
    headings = {one.id: heading for one, heading in zip(quotes, above, strict=False)}
    by_article: dict[str, list[Quote]] = {}
    for one in quotes:
        by_article.setdefault(one.article.id, []).append(one)
    blocks: list[Markup] = []
    for of_one in by_article.values():
        under = join(_article_lines(of_one, asked))
        parts = [part for one in of_one for part in _headed(_parts(one, asked), headings.get(one.id))]
        whole = join([*parts, under])
        last = join([parts[-1], under])
        if whole.length <= MAX_MESSAGE:
            blocks.append(whole)
        elif last.length <= MAX_MESSAGE:
            blocks += [*parts[:-1], last]
        else:
            blocks += [*parts, under]
    return blocks


def one_message(quote: Quote, asked: Asked) -> Markup:
    """As much of a quote as one message holds, never without its source, its notices and its correction."""
    under = _article_lines([quote], asked)
    whole = join(together([quote], asked), "\n\n")
    without = join([_quotation(quote.sentence.text), *_readings(quote, asked.say), *under])
    least = join([_quotation(quote.sentence.text), *_article_lines([quote], asked, linked=False)])
    return next(one for one in (whole, without, least) if one.length <= MAX_MESSAGE or one is least)


# --- the quotation ----------------------------------------------------------------------------------------------------


def _parts(quote: Quote, asked: Asked) -> list[Markup]:
    """The quotation with the lines that read it; what it leans on is in it, or before it where that is too long."""
    spans = () if asked.analysis is None else answering_words(asked.analysis, quote)
    readings = _readings(quote, asked.say)
    if shown_exactly(quote.passage.replace("\n", "")):
        shift = len(quote.passage) - len(quote.sentence.text)
        shifted = [(start + shift, end + shift) for start, end in spans]
        whole = join([tag("blockquote", marked(quote.passage, shifted)), *readings])
        if whole.length <= MAX_MESSAGE:
            return [whole]
    leaning = [_quotation(one.text) for one in quote.leaning]
    return [*leaning, join([tag("blockquote", marked(quote.sentence.text, spans)), *readings])]


def _headed(parts: list[Markup], heading: Markup | None) -> list[Markup]:
    return [join([heading, parts[0]]), *parts[1:]] if heading else parts


def _quotation(value: str) -> Markup:
    return tag("blockquote", text(value))


def _around(quote: Quote, say: Phrases) -> Markup | None:
    """The sentences before and after a quote, whole, folded; None where there are none."""
    before = quote.before
    if quote.leaning and quote.leaning[0].text in before:  # it stands in the quotation already
        before = before[: before.rfind(quote.leaning[0].text)].strip()
    if not before and not quote.after:
        return None
    # Translators: stands for the quote itself, between the sentences before and after it.
    here = tag("i", text("[") + say.phrase("the quote") + text("]"))
    parts = [text(_LINE_ENDS.sub("\n", before)), here, text(_LINE_ENDS.sub("\n", quote.after))]
    return tag("blockquote", join(parts), " expandable")


# --- the lines under it -----------------------------------------------------------------------------------------------


def _readings(quote: Quote, say: Phrases) -> list[Markup]:
    """Who says it, and which days its words mean."""
    return [*_speaker(quote, say), *_dates(quote, say)]


def _article_lines(quotes: Sequence[Quote], asked: Asked, *, linked: bool = True) -> list[Markup]:
    """The article of some quotes: headline, outlet and day, then what must be said of it."""
    article, say = quotes[0].article, asked.say
    others = {one.id: one for quote in quotes for one in quote.also_reported_by}
    labels = notices(article, asked.now, say, asked_in=asked.language, old_after=asked.old_after)
    said = join([*labels, *also(tuple(others.values()), say)], " · ")
    return [
        say.isolated(headline(article, quotes[0].sentence.text if linked else "")),
        join([published(article, say), *([tag("i", said)] if said else [])], " · "),
        *corrected(article, say),
    ]


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
    """One line of which days the words of a quote mean, where they do not give the year themselves."""
    found = {}
    for mention in quote.sentence.dates:
        if not _FOUR_DIGITS.search(mention.text):
            when = moment(mention.start, interval_in_short(mention.start, mention.end, say))
            # Translators: which day a word of the quote means, as in "“Thursday” = Thu, 26 Sept 2019".
            found[mention.text] = say.phrase("“{word}” = {date}", word=mention.text, date=when)
    return [join(list(found.values())[:MAX_DATES], " · ")] if found else []
