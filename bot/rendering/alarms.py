"""What admins are told of a fault of ours: its kind and its place, never whose question it was. Pure."""

from __future__ import annotations

from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, tag, text
from bot.rendering.messages import Rendered
from bot.wording import when_in_words


def render_alarm(kind: str, place: str, number: int, since: datetime, *, say: Phrases = ENGLISH) -> Rendered:
    """A fault that came `number` times since a time (aware), most of them not told of one by one."""
    # Translators: a fault of the program: its kind ("KeyError"), and where it is ("bot.handlers.people:40").
    first = say.phrase(
        "Something broke: {kind} at {place}", kind=tag("code", text(kind)), place=tag("code", text(place))
    )
    often = Markup()
    if number > 1:
        often = say.nphrase(
            "{count} time since {when}.", "{count} times since {when}.", number, when=when_in_words(since, say)
        )
    return Rendered.of([join([first, often, say.phrase("The log has more.")])])
