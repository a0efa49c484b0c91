"""/audit: what admins did last. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, named, tag, text
from bot.rendering.messages import Rendered
from bot.wording import when_in_words
from knowledge.store import Deed

_LONGEST = 120


def render_deeds(deeds: Sequence[Deed], *, say: Phrases = ENGLISH) -> Rendered:
    """A line a deed, the latest first: when, who by their number in Telegram, what, and on what."""
    if not deeds:
        return Rendered.of([say.phrase("Admins have done nothing yet.")])
    return Rendered.of([tag("b", say.phrase("What admins did")), *(_line(deed, say) for deed in deeds)], separator="\n")


def _line(deed: Deed, say: Phrases) -> Markup:
    done = join([text(deed.action), named(deed.target, _LONGEST)], " ")
    # Translators: when an admin did something, who (a number), and what (in English).
    return say.phrase(
        "{when}, {admin}: {deed}", when=when_in_words(deed.done, say), admin=str(deed.admin_id), deed=done
    )
