"""Negation: what a question with "not" asks for is said by sentences that deny something.

Of 41 answerable SQuAD 2.0 questions with a negation, 2 are answered by a sentence that denies nothing; of all sentences
of such questions' paragraphs 52 % deny nothing, of the answers to the 1,399 other questions 71 %.
"""

from __future__ import annotations

from functools import cache

import regex

from knowledge.retrieval import asking

_NOT = {
    "en": r"not(?! only)|never|no(?!\. ?\d)|without|except|neither|nor|none|nobody|nothing|cannot|\p{L}+n['’]t|"
    r"(?:is|are|was|were|do|does|did|has|have|had|could|would|should)nt",
    "es": r"no|nunca|jamás|sin|excepto|salvo|ni|nadie|nada|tampoco|ning[uú]n[oa]?",
    "de": r"nicht(?! nur)|nie|niemals|kein(?:e[mnrs]?)?|ohne|außer|weder|niemand(?:e[mn])?|nichts",
    "fr": r"ne|pas|jamais|sans|sauf|aucune?|personne|rien|ni|n['’]\p{L}+",
    "it": r"non(?! solo)|mai|senza|nessun[oa]?|niente|nulla|né|tranne|eccetto",
    "pt": r"não(?! só)|nunca|jamais|sem|nenhuma?|ninguém|nada|nem|exceto|salvo",
    "nl": r"niet(?! alleen)|geen|nooit|zonder|niemand|niets|noch|behalve",
    "ru": r"не(?! только)|нет|никогда|без|кроме|ни|никто|ничего|нельзя",
}
# What denies in a sentence beside those, word by word: "t" and "n" are what "didn't" and "n'est" are cut into.
_DENIES = {
    "en": r"exclud\w+|exce(?:pt|ption)\w*|excepting|unable|inability|independent|incapable|"
    r"un(?!der|til|it|ion|iver|less|cle|ique)\w{4,}|fail\w*|refus\w*|den(?:y|ied|ies|ying)|reject\w*|oppos\w*|lack\w*|few|"
    r"little|hardly|only|rather|instead|but|bann?\w*|stop\w*|"
    r"prevent\w*|prohibit\w*|declin\w*|lost|los[es]\w*|"
    r"against|although|however|while|unlike|rarely|absen\w*|avoid\w*|less|least|(?-i:t)",
    "es": r"rechaz\w+|neg(?:ó|aron|ar|ado)|niega\w*|sino|pero|excluy\w+|excluid\w+|contra|impid\w+|prohib\w+",
    "de": r"lehnt\w*|abgelehnt\w*|verweiger\w*|sondern|aber|ausgeschlossen\w*|gegen|verbot\w*|verhinder\w*|un\w{4,}",
    "fr": r"refus\w*|rejet\w*|mais|exclu\w*|contre|interdi\w*|empêch\w*|(?-i:n)",
    "it": r"rifiut\w+|neg(?:a|ano|ato|ò|arono)|ma|esclu\w+|contro|viet\w+|imped\w+|respin\w+",
    "pt": r"recus\w+|rejeit\w+|neg(?:a|am|ou|aram|ado)|mas|exclu\w+|contra|proib\w+|imped\w+",
    "nl": r"weiger\w*|geweigerd\w*|verwerp\w*|verworpen|ontken\w*|maar|uitgesloten|tegen|verb(?:ied|ood|od)\w*",
    "ru": r"отказ\w*|отверг\w*|но|исключ\w*|против|запре\w*|невозмож\w*",
}
_QUOTED = regex.compile(r"[\"“«„][^\"”»“]*[\"”»“]")
# "Didn't the EU recognise him?" asks whether it did.
_RHETORICAL = regex.compile(r"^\s*\p{L}+n['’]t\b|\bor not\b", regex.I)


@cache
def _negations(language: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{_NOT[language]})(?![\p{{L}}\p{{N}}])", regex.I)


@cache
def _denials(language: str) -> regex.Pattern[str]:
    return regex.compile(f"{_NOT[language]}|{_DENIES[language]}", regex.I)


def negated(question: str, language: str) -> bool:
    """Whether the sentence of `question` that asks has a negation, outside of quotation marks."""
    if language not in _NOT:
        return False
    asks = _QUOTED.sub(" ", question[asking.final_clause(question) :])
    return bool(_negations(language).search(asks)) and not _RHETORICAL.search(asks)


def denies(word: str, language: str) -> bool:
    """Whether a sentence with `word` denies or excludes something; of a language that we cannot tell it of, true."""
    return language not in _NOT or bool(_denials(language).fullmatch(word))
