"""An answer, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.markup import Markup, join, named, tag, text
from bot.references import quote_key
from bot.rendering.articles import headline, listed
from bot.rendering.messages import Button, Rendered
from bot.rendering.quotes import quote_blocks
from bot.wording import OLD_AFTER
from knowledge.answering import Answer, NoAnswer

PLAIN: Button = ("Not what I meant", "plain")
"""Asks a follow-up as it was written."""

MAX_UNCOVERED = 3


def render(answer: Answer | NoAnswer, *, now: datetime, understood: str = "", old_after: int = OLD_AFTER) -> Rendered:
    """An answer, or why there is none, with a button for the text around each quote.

    `understood` is the question that a follow-up was taken for; it is said, with a button that takes it back.
    An article of `old_after` days or more is said to be old.
    """
    taken = [tag("i", text("Understood as: ") + named(understood, 300))] if understood else []
    back = (PLAIN,) if understood else ()
    if isinstance(answer, NoAnswer):
        return Rendered.of([*taken, _no_answer(answer)], back)
    blocks = [
        block
        for one in answer.quotes
        for block in quote_blocks(one, now, asked_in=answer.trace.language, old_after=old_after)
    ]
    corrected = join(_corrected(word, readings[0][0]) for word, readings in _read_as(answer))
    differ = [tag("b", text("Sources differ."))] if answer.sources_differ else []
    several = len(answer.quotes) > 1
    buttons = tuple(
        (f"Context {number}" if several else "Context", f"ctx:{quote_key(quote)}")
        for number, quote in enumerate(answer.quotes, 1)
    )
    return Rendered.of([*taken, *([corrected] if corrected else []), *differ, *blocks], (*buttons, *back))


def _no_answer(answer: NoAnswer) -> Markup:
    lines = [text("The articles don't answer that.")]
    if answer.uncovered:
        lines.append(text("Nothing here about ") + _either(answer.uncovered) + text("."))
    if answer.apart and answer.nearest:
        who = "The nearest article doesn't" if len(answer.nearest) == 1 else "The nearest articles don't"
        lines.append(text(f"{who} mention ") + _either(answer.apart) + text("."))
    if answer.nearest:
        lines.append(text("The nearest:"))
        lines += [text("• ") + headline(article) + text(" — ") + listed(article) for article in answer.nearest]
    return join(lines)


def _either(words: Sequence[str]) -> Markup:
    """A; A or B; A, B or C."""
    marked = [tag("i", named(word, 60)) for word in words[:MAX_UNCOVERED]]
    return join([join(marked[:-1], ", "), marked[-1]], " or ")


def _read_as(answer: Answer) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
    return [(one.word, one.readings) for one in answer.trace.corrections if one.readings]


def _corrected(word: str, reading: str) -> Markup:
    return tag("i", text("Read “") + named(word, 60) + text("” as “") + named(reading, 60) + text("”."))
