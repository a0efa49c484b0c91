"""A question that is put to some quoted words: "When was that?" beside a sentence of somebody's message."""

from __future__ import annotations

import regex

from knowledge.conversation.resolving import Understood, Way, resolve
from knowledge.conversation.turn import Turn
from knowledge.library import Library
from knowledge.retrieval.asking import MAX_QUESTION

_QUESTION = regex.compile(r"[?？؟]\W*$")


def resolve_beside(question: str, quoted: str, previous: Turn | None, library: Library) -> Understood:
    """Return what `question` means beside `quoted`, which may be empty, and after `previous`.

    It follows a question that is quoted, or else the turn before. What follows neither is asked together with the
    quoted words, its own first; whether that helped only the answer can tell.
    """
    words = " ".join(quoted.split())
    if _QUESTION.search(words):
        found = resolve(question, Turn(words[:MAX_QUESTION]), library)
        if found.follows:
            return found
    found = resolve(question, previous, library)
    if found.follows or not words:
        return found
    return Understood(f"{question} {words}"[:MAX_QUESTION], question, Way.QUOTED)
