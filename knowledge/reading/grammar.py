"""What a language calls and joins its dates with, as regular expressions: the words that `calendar_forms` is built of.

Spaces are at most three characters everywhere, so that no text takes more than linear time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from knowledge.reading import calendars

SPACE = r"[ \t\u00a0\u202f\n]{1,3}"
BEFORE = r"(?<![\p{L}\p{N}_])"
AFTER = r"(?![\p{L}\p{N}_])"
YEAR = r"(?:1[5-9]|20)\d\d(?![\d\p{L}_]|[.,]\d|[.,]?%)"
DASH = r"[ ]?[-–—][ ]?"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words of one language.

    `months` and `weekdays` are alternatives for names, `months_alone` for those that no day need stand beside;
    `ordinal` is what may follow the number of a day, `of` what may stand between day, month and year, `after_year` what
    is written after a year; `relative_years` are pairs of a pattern and the years to count on; `ranges` are pairs of
    what opens a range and what joins its ends, `joints` what joins them by itself; `before_month` and `before_year` are
    the words after which a month's name or a number is a time; `never` are those after which a weekday is no day that
    can be told.
    """

    months: str
    months_alone: str
    weekdays: str
    parts_of_day: str
    ordinal: str
    of: str
    the: str
    after_year: str
    relative_years: tuple[tuple[str, int], ...]
    ranges: tuple[tuple[str, str], ...]
    joints: str
    before_month: str
    before_year: str
    last: str
    next: str
    this: str
    never: str


def _names(names: dict[str, int], unsafe: str = "") -> str:
    """Title and upper case; the lower case of what is no other word besides."""
    words = {form for name in names for form in (name.title(), name.upper())}
    words |= {name for name in names if len(name) > 3 and name not in unsafe.split()}
    return calendars.any_of(words)


def _english() -> Grammar:
    months = _names(dict(calendars.months("en")), "march august sept")
    weekdays = dict(calendars.weekdays("en"))
    full = _names({name: number for name, number in weekdays.items() if name.endswith("day")})
    short = calendars.any_of(name.title() for name in weekdays if not name.endswith("day"))
    return Grammar(
        months=months,
        months_alone=months,
        weekdays=rf"(?:{full}|(?<!\b[Tt]he )(?:{short})\.(?=,? (?:\p{{Ll}}|\d|{months}))|"
        r"(?:Tues?|Thu|Thurs?|Fri)(?!\p{L}))",
        parts_of_day=rf"{SPACE}(?:morning|afternoon|evening|night)",
        ordinal="st|nd|rd|th",
        of=rf"{SPACE}of",
        the="the",
        after_year="",
        relative_years=(("last year", -1), ("this year", 0), ("next year", 1)),
        ranges=(("between", "and"), ("from", "to|until|till|through|through to")),
        joints="to|through|through to|until",
        before_month=(
            "in|since|until|till|by|of|from|during|through|throughout|between|early|late|mid|before|after|for|to|around|"
            "ending|beginning|starting"
        ),
        before_year=(
            "in|since|until|till|by|of|from|for|during|through|throughout|before|after|early|late|mid|year|years|circa|"
            "as|spring|summer|autumn|fall|winter|season|election|elections|class|fiscal|Christmas|Easter|Ramadan|Cup|Euro|Expo|Olympics|Games"
        ),
        last="last|this past|past",
        next="next|this coming|coming",
        this="this",
        never=(
            r"every|each|an?|any|some|most|one|another|that|the same|following|previous|the next|first|second|"
            r"third|fourth|fifth|Good|Black|Bloody|Ash|Super|Palm|Easter|Cyber|Giving|Fat|Shrove|Maundy|Holy|Whit|Bowl|"
            r"Sheffield|Mail on|Pentecost|Ruby|Freaky|Orange|New"
        ),
    )


def _other(language: str) -> dict[str, str]:
    months = calendars.months(language)
    weekdays = {name: number for name, number in calendars.weekdays(language).items() if len(name) > 4}
    alone = [
        name
        for name, number in months.items()
        if not any(longer != name and longer.startswith(name) and months[longer] == number for longer in months)
    ]
    return {
        "months": calendars.any_of(months),
        "months_alone": calendars.any_of(alone),  # "mar" is the sea, but "3 mar" is a day
        "weekdays": calendars.any_of(weekdays),
    }


def _spanish() -> Grammar:
    return Grammar(
        **_other("es"),
        parts_of_day=rf"{SPACE}(?:por la (?:mañana|tarde|noche)|en la noche)",
        ordinal="º|ro|°",
        of=rf"{SPACE}(?:del?)",
        the="el|los",
        after_year="",
        relative_years=(
            (r"(?:este|presente) año", 0),
            (r"(?:el )?(?:año pasado|pasado año)", -1),
            (r"(?:el )?(?:próximo año|año próximo|año que viene)", 1),
        ),
        ranges=(("entre(?: el| los)?(?: días)?", "y(?: el)?"), ("del?|desde(?: el)?", "al?|hasta(?: el)?")),
        joints="al|hasta el",
        before_month="en|de|desde|hasta|a (?:principios|mediados|finales|fines) de|durante",
        before_year="en|de|del|desde|hasta|año|durante|para|antes de",
        last="pasado",
        next="próximo",
        this="este",
        never="cada|un|todos los|primer|segundo|tercer|cuarto",
    )


def _german() -> Grammar:
    return Grammar(
        **_other("de"),
        parts_of_day=rf"(?:{SPACE})?(?:morgen|vormittag|mittag|nachmittag|abend|nacht|früh)",
        ordinal=r"\.",
        of="",
        the="dem|den|der",
        after_year="",
        relative_years=(
            (r"(?:letzten|vergangenen|vorigen) Jahre?s", -1),
            (r"(?:dieses|diesen|laufenden) Jahre?s", 0),
            (r"(?:nächsten|kommenden) Jahre?s", 1),
        ),
        ranges=(("zwischen(?: dem)?", "und(?: dem)?"), ("vom|von", "bis(?: zum)?")),
        joints="bis(?: zum)?",
        before_month="im|seit|ab|bis|von|vom|Anfang|Mitte|Ende|zum|Seit",
        before_year="in|im Jahre?|seit|bis|ab|von|Anfang|Mitte|Ende|Jahr|vor|nach|Sommer|Winter|Herbst|Frühjahr|um",
        last="letzten|letzter|vergangenen|vergangener|vorigen",
        next="nächsten|nächster|kommenden|kommender",
        this="diesen|dieser|diesem",
        never="jeden|jeder|jedem|ein|einem|einen|ersten|zweiten|dritten",
    )


def _french() -> Grammar:
    return Grammar(
        **_other("fr"),
        parts_of_day=rf"{SPACE}(?:matin|après-midi|soir|midi)",
        ordinal="er",
        of=f"{SPACE}de",
        the="le",
        after_year="",
        relative_years=(
            (r"l[’'](?:an dernier|année dernière|an passé|année passée)", -1),
            (r"cette année", 0),
            (r"l[’'](?:an prochain|année prochaine)", 1),
        ),
        ranges=(("entre(?: le)?", "et(?: le)?"), ("du|de|depuis(?: le)?", "au|à|jusqu[’']au")),
        joints="au",
        before_month="en|de|depuis|début|mi|fin|dès|courant|jusqu[’']en|d[’']ici|mois de|mois d[’']",
        before_year="en|de|depuis|début|mi|fin|dès|année|jusqu[’']en|d[’']ici|avant|après",
        last="dernier",
        next="prochain",
        this="ce",
        never="chaque|un|tous les|premier|deuxième|troisième",
    )


def _russian() -> Grammar:
    return Grammar(
        **_other("ru"),
        parts_of_day=rf"{SPACE}(?:утром|днём|днем|вечером|ночью)",
        ordinal="-го|-е|-ого",
        of="",
        the="",
        after_year=rf"(?:{SPACE}(?:года|году|годом|год|годах|годов|годы|гг?\.))?",
        relative_years=(
            ("прошлого года|прошлом году", -1),
            ("(?:этого|текущего|нынешнего) года|(?:этом|текущем|нынешнем) году", 0),
            ("(?:следующего|будущего) года|(?:следующем|будущем) году", 1),
        ),
        ranges=(("между", "и"), ("со?", "по|до"), ("от", "до")),
        joints="по",
        before_month="в|с|со|до|к|по|начале|середине|конце|начала|середины|конца|на",
        before_year="в|с|до|к|по|начале|середине|конце|начала|середины|конца|на|от|за|после",
        last="прошлый|прошлую|прошлое|прошлой|прошлого|минувший|минувшую|минувшее",
        next="следующий|следующую|следующее|будущий|будущую|ближайший|ближайшую",
        this="этот|эту|это",
        never="каждый|каждую|каждое|первый|первую|второй|вторую|третий",
    )


@cache
def grammar(language: str) -> Grammar:
    """Return the grammar of `language`, a two-letter code; languages without one of their own have names only."""
    known = {"en": _english, "es": _spanish, "de": _german, "fr": _french, "ru": _russian}
    if language in known:
        return known[language]()
    names = _other(language)
    no = "(?!)"
    return Grammar(
        **names,
        parts_of_day=no,
        ordinal=r"\.",
        of=f"{SPACE}(?:del?|di|da)",
        the=no,
        after_year="",
        relative_years=(),
        ranges=(),
        joints=no,
        before_month=no,
        before_year=no,
        last=no,
        next=no,
        this=no,
        never=no,
    )
