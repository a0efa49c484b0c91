"""What a question asks for, told from its own words: a person, a time, a number, what somebody says.

Cues are ordered: the first that fits wins. Each language has its own; one without cues asks for nothing in
particular, which costs it evidence and nothing else.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

import regex

from knowledge.reading import calendars
from knowledge.retrieval.cues import CUES

MAX_QUESTION = 1_000
"""Characters of a question that are read; nobody asks a longer one in one breath."""


class Asked(StrEnum):
    """The kind of thing that would answer."""

    PERSON = "person"
    IDENTITY = "identity"
    TIME = "time"
    PLACE = "place"
    NUMBER = "number"
    SHARE = "share"
    """So many per cent."""
    SUM = "sum"
    """So much money."""
    AGE = "age"
    THING = "thing"
    """Something with a name of its own: "which airline", "what was its name"."""
    REASON = "reason"
    STATEMENT = "statement"
    ANYTHING = "anything"


_SAY = (
    r"say|says|said|saying|tell|told|think|thinks|thought|claim\w*|state[sd]?|stress\w*|comment\w*|mention\w*|"
    r"announce\w*|declare[sd]?|promise\w*|warn\w*|respond\w*|reply|replied|react\w*|explain\w*|argue[sd]?|"
    r"call for|called for|want\w*|propose\w*|demand\w*|insist\w*|deny|denied|admit\w*|suggest\w*|emphasi[sz]e\w*"
)
_VIEW = r"position|view|views|opinion|stance|reaction|response|attitude|statement|comment|comments|words|remarks"
_AMOUNT = (
    r"population|price|cost|costs|percentage|percent|share|rate|amount|number|death toll|toll|total|value|size|"
    r"age|height|length|width|weight|speed|distance|score|salary|budget|temperature|magnitude"
)

_PERSON = (
    r"person|man|woman|politician|leader|president|minister|senator|governor|mayor|actor|actress|singer|rapper|musician|"
    r"player|athlete|coach|star|celebrity|author|writer|poet|director|artist|scientist|billionaire|ceo|candidate|"
    r"lawmaker|judge|king|queen|prince|princess|comedian|journalist|official"
)

_PLACE = r"country|countries|nation|city|cities|town|place|venue|states?|region|continent|island|province|county"

_AUXILIARY = r"(?:did|does|do|is|was|are|were|will|would|has|have|could|can|must)"
_PAY = (
    r"costs?|pay|paid|worth|spen[dt]|earn\w*|charge\w*|fine[ds]?|rais\w+|donat\w+|sell|sold|invest\w*|fund\w*|money|"
    r"price|owe[ds]?|loan\w*|lend|lent"
)
_MONEY = r"dollars|pounds|euros|roubles|rubles|yen|yuan"

_WHEN = r"^(?!.*\b(?:which|what|who|whom|whose|how)\b.*\bwhen\b).*\bwhen\b"
"""Not the "when" of "Which team won when …"."""

_ENGLISH: tuple[tuple[Asked, str], ...] = (
    (Asked.SHARE, r"\b(?:what|which|by what) (?:percentage|percent|share|proportion)\b|\bhow many per ?cent\b"),
    (Asked.AGE, r"\bhow old\b|\b(?:what|which) age\b"),
    (Asked.SUM, rf"\bhow much (?:money|{_AUXILIARY}\b.*\b(?:{_PAY}))\b|\bhow many (?:{_MONEY})\b"),
    (Asked.SUM, r"\b(?:what|which) (?:price|sum|salary|budget|hourly amount)\b"),
    (Asked.NUMBER, r"\bhow (?:many|much|long|far|tall|big|large|often|fast|high)\b"),
    (Asked.NUMBER, rf"\bwhat (?:is|was|are|were|'s) (?:the |its |their )?(?:\w+ )?(?:{_AMOUNT})\b"),
    (Asked.NUMBER, rf"\b(?:what|which) (?:{_AMOUNT})\b"),
    (
        Asked.TIME,
        rf"{_WHEN}|\bsince when\b|\b(?:what|which) (?:time|year|date|day|month|week|century|decade)\b",
    ),
    (
        Asked.PLACE,
        rf"\bwhere\b|\b(?:what|which)(?: \p{{L}}+)? (?:{_PLACE})\b",
    ),
    (Asked.REASON, r"\bwhy\b|\bhow come\b|\bfor what reason\b|\bwhat (?:is|was) the (?:reason|cause)\b"),
    (Asked.STATEMENT, rf"\bwhat (?:do|does|did|has|have|had|is|was)\b.*\b(?:{_SAY})\b"),
    (Asked.STATEMENT, rf"\bhow (?:do|does|did|has|have|had)\b.*\b(?:{_SAY})\b"),
    (Asked.STATEMENT, rf"\b(?:{_VIEW})\b.*\b(?:on|about|of|to)\b|\baccording to\b"),
    (Asked.IDENTITY, r"^\s*who(?:'s|’s| is| was| are| were)\s+(?:\p{L}[\p{L}\p{M}.'’-]*\s*){1,4}\??\s*$"),
    (
        Asked.PERSON,
        rf"\bwho\b|\bwhom\b|\bwhose\b|\b(?:which|what) (?:\p{{L}}+ ){{0,2}}(?:{_PERSON})\b",
    ),
    (Asked.THING, r"\bwhich\b|\bwhat\b.*\b(?:called|named|name|nickname|title)\b|\bname of\b"),
)

_SAYING = regex.compile(
    rf"\b(?:{_SAY}|{_VIEW}|dijo|dice|opina|piensa|declaró|sagte?|meint|erklärte|dit|сказал\w*|заявил\w*)\b",
    regex.I,
)
_WHO_SAYS = regex.compile(
    rf"\bwho (?:ha[sd] |have |is |was )?(?:{_SAY})\b|\bquién (?:ha )?(?:dijo|dice|dicho|declaró)\b"
    r"|\bwer (?:sagte?|meinte?|erklärte?|hat\b.*\b(?:gesagt|erklärt))\b|\bqui (?:dit|a (?:dit|déclaré))\b"
    r"|\bкто (?:сказал|заявил)\w*\b",
    regex.I,
)
_WILL = regex.compile(r"\b(?:when|where|what|who|how\b.*) will\b|^will\b", regex.I)
_FUTURE = regex.compile(r"\b(?:will|going to|shall|plans? to|expected to|due to|scheduled|upcoming|next)\b", regex.I)
_REASONS = regex.compile(
    r"\b(?:because|due to|after|since|so that|in order to|as a result|reason|cause[ds]?|over|following|"
    r"porque|debido|weil|wegen|denn|parce que|потому|из-за|поэтому)\b",
    regex.I,
)
_NUMBER_WORDS = regex.compile(
    r"\p{N}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    r"millions?|billions?|trillions?|half|third|quarter|percent|couple|"
    r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cien|mil|millones|"
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert|tausend|millionen)\b",
    regex.I,
)
_RELATIVE_DAYS = r"yesterday|today|tomorrow|tonight|\p{N}{4}s?|century|decade|ayer|hoy|gestern|heute|hier|вчера|сегодня"


@cache
def _compiled(language: str) -> tuple[tuple[Asked, regex.Pattern[str]], ...]:
    cues = _ENGLISH if language == "en" else CUES.get(language, ())
    return tuple((Asked(asked), regex.compile(cue, regex.I)) for asked, cue in cues)


def asked_for(question: str, language: str) -> Asked:
    """Return what `question` asks for."""
    for asked, cue in _compiled(language):
        if cue.search(question):
            return asked
    return Asked.ANYTHING


_KIND_SPAN = regex.compile(
    r"\bhow (?:many|much)(?: more| other| of(?: the| these)?)?((?:\s[\p{L}\p{M}'’-]+){1,3})"
    r"|\b(?:what|which) (?:percentage|percent|share|number|proportion) of(?: the)?((?:\s[\p{L}\p{M}'’-]+){1,3})"
    r"|\b(?:which|what)(?: (?:of (?:the|these)|kinds? of|types? of|sorts? of))?((?:\s[\p{L}\p{M}'’-]+){1,4})",
    regex.I,
)
_SENTENCE_END = regex.compile(r"[.!?…。？]\s+(?=\S)")


def kind(question: str) -> tuple[int, int] | None:
    """Return where the words stand that say of what kind or unit the answer is ("national park", "days"), or None."""
    found = _KIND_SPAN.search(question)
    return next((found.span(n) for n in (1, 2, 3) if found[n]), None) if found else None


def final_clause(question: str) -> int:
    """Return where the sentence starts that asks: what stands before it tells what it is about."""
    ends = [match.end() for match in _SENTENCE_END.finditer(question.rstrip())]
    return ends[-1] if ends else 0


def saying(question: str) -> tuple[int, int] | None:
    """Return where the word stands that makes `question` ask for a statement ("say", "position"), or None."""
    found = _SAYING.search(question)
    return found.span() if found else None


def asks_who_says(question: str) -> bool:
    """Whether the question is who said something ("Who said that nobody was hurt?")."""
    return bool(_WHO_SAYS.search(question))


def asks_of_the_future(question: str) -> bool:
    """Whether the question is about what is still to come ("When will …")."""
    return bool(_WILL.search(question))


def speaks_of_the_future(sentence: str) -> bool:
    """Whether a sentence says anything of what is still to come."""
    return bool(_FUTURE.search(sentence))


def is_month(word: str, language: str) -> bool:
    """Whether `word` names a month in `language`, in full or in short."""
    return word.rstrip(".").lower() in calendars.months(language)


@cache
def _calendar(language: str) -> regex.Pattern[str]:
    """A pattern for whatever names a time: months, weekdays, years, relative days."""
    names = {*calendars.months(language), *calendars.weekdays(language)}
    if language == "en":  # "may" and "sun" are words as well; days and months are written with a capital
        return regex.compile(rf"\b(?:{calendars.any_of(map(str.title, names))})\b|\b(?i:{_RELATIVE_DAYS})\b")
    return regex.compile(rf"\b(?:{calendars.any_of(names)}|{_RELATIVE_DAYS})\b", regex.I)


def names_a_time(sentence: str, language: str) -> bool:
    """Whether the sentence names a day, a month, a year or a relative day."""
    return bool(_calendar(language).search(sentence))


@cache
def _day_or_year(language: str) -> regex.Pattern[str]:
    months = calendars.any_of(calendars.months(language))
    return regex.compile(
        rf"\b(?:{months})\.?\s+\p{{N}}{{1,2}}\b|\b\p{{N}}{{1,2}}\.?\s+(?:de\s+)?(?:{months})\b"
        r"|\b(?:19|20)\p{N}\p{N}\b",
        regex.I,
    )


def names_a_number(sentence: str, language: str) -> bool:
    """Whether the sentence has a number, in digits or in words, that is not a day's or a year's."""
    return bool(_NUMBER_WORDS.search(_day_or_year(language).sub(" ", sentence)))


def gives_a_reason(sentence: str) -> bool:
    """Whether the sentence has a word that reasons are given with."""
    return bool(_REASONS.search(sentence))
