"""What there is, as messages: what the bot answers from, what a reload changed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, moment, text
from bot.rendering.messages import Rendered, short
from bot.wording import age_of, when_in_words
from knowledge.article import day
from knowledge.library import Diff, Library

MAX_IDS = 20
"""Ids that a reload lists of each kind."""


def render_about(library: Library, *, now: datetime, say: Phrases = ENGLISH) -> Rendered:
    """What the bot answers from: how many articles, from when to when."""
    said = say.phrase(
        "I answer questions about the news only in the news's own words: quoted sentences, with who said them and "
        "when. Where no article answers, I say so."
    )
    return Rendered.of([join([said, *extent(library, now, say)], "\n\n")])


def render_diff(diff: Diff, *, say: Phrases = ENGLISH) -> Rendered:
    """What a reload changed, with every fault (in English, as `dateline check` has it)."""
    if diff.kept:
        first = say.phrase("The articles were not reloaded: nothing usable was found, so the ones in use stay.")
    else:
        first = say.phrase(
            "Reloaded: {added} added, {changed} changed, {removed} removed, {refused} refused.",
            added=len(diff.added),
            changed=len(diff.changed),
            removed=len(diff.removed),
            refused=len(diff.refused),
        )
    lines = [first]
    if diff.added:
        lines.append(say.phrase("Added: {articles}", articles=_ids(diff.added, say)))
    if diff.changed:
        lines.append(say.phrase("Changed: {articles}", articles=_ids(diff.changed, say)))
    if diff.removed:
        lines.append(say.phrase("Removed: {articles}", articles=_ids(diff.removed, say)))
    lines += [text(short(str(fault), 1000)) for fault in diff.refused]
    return Rendered.of(lines, separator="\n")


def _ids(ids: Sequence[str], say: Phrases) -> Markup:
    shown = text(short(", ".join(ids[:MAX_IDS]), 1900))
    more = len(ids) - MAX_IDS
    if more <= 0:
        return shown
    return say.nphrase("{articles} and {count} more", "{articles} and {count} more", more, articles=shown)


def extent(library: Library, now: datetime, say: Phrases) -> list[Markup]:
    """How many articles there are, from when to when."""
    shown = library.latest(now, len(library))
    if not shown:
        return [say.phrase("There are no articles yet.")]
    dated = [article for article in shown if article.published is not None]
    lines = [say.nphrase("{count} article.", "{count} articles.", len(shown))]
    if dated:
        newest, oldest = dated[0].published, dated[-1].published
        assert newest is not None and oldest is not None  # noqa: PT018, S101 - chosen for having one, just above
        lines.append(
            say.phrase(
                "From {oldest} to {newest}.",
                oldest=moment(oldest, when_in_words(oldest, say)),
                newest=moment(newest, when_in_words(newest, say)),
            )
        )
        age = age_of(day(newest), now, say, days=True)
        # Translators: the newest article; {age} is a number of days or years.
        lines.append(say.phrase("The newest is {age} old.", age=age) if age else say.phrase("The newest is of today."))
    return [join(lines)]
