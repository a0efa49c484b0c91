"""The choice of a language, each by its own name. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.localization.phrases import ENGLISH, Phrases
from bot.rendering.messages import Rendered

PREFIX = "language:"
"""Of the buttons' data; the language follows, nothing where Telegram's own is to hold."""


def render_languages(
    offered: Iterable[Phrases], chosen: str | None, *, group: bool = False, say: Phrases = ENGLISH
) -> Rendered:
    """Ask for the language, the one that holds marked; in a `group` it is chosen for everybody there."""
    if group:
        question = say.phrase("Which language should I speak in this group?")
        telegrams = say.pgettext("button", "Each reader's own")
    else:
        question = say.phrase("Which language should I speak?")
        telegrams = say.pgettext("button", "As in Telegram")
    choices = [(one.name, one.language) for one in offered]
    buttons = [
        (f"✓ {label}" if language == (chosen or "") else label, f"{PREFIX}{language}")
        for label, language in [*choices, (telegrams, "")]
    ]
    return Rendered.of([question], tuple(buttons))
