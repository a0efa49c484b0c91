"""English time expressions that count from a day, and stretches of time that have names of their own.

"Earlier this week", "the past three months", "two days ago", "the first quarter", "the 1990s", "the 19th century".
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from knowledge.reading import intervals
from knowledge.reading.grammar import AFTER, BEFORE, SPACE, YEAR
from knowledge.reading.intervals import Interval
from knowledge.reading.rules import Context, Rule, Trigger
from knowledge.reading.tense import Tense

_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(sorted(_CARDINALS, key=len, reverse=True))}|an?)"
_UNIT = r"(?P<unit>day|week|month|year|decade|century|centurie)"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_TENS = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_YEAR = rf"(?:(?P<year>{YEAR})|(?P<relative>(?:last|this|next|the){SPACE}year))"
_PART = rf"(?:{SPACE}(?:morning|afternoon|evening|night))?"
_INEXACT = rf"(?<!\b(?:more than|over|at least|less than|fewer than|under|nearly|almost|up to){SPACE})"
_GAME = regex.compile(
    r"\b(?:touchdowns?|quarterback|yards?|baskets?|rebounds|scored|scoring|field goals?|points|halftime|"
    r"\d{1,3}-\d{1,3})\b",
    regex.I,
)


def rules() -> Iterator[Rule]:
    """Yield the rules, the longest expressions first."""
    for words, pattern, resolve in (
        (
            "yesterday tomorrow",
            rf"the{SPACE}day{SPACE}(?P<which>before{SPACE}yesterday|after{SPACE}tomorrow)",
            _relative_day,
        ),
        ("yesterday tomorrow today", rf"(?P<which>yesterday|tomorrow|today){_PART}", _relative_day),
        (
            "tonight night morning afternoon evening",
            rf"(?P<which>tonight|last{SPACE}night|this{SPACE}(?:morning|afternoon|evening))",
            _relative_day,
        ),
        ("ago", rf"(?<!\p{{L}}){_INEXACT}{_NUMBER}{SPACE}{_UNIT}s?{SPACE}ago(?P<today>{SPACE}today)?", _ago),
        (
            "now today time",
            (
                rf"{_NUMBER}{SPACE}{_UNIT}s?{SPACE}from{SPACE}(?:now|today)|"
                rf"(?<=\bin{SPACE}){_NUMBER}{SPACE}{_UNIT}s?['’]s?{SPACE}time"
            ),
            _from_now,
        ),
        (
            "hours days weeks months years decades",
            (
                rf"(?:the{SPACE}(?P<which>past|last|next|coming)|(?P<which>past|last|next)){SPACE}(?P<number>\d{{1,3}}|{'|'.join(_CARDINALS)}){SPACE}"
                rf"(?P<unit>hour|day|week|month|year|decade)s"
            ),
            _stretch,
        ),
        (
            "past coming",
            rf"the{SPACE}(?P<which>past|coming){SPACE}(?P<unit>week|month|year|decade)(?!s?{SPACE}(?:of|and{SPACE}a{SPACE}half))",
            _stretch,
        ),
        (
            "last",
            (
                rf"(?=the{SPACE}last)(?<=\b(?:over|for|during|in|within){SPACE})the{SPACE}(?P<which>last){SPACE}(?P<unit>week|month|year|decade)"
                rf"(?!s?{SPACE}(?:of|and{SPACE}a{SPACE}half))"
            ),
            _stretch,
        ),
        ("half", rf"(?:the{SPACE})?(?P<half>first|second){SPACE}half{SPACE}of{SPACE}{_YEAR}", _half),
        (
            "months",
            rf"the{SPACE}first{SPACE}(?P<months>three|six|nine){SPACE}months{SPACE}of{SPACE}{_YEAR}",
            _first_months,
        ),
        (
            "quarter",
            (
                rf"(?<!\bfiscal{SPACE})(?:the{SPACE})?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th|(?:last|final)(?={SPACE}quarter{SPACE}of))(?:{SPACE}|-)quarter"
                rf"(?:(?:{SPACE}of)?{SPACE}{_YEAR})?(?!{SPACE}of)"
            ),
            _quarter,
        ),
        ("q", rf"(?-i:Q)(?P<quarter>[1-4])(?:{SPACE}(?:of{SPACE})?{_YEAR})?", _quarter),
        (
            "weekend week month year decade century quarter",
            (
                rf"(?<!\bthe{SPACE})(?:(?P<moved>earlier|later){SPACE})?(?P<which>last|this|next|the{SPACE}current){SPACE}"
                rf"(?P<unit>weekend|week|month|year|decade|century|quarter)(?!{SPACE}(?:of{SPACE}(?:the|[A-Z])|after))"
            ),
            _relative_unit,
        ),
        (
            "week month year decade",
            (
                rf"(?<=\b(?:end|start|beginning|rest|middle|course|remainder|close|turn|half){SPACE}of{SPACE})the{SPACE}"
                rf"(?P<unit>week|month|year|decade)(?!{SPACE}(?:of|\d))"
            ),
            _this_unit,
        ),
        ("weekend", rf"(?:the|last|this|next){SPACE}weekend(?!{SPACE}(?:of|edition))", _weekend),
    ):
        yield Rule(rf"{BEFORE}(?:{pattern}){AFTER}", regex.I, resolve, words=frozenset(words.split()))
    decade = r"(?P<decade>(?:1[5-9]\d|20\d)0)['’]?s"
    yield Rule(rf"{BEFORE}{decade}{AFTER}", 0, _decade, trigger=Trigger.DIGIT, anchored=True)
    yield Rule(
        rf"(?<=\b[Tt]he{SPACE}(?:(?:early|late|mid)[ -]|mid-)?)['’‘]?(?P<decade>[2-9]0)['’]?s{AFTER}",
        0,
        _decade,
        trigger=Trigger.DIGIT,
    )
    yield Rule(
        rf"(?<=\b[Tt]he{SPACE}(?:(?:early|late|mid)[ -]|mid-)?)(?P<tens>{'|'.join(_TENS)}){AFTER}",
        0,
        _decade,
        words=frozenset(_TENS),
    )
    yield Rule(
        rf"{BEFORE}(?:the{SPACE})?(?:(?P<ordinal>{'|'.join(_ORDINALS)}|twenty-first)|(?P<number>\d{{1,2}})(?:st|nd|rd|th))"
        rf"[ -]century{AFTER}(?!{SPACE}B\.?C)",
        regex.I,
        _century,
        words=frozenset({"century"}),
    )


_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def _relative_day(match: regex.Match[str], context: Context) -> Interval | None:
    words = match["which"].lower().split()
    if words[0] in {"before", "after"}:
        return intervals.around(context.today, "day", 2 * _DAYS[words[1]])
    if words[0] == "today" and _NOT_A_DAY.search(context.text, max(0, match.start() - 20), match.end() + 12):
        return None
    return intervals.around(context.today, "day", -1 if words[0] == "last" else _DAYS.get(words[0], 0))


# A newspaper or a programme, and "today" for "nowadays".
_NOT_A_DAY = regex.compile(
    r"\p{Lu}\p{L}+ (?:Today|TODAY)|Today (?:show|programme|program)|[Tt]oday['’]s (?:world|soci)|"
    r"\b(?i:even|still|world|society|life|living|generation) today"
)


def _number(match: regex.Match[str]) -> int:
    said = (match.groupdict().get("number") or "a").lower()
    if said in {"a", "an"}:
        return 1
    return int(said) if said.isdecimal() else _CARDINALS.index(said) + 1


def _unit(match: regex.Match[str]) -> str:
    return match["unit"].lower().replace("centurie", "century")


def _ago(match: regex.Match[str], context: Context) -> Interval:
    number, unit = _number(match), _unit(match)
    if match["today"]:
        return intervals.days(intervals.shifted(context.today, unit, -number))
    return intervals.around(context.today, unit, -number)


def _from_now(match: regex.Match[str], context: Context) -> Interval:
    return intervals.around(context.today, _unit(match), _number(match))


def _stretch(match: regex.Match[str], context: Context) -> Interval:
    """From the article's day back or on: the past week ends on it."""
    number, unit, today = _number(match), _unit(match), context.today
    if unit == "hour":
        number, unit = -(-number // 24), "day"
    if match["which"].lower() in {"past", "last"}:
        return intervals.shifted(today, unit, -number), today
    return today, intervals.shifted(today, unit, number)


def _relative_unit(match: regex.Match[str], context: Context) -> Interval | None:
    which, unit, today = match["which"].lower().split()[-1], _unit(match), context.today
    step = {"last": -1, "this": 0, "current": 0, "next": 1}[which]
    if unit == "weekend":
        return _weekend(match, context)
    if unit == "quarter":
        first, last = intervals.quarter(today.year, (today.month + 2) // 3 + step)
    elif unit == "decade":
        first, last = intervals.years(today.year // 10 * 10 + 10 * step, 10)
    elif unit == "century":
        first, last = intervals.century((today.year + 99) // 100 + step)
    else:
        first, last = intervals.around(today, unit, step)
    moved = (match["moved"] or "").lower()
    if step == 0 and moved:
        return (first, today) if moved == "earlier" else (today, last)
    return first, last


def _this_unit(match: regex.Match[str], context: Context) -> Interval:
    unit, today = _unit(match), context.today
    return intervals.years(today.year // 10 * 10, 10) if unit == "decade" else intervals.around(today, unit, 0)


def _weekend(match: regex.Match[str], context: Context) -> Interval:
    """The last weekend that has begun, or the next one that is not over."""
    today = context.today
    saturday = intervals.shifted(today, "day", -((today.weekday() - 5) % 7))
    which, tense = match.group().lower().split()[-2], context.tenses.at(*match.span())
    over = today.weekday() < 5
    if which == "next":
        return intervals.days(intervals.shifted(saturday, "week", 1), 2)
    if which == "last" and not over:
        return intervals.days(intervals.shifted(saturday, "week", -1), 2)
    if over and (tense is Tense.FUTURE or (which == "this" and tense is None)):
        return intervals.days(intervals.shifted(saturday, "week", 1), 2)
    return intervals.days(saturday, 2)


def _year(match: regex.Match[str], context: Context) -> int | None:
    if match["year"]:
        return int(match["year"])
    if not match["relative"]:
        return None
    return context.today.year + {"last": -1, "this": 0, "the": 0, "next": 1}[match["relative"].lower().split()[0]]


def _quarter(match: regex.Match[str], context: Context) -> Interval | None:
    said = match["quarter"].lower()
    number = 4 if said in {"last", "final"} else int(said[0]) if said[0].isdecimal() else _ORDINALS.index(said) + 1
    year = _year(match, context)
    if year is not None:
        return intervals.quarter(year, number)
    if _GAME.search(context.text):
        return None
    today = context.today
    begun = 3 * number - 2 <= today.month
    if context.tenses.at(*match.span()) is Tense.FUTURE:
        return intervals.quarter(today.year + (intervals.quarter(today.year, number)[1] < today), number)
    return intervals.quarter(today.year - (not begun), number)


def _half(match: regex.Match[str], context: Context) -> Interval | None:
    year = _year(match, context)
    return None if year is None else intervals.month(year, 1 if match["half"].lower() == "first" else 7, 6)


def _first_months(match: regex.Match[str], context: Context) -> Interval | None:
    year = _year(match, context)
    return None if year is None else intervals.month(year, 1, _CARDINALS.index(match["months"].lower()) + 1)


def _decade(match: regex.Match[str], _: Context) -> Interval:
    groups = match.groupdict()
    if groups.get("tens"):
        return intervals.years(1920 + 10 * _TENS.index(groups["tens"]), 10)
    first = int(match["decade"])
    if first % 100 == 0 and 99 < first < 1900:  # "the 1800s" are a century, "the 1900s" and "the 2000s" may be either
        return intervals.years(first, 100)
    return intervals.years(first if first > 99 else 1900 + first, 10)


def _century(match: regex.Match[str], _: Context) -> Interval:
    if match["number"]:
        return intervals.century(int(match["number"]))
    said = match["ordinal"].lower()
    return intervals.century(21 if said == "twenty-first" else _ORDINALS.index(said) + 1)
