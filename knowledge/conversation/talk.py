"""Whether somebody who replies to an answer asks on, or only talks on: "thanks", "well, well", "told you so"."""

from __future__ import annotations

import regex

from knowledge.conversation.forms import AUXILIARY
from knowledge.retrieval.asking import Asked

_QUESTION_MARK = regex.compile(r"[?？؟⸮՞፧¿\u037E]")
_OPENS_A_QUESTION = regex.compile(rf"\s*(?:(?:and|but|so),? )?{AUXILIARY}\b", regex.I)


def asks(said: str, asked: Asked) -> bool:
    """Return whether `said` has the form of a question, of whose words `asked` was told."""
    return asked is not Asked.ANYTHING or bool(_QUESTION_MARK.search(said) or _OPENS_A_QUESTION.match(said))
