"""A question that is put to some quoted words: "When was that?" beside a sentence of somebody's message."""

from __future__ import annotations

from knowledge.conversation.resolving import Understood, Way, resolve
from knowledge.conversation.turn import Turn
from knowledge.library import Library
from knowledge.retrieval.analysis import MAX_QUESTION


def resolve_beside(question: str, quoted: str, previous: Turn | None, library: Library) -> Understood:
    """Return what `question` means after `previous` and beside `quoted`, which may be empty.

    What follows from the turn before, or from the quoted words as from a question, does so; any other question is
    asked together with them, its own words first. Whether that helped only the answer can tell.
    """
    found = resolve(question, previous, library)
    if found.follows or not quoted.strip():
        return found
    found = resolve(question, Turn(quoted[:MAX_QUESTION]), library)
    if found.follows:
        return found
    return Understood(f"{question} {' '.join(quoted.split())}"[:MAX_QUESTION], question, Way.QUOTED)
