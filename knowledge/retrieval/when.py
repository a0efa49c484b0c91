"""The times that a question names, as intervals, and whether a sentence is of such a time.

"in January", "last week", "on February 4", "2019", "since Monday", "in the 1990s". Read as in an article, but against
the day of asking; how sure it is that the reader means the time of what is asked, and no "January 6 committee", is told
by the words around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cache

import regex

from knowledge.reading import calendars
from knowledge.reading.dates import ReadDate, read_dates
from knowledge.reading.grammar import grammar
from knowledge.reading.intervals import Interval, years
from knowledge.reading.sentence import DateMention
from knowledge.retrieval import words
from knowledge.retrieval.asking import MAX_QUESTION

SURE, LIKELY, NAME = 1.0, 0.6, 0.2
"""How sure a time is one: said with a preposition or from the day of asking; alone; before a noun, as a part of its
name. Not measured: an order, from which only the first counts as meant for certain."""
LATER = 7
"""Days by which a report may come after what it reports and still be of that time."""
EARLIER = 4
"""Days by which a report may come before a week or more that is asked of: weeks do not begin on Monday for everybody.
Of the best 24 candidates of 271 news questions with "this week", .14 are right where the article is of the four days
before it, .18 in it, .06 earlier."""
_MOSTLY = 0.5
"""The share of a time named in a sentence that must lie in the time asked for: "in 2019" does not name February 4."""


class Agreement(Enum):
    """What the time of a sentence says of the time asked for."""

    NAMED = "names it"
    REPORTED = "the article is of that time"
    UNKNOWN = "not known"
    OTHER = "another time"


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """A time that a question names: `words` stand at `start`:`end` in it, `first` and `last` are the days meant.

    `sure` (0..1) says how sure it is that what is asked is to be of that time. With `any_year` the question names no
    year: the days of the nearest are given, those of other years may be meant.
    """

    words: str
    start: int
    end: int
    first: date
    last: date
    sure: float
    any_year: bool = False

    @property
    def clear(self) -> bool:
        """Whether the reader clearly means this time."""
        return self.sure >= SURE

    def holds(self, day: date) -> bool:
        """Whether `day` falls in it, of any year where no year is named."""
        return self._share((day, day)) > 0

    def _share(self, named: Interval) -> float:
        """How much of `named` lies in it (0..1)."""
        own = [(self.first, self.last)]
        if self.any_year:  # December 30 to January 2 is of the year in which it begins, or of the one in which it ends
            begins = named[0].year - self.first.year
            own = [_moved(own[0], begins), _moved(own[0], begins - (self.last.year - self.first.year))]
        shared = max((min(last, named[1]) - max(first, named[0])).days + 1 for first, last in own)
        return max(0, shared) / ((named[1] - named[0]).days + 1)

    def agreement(self, named: Sequence[DateMention], published: date | None) -> Agreement:
        """Return what a sentence that names the times `named`, of an article of the day `published`, says of it.

        An article of that time, or of up to LATER days after it, reports on it, unless the sentence names other times
        only: then it is of those. An article from before it cannot; an undated one says nothing.
        """
        if any(self._share((one.start, one.end)) >= _MOSTLY for one in named):
            return Agreement.NAMED
        if any(self._share((one.start, one.end)) > 0 for one in named):
            return Agreement.UNKNOWN  # a longer time around it
        if published is None:
            return Agreement.OTHER if named else Agreement.UNKNOWN
        if self._reported_by(published):
            return Agreement.UNKNOWN if named else Agreement.REPORTED
        just_before = (self.last - self.first).days >= EARLIER and self.holds(_later(published, EARLIER))
        return Agreement.UNKNOWN if just_before else Agreement.OTHER

    def _reported_by(self, published: date) -> bool:
        """Whether it is at most LATER days before the day of an article, or holds it."""
        earliest = _later(published, -LATER)
        if not self.any_year:
            return self.first <= published and earliest <= self.last
        return any(self.holds(_later(published, -days)) for days in range(LATER + 1))


UNDATED = {"time_named": 0.0, "time_reported": 0.0, "time_other": 0.0}
"""The features of a sentence for a question that names no time."""


def time_features(asked: Sequence[TimeAsked], named: Sequence[DateMention], published: date | None) -> dict[str, float]:
    """Return how far a sentence is of one of the times `asked` (see `TimeAsked.agreement`), or of another than all."""
    found = [(one.sure, one.agreement(named, published)) for one in asked]

    def surest(wanted: Agreement) -> float:
        return max((sure for sure, agreement in found if agreement is wanted), default=0.0)

    other = all(agreement is Agreement.OTHER for _, agreement in found)
    return {
        "time_named": surest(Agreement.NAMED),
        "time_reported": surest(Agreement.REPORTED),
        "time_other": surest(Agreement.OTHER) if other else 0.0,
    }


def times(question: str, language: str, today: date) -> tuple[TimeAsked, ...]:
    """Return the times that `question`, in `language` (a two-letter code) and asked on the day `today`, names.

    Of more than MOST_TIMES the first: each is compared with those of every sentence.
    """
    question = question[:MAX_QUESTION]
    read = read_dates(question, language, today=today)
    found = [_time(one, question, language, today) for one in read[:MOST_TIMES]]
    taken = [(one.start, one.end) for one in read]
    for match in _BARE_YEAR.finditer(question):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            first, last = years(int(match.group()))
            found.append(TimeAsked(match.group(), *match.span(), first, last, LIKELY))
    return tuple(sorted(found, key=lambda one: one.start)[:MOST_TIMES])


MOST_TIMES = 8
"""Of one question."""
_BARE_YEAR = regex.compile(r"^(?:19|20)\d\d(?=\s+\p{L}|\W*$)|(?<=\p{L}\s+)(?:19|20)\d\d(?=\W*$)")
"""A year that opens or ends what was typed: "Venezuela talks 2019"."""

_BOUNDS = {
    "en": {"since": "since|from", "after": "after", "before": "before|prior to", "until": "until|till|by"},
    "es": {"since": "desde(?: el| la)?", "after": "después del?", "before": "antes del?", "until": "hasta(?: el| la)?"},
    "de": {"since": "seit(?: dem)?|ab", "after": "nach(?: dem)?", "before": "vor(?: dem)?", "until": "bis(?: zum)?"},
    "fr": {"since": "depuis(?: le)?", "after": "après(?: le)?", "before": "avant(?: le)?", "until": "jusqu.(?:au|en)"},
    "ru": {"since": "с|со|начиная с", "after": "после", "before": "до", "until": "по"},
}  # fmt: skip
_INSIDE = {
    "en": "on|in|during|for|of|at|over|within|throughout|as of",
    "es": "en|el|durante|del?|este|esta",
    "de": "am|im|in|während|vom|des|der|von|dem",
    "fr": "en|le|au|du|de|pendant|durant|cette|ce",
    "ru": "в|во|за|от|на",
}
"""What stands before the time of an event."""
_DETERMINERS = regex.compile(r"(?:\b(?:the|an?|its|his|her|their|this|that)|['’]s)\s+$", regex.I)
_GOES_ON = regex.compile(
    r"\s+(?!(?:an?|the|and|or|but|that|to|in|on|at|by|of|for|from|with|about|after|before|as|is|are|was|were|did|does|do|"
    r"has|have|had|when|who|what|which|where|why|how|will|would|than)\b)\p{L}",
    regex.I,
)


def _time(read: ReadDate, question: str, language: str, today: date) -> TimeAsked:
    first, last = read.interval
    before = question[max(0, read.start - 24) : read.start]
    fixed = bool(read_dates(read.words, language, today=None)) or bool(_FOUR_DIGITS.search(read.words))
    yearless = not fixed and _names_a_month(read.words, language) and not _relative(read.words, language)
    found = TimeAsked(read.words, read.start, read.end, first, last, LIKELY, yearless)
    for bound, opening in _BOUNDS.get(language, {}).items():
        if regex.search(rf"(?:^|[^\p{{L}}])(?:{opening})\s+$", before, regex.I):
            return replace(_bounded(found, bound, today), sure=SURE, any_year=False)
    goes_on = language == "en" and _GOES_ON.match(question, read.end)
    if goes_on and _DETERMINERS.search(before):
        return replace(found, sure=NAME)
    said = regex.search(rf"(?:^|[^\p{{L}}])(?:{_INSIDE.get(language, '(?!)')})\s+(?:the\s+)?$", before, regex.I)
    one_day = first == last and not goes_on
    if said or one_day or not (fixed or yearless) or _OPENS.match(read.words):
        return replace(found, sure=SURE)
    return found


_FOUR_DIGITS = regex.compile(r"\d{4}|\d0['’]?s\b")
_OPENS = regex.compile(r"(?:between|from|on|in)\s", regex.I)


def _bounded(time: TimeAsked, bound: str, today: date) -> TimeAsked:
    if bound == "since":
        return replace(time, last=max(today, time.last))
    if bound == "after":
        return replace(time, first=_later(time.last, 1), last=date.max)
    if bound == "before":
        return replace(time, first=date.min, last=_later(time.first, -1))
    return replace(time, first=date.min)


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def asks_only_when(question: str, language: str, found: Sequence[TimeAsked]) -> bool:
    """Whether a question asks what happened at a time that it clearly means (`found`), and nothing else."""
    if not any(one.clear for one in found):
        return False
    inside = f"{_INSIDE.get(language, '')}|" + "|".join(_BOUNDS.get(language, {}).values())
    events = regex.compile(rf"(?:{_EVENTS.get(language, '(?!)')}|{inside})", regex.I)
    rest = [
        word
        for word in words.words(question, language)
        if not any(one.start <= word.start < one.end for one in found) and not word.common
    ]
    return all(events.fullmatch(word.surface) for word in rest)


_EVENTS = {
    "en": "happen(?:s|ed|ing)?|went|going|took|place|news|events?|was|new",
    "es": "pasó|pasa|pasado|ocurrió|ocurrido|sucedió|sucedido|noticias|hubo",
    "de": "geschah|geschehen|passiert|passierte|ereignete|los|nachrichten|gab|neues",
    "fr": "passé|passe|arrivé|actualités|nouvelles|eu|lieu|est-il",
    "ru": "случилось|произошло|происходило|новости|было|нового",
}


@cache
def _months(language: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?:{calendars.any_of(calendars.months(language))})(?!\p{{L}})", regex.I)


def _names_a_month(said: str, language: str) -> bool:
    return bool(_months(language).search(said))


def _relative(said: str, language: str) -> bool:
    """Whether the words count from the day of asking: "last January", "January this year"."""
    names = grammar(language)
    shifts = [names.last, names.next, names.this, *(pattern for pattern, _ in names.relative_years)]
    return bool(regex.search(rf"(?<!\p{{L}})(?:{'|'.join(shifts)})(?!\p{{L}})", said, regex.I))


def _moved(interval: Interval, by: int) -> Interval:
    """The same days of another year; February 29 is March 1 where there is none."""
    first, last = interval
    return _in_year(first, first.year + by), _in_year(last, last.year + by)


def _in_year(day: date, year: int) -> date:
    year = min(max(year, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
