"""A quote as it is cited elsewhere: one line of plain text for the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

from bot.localization.phrases import Phrases
from bot.markup import utf16_length
from bot.rendering.messages import MAX_COPIED, short
from bot.wording import day_in_words
from knowledge.answering import Quote
from knowledge.article import day
from knowledge.reading.sentence import Attribution

_SHORTEST_HEADLINE = 20


def citation(quote: Quote, say: Phrases) -> str:
    """Return “quote” — speaker, headline, outlet, date, address, in at most 256 UTF-16 units.

    What does not fit gives way, first the quote, which is never cut: then the speaker, the end of the headline, the
    address.
    """
    return next(one for one in _shorter_and_shorter(quote, say) if utf16_length(one) <= MAX_COPIED)


def _shorter_and_shorter(quote: Quote, say: Phrases) -> Iterator[str]:
    article, speaker = quote.article, quote.sentence.speaker
    said = f"“{_one_line(quote.sentence.text)}”"
    name = [] if speaker is None else [_name(speaker, say)]
    outlet = short(article.source.name, 60)
    dated = day_in_words(day(article.published), say) if article.published else say.gettext("date not known")
    url = [] if article.url is None else [str(article.url)]
    yield f"{said} — {', '.join([*name, article.headline, outlet, dated, *url])}"
    yield ", ".join([*name, article.headline, outlet, dated, *url])
    for last in (url, []):
        rest = [outlet, dated, *last]
        room = MAX_COPIED - utf16_length(", ".join(["", *rest]))
        if room >= _SHORTEST_HEADLINE:
            yield ", ".join([short(article.headline, room), *rest])


def _name(speaker: Attribution, say: Phrases) -> str:
    return say.gettext("{name} (our reading)", name=speaker.name) if speaker.our_reading else speaker.name


def _one_line(value: str) -> str:
    return " ".join(value.split())
