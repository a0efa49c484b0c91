"""Negation: what a question with "not" asks for is said by sentences that deny something.

Of 41 answerable SQuAD 2.0 questions with a negation, 2 are answered by a sentence that denies nothing; of all sentences
of such questions' paragraphs 52 % deny nothing, of the answers to the 1,399 other questions 71 %.
"""

from __future__ import annotations

from functools import cache

import regex

from knowledge.retrieval import asking

MISSING = "denial_missing"
"""The feature: the question is negated, and the sentence denies nothing."""

_NOT = {
    "en": r"not(?! only)|never|no(?!\. ?\d)|without|except|neither|nor|none|nobody|cannot|\p{L}+n['’]t",
    "es": r"no|nunca|jamás|sin|excepto|salvo|ni|nadie|ning[uú]n[oa]?",
    "de": r"nicht(?! nur)|nie|niemals|kein(?:e[mnrs]?)?|ohne|außer|weder|niemand",
    "fr": r"ne|pas|jamais|sans|sauf|aucune?|personne|ni|n['’]\p{L}+",
    "ru": r"не(?! только)|нет|никогда|без|кроме|ни|никто",
}
_DENIES = {
    "en": r"exclud\w+|exce(?:pt|ption)\w*|excepting|unable|inability|independent|incapable|"
    r"un(?!der|til|it|ion|iver|less|cle|ique)\w{4,}|fail\w*|refus\w*|den(?:y|ied|ies|ying)|reject\w*|oppos\w*|lack\w*|few|"
    r"little|hardly|only|rather|instead|other than|but|bann?\w*|stop\w*|"
    r"prevent\w*|prohibit\w*|declin\w*|lost|los[es]\w*|"
    r"against|although|however|while|unlike|rarely|absen\w*|avoid\w*|less|least",
    "es": r"rechaz\w+|neg(?:ó|aron|ar|ado)|niega\w*|sino|pero|excluy\w+|excluid\w+|contra|impid\w+|prohib\w+",
    "de": r"lehnt\w*|abgelehnt\w*|verweiger\w*|sondern|aber|ausgeschlossen\w*|gegen|verbot\w*|verhinder\w*|un\w{4,}",
    "fr": r"refus\w*|rejet\w*|mais|exclu\w*|contre|interdi\w*|empêch\w*",
    "ru": r"отказ\w*|отверг\w*|но|исключ\w*|против|запре\w*|невозмож\w*",
}
_QUOTED = regex.compile(r"[\"“«„][^\"”»“]*[\"”»“]")
# "Didn't the EU recognise him?" asks whether it did.
_RHETORICAL = regex.compile(r"^\s*\p{L}+n['’]t\b|\bor not\b", regex.I)


@cache
def _pattern(language: str, *, denying: bool) -> regex.Pattern[str] | None:
    if language not in _NOT:
        return None
    words = f"{_NOT[language]}|{_DENIES[language]}" if denying else _NOT[language]
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{words})(?![\p{{L}}\p{{N}}])", regex.I)


def negated(question: str, language: str) -> bool:
    """Whether the sentence of `question` that asks has a negation, outside of quotation marks."""
    pattern = _pattern(language, denying=False)
    asks = _QUOTED.sub(" ", question[asking.final_clause(question) :])
    return pattern is not None and not _RHETORICAL.search(asks) and bool(pattern.search(asks))


def denies(sentence: str, language: str) -> bool:
    """Whether `sentence` denies or excludes anything; of a language that we cannot tell it of, true."""
    pattern = _pattern(language, denying=True)
    return pattern is None or bool(pattern.search(sentence))
