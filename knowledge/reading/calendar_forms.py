"""Days, months, years and weekdays as the calendar names them, alone and as the two ends of a range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from knowledge.reading import calendars, intervals
from knowledge.reading.grammar import AFTER, BEFORE, DASH, SPACE, YEAR, Grammar, grammar
from knowledge.reading.intervals import Interval
from knowledge.reading.rules import Context, Rule, Trigger
from knowledge.reading.tense import Tense

_NEAR, _FAR = 60, 300
_ANOTHER_ZONE = 1
"""Days that what has happened may lie after the article's own: it was evening where it was published."""
# Numbers of things rather than years: "2000 people", "1500 metres", "2019 dollars".
_COUNTED = (
    rf"(?!{SPACE}(?:%|percent|per cent|people|men|women|children|dollars|euros|pounds|crowns|yen|rubles|roubles|m|km|"
    r"metres?|meters?|miles|feet|tons|tonnes|points|votes|homes|houses|troops|soldiers|workers|jobs|words|pages|times|"
    r"hours|minutes|days|weeks|million|billion|personas|euros|dólares|casas|metros|Menschen|personnes|maisons|mètres|"
    r"человек|рублей|долларов|евро|метров|домов)(?!\p{L}))"
)
_PLURAL = (
    rf"(?!{SPACE}(?!levels|elections?|figures|polls|games|olympics|protests|riots|floods|fires|wildfires|results|prices|"
    r"rates|talks|attacks|census|crisis|was|is|as|has|congress|its|his|this|across|versus|plus)\p{Ll}{2,20}s(?!\p{L}))"
)


@dataclass(frozen=True, slots=True)
class _Point:
    """One end of an expression: what is said of it, the rest None."""

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None


def rules(language: str) -> Iterator[Rule]:
    """Yield the rules for `language`, the longest expressions first."""
    words = grammar(language)
    flags = 0 if language == "en" else regex.I
    yield from _ranges(words, flags)
    yield Rule(rf"{BEFORE}{_full_point(words)}{AFTER}(?!{DASH}\d)", flags, _single, trigger=Trigger.DIGIT)
    yield Rule(rf"{BEFORE}{_numeric(language)}(?:T[\d:]{{4,8}}Z?)?{AFTER}(?![.,/-]\d)", 0, _single, trigger=Trigger.DIGIT)
    relative = "|".join(pattern for pattern, _ in words.relative_years)
    if relative:
        yield Rule(
            rf"{BEFORE}(?:(?P<day>\d{{1,2}})(?:{words.ordinal})?(?:{words.of})?{SPACE})?(?P<month>{words.months})\.?"
            rf"(?:{SPACE}(?P<day>\d{{1,2}}))?(?:{words.of})?{SPACE}(?P<relative>(?i:{relative})){AFTER}",
            flags, _in_relative_year, trigger=Trigger.MONTH)  # fmt: skip
    yield from _months(words, flags, english=language == "en")
    yield from _weekdays(words, flags, english=language == "en")
    yield from _years(words, language)


def _point(words: Grammar, number: str = "") -> str:
    """A pattern for one end of a range; `number` tells its groups from the other end's."""
    weekday = rf"(?P<weekday{number}>{words.weekdays})"
    day = rf"(?P<day{number}>\d{{1,2}})(?:{words.ordinal})?"
    month = rf"(?P<month{number}>{words.months})\.?"
    year = rf"(?P<year{number}>{YEAR}){words.after_year}"
    of = rf"(?:{words.of})?" if words.of else ""
    comma_year = rf"(?:,?{of}{SPACE}{year})?"
    return (
        rf"(?:(?:{weekday},?{SPACE}(?:(?:{words.the}){SPACE})?)?"
        rf"(?:{month}{SPACE}{day}(?!\d){comma_year}|{day}{of}{SPACE}{month}(?!\p{{L}}){comma_year})|"
        rf"{month},?{of}{SPACE}{year}|{year}|{month}(?!\p{{L}})|{day}(?![\d.]\d|\d)(?:,{SPACE}{year})?|{weekday})"
    )


def _full_point(words: Grammar) -> str:
    """A pattern for a day with its month or a month with its year."""
    day = rf"(?P<day>\d{{1,2}})(?:{words.ordinal})?"
    month = rf"(?P<month>{words.months})\.?"
    year = rf"(?P<year>{YEAR}){words.after_year}"
    of = rf"(?:{words.of})?" if words.of else ""
    comma_year = rf"(?:,?{of}{SPACE}{year})?"
    weekday = rf"(?:(?P<weekday>{words.weekdays})(?:,|{words.parts_of_day},?)?{SPACE}(?:(?:{words.the}){SPACE})?)?"
    return (
        rf"{weekday}(?:{month}{SPACE}{day}(?![\d\p{{L}}]|[.,]\d|{SPACE}?%){comma_year}|"
        rf"{day}{of}{SPACE}{month}(?!\p{{L}}){comma_year}|{month},?{of}{SPACE}{year})"
    )


def _numeric(language: str) -> str:
    iso = r"(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    if language == "en":  # day or month first: only what can be nothing else
        day, month = r"(?P<day>1[3-9]|2\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])"
        return rf"(?:{iso}|(?:{month}/{day}|{day}/{month})/(?P<year>(?:1[5-9]|20)\d\d))"
    separator = r"\." if language in {"de", "ru"} else "[/.]"
    return rf"(?:{iso}|(?P<day>\d{{1,2}}){separator}(?P<month>\d{{1,2}}){separator}(?P<year>(?:1[5-9]|20)\d\d))"


def _ranges(words: Grammar, flags: int) -> Iterator[Rule]:
    first, second = _point(words, "1"), _point(words, "2")
    for opens, joins in words.ranges:
        joint = rf"(?:{SPACE}(?i:{joins}){SPACE}|{DASH})"
        yield Rule(rf"{BEFORE}(?i:{opens}){SPACE}{first}{joint}{second}{AFTER}(?!-)", flags, _range,
                   trigger=Trigger.CALENDAR)  # fmt: skip
    bare = rf"(?:{SPACE}(?:{words.joints}){SPACE}|{DASH})"
    yield Rule(rf"{BEFORE}(?<!\d[.,–—-]){first}(?P<joint>{bare}){second}{AFTER}(?!-)", flags, _range,
               trigger=Trigger.CALENDAR)  # fmt: skip
    both = "and|y|und|et|и"
    day = rf"(?P<day{{}}>\d{{{{1,2}}}})(?:{words.ordinal})?"
    year = rf"(?:,?(?:{words.of})?{SPACE}(?P<year2>{YEAR}){words.after_year})?" if words.of else (
        rf"(?:,?{SPACE}(?P<year2>{YEAR}){words.after_year})?")  # fmt: skip
    yield Rule(rf"{BEFORE}{day.format(1)}{SPACE}(?:{both}){SPACE}{day.format(2)}(?:{words.of})?{SPACE}"
               rf"(?P<month2>{words.months})\.?{year}{AFTER}", flags, _range, trigger=Trigger.MONTH)  # fmt: skip
    yield Rule(rf"{BEFORE}(?P<month1>{words.months})\.?{SPACE}{day.format(1)}{SPACE}(?:{both}){SPACE}{day.format(2)}"
               rf"(?:,{SPACE}(?P<year2>{YEAR}))?{AFTER}(?!{SPACE}\p{{L}}{{2,20}}s(?!\p{{L}}))", flags, _range,
               trigger=Trigger.MONTH)  # fmt: skip


def _months(words: Grammar, flags: int, *, english: bool) -> Iterator[Rule]:
    month = rf"(?P<month>{words.months_alone})\.?"
    which = rf"(?:(?P<last>(?i:{words.last}))|(?P<next>(?i:{words.next}))|(?P<this>(?i:{words.this})))"
    yield Rule(rf"{BEFORE}(?P<said>{which}{SPACE}{month}){AFTER}", flags, _month_alone, trigger=Trigger.MONTH)
    yield Rule(rf"{BEFORE}(?i:{words.before_month})(?:{SPACE}|-|(?<=['’]))(?P<said>(?P<month>{words.months_alone}))"
               rf"{AFTER}(?!{SPACE}\d)", flags, _month_alone, trigger=Trigger.MONTH)  # fmt: skip
    if english:
        safe = regex.sub(r"\b(?:May|MAY|April|APRIL|June|JUNE|August|AUGUST)\b\|?", "", words.months_alone)
        yield Rule(rf"(?<=\b(?:[Tt]he|[Ii]ts|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|\p{{L}}['’]s|\p{{Ll}}{{2,12}}est){SPACE})(?P<month>{words.months})"
                   rf"{AFTER}(?={SPACE}\p{{Ll}})", 0, _month_alone, trigger=Trigger.MONTH)  # fmt: skip
        yield Rule(rf"{BEFORE}(?P<month>{safe})(?=['’]s{AFTER})", 0, _month_alone, trigger=Trigger.MONTH)
        yield Rule(rf"(?<={BEFORE}(?:{words.months})(?:,|,?{SPACE}(?:and|or)){SPACE})(?P<month>{words.months})"
                   rf"{AFTER}(?!{SPACE}\d)", 0, _month_alone, trigger=Trigger.MONTH)  # fmt: skip


def _weekdays(words: Grammar, flags: int, *, english: bool) -> Iterator[Rule]:
    day = rf"(?P<weekday>{words.weekdays})(?:{words.parts_of_day})?"
    which = rf"(?:(?P<last>(?i:{words.last}))|(?P<next>(?i:{words.next}))|(?P<this>(?i:{words.this})))"
    never = rf"(?<!{BEFORE}(?i:{words.never}){SPACE})"
    if english:
        week = rf"(?:{SPACE}of)?{SPACE}(?P<week>last|this|next){SPACE}week"
        never += rf"(?!\p{{L}}+{SPACE}(?:Times|Telegraph|Mirror|Express|Mail|Post|Herald|Night|Addams|[Tt]he{SPACE}13th))"
        outside = rf"(?!{SPACE}(?:of|in){SPACE}(?:{words.months}|each|every|the month))"
        yield Rule(rf"{BEFORE}{never}{day}{week}{AFTER}", flags, _weekday_of_week, trigger=Trigger.WEEKDAY)
        yield Rule(rf"{BEFORE}{never}(?:{which}{SPACE})?{day}{AFTER}{outside}", flags, _weekday, trigger=Trigger.WEEKDAY)
        return
    after = rf"(?:{SPACE}(?:(?P<last>{words.last})|(?P<next>{words.next}))(?!\p{{L}}))?"
    yield Rule(rf"{BEFORE}{never}{which}{SPACE}{day}{AFTER}", flags, _weekday, trigger=Trigger.WEEKDAY)
    yield Rule(rf"{BEFORE}{never}{day}{after}{AFTER}", flags, _weekday, trigger=Trigger.WEEKDAY)


def _years(words: Grammar, language: str) -> Iterator[Rule]:
    year = rf"(?P<said>(?P<year>{YEAR}){words.after_year})"
    after = rf"(?![-–—/]\d){AFTER}{_COUNTED}{_PLURAL if language == 'en' else ''}"
    before = rf"{BEFORE}(?i:{words.before_year})(?:{SPACE}|-)(?:(?i:the{SPACE}year){SPACE})?"
    yield Rule(rf"{before}{year}{after}", 0, _whole_year, trigger=Trigger.DIGIT)
    yield Rule(rf"(?<=\(){year}(?=\))", 0, _whole_year, trigger=Trigger.DIGIT)
    yield Rule(rf"(?=[12]\d{{3}})(?<={BEFORE}(?:1[5-9]|20)\d\d(?:,|,?{SPACE}(?:and|or|y|und|et|и)){SPACE}){year}{after}",
               0, _whole_year, trigger=Trigger.DIGIT)  # fmt: skip
    if language == "en":
        yield Rule(rf"(?=[12]\d{{3}})(?<=\b(?:[Tt]he|[Aa]|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|\p{{L}}['’]s){SPACE}){year}{after}"
                   rf"(?={SPACE}[\p{{L}}]|['’]s)", 0, _whole_year, trigger=Trigger.DIGIT)  # fmt: skip
        yield Rule(rf"(?=[12]\d{{3}})(?<=\b(?:[Tt]he|[Ii]n|[Ff]rom|[Oo]f){SPACE})(?P<year>{YEAR}[-–/](?P<short>\d\d))(?!\d|[-/–]\d)",
                   0, _season, trigger=Trigger.DIGIT)  # fmt: skip
    if language == "de":  # "2018 wurde …": a noun has a capital, so no noun is counted here
        yield Rule(rf"{BEFORE}(?<![\p{{Sc}}§]\s?|[\p{{L}}\p{{N}}][.,:/-]|Nr\.?\s|Zimmer\s|Flug\s|etwa\s|rund\s|fast\s|über\s)"
                   rf"(?P<year>(?:19\d\d|20[0-4]\d)){AFTER}(?![.,:/–-]\d|\s[\p{{Lu}}€$%])(?=[\s,.;)])", 0, _whole_year,
               trigger=Trigger.DIGIT)  # fmt: skip
    if language == "ru":
        yield Rule(rf"{BEFORE}(?P<year>{YEAR}){SPACE}(?:года|году|год|годом|г\.){AFTER}", 0, _whole_year,
               trigger=Trigger.DIGIT)  # fmt: skip


# From here on: what the words mean.


def _said(match: regex.Match[str], language: str, number: str = "") -> _Point:
    groups = match.groupdict()
    weekday, day = groups.get(f"weekday{number}"), groups.get(f"day{number}")
    month, year = groups.get(f"month{number}"), groups.get(f"year{number}")
    return _Point(
        None if weekday is None else calendars.weekdays(language)[weekday.rstrip(".").lower()],
        int(day) if day else None,
        _month_number(month, language) if month else None,
        int(year) if year else None,
    )


def _month_number(name: str, language: str) -> int:
    return int(name) if name.isdecimal() else calendars.months(language)[name.rstrip(".").lower()]


def _single(match: regex.Match[str], context: Context) -> Interval | None:
    point = _said(match, context.language)
    assert point.month  # noqa: S101 - the pattern has one
    if point.day is None:
        return None if point.year is None else intervals.month(point.year, point.month)
    if point.year is not None:
        return intervals.days(date(point.year, point.month, point.day))
    if context.day is None:
        return None
    found = _nearest(point.month, point.day, point.weekday, context, match.span())
    return None if found is None else intervals.days(found)


def _nearest(month: int, day: int, weekday: int | None, context: Context, span: tuple[int, int]) -> date | None:
    """The day of the year that is meant: the last one, or the next one where the sentence looks ahead.

    With a weekday, the nearest year in which it is that one. Without any verb to tell, or before a noun ("the March
    10 vote"), a day soon to come is nearer than one almost a year ago.
    """
    today = context.today
    candidates = []
    for year in range(today.year - 8, today.year + 9):  # February 29 may be eight years away
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    fitting = [one for one in candidates if weekday is not None and one.weekday() == weekday]
    if fitting and min(abs((one - today).days) for one in fitting) < 400:
        candidates = fitting
    back = next((one for one in reversed(candidates) if one <= today), None)
    ahead = next((one for one in candidates if one >= today), None)
    if fitting and candidates is fitting:
        back, ahead = (one if one and abs((one - today).days) < 400 else None for one in (back, ahead))
    if back is None or ahead is None:
        return back or ahead
    tense = context.tenses.at(*span)
    if context.before_noun(*span) and tense is Tense.PAST:
        tense = context.tenses.after(span[1]) if context.tenses.after(span[1]) is Tense.FUTURE else None
    if tense is Tense.FUTURE or (tense is Tense.EITHER and ahead - today < today - back):
        return ahead
    days_ahead = (ahead - today).days
    soon = days_ahead <= (_NEAR if tense is None else _ANOTHER_ZONE) and (today - back).days >= _FAR
    return ahead if soon else back


def _in_relative_year(match: regex.Match[str], context: Context) -> Interval:
    said = match["relative"].lower()
    steps = (step for pattern, step in grammar(context.language).relative_years if regex.fullmatch(pattern, said, regex.I))
    point, year = _said(match, context.language), context.today.year + next(steps)
    assert point.month  # noqa: S101 - the pattern has one
    return intervals.days(date(year, point.month, point.day)) if point.day else intervals.month(year, point.month)


def _month_alone(match: regex.Match[str], context: Context) -> Interval | None:
    month, today, groups = _month_number(match["month"], context.language), context.today, match.groupdict()
    if context.language == "en" and month in {4, 5, 6, 8} and context.is_a_name(match.start("month"), match["month"]):
        return None
    start = match.start("month")
    if groups.get("next"):
        year = today.year + (month <= today.month)
    elif groups.get("last"):
        year = today.year - (month >= today.month)
    elif groups.get("this"):
        year = today.year
    elif context.tenses.at(start, match.end()) is Tense.FUTURE:
        year = today.year + (month < today.month)
    else:
        year = today.year - (month > today.month)
    return intervals.month(year, month)


def _weekday(match: regex.Match[str], context: Context) -> Interval:
    wanted, groups, today = _said(match, context.language).weekday, match.groupdict(), context.today
    back = (today.weekday() - (wanted or 0)) % 7
    last, this = groups.get("last"), groups.get("this")
    if groups.get("next"):
        return intervals.days(today + timedelta(days=7 - back))
    if last:
        return intervals.days(today - timedelta(days=back or 7))
    tense = context.tenses.at(*match.span())
    near = tense is Tense.EITHER and back > 3
    if tense is Tense.FUTURE or near or (this and tense is None):
        return intervals.days(today + timedelta(days=(7 - back) % 7))
    return intervals.days(today - timedelta(days=back))


def _weekday_of_week(match: regex.Match[str], context: Context) -> Interval:
    step = {"last": -1, "this": 0, "next": 1}[match["week"]]
    monday, _ = intervals.week(context.today, step)
    return intervals.days(monday + timedelta(days=_said(match, context.language).weekday or 0))


def _whole_year(match: regex.Match[str], _: Context) -> Interval:
    return intervals.years(int(match["year"]))


def _season(match: regex.Match[str], _: Context) -> Interval | None:
    first, short = int(match["year"][:4]), int(match["short"])
    return intervals.years(first, 2) if (first + 1) % 100 == short else None


def _range(match: regex.Match[str], context: Context) -> Interval | None:
    """Both ends, each lent what only the other one says."""
    language = context.language
    first, last = _said(match, language, "1"), _said(match, language, "2")
    joint = match.groupdict().get("joint")
    if first.day is None and last.day is None and first.month is None and last.month is None:
        return _years_or_weekdays(first, last, joint, context, match.span())
    if (first.day is None) != (last.day is None):
        return None
    year = last.year or first.year
    last = _Point(last.weekday, last.day, last.month or first.month, year)
    first = _Point(first.weekday, first.day, first.month or last.month, first.year or year)
    if first.month is None or last.month is None:
        return None
    if year is None:
        if context.day is None:
            return None
        return _range_without_year(first, last, context, match.span())
    start = _interval(first, first.year or year)
    end = _interval(last, last.year or year)
    if start[0] > end[0] and first.year == last.year:  # "December 30 to January 2, 2024" began the year before
        start = _interval(first, year - 1)
    return (start[0], end[1]) if start[0] < end[0] else None


def _interval(point: _Point, year: int) -> Interval:
    assert point.month  # noqa: S101 - lent by the other end
    return intervals.days(date(year, point.month, point.day)) if point.day else intervals.month(year, point.month)


def _range_without_year(first: _Point, last: _Point, context: Context, span: tuple[int, int]) -> Interval | None:
    """The last such range that has begun, or the next one that has not ended."""
    found = []
    for year in range(context.today.year - 1, context.today.year + 2):
        wraps = (last.month or 0, last.day or 0) < (first.month or 0, first.day or 0)
        found.append((_interval(first, year)[0], _interval(last, year + wraps)[1]))
    if context.tenses.at(*span) is Tense.FUTURE:
        return next((one for one in found if one[1] >= context.today), None)
    return next((one for one in reversed(found) if one[0] <= context.today), None)


def _years_or_weekdays(
    first: _Point, last: _Point, joint: str | None, context: Context, span: tuple[int, int]
) -> Interval | None:
    if first.year and last.year:
        dash = joint is None or joint.strip() in {"-", "–", "—"}
        return intervals.years(first.year, last.year - first.year + 1) if dash and first.year < last.year else None
    if first.weekday is None or last.weekday is None or context.day is None:
        return None
    length = (last.weekday - first.weekday) % 7
    if not length:
        return None
    start = context.today - timedelta(days=(context.today.weekday() - first.weekday) % 7)
    if context.tenses.at(*span) is Tense.FUTURE and start + timedelta(days=length) < context.today:
        start += timedelta(weeks=1)
    return start, start + timedelta(days=length)
