"""Whether a sentence speaks of what is to come, at the place of a time expression in it.

The verb nearest before the expression decides ("will reopen on Saturday, the mayor said on Monday"); where none
stands before it, the first one after it ("On Friday, the court will hear both sides").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import Enum
from functools import cache, cached_property

import regex


class Tense(Enum):
    """What a verb says of the days beside it."""

    PAST = "past"
    FUTURE = "future"
    EITHER = "either"
    """ "Was to meet on Friday" has come or is still to come: the nearer day is meant."""


_ADVERB = r"(?:\s(?:\p{L}{2,20}ly|not|also|now|then|still|first|never))?"
_BE = rf"(?:{_ADVERB}\s(?:be|have|been|get)){{1,2}}{_ADVERB}\s\p{{L}}{{2,20}}"  # "be opened": its form is no past
_EN_FUTURE = (
    rf"(?:will|won['’]t|shall|(?-i:may)|might|must|should|(?:would|could|can)(?!n|\snot)|\p{{L}}{{1,12}}['’]ll)(?!\p{{L}})(?:{_BE})?|"
    rf"to(?=\sbe\s){_BE}|(?:going|about|due|set|expected|scheduled|slated|planned|plans?|planning|hopes?|hoping|aims?|"
    r"intends?|wants?|ready|ordered|supposed|unlikely|likely|expects?|schedules?)"
    rf"(?!\p{{L}})(?:\s(?:to|for|on|in)(?!\p{{L}})(?:{_BE})?)?|(?:is|are)\sto(?!\p{{L}})|(?:is|are)(?=\s(?:on|in|next)\s\p{{Lu}})|"
    r"(?:is|are)\s\p{L}{2,20}ing(?!\p{L})|"
    r"(?:is|are|remains?|stays?)\s\p{L}{2,20}\s(?:through|until|till|for|by)(?!\p{L})|"
    r"upcoming|deadline|(?:postponed|delayed|adjourned|extended|rescheduled|moved|pushed)\s(?:back\s)?(?:until|till|to)|"
    r"(?:begins?|starts|opens|closes|ends|meets?|resumes?|expires?|kicks?\soff|airs|arrives?|departs?|hosts|returns|runs?(?=\s(?:through|until|till|to|from)\s)|"
    r"go(?:es)?\son\ssale|takes?\s(?:effect|place)|comes?\sinto\sforce)(?!\p{L})|"
    r"(?:starting|beginning|from)(?=\s(?:on\s|next|tomorrow))"
)
_EN_EITHER = (
    rf"(?:was|were|had\sbeen){_ADVERB}\s(?:to(?=\s\p{{L}})|(?:due|set|expected|scheduled|slated|planned|supposed)(?!\p{{L}}))"
    rf"(?:\s(?:to|for|on|in)(?!\p{{L}})(?:{_BE})?)?"
)
_EN_PAST = (
    r"(?:was|were|had|did|has|have|said|says|told|met|held|began|begun|came|went|took|made|found|won|lost|left|fell|"
    r"rose|sank|hit|shot|died|dead|ran|sent|saw|gave|got|became|broke|brought|built|bought|sold|caught|drew|drove|fled|"
    r"flew|fought|grew|heard|kept|knew|led|paid|put|read|set\soff|shut|spoke|spent|stood|struck|swore|taken|given|thought|"
    r"threw|tore|wore|wrote|written|seen|done|been|burnt|swept|lay|leapt|met|quit|cut|following|after|since|ago|"
    r"\p{Ll}{2,20}ed|(?:would|could|did|does|do)(?:\snot|n['’]t))(?!\p{L})"
)
_CUES = {
    "en": (_EN_FUTURE, _EN_PAST),
    "es": (
        r"\p{L}{2,20}(?:rá|rán|ré|remos)(?!\p{L})|(?:va|van)\sa(?!\p{L})|previst[oa]s?|prevén?",
        r"\p{L}{2,20}(?:ó|aron|ieron|aba|aban|ía|ían)(?!\p{L})|(?:fue|fueron|ha|han|había|dijo|hizo|tuvo|vino|hubo)(?!\p{L})",
    ),
    "de": (
        r"(?:wird|werden|soll|sollen|will|wollen|kann|muss|beginnt|startet|öffnet|endet|findet|finden|geplant)(?!\p{L})",
        (
            r"(?:wurde|wurden|war|waren|hat|haben|hatte|hatten|ist|sind|kam|kamen|ging|gab|trat|starb|schloss|fiel|stieg|"
            r"fand|traf|sprach|begann|ließ|nahm|seit|\p{Ll}{3,20}(?:te|ten))(?!\p{L})"
        ),
    ),
    "fr": (
        (
            r"\p{L}{2,20}(?:era|eront|ira|iront|dra|dront|ura|uront)(?!\p{L})|(?:va|vont)\s\p{L}+(?:er|ir|re)(?!\p{L})|"
            r"(?:prévue?s?|doit|doivent)(?!\p{L})"
        ),
        r"(?:a|ont|avait|avaient|est|sont|était|étaient|fut|furent|depuis)(?!\p{L})",
    ),
    "ru": (
        (
            r"(?:будет|будут|буд[ую]щ\p{L}+|планирует\p{L}*|намерен\p{L}*|предстоит|должн\p{L}+|начн\p{L}+|"
            r"\p{L}+(?:йдёт|йдет|йдут|ится|ятся|ётся|ется|утся))(?!\p{L})"
        ),
        r"\p{L}{2,20}(?:л|ла|ло|ли|лся|лась|лось|лись)(?!\p{L})",
    ),
}


@cache
def _pattern(language: str) -> regex.Pattern[str] | None:
    if language not in _CUES:
        return None
    future, past = _CUES[language]
    either = _EN_EITHER if language == "en" else "(?!)"
    return regex.compile(rf"(?<!\p{{L}})(?:(?P<EITHER>{either})|(?P<FUTURE>{future})|(?P<PAST>{past}))", regex.I)


def prepare() -> None:
    """Compile the patterns of every language, which is done once."""
    for language in _CUES:
        _pattern(language)


class Tenses:
    """The verbs of one sentence; they are looked for when first asked about, and no further than it takes."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._tenses: list[Tense] = []

    @cached_property
    def _verbs(self) -> Iterator[regex.Match[str]]:
        pattern = _pattern(self._language)
        return pattern.finditer(self._text) if pattern else iter(())

    def _read_to(self, place: int) -> None:
        """Note the verbs up to the first that begins at `place` or behind it."""
        while not self._starts or self._starts[-1] < place:
            verb = next(self._verbs, None)
            if verb is None:
                return
            self._starts.append(verb.start())
            self._ends.append(verb.end())
            self._tenses.append(Tense[str(verb.lastgroup)])

    def at(self, start: int, end: int) -> Tense | None:
        """Return the tense that governs `text[start:end]`, or None where no verb tells."""
        self._read_to(start)
        before = bisect_right(self._ends, start)
        return self._tenses[before - 1] if before else self.after(end)

    def after(self, end: int) -> Tense | None:
        """Return the tense of the first verb after `end`."""
        self._read_to(end)
        place = bisect_left(self._starts, end)
        return self._tenses[place] if place < len(self._tenses) else None
