"""Who speaks in the articles, and what they say. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, named, tag
from bot.rendering.messages import Button, Rendered, rows, short
from bot.rendering.pages import Leaf, Window, render_page, turning
from bot.rendering.quotes import Asked
from knowledge.answering import Quote
from knowledge.browsing.people import Speaker

PAGE = 8
"""People on a page."""


def render_people(
    speakers: Sequence[Speaker],
    *,
    first: int,
    more: bool,
    read: int,
    articles: int,
    unknown: str = "",
    say: Phrases = ENGLISH,
) -> Rendered:
    """A button for each of `speakers`, the first of whom is number `first` of all, from 0.

    They are those of the newest `read` of `articles`; `unknown` is a name that nobody of them has.
    """
    lines: list[Markup] = []
    if unknown:
        lines.append(
            say.phrase("Nobody who speaks in the articles is called {name}.", name=tag("i", named(unknown, 60)))
        )
    if not speakers:
        lines.append(say.phrase("Nobody is quoted by name in the articles."))
    else:
        lines.append(tag("b", say.phrase("Who speaks in the articles")))
    if read < articles:
        lines.append(tag("i", said_of(read, articles, say)))
    buttons = [Button(_counted(one, say), data=f"said:{one.key}:0") for one in speakers]
    window = Window("people:{first}", first, more)
    return Rendered.of([join(lines)], (*rows(buttons), *rows(turning(window, PAGE, len(speakers), say))))


def render_statements(
    speaker: Speaker, leaves: Sequence[Leaf], *, first: int, more: bool, read: int, articles: int, asked: Asked
) -> Rendered:
    """Statements of one speaker, newest first."""
    say = asked.say
    who = tag("b", named(speaker.name, 100))
    if speaker.role:
        who = say.phrase("{name}, {role}", name=who, role=named(speaker.role, 120))
    head = [who, *([tag("i", said_of(read, articles, say))] if read < articles else [])]
    everybody = Button(say.pgettext("button", "Everybody"), data="people:0")
    leaves = [replace(leaf, quote=_under_a_name(leaf.quote)) for leaf in leaves]
    window = Window(f"said:{speaker.key}:{{first}}", first, more)
    return render_page(head, leaves, window, asked, beside=(everybody,))


def _under_a_name(quote: Quote) -> Quote:
    """A quote that need not say who speaks, as its page does; but that we read it so is said all the same."""
    speaker = quote.sentence.speaker
    if speaker is None or speaker.our_reading:
        return quote
    return replace(quote, sentence=replace(quote.sentence, speaker=None))


def said_of(read: int, articles: int, say: Phrases) -> Markup:
    """Of how many of the articles something is said."""
    return say.nphrase(
        "From the newest {read} of {count} article.", "From the newest {read} of {count} articles.", articles, read=read
    )


def _counted(speaker: Speaker, say: Phrases) -> str:
    return say.gettext("{name} ({count})", name=short(speaker.name, 40), count=speaker.statements)
