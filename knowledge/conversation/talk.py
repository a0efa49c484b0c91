"""Whether somebody who replies to an answer asks on, or only talks on: "thanks", "well, well", "told you so"."""

from __future__ import annotations

import regex

from knowledge.answering import Answer, NoAnswer
from knowledge.conversation.forms import AUXILIARY
from knowledge.conversation.resolving import Understood, Way
from knowledge.retrieval import asking

_QUESTION_MARK = regex.compile(r"[?？؟⸮՞፧¿\u037E]")
_OPENS_A_QUESTION = regex.compile(rf"\s*(?:(?:and|but|so),? )?{AUXILIARY}\b", regex.I)


def talks_on(understood: Understood, found: Answer | NoAnswer) -> bool:
    """Return whether what was written is no question, given how it was `understood` and what was found.

    What has the form of a question is one, and so is what follows from the turn before. Other words are one where they
    are answered, as a search for some words; but for one single word, and no name or number, an answer is chance, and
    beside a quotation the answer is the quotation's.
    """
    if asks(understood.written, found.trace.language) or understood.way not in {Way.AS_IT_STANDS, Way.QUOTED}:
        return False
    terms = found.trace.analysis.terms if found.trace.analysis is not None else ()
    searched = len(terms) > 1 or any(term.name or term.number for term in terms)
    return isinstance(found, NoAnswer) or understood.way is Way.QUOTED or not searched


def asks(said: str, language: str) -> bool:
    """Return whether `said` has a question mark or a question word, or opens as an English question without one."""
    if _QUESTION_MARK.search(said) or _OPENS_A_QUESTION.match(said):
        return True
    return asking.asked_for(said, language) is not asking.Asked.ANYTHING
