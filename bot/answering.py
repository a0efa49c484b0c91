"""What is said to a question, from a library and nothing else: any thread or process that has one can say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.localization.phrases import for_language
from bot.preferences import DEFAULTS
from bot.rendering.answers import render
from bot.rendering.messages import Rendered
from bot.wording import OLD_AFTER
from knowledge.answering import Answer, NoAnswer, ask
from knowledge.conversation import resolving
from knowledge.conversation.quoting import resolve_beside
from knowledge.conversation.resolving import Understood
from knowledge.conversation.talk import talks_on
from knowledge.conversation.turn import Turn
from knowledge.library import Library
from knowledge.retrieval.semantic import Reranker
from knowledge.store import Refusal, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question as it was put, and all that bears on its answer but the library.

    It may follow the turn `previous`, and have words `quoted` beside it; asked `plainly` it is what stands there.
    At most `limit` quotes are given, with the sentences around them where `context` is wanted, to a reader of
    `language`. `now` (aware), `threshold` (0..1; None for the calibrated one) and `old_after` (days) are as for `ask`
    and `render`.
    """

    question: str
    now: datetime
    quoted: str = ""
    previous: Turn | None = None
    plainly: bool = False
    limit: int = DEFAULTS.quotes
    context: bool = True
    language: str = "en"
    threshold: float | None = None
    old_after: int = OLD_AFTER


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a question, as it was `understood`, and what is kept of it.

    `refused` says why nothing answers, None where something does; `asked_in` is the question's language, empty where
    that was not looked at. `is_talk`: what was said was no question at all. `can_be_followed`: it was refused and has
    words that news may bring.
    """

    rendered: Rendered
    understood: Understood
    turn: Turn
    refused: Refusal | None
    asked_in: str
    is_talk: bool
    can_be_followed: bool


def answered(library: Library, asking: Asking, reranker: Reranker | None = None) -> Reply:
    """Ask `library`, and say what it answers.

    Where the words that are quoted beside a question do not lead to an answer the question is asked alone.
    """
    plain = Understood(asking.question, asking.question)
    understood = plain
    if not asking.plainly:
        understood = resolve_beside(asking.question, asking.quoted, asking.previous, library)
    answer = _ask(library, asking, understood, reranker)
    if understood.way is resolving.Way.QUOTED and isinstance(answer, NoAnswer):
        understood, answer = plain, _ask(library, asking, plain, reranker)
    refused = refusal(answer) if isinstance(answer, NoAnswer) else None
    return Reply(
        rendered=render(
            answer,
            now=asking.now,
            understood=understood.question if understood.follows else "",
            context=asking.context,
            say=for_language(asking.language),
            old_after=asking.old_after,
        ),
        understood=understood,
        turn=Turn.of(answer),
        refused=refused,
        asked_in=answer.trace.language,
        is_talk=talks_on(understood, answer),
        can_be_followed=refused is not None and bool(answer.trace.terms),
    )


def _ask(library: Library, asking: Asking, understood: Understood, reranker: Reranker | None) -> Answer | NoAnswer:
    return ask(
        understood.question,
        library,
        now=asking.now,
        threshold=asking.threshold,
        reranker=reranker,
        about=understood.about,
        limit=asking.limit,
    )
