"""What a follow-up looks like that cannot be asked by itself: "And China?", "When was that?", "¿Por qué?".

Every pattern must match the whole question, so that a question with any content of its own is none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import regex

_THAT = r"(?:that|this|it|those|these)"
_TAIL = (
    rf"{_THAT}(?: happen(?:ed|ing)?| take place| begin| start| end)?"
    r"|(?:he|she|they) (?:do|say) (?:that|this|it|so)"
)
_EN_WORD = (
    r"since when|until when|when|from where|where|why not|why|how come|how many|how much|how often|how long|how|"
    r"who said|who says|who|(?:(?:in|on|at) )?(?:what|which) (?:year|month|day|date|time|week|city|country|place|town)"
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The follow-ups of one language.

    `bare` has the group `word`, a question word that asks on; `another` has `name`, what is asked about instead, and
    `place`, a preposition before it, which may be missing; `opening` is the question word at the start of a question.
    """

    bare: regex.Pattern[str]
    another: regex.Pattern[str]
    opening: regex.Pattern[str]


def _forms(bare: str, another: str, opening: str) -> Forms:
    return Forms(*(regex.compile(pattern, regex.I) for pattern in (rf"{bare}{_END}", rf"{another}{_END}", opening)))


_END = r"[\s?!.…？]*"
_NAME = r"(?P<name>[^\s?!.,;:…](?:[^?!,;:…]{0,58}[^\s?!.,;:…])?)"

FORMS: Mapping[str, Forms] = {
    "en": _forms(
        rf"\s*(?:(?:and|but|so|ok|okay),? )?(?P<word>{_EN_WORD})(?: exactly| precisely)?"
        rf"(?:,? (?:(?:is|was|are|were|did|does|do|will|would|has|have) )?(?:{_TAIL})(?: exactly)?)?",
        rf"\s*(?:(?:and|but|so|ok|okay),? )?(?:(?:and|or)|(?:what|how) about|what of)"
        rf" (?:(?P<place>about|on|in|at|to|for|with|from|against|by|regarding) )?{_NAME}",
        rf"^\s*(?:(?:and|but|so),? )?(?:{_EN_WORD}|what|whom)\b",
    ),
    "es": _forms(
        r"[\s¿]*(?:y )?(?P<word>desde cuándo|cu[áa]ndo|d[óo]nde|por qu[ée]|cu[áa]nt[oa]s?|c[óo]mo|qui[ée]n)"
        r"(?: (?:fue|es|era|ocurri[óo]|pas[óo]|sucedi[óo])(?: eso| esto)?)?",
        rf"[\s¿]*(?:y|qu[ée] hay de|qu[ée] pasa con) (?:(?P<place>en|sobre|de|a|con|para) )?{_NAME}",
        r"^[\s¿]*(?:cu[áa]ndo|d[óo]nde|por qu[ée]|c[óo]mo|qui[ée]n|cu[áa]nt[oa]s?)\b",
    ),
    "de": _forms(
        r"\s*(?:und )?(?P<word>seit wann|wann|wo|warum|wieso|weshalb|wie ?viele?|wie|wer)"
        r"(?: (?:war|ist|geschah|passierte)(?: das| es)?)?",
        rf"\s*(?:und|was ist mit|wie steht es mit) (?:(?P<place>in|über|zu|mit|für|gegen|bei) )?{_NAME}",
        r"^\s*(?:wann|wo|warum|wieso|weshalb|wie ?viele?|wie|wer)\b",
    ),
    "fr": _forms(
        r"\s*(?:et )?(?:c['’][ée]tait )?(?P<word>depuis quand|quand|où|pourquoi|combien|comment|qui)"
        r"(?: (?:était[- ]ce|est[- ]ce|ça|cela|c['’][ée]tait))?",
        rf"\s*(?:et|qu['’]en est-il de) (?:(?P<place>en|sur|à|au|avec|pour|contre) )?{_NAME}",
        r"^\s*(?:quand|où|pourquoi|comment|qui|combien)\b",
    ),
    "ru": _forms(
        r"\s*(?:[аи] )?(?P<word>с каких пор|когда|где|почему|зачем|сколько|как|кто)"
        r"(?: (?:это(?: было| произошло| случилось)?))?",
        rf"\s*(?:(?:а )?(?:что|как) насч[её]т|а) (?:(?P<place>в|о|об|на|с|для|против) )?{_NAME}",
        r"^\s*(?:когда|где|почему|зачем|сколько|как|кто)\b",
    ),
}

AUXILIARY = r"(?:did|does|do|is|was|are|were|will|would|has|have|had|can|could|should|must|may|might)"
_DO = r"(?:did|does|do)"
_SAYING = regex.compile(r"\b(?:say|said|tell|told|announced?|promised?|claim(?:ed)?|stated?)\b", regex.I)
_LEAD = r"^(?:(?:and|but|so|ok|okay),? )?"


def _english(pattern: str) -> regex.Pattern[str]:
    return regex.compile(_LEAD + pattern, regex.I)


_HAPPENED = _english(r"what (?:has |had |is |was )?(?:happened|happening)\b(?P<rest>.*)$")
_ADVERBIAL = _english(
    rf"(?:since when|until when|when|from where|where|why|how (?:long|often|far)|how|"
    rf"(?:(?:in|on|at) )?(?:what|which) (?:year|month|day|date|time)) (?P<rest>{AUXILIARY}\b.*)$"
)
_OBJECT = _english(rf"(?:(?P<thing>what)|whom|who) (?P<aux>{_DO}) (?P<rest>.+)$")
_WHAT_IS = _english(rf"what (?P<rest>{AUXILIARY}\b.+)$")
_WHAT = _english(r"what (?P<rest>(?:will|would|has|have|had|can|could|should|must|may|might) .+)$")
_HOW_MANY = _english(
    rf"how (?:many|much)(?P<things>(?: (?!{AUXILIARY}\b)[^\s]+){{0,4}}) (?P<aux>{AUXILIARY}) (?P<rest>.+)$"
)
_WHICH_OBJECT = _english(rf"(?:which|what)(?: [^\s]+){{1,4}}? (?P<rest>{_DO} .+)$")
_KIND = _english(r"(?:which|what|how many|how much) (?P<rest>.+)$")
_WHOSE = _english(r"whose (?P<rest>.+)$")
_WHO = _english(r"who (?P<rest>.+)$")
_YES_OR_NO = _english(rf"(?P<rest>{AUXILIARY} .+)$")
_ASKED_ON = regex.compile(rf"^(?:{_EN_WORD}): ", regex.I)


def asked_on(previous: str, word: str, language: str) -> str | None:
    """Return the question `previous` with the question word `word` in place of its own.

    None where `previous` is no question, or one of another kind than are known.
    "Who declared himself president?" and "when" give "When was it that someone declared himself president?".
    """
    body = previous.strip().rstrip("?!.…？ ").strip()
    if not body:
        return None
    if language == "en":
        return _in_english(_ASKED_ON.sub("", body), word)
    opening = FORMS[language].opening.match(body)
    if opening is None:
        return None
    mark = "¿" if language == "es" else ""
    return f"{mark}{_capital(word)}{body[opening.end() :]}?"


def _in_english(body: str, word: str) -> str | None:
    if word.lower() in _NO_PLACE:
        return _by_kind(body, word)
    word = "Why" if word.lower() == "how come" else _capital(word)
    for pattern, rest in _RULES:
        found = pattern.match(body)
        if found:
            return f"{word}{rest(found)}?"
    return None


def _counted(found: regex.Match[str]) -> str:
    """Of "how many bolts did they replace" this is "did they replace bolts"; it keeps "are left" as it is."""
    aux, rest, things = found["aux"], found["rest"], found["things"]
    return f" {aux} {rest}{things}" if aux.lower() in {"did", "does", "do"} else f" {aux}{things} {rest}"


_RULES: tuple[tuple[regex.Pattern[str], Callable[[regex.Match[str]], str]], ...] = (
    (_HAPPENED, lambda found: f" did it happen{found['rest']}"),
    (_ADVERBIAL, lambda found: f" {found['rest']}"),
    (
        _OBJECT,
        lambda found: f" {found['aux']} {_with_object(found['rest'], 'something' if found['thing'] else 'someone')}",
    ),
    (_HOW_MANY, _counted),
    (_WHAT, lambda found: f" {_with_object(found['rest'], 'something')}"),
    (_WHICH_OBJECT, lambda found: f" {_lower(found['rest'])}"),
    (_YES_OR_NO, lambda found: f" {_lower(found['rest'])}"),
    (_WHAT_IS, lambda found: f": what {found['rest']}"),
    (_KIND, lambda found: f" was it that {found['rest']}"),
    (_WHOSE, lambda found: f" was it that someone's {found['rest']}"),
    (_WHO, lambda found: f" was it that someone {found['rest']}"),
)
"""Kinds of question, and what follows the new question word; the first that fits wins."""

_NO_PLACE = {"how many", "how much", "who", "who said", "who says", "why not"}


def _by_kind(body: str, word: str) -> str | None:
    """How many, how much, who: what is counted or who did it seldom has a place in the question before."""
    how = _capital(word)
    if not _OPENS.match(body):
        return None
    if word.lower() == "how many" and (
        found := _english(rf"(?:which|what) (?P<rest>(?!{AUXILIARY}\b).+)$").match(body)
    ):
        return f"{how} {found['rest']}?"
    if word.lower() == "how much" and (found := _WHAT_IS.match(body)):
        return f"{how} {found['rest']}?"
    found = _ADVERBIAL.match(body)
    return f"{how}: {_lower(found['rest'] if found else body)}?"


def _with_object(rest: str, thing: str) -> str:
    """Put `thing` where the question word's own place was: "did Berg say [something] about the roof"."""
    said = _SAYING.search(rest)
    return f"{rest[: said.end()]} {thing}{rest[said.end() :]}" if said else rest


_OPENS = regex.compile(rf"^(?:{AUXILIARY}|who|whom|whose|what|which|how|when|where|why)\b", regex.I)


def _lower(body: str) -> str:
    """Without the capital of a word that opened the question; a name keeps its own."""
    return body[:1].lower() + body[1:] if _OPENS.match(body) else body


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:].lower()


_TOPICS = tuple(
    regex.compile(rf"\b{word}\s+(?P<topic>\S.*?)[\s?!.…]*$", regex.I)
    for word in (r"(?:about|regarding|concerning)", r"on")  # "on Thursday about the roof" is about the roof
)


def topic(question: str) -> tuple[int, int] | None:
    """Return where the thing stands that a statement is about: "the roof" of "What did Berg say about the roof?"."""
    return next((found.span("topic") for pattern in _TOPICS if (found := pattern.search(question))), None)


def phrase_after(question: str, preposition: str) -> tuple[int, int] | None:
    """Return where the phrase stands that follows `preposition`, which stands in the question once; None else."""
    pattern = (
        rf"(?<!\p{{L}}){regex.escape(preposition)}\s+(?P<phrase>\S.*?)"
        r"(?=\s+(?:in|on|at|to|for|with|from|against|by|about|of|and|or|after|before|during|when|that|who)\s|[?!.,…\s]*$)"
    )
    found = list(regex.finditer(pattern, question, regex.I))
    return found[0].span("phrase") if len(found) == 1 else None


def put(question: str, span: tuple[int, int], name: str) -> str:
    """Return `question` with `name` at `span`, and a mark at its end."""
    changed = question[: span[0]] + name + question[span[1] :]
    return changed if changed.rstrip().endswith(("?", "!", ".")) else f"{changed.rstrip()}?"
