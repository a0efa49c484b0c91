"""Days, months, years and weekdays as the calendar names them, alone and as the two ends of a range."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from knowledge.reading import calendar_days
from knowledge.reading.grammar import AFTER, BEFORE, DASH, SPACE, YEAR, Grammar, grammar
from knowledge.reading.rules import Rule, Trigger

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


def rules(language: str) -> Iterator[Rule]:
    """Yield the rules for `language`, the longest expressions first."""
    words = grammar(language)
    flags = 0 if language == "en" else regex.I
    yield from _ranges(words, flags)
    yield Rule(
        rf"{BEFORE}{_full_point(words)}{AFTER}(?!{DASH}\d)",
        flags,
        calendar_days.one_day_or_month,
        anchored=True,
        trigger=Trigger.MONTH if language == "en" else Trigger.DIGIT,
    )
    yield Rule(
        rf"{BEFORE}{_numeric(language)}(?:T[\d:]{{4,8}}Z?)?{AFTER}(?![.,/-]\d)",
        0,
        calendar_days.one_day_or_month,
        anchored=True,
        trigger=Trigger.YEAR,
    )
    if (
        language == "en"
    ):  # questions are typed without capitals; "may" and "march" then need a day or a year beside them
        yield Rule(
            rf"(?<=\b(?:in|on|of|since|from|by|until){SPACE})(?P<month>may|march|august)(?:{SPACE}(?P<day>\d{{1,2}})"
            rf"(?:st|nd|rd|th)?(?!\d)(?:,?{SPACE}(?P<year>{YEAR}))?|{SPACE}(?P<year>{YEAR})){AFTER}{_COUNTED}{_PLURAL}",
            0,
            calendar_days.one_day_or_month,
            trigger=Trigger.DIGIT,
            words=frozenset({"may", "march", "august"}),
        )
    relative = "|".join(pattern for pattern, _ in words.relative_years)
    if relative:
        yield Rule(
            rf"{BEFORE}(?:(?P<day>\d{{1,2}})(?:{words.ordinal})?(?:{words.of})?{SPACE})?(?P<month>{words.months})\.?"
            rf"(?:{SPACE}(?P<day>\d{{1,2}}))?(?:{words.of})?{SPACE}(?P<relative>(?i:{relative})){AFTER}",
            flags,
            calendar_days.in_relative_year,
            anchored=True,
            trigger=Trigger.MONTH,
        )
    yield from _months(words, flags, english=language == "en")
    yield from _weekdays(words, flags, english=language == "en")
    yield from _years(words, language)


def _point(words: Grammar, number: str = "") -> str:
    """A pattern for one end of a range; `number` tells its groups from the other end's."""
    weekday = rf"(?P<weekday{number}>{words.weekdays})"
    day = rf"(?P<day{number}>\d{{1,2}})(?:{words.ordinal})?"
    month = rf"(?P<month{number}>{words.months})\.?"
    year = rf"(?P<year{number}>{YEAR}){words.after_year}"
    of = rf"(?:{words.of})?"
    comma_year = rf"(?:,?{of}{SPACE}{year})?"
    return (
        rf"(?:(?:{weekday},?{SPACE}(?:(?:{words.the}){SPACE})?)?"
        rf"(?:{month}{SPACE}{day}(?!\d){comma_year}|{day}{of}{SPACE}{month}(?!\p{{L}}){comma_year})|"
        rf"{month},?{of}{SPACE}{year}|{year}|{month}(?!\p{{L}})|{day}(?![\d.]\d|\d)(?:,{SPACE}{year})?|{weekday}(?:{words.parts_of_day})?)"
    )


def _full_point(words: Grammar) -> str:
    """A pattern for a day with its month or a month with its year."""
    day = rf"(?P<day>\d{{1,2}})(?:{words.ordinal})?"
    month = rf"(?P<month>{words.months})\.?"
    year = rf"(?P<year>{YEAR}){words.after_year}"
    of = rf"(?:{words.of})?"
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
        opening = frozenset({opens}) if opens.isalpha() else frozenset[str]()
        joint = rf"(?:{SPACE}(?i:{joins}){SPACE}|{DASH})"
        yield Rule(
            rf"{BEFORE}(?i:{opens}){SPACE}{first}{joint}{second}{AFTER}(?!-)",
            flags,
            calendar_days.both_ends,
            words=opening,
            trigger=Trigger.CALENDAR,
            is_range=True,
        )
    bare = rf"(?:{SPACE}(?:{words.joints}){SPACE}|{DASH})"
    yield Rule(
        rf"{BEFORE}(?<!\d[.,–—-]){first}(?P<joint>{bare}){second}{AFTER}(?!-)",
        flags,
        calendar_days.both_ends,
        anchored=True,
        trigger=Trigger.CALENDAR,
        is_range=True,
    )
    both = "and|y|und|et|и"
    day = rf"(?P<day{{}}>\d{{{{1,2}}}})(?:{words.ordinal})?"
    year = rf"(?:,?(?:{words.of})?{SPACE}(?P<year2>{YEAR}){words.after_year})?"
    yield Rule(
        rf"{BEFORE}{day.format(1)}{SPACE}(?:{both}){SPACE}{day.format(2)}(?:{words.of})?{SPACE}"
        rf"(?P<month2>{words.months})\.?{year}{AFTER}",
        flags,
        calendar_days.both_ends,
        anchored=True,
        trigger=Trigger.MONTH,
    )
    yield Rule(
        rf"{BEFORE}(?P<month1>{words.months})\.?{SPACE}{day.format(1)}{SPACE}(?:{both}){SPACE}{day.format(2)}"
        rf"(?:,{SPACE}(?P<year2>{YEAR}))?{AFTER}(?!{SPACE}\p{{L}}{{2,20}}s(?!\p{{L}}))",
        flags,
        calendar_days.both_ends,
        anchored=True,
        trigger=Trigger.MONTH,
    )


def _months(words: Grammar, flags: int, *, english: bool) -> Iterator[Rule]:
    month = rf"(?P<month>{words.months_alone})\.?"
    which = rf"(?:(?P<last>(?i:{words.last}))|(?P<next>(?i:{words.next}))|(?P<this>(?i:{words.this})))"
    yield Rule(
        rf"{BEFORE}(?P<said>{which}{SPACE}{month}){AFTER}", flags, calendar_days.whole_month, trigger=Trigger.MONTH
    )
    yield Rule(
        rf"{BEFORE}(?i:{words.before_month})(?:{SPACE}|-|(?<=['’]))(?P<said>(?P<month>{words.months_alone}))"
        rf"{AFTER}(?!{SPACE}\d)",
        flags,
        calendar_days.whole_month,
        trigger=Trigger.MONTH,
    )
    if english:
        safe = regex.sub(r"\b(?:May|MAY|April|APRIL|June|JUNE|August|AUGUST)\b\|?", "", words.months_alone)
        yield Rule(
            rf"(?<=\b(?:[Tt]he|[Ii]ts|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|\p{{L}}['’]s|\p{{Ll}}{{2,12}}est){SPACE})(?P<month>{words.months})"
            rf"{AFTER}(?={SPACE}\p{{Ll}})",
            0,
            calendar_days.whole_month,
            trigger=Trigger.MONTH,
        )
        yield Rule(rf"{BEFORE}(?P<month>{safe})(?=['’]s{AFTER})", 0, calendar_days.whole_month, trigger=Trigger.MONTH)
        yield Rule(
            rf"(?<={BEFORE}(?:{words.months})(?:,|,?{SPACE}(?:and|or)){SPACE})(?P<month>{words.months})"
            rf"{AFTER}(?!{SPACE}\d)",
            0,
            calendar_days.whole_month,
            trigger=Trigger.MONTH,
        )


def _weekdays(words: Grammar, flags: int, *, english: bool) -> Iterator[Rule]:
    day = rf"(?P<weekday>{words.weekdays})(?:{words.parts_of_day})?"
    which = rf"(?:(?P<last>(?i:{words.last}))|(?P<next>(?i:{words.next}))|(?P<this>(?i:{words.this})))"
    never = rf"(?<!{BEFORE}(?i:{words.never}){SPACE})"
    if english:
        week = rf"(?:{SPACE}of)?{SPACE}(?P<week>last|this|next){SPACE}week"
        never += (
            rf"(?!\p{{L}}+{SPACE}(?:Times|Telegraph|Mirror|Express|Mail|Post|Herald|Night|Addams|[Tt]he{SPACE}13th))"
        )
        outside = rf"(?!{SPACE}(?:of|in){SPACE}(?:{words.months}|each|every|the month))"
        yield Rule(rf"{BEFORE}{never}{day}{week}{AFTER}", flags, calendar_days.weekday_of_week, trigger=Trigger.WEEKDAY)
        yield Rule(
            rf"{BEFORE}{never}(?:{which}{SPACE})?{day}{AFTER}{outside}",
            flags,
            calendar_days.weekday,
            trigger=Trigger.WEEKDAY,
        )
        return
    after = rf"(?:{SPACE}(?:(?P<last>{words.last})|(?P<next>{words.next}))(?!\p{{L}}))?"
    yield Rule(rf"{BEFORE}{never}{which}{SPACE}{day}{AFTER}", flags, calendar_days.weekday, trigger=Trigger.WEEKDAY)
    yield Rule(rf"{BEFORE}{never}{day}{after}{AFTER}", flags, calendar_days.weekday, trigger=Trigger.WEEKDAY)


def _years(words: Grammar, language: str) -> Iterator[Rule]:
    year = rf"(?P<said>(?P<year>{YEAR}){words.after_year})"
    after = rf"(?![-–—/]\d){AFTER}{_COUNTED}{_PLURAL if language == 'en' else ''}"
    before = rf"{BEFORE}(?i:{words.before_year})(?:{SPACE}|-)(?:(?i:the{SPACE}year){SPACE})?"
    yield Rule(rf"{before}{year}{after}", 0, calendar_days.whole_year, trigger=Trigger.YEAR)
    yield Rule(rf"(?<=\(){year}(?=\))", 0, calendar_days.whole_year, anchored=True, trigger=Trigger.YEAR)
    yield Rule(
        rf"(?=[12]\d{{3}})(?<={BEFORE}(?:1[5-9]|20)\d\d(?:,|,?{SPACE}(?:and|or|y|und|et|и)){SPACE}){year}{after}",
        0,
        calendar_days.whole_year,
        anchored=True,
        trigger=Trigger.YEAR,
    )
    if language == "en":
        yield Rule(
            rf"(?=[12]\d{{3}})(?<=\b(?:[Tt]he|[Aa]|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|\p{{L}}['’]s){SPACE}){year}{after}"
            rf"(?={SPACE}[\p{{L}}]|['’]s)",
            0,
            calendar_days.whole_year,
            anchored=True,
            trigger=Trigger.YEAR,
        )
        yield Rule(
            rf"(?=[12]\d{{3}})(?<=\b(?:[Tt]he|[Ii]n|[Ff]rom|[Oo]f){SPACE})(?P<year>{YEAR}[-–/](?P<short>\d\d))(?!\d|[-/–]\d)",
            0,
            calendar_days.two_year_season,
            anchored=True,
            trigger=Trigger.YEAR,
        )
    if language == "de":  # "2018 wurde …": a noun has a capital, so no noun is counted here
        yield Rule(
            rf"{BEFORE}(?<![\p{{Sc}}§]\s?|[\p{{L}}\p{{N}}][.,:/-]|Nr\.?\s|Zimmer\s|Flug\s|etwa\s|rund\s|fast\s|über\s)"
            rf"(?P<year>(?:19\d\d|20[0-4]\d)){AFTER}(?![.,:/–-]\d|\s[\p{{Lu}}€$%])(?=[\s,.;)])",
            0,
            calendar_days.whole_year,
            trigger=Trigger.YEAR,
        )
    if language == "ru":
        yield Rule(
            rf"{BEFORE}(?P<year>{YEAR}){SPACE}(?:года|году|год|годом|г\.){AFTER}",
            0,
            calendar_days.whole_year,
            trigger=Trigger.YEAR,
        )
