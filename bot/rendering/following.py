"""What is followed: the offer under a refusal, the notice, and the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import MAX_MESSAGE, Markup, join, named, tag
from bot.rendering.buttons import quote_buttons
from bot.rendering.messages import Button, Rendered, rows, short
from bot.rendering.quotes import Asked, one_message, together
from bot.wording import OLD_AFTER
from knowledge.answering import Quote
from knowledge.following import Suggestion
from knowledge.store import Follow, Kind

OFFER = "follow"
"""The data of the button that follows the question of a refusal."""
END = "unfollow:"
"""Of the button that ends a request; its id follows."""
END_LISTED = "unlist:"
"""The same in the list, which is shown anew then."""
LISTED = 30
_LABEL = 26


def offering(refusal: Rendered, *, say: Phrases = ENGLISH) -> Rendered:
    """Return `refusal` with a button that follows its question."""
    return replace(refusal, buttons=(*refusal.buttons, (offer(say),)))


def offer(say: Phrases) -> Button:
    """The button that follows a question."""
    return Button(say.pgettext("button", "Tell me when the news answers this"), data=OFFER)


def ending(follow_id: int, say: Phrases) -> Button:
    """The button that ends a request."""
    return Button(say.pgettext("button", "Stop telling me"), data=f"{END}{follow_id}")


def render_followed(follow: Follow, unknown: Sequence[Suggestion], *, say: Phrases = ENGLISH) -> Rendered:
    """Say what is followed now, with a button that ends it."""
    what = named(follow.text, 300)
    if follow.kind is Kind.PERSON:
        said = say.phrase("I'll tell you here when there are new statements by {person}.", person=tag("b", what))
    elif follow.kind is Kind.TOPIC:
        said = say.phrase("I'll tell you here when there is something new on {topic}.", topic=tag("b", what))
    else:
        said = say.phrase("I'll tell you here when an article answers this: {question}", question=what)
    lines = [said]
    for one in unknown[:3]:
        # Translators: a word that no article has, and one that the articles have and that may be meant.
        doubt = say.phrase(
            "No article has “{word}” yet. Did you mean “{reading}”?", word=named(one.word, 60), reading=one.reading
        )
        lines.append(doubt)
    return Rendered.of([join(lines)], ((ending(follow.id, say),),))


def render_notice(
    follow: Follow,
    quotes: Sequence[Quote],
    *,
    more: int = 0,
    now: datetime,
    say: Phrases = ENGLISH,
    old_after: int = OLD_AFTER,
) -> Rendered:
    """Tell of `quotes`, at least one: as many as one message holds, and how many `more` there are.

    It is one message always, since of several some could be sent twice when one of them fails.
    """
    asked = Asked(now, say, old_after=old_after)
    told = tag("i", _occasion(follow, say))
    buttons = quote_buttons(quotes[0], say, last=[ending(follow.id, say)])
    for shown in range(len(quotes), 0, -1):
        left = _left(more + len(quotes) - shown, say)
        whole = join([told, *together(quotes[:shown], asked), *left], "\n\n")
        if whole.length <= MAX_MESSAGE:
            return Rendered.of([whole], buttons)
    return Rendered.of([one_message(quotes[0], asked)], buttons)  # it fills a message alone


def _occasion(follow: Follow, say: Phrases) -> Markup:
    what = named(follow.text, 300)
    if follow.kind is Kind.QUESTION:
        return say.phrase("You wanted to know: {question}", question=what)
    # Translators: a person or a topic that the reader follows, as in "New: Dmitry Peskov".
    return say.phrase("New: {followed}", followed=what)


def _left(count: int, say: Phrases) -> list[Markup]:
    return [say.nphrase("{count} more in the articles.", "{count} more in the articles.", count)] if count else []


def render_following(follows: Sequence[Follow], *, say: Phrases = ENGLISH) -> Rendered:
    """What somebody follows, each with a button that ends it."""
    if not follows:
        example = "/follow Peskov"
        nothing = say.phrase(
            "You follow nothing. {example} tells you what somebody says from now on; under a question that the "
            "articles don't answer is a button.",
            example=example,
        )
        return Rendered.of([nothing])
    lines = [tag("b", say.phrase("You follow"))]
    lines += [say.phrase("• {followed}", followed=named(short(one.text, 110))) for one in follows[:LISTED]]
    buttons = [
        # Translators: a button that ends what is followed, as in "Stop: Dmitry Peskov".
        Button(
            say.pgettext("button", "Stop: {followed}", followed=short(one.text, _LABEL)), data=f"{END_LISTED}{one.id}"
        )
        for one in follows[:LISTED]
    ]
    return Rendered.of([join(lines)], rows(buttons))
