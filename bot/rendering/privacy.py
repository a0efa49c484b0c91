"""What is kept of users, said to them."""

from __future__ import annotations

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, tag
from bot.rendering.messages import Button, Rendered
from knowledge.store import Kept

FORGET = "forget:"
"""Of the buttons' data; `yes` or `no` follows."""


def render_privacy(kept: Kept | None, *, keep_texts: bool, days: int, say: Phrases = ENGLISH) -> Rendered:
    """What is kept, and how much of it of the asker, where `kept` is given.

    `keep_texts` says whether the operator has questions kept, `days` how long what was followed is kept after its end.
    """
    if keep_texts:
        words = say.phrase(
            "The words of questions are kept: with your ratings, and without your name where no article answered."
        )
    else:
        words = say.phrase("The words of your questions are not kept.")
    lines = [
        words,
        say.phrase("To understand what you ask next, I remember the last questions of a chat until I am restarted."),
        say.nphrase(
            "What you follow, in your words, and what I told you of it, until {count} day after you end it.",
            "What you follow, in your words, and what I told you of it, until {count} days after you end it.",
            days,
        ),
        say.phrase("Your settings, and which quotes you found helpful or chose, by your number in Telegram."),
        say.phrase("How many questions are asked each day, without who asked."),
    ]
    blocks = [join([tag("b", say.phrase("What I keep")), *(say.phrase("• {entry}", entry=line) for line in lines)])]
    if kept is not None:
        blocks.append(join([tag("b", say.phrase("Of you")), *_counts(kept, say)]))
    blocks.append(say.phrase("{forget} erases what I keep of you.", forget="/forget"))
    return Rendered.of(blocks)


def _counts(kept: Kept, say: Phrases) -> list[Markup]:
    counts = [
        (kept.ratings, say.phrase("Ratings: {number}", number=kept.ratings)),
        (kept.choices, say.phrase("Quotes that you chose: {number}", number=kept.choices)),
        (kept.follows, say.phrase("Followed, with what has ended: {number}", number=kept.follows)),
        (kept.notices, say.phrase("Quotes that were told or known of it: {number}", number=kept.notices)),
        (kept.preferences, say.phrase("Settings that you changed are kept.")),
        (kept.deeds, say.phrase("What you did as an admin: {number}. That stays.", number=kept.deeds)),
    ]
    lines = [line for number, line in counts if number]
    return lines or [say.phrase("Nothing.")]


def render_forget(kept: Kept, *, say: Phrases = ENGLISH) -> Rendered:
    """Ask whether to erase what is kept of the asker."""
    if not kept.forgettable:
        return Rendered.of([say.phrase("I keep nothing of you.")])
    question = say.phrase("Erase your settings, your ratings, and what you follow? It cannot be undone.")
    buttons = (
        (Button(say.pgettext("button", "Erase everything"), data=f"{FORGET}yes"),),
        (Button(say.pgettext("button", "Keep it"), data=f"{FORGET}no"),),
    )
    return Rendered.of([join([question, *_counts(kept, say)])], buttons)


def render_forgotten(erased: bool, *, say: Phrases = ENGLISH) -> Rendered:
    """Say that it is done, or that nothing was."""
    said = say.phrase("I have erased what I kept of you.") if erased else say.phrase("Nothing was erased.")
    return Rendered.of([said])
