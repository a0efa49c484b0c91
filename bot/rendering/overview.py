"""What there is, as messages: the newest articles, what the bot answers from, what a reload changed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.markup import Markup, join, moment, tag, text
from bot.rendering.articles import headline, listed
from bot.rendering.messages import Rendered, short
from bot.wording import age_of, plural, when_in_words
from knowledge.article import Article, day
from knowledge.library import Diff, Library

PAGE = 5
"""Articles on a page of the latest."""


def render_latest(articles: Sequence[Article], *, page: int, more: bool, now: datetime) -> Rendered:
    """A page of headlines, newest first."""
    if not articles:
        return Rendered.of([text("There are no articles yet.")])
    lines = [join([headline(article), listed(article)]) for article in articles]
    buttons = [("Older", f"latest:{page + 1}")] if more else []
    if page:
        buttons.insert(0, ("Newer", f"latest:{page - 1}"))
    return Rendered.of([join([tag("b", text("Latest articles")), *lines], "\n\n")], tuple(buttons))


def render_about(library: Library, *, now: datetime) -> Rendered:
    """What the bot answers from: how many articles, from when to when."""
    said = [
        text("I answer questions about the news only in the news's own words: quoted sentences, with who said them"),
        text(" and when. Where no article answers, I say so."),
    ]
    return Rendered.of([join([Markup.__add__(*said), *_extent(library, now)], "\n\n")])


def render_status(library: Library, *, now: datetime) -> Rendered:
    """What an admin wants to know at a glance."""
    faults = [text(short(str(fault), 300)) for fault in library.faults]
    lines = [
        *_extent(library, now),
        text(f"Loaded {when_in_words(library.loaded_at)}."),
        text(f"{plural(len(faults), 'fault')}{':' if faults else '.'}"),
        *faults,
    ]
    return Rendered.of(lines, separator="\n")


def render_diff(diff: Diff) -> Rendered:
    """What a reload changed, with every fault."""
    if diff.kept:
        first = text("The articles were not reloaded: nothing usable was found, so the ones in use stay.")
    else:
        counts = (
            f"{len(diff.added)} added, {len(diff.changed)} changed, {len(diff.removed)} removed, "
            f"{len(diff.refused)} refused."
        )
        first = text(f"Reloaded: {counts}")
    lines = [first]
    for name, ids in (("Added", diff.added), ("Changed", diff.changed), ("Removed", diff.removed)):
        if ids:
            shown = ", ".join(ids[:20]) + (f" and {len(ids) - 20} more" if len(ids) > 20 else "")
            lines.append(text(short(f"{name}: {shown}", 2000)))
    lines += [text(short(str(fault), 1000)) for fault in diff.refused]
    return Rendered.of(lines, separator="\n")


def _extent(library: Library, now: datetime) -> list[Markup]:
    shown = library.latest(now, len(library))
    if not shown:
        return [text("There are no articles yet.")]
    dated = [article for article in shown if article.published is not None]
    lines = [text(f"{plural(len(shown), 'article')}.")]
    if dated:
        newest, oldest = dated[0].published, dated[-1].published
        assert newest is not None and oldest is not None  # noqa: PT018, S101 - chosen for having one, just above
        span = (
            text("From ") + moment(oldest, when_in_words(oldest)) + text(" to ") + moment(newest, when_in_words(newest))
        )
        lines.append(span + text("."))
        age = age_of(day(newest), now, days=True)
        lines.append(text(f"The newest is {age} old." if age else "The newest is of today."))
    return [join(lines)]
