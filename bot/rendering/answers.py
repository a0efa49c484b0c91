"""An answer, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, named, tag
from bot.references import quote_key
from bot.rendering.articles import headline, listed
from bot.rendering.messages import Button, Rendered
from bot.rendering.quotes import context_label, quote_blocks
from knowledge.answering import Answer, NoAnswer

PLAIN = "plain"
"""The data of the button that asks a follow-up as it was written."""

MAX_UNCOVERED = 3


def render(answer: Answer | NoAnswer, *, now: datetime, understood: str = "", say: Phrases = ENGLISH) -> Rendered:
    """An answer, or why there is none, with a button for the text around each quote.

    `understood` is the question that a follow-up was taken for; it is said, with a button that takes it back.
    """
    taken = [tag("i", say.phrase("Understood as: {question}", question=named(understood, 300)))] if understood else []
    back: tuple[Button, ...] = ((say.pgettext("button", "Not what I meant"), PLAIN),) if understood else ()
    if isinstance(answer, NoAnswer):
        return Rendered.of([*taken, _no_answer(answer, say)], back)
    blocks = [block for one in answer.quotes for block in quote_blocks(one, now, say, asked_in=answer.trace.language)]
    corrected = join(_corrected(word, readings[0][0], say) for word, readings in _read_as(answer))
    several = len(answer.quotes) > 1
    buttons = tuple(
        (context_label(say, number if several else 0), f"ctx:{quote_key(quote)}")
        for number, quote in enumerate(answer.quotes, 1)
    )
    return Rendered.of([*taken, *([corrected] if corrected else []), *blocks], (*buttons, *back))


def _no_answer(answer: NoAnswer, say: Phrases) -> Markup:
    lines = [say.phrase("The articles don't answer that.")]
    if answer.uncovered:
        lines.append(say.phrase("Nothing here about {words}.", words=_either(answer.uncovered, say)))
    if answer.apart and answer.nearest:
        lines.append(
            say.nphrase(
                "The nearest article doesn't mention {words}.",
                "The nearest articles don't mention {words}.",
                len(answer.nearest),
                words=_either(answer.apart, say),
            )
        )
    if answer.nearest:
        lines.append(say.phrase("The nearest:"))
        lines += [
            say.phrase("• {headline} — {where_and_when}", headline=headline(one), where_and_when=listed(one, say))
            for one in answer.nearest
        ]
    return join(lines)


def _either(words: Sequence[str], say: Phrases) -> Markup:
    return say.either([tag("i", named(word, 60)) for word in words[:MAX_UNCOVERED]])


def _read_as(answer: Answer) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
    return [(one.word, one.readings) for one in answer.trace.corrections if one.readings]


def _corrected(word: str, reading: str, say: Phrases) -> Markup:
    # Translators: a word of the question that was taken for another one, as a typing error.
    return tag("i", say.phrase("Read “{word}” as “{reading}”.", word=named(word, 60), reading=named(reading, 60)))
