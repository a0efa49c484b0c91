"""Whether a question asks for more than one thing: a list, several things ("Who and when"), several people's words."""

from __future__ import annotations

from functools import cache

import regex

from knowledge.retrieval import asking, words
from knowledge.retrieval.asking import Asked

_NOT_PLURAL = (
    "news|series|species|politics|sports|gas|campus|virus|status|bus|boss|headquarters|us|this|is|was|has|does|as|"
    "always|perhaps"
)
_PLURAL = (
    rf"(?!(?:{_NOT_PLURAL})\b)(?:\p{{L}}{{2,}}(?<![suiSUI'’])s|people|men|women|children)"
    r"(?![\p{L}'’-])"
)
_BEFORE_PLURAL = (
    r"(?-i:\p{Lu}[\p{L}-]*)|two|three|four|five|six|seven|eight|nine|ten|other|major|different|foreign|european|new|big|"
    r"famous|senior"
)
# What several people do: who "won" or "succeeded" is one, as a rule.
_TOGETHER = (
    "are|were|else|all|spoke|speaks?|attend(?:s|ed)?|joins?|joined|signs?|signed|supports?|supported|backs?|backed|opposes?|"
    "opposed|votes?|voted|recogni[sz]e[sd]?|condemn(?:s|ed)?|criticis\\w+|criticiz\\w+|reacted|responded|took part|"
    "takes part|participate[sd]?|resigned|agrees?|agreed|called for|calls for"
)
_LISTS = {
    "en": rf"(?<!,\s)\b(?:which|what)\s+(?:(?:{_BEFORE_PLURAL})\s+){{0,2}}(?:{_PLURAL})|"
    rf"\bwho\s+(?:{_TOGETHER})\b|^\s*(?:list|name)\s+(?:all|the|some)\b|"
    rf"\bwhat (?:are|were) the (?:\p{{L}}+ )?(?:{_PLURAL})",
    "es": r"\b(?:cuáles|quiénes|qué\s+\p{L}+s)\b",
    "de": r"\bwelche\s+\p{Lu}\p{L}+\s+(?:haben|sind|waren|wurden|werden|hatten|\p{Ll}+en)\b",
    "fr": r"\b(?:quels|quelles|lesquels|lesquelles)\b",
    "ru": r"\b(?:какие|каких|которые)\b",
}
_AND = r"and|y|e|und|et|и"
_ASKS = {
    "en": r"who|when|where|why|how many|how much|how old|what|which",
    "es": r"quién|cuándo|dónde|por qué|cuánt[oa]s?",
    "de": r"wer|wann|wo|warum|wie viele?",
    "fr": r"qui|quand|où|pourquoi|combien",
    "ru": r"кто|когда|где|почему|сколько",
}


def asks_for_a_list(question: str, language: str) -> bool:
    """Whether the sentence of `question` that asks wants several of a kind: "Which countries", "Who spoke"."""
    if language not in _LISTS:
        return False
    return bool(_lists(language).search(question[asking.final_clause(question) :]))


@cache
def _lists(language: str) -> regex.Pattern[str]:
    return regex.compile(_LISTS[language], regex.I)


def things_asked(question: str, language: str) -> tuple[Asked, ...]:
    """Return the kinds of thing that a question for several asks for: "Who and when", "Who resigned, and why?"."""
    if language not in _ASKS:
        return ()
    first, another = _asks(language)
    final = question[asking.final_clause(question) :]
    second = another.search(final)
    if not second or not first.search(final[: second.start()]):
        return ()
    rest = regex.sub(r"^.*?(?=\s(?:did|does|is|was|were|has|have)\b)", "", final[second.end("asks") :])
    found = [asking.asked_for(part, language) for part in (final[: second.start()], second["asks"] + rest)]
    return tuple(dict.fromkeys(found)) if len(set(found)) > 1 else ()


@cache
def _asks(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Patterns of a word that asks, and of a further one."""
    asks = _ASKS[language]
    return (
        regex.compile(rf"(?<!\p{{L}})(?:{asks})(?!\p{{L}})", regex.I),
        regex.compile(rf"[,\s](?:{_AND})\s+(?P<asks>{asks})(?!\p{{L}})", regex.I),
    )


def speakers_asked(question: str, language: str) -> tuple[frozenset[str], ...]:
    """Return the keys of the name of each of several people whose words are asked for: "What did A and B say"."""
    span = asking.saying(question)
    if span is None:
        return ()
    subject = regex.sub(r"^.*\b(?:do|does|did|has|have|had)\b", "", question[: span[0]], flags=regex.I)
    names = [part for part in regex.split(rf"\s*,\s*|\s+(?:{_AND})\s+", subject.strip()) if part]
    found = [frozenset(word.key for word in words.words(name, language) if not word.common) for name in names]
    return tuple(found) if len(found) > 1 and all(found) else ()


def has(sentence: str, asked: Asked, question: str, language: str) -> bool:
    """Whether `sentence` has the kind of thing that is asked for."""
    if asked is Asked.TIME:
        return asking.names_a_time(sentence, language)
    if asked is Asked.REASON:
        return asking.gives_a_reason(sentence)
    if asked in {Asked.NUMBER, Asked.SHARE, Asked.SUM, Asked.AGE}:
        return asking.names_a_number(sentence, language)
    own = set(words.keys(question, language))
    names = regex.findall(r"(?<=\S\s)\p{Lu}[\p{L}\p{M}]+", sentence)
    return any(words.key(name, language) not in own for name in names)
