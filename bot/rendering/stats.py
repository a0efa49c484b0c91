"""The caption of /stats: the figures of its picture, for who cannot see it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import join, tag
from bot.rendering.messages import Rendered
from bot.wording import day_in_words
from knowledge.store import Day


def render_stats(days: Sequence[Day], *, until: date, days_back: int, say: Phrases = ENGLISH) -> Rendered:
    """The figures of the last `days_back` days up to `until`, in one short message."""
    answered, refused = sum(one.answered for one in days), sum(one.refusals for one in days)
    asked = answered + refused
    title = say.nphrase("{count} question", "{count} questions", asked)
    lines = [tag("b", title), say.nphrase("In the last {count} day.", "In the last {count} days.", days_back)]
    if asked:
        share = round(100 * refused / asked)
        most = max(days, key=lambda one: (one.questions, one.day))
        lines += [
            # Translators: the square is the colour of the answered ones in a picture.
            say.phrase("🟦 Answered: {number}", number=answered),
            say.phrase("🟧 Refused: {number} ({share} %)", number=refused, share=share),
            say.phrase("Most on {day}: {number}", day=day_in_words(most.day, say), number=most.questions),
        ]
        today = next((one.questions for one in days if one.day == until), 0)
        lines.append(say.phrase("Today: {number}", number=today))
    return Rendered.of([join(lines)])
