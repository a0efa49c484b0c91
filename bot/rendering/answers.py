"""An answer, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, named, tag
from bot.rendering.articles import headline, listed
from bot.rendering.buttons import MORE, quote_buttons
from bot.rendering.messages import Button, Rendered, rows
from bot.rendering.quotes import Asked, alone, together
from bot.rendering.screen import SCREEN, lines
from bot.wording import OLD_AFTER
from knowledge.answering import Answer, NoAnswer, Quote
from knowledge.retrieval import asking, several

PLAIN = "plain"
"""The data of the button that asks a follow-up as it was written."""

MAX_UNCOVERED = 3


def render(
    answer: Answer | NoAnswer,
    *,
    now: datetime,
    understood: str = "",
    screen: int = 0,
    context: bool = True,
    say: Phrases = ENGLISH,
    old_after: int = OLD_AFTER,
) -> Rendered:
    """An answer, a screen of it at a time, or why there is none.

    `understood` is the question that a follow-up was taken for; it is said, with a button that takes it back. `screen`
    counts from 0, the best quote; beyond the last one it is the last. An article of `old_after` days or more is said to
    be old. Without `context` the sentences around a quote are not shown.
    """
    above = [tag("i", say.phrase("Understood as: {question}", question=named(understood, 300)))] if understood else []
    back = [Button(say.pgettext("button", "Not what I meant"), data=PLAIN)] if understood else []
    if isinstance(answer, NoAnswer):
        return Rendered.of([*above, _no_answer(answer, say)], rows(back))
    above += _above(answer, say, first=not screen)
    asked = Asked(now, say, answer.trace.analysis, answer.trace.language, old_after, context)
    found = screens(answer, asked)
    screen = min(max(0, screen), len(found) - 1)
    shown = found[screen]
    room = lines(join(above, "\n\n").plain)
    blocks = alone(shown[0], asked, above=room) if len(shown) == 1 else together(shown, asked)
    first = []
    if screen:
        first.append(Button(say.pgettext("button", "Back"), data=f"{MORE}0"))
    if screen + 1 < len(found):
        first.append(Button(say.pgettext("button", "More quotes"), data=f"{MORE}{screen + 1}"))
    return Rendered.of([*above, *blocks], quote_buttons(shown[0], say, first, back))


def render_whole(answer: Answer | NoAnswer, *, now: datetime, old_after: int = OLD_AFTER) -> Rendered:
    """An answer with all its quotes at once, without buttons: for the command line."""
    if isinstance(answer, NoAnswer):
        return render(answer, now=now)
    asked = Asked(now, ENGLISH, answer.trace.analysis, answer.trace.language, old_after)
    return Rendered.of([*_above(answer, ENGLISH), *together(answer.quotes, asked)])


def screens(answer: Answer, asked: Asked) -> list[tuple[Quote, ...]]:
    """Return the quotes as they are shown, a screen each: the best one first, then as many as fit.

    Those that belong together stand together: two that differ always, those of a list where they fit. One that is
    longer than a screen has it for itself: a quote is never cut.
    """
    least, most = (2, 2) if answer.sources_differ else (1, len(answer.quotes) if _several(answer) else 1)
    found: list[tuple[Quote, ...]] = [answer.quotes[:least]]
    for one in answer.quotes[least:]:
        wider = (*found[-1], one)
        fits = lines(join(together(wider, asked), "\n\n").plain) <= SCREEN
        if fits and (len(found) > 1 or len(wider) <= most):
            found[-1] = wider
        else:
            found.append((one,))
    return found


def _several(answer: Answer) -> bool:
    """Whether several things are asked for, so that one quote is not the answer by itself."""
    analysis = answer.trace.analysis
    if analysis is None:
        return False
    asked = analysis.question, analysis.language
    people = several.speakers_asked(*asked) if analysis.asked is asking.Asked.STATEMENT else ()
    return several.asks_for_a_list(*asked) or len(several.things_asked(*asked)) > 1 or len(people) > 1


def screen_of(
    answer: Answer | NoAnswer, quote: Quote, *, now: datetime, say: Phrases = ENGLISH, old_after: int = OLD_AFTER
) -> int | None:
    """Return on which screen (from 0) of an answer a quote stands; None where it is on none."""
    if isinstance(answer, NoAnswer):
        return None
    found = screens(answer, Asked(now, say, answer.trace.analysis, answer.trace.language, old_after))
    return next((n for n, shown in enumerate(found) if any(one.id == quote.id for one in shown)), None)


def _no_answer(answer: NoAnswer, say: Phrases) -> Markup:
    said = [say.phrase("The articles don't answer that.")]
    if answer.uncovered:
        said.append(say.phrase("Nothing here about {words}.", words=_either(answer.uncovered, say)))
    if answer.apart and answer.nearest:
        said.append(
            say.nphrase(
                "The nearest article doesn't mention {words}.",
                "The nearest articles don't mention {words}.",
                len(answer.nearest),
                words=_either(answer.apart, say),
            )
        )
    if answer.nearest:
        said.append(say.phrase("The nearest:"))
        said += [
            say.phrase("• {headline} — {where_and_when}", headline=headline(one), where_and_when=listed(one, say))
            for one in answer.nearest
        ]
    return join(said)


def _either(words: Sequence[str], say: Phrases) -> Markup:
    return say.either([tag("i", named(word, 60)) for word in words[:MAX_UNCOVERED]])


def _above(answer: Answer, say: Phrases, *, first: bool = True) -> list[Markup]:
    """What is said before the quotes: how the question was read, and on the first screen that they differ."""
    corrected = join(_corrected(word, readings[0][0], say) for word, readings in _read_as(answer))
    # Translators: above two quotes whose articles give different numbers or days for the same thing.
    differ = [tag("b", say.phrase("Sources differ."))] if answer.sources_differ and first else []
    return [*([corrected] if corrected else []), *differ]


def _read_as(answer: Answer) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
    return [(one.word, one.readings) for one in answer.trace.corrections if one.readings]


def _corrected(word: str, reading: str, say: Phrases) -> Markup:
    # Translators: a word of the question that was taken for another one, as a typing error.
    return tag("i", say.phrase("Read “{word}” as “{reading}”.", word=named(word, 60), reading=named(reading, 60)))
