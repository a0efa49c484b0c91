"""What words find, and a person or a topic over time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.localization.phrases import Phrases
from bot.markup import Markup, join, moment, named, tag
from bot.rendering.messages import Rendered
from bot.rendering.pages import Leaf, Window, render_page
from bot.rendering.quotes import Asked
from bot.wording import interval_in_words
from knowledge.answering import Correction, Quote
from knowledge.browsing.searching import Found
from knowledge.browsing.timeline import Timeline

MAX_UNKNOWN = 3


def render_search(words: str, found: Found, leaves: Sequence[Leaf], window: Window, asked: Asked) -> Rendered:
    """A page of what `words` find; what they were taken for and what nothing has stands above it."""
    say = asked.say
    head = [tag("b", named(words, 200)), *_understood(found.corrections, found.unknown, say)]
    if not leaves:
        return Rendered.of([join([*head, say.phrase("The articles don't have that.")])])
    if not found.all_words:
        head.append(tag("i", say.phrase("No sentence has all of these words; these have some.")))
    return render_page(head, leaves, window, asked)


def render_timeline(topic: str, found: Timeline, quotes: Sequence[Quote], window: Window, asked: Asked) -> Rendered:
    """A page of a timeline: `quotes` are those of its entries from the window's first on, each under its day."""
    say = asked.say
    head = [tag("b", named(topic, 200)), *_understood(found.corrections, found.unknown, say)]
    if not quotes:
        return Rendered.of([join([*head, say.phrase("The articles don't have that.")])])
    if found.more:
        head.append(tag("i", say.phrase("There is more; these say it best.")))
    days = (entry.day for entry in found.entries[window.first :])
    leaves = [Leaf(quote, _day(day, say)) for quote, day in zip(quotes, days, strict=False)]
    return render_page(head, leaves, window, asked)


def _day(day: date | None, say: Phrases) -> Markup:
    if day is None:
        return tag("b", say.phrase("Date not known"))
    return tag("b", moment(day, interval_in_words(day, day, say)))


def _understood(corrections: Sequence[Correction], unknown: Sequence[str], say: Phrases) -> list[Markup]:
    lines = [_corrected(one.word, one.readings[0][0], say) for one in corrections if one.readings]
    if unknown:
        lines.append(
            say.phrase(
                "Nothing here about {words}.", words=say.either([tag("i", named(word, 60)) for word in unknown[:3]])
            )
        )
    return lines


def _corrected(word: str, reading: str, say: Phrases) -> Markup:
    return tag("i", say.phrase("Read “{word}” as “{reading}”.", word=named(word, 60), reading=named(reading, 60)))
