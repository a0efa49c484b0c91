"""/unanswered: what nobody could be answered, without who asked. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.localization.phrases import ENGLISH, Phrases, gettext_noop
from bot.markup import Markup, join, named, tag
from bot.rendering.messages import Button, Rendered, rows
from bot.rendering.pages import Window, turning
from knowledge.store import Day, Refusal, UnansweredQuestion

PAGE = 8
"""Questions on a page."""
LIST, CLEAR, ERASE = "unanswered:{first}", "unanswered:clear", "unanswered:erase"
_LONGEST = 160
_REASONS = {
    Refusal.NO_WORDS: gettext_noop("No word to look for"),
    Refusal.NOTHING_ALIKE: gettext_noop("No sentence has any of the words"),
    Refusal.UNSURE: gettext_noop("Too little confidence"),
}


def render_unanswered(
    questions: Sequence[UnansweredQuestion], *, first: int, number: int, say: Phrases = ENGLISH
) -> Rendered:
    """A page of the questions that were refused most often, which begins with the one numbered `first` of `number`."""
    if not questions:
        return Rendered.of([say.phrase("No question is waiting for an answer.")])
    title = tag("b", say.nphrase("{count} question without an answer", "{count} questions without an answer", number))
    # Translators: how often a question was asked, and the question.
    lines = [
        say.phrase("{number} × {question}", number=q.count, question=named(q.question, _LONGEST)) for q in questions
    ]
    window = Window(LIST, first, more=first + len(questions) < number)
    buttons = turning(window, PAGE, len(questions), say)
    clear = Button(say.pgettext("button", "Erase all"), data=CLEAR)
    return Rendered.of([join([title, *lines])], rows([*buttons, clear]))


def render_reasons(days: Sequence[Day], *, days_back: int, say: Phrases = ENGLISH) -> Rendered:
    """How many questions were refused in the last `days_back` days, by reason, where their words are not kept."""
    reasons: Counter[str] = Counter()
    for one in days:
        reasons.update(one.refused)
    title = say.nphrase("{count} question refused", "{count} questions refused", sum(reasons.values()))
    head = [tag("b", title), say.nphrase("In the last {count} day.", "In the last {count} days.", days_back)]
    lines = [_reason(reason, number, say) for reason, number in reasons.most_common()]
    kept = say.phrase("Their words are not kept; {setting} would keep them.", setting="DATELINE_KEEP_TEXTS=true")
    return Rendered.of([join([*head, *lines]), kept])


def _reason(reason: str, number: int, say: Phrases) -> Markup:
    known = [said for refusal, said in _REASONS.items() if refusal == reason]
    return say.phrase("{reason}: {number}", reason=say.gettext(known[0]) if known else reason, number=number)


def render_clear(number: int, *, say: Phrases = ENGLISH) -> Rendered:
    """Ask whether to erase them all."""
    question = say.nphrase(
        "Erase {count} question? It cannot be undone.", "Erase {count} questions? It cannot be undone.", number
    )
    buttons = (
        (Button(say.pgettext("button", "Erase all"), data=ERASE),),
        (Button(say.pgettext("button", "Keep them"), data=LIST.format(first=0)),),
    )
    return Rendered.of([question], buttons)
