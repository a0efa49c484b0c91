"""Time expressions of Spanish, German, French and Russian that count from a day; their quarters and decades."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from knowledge.reading import intervals
from knowledge.reading.grammar import AFTER, BEFORE, YEAR
from knowledge.reading.intervals import Interval
from knowledge.reading.rules import Context, Rule, Trigger

# Words, the unit that they name, and how many of it to count on from the article's day.
_RELATIVE: dict[str, tuple[tuple[str, str, int], ...]] = {
    "es": (
        ("anteayer", "day", -2),
        ("ayer", "day", -1),
        ("anoche", "day", -1),
        ("hoy|esta (?:mañana|tarde|noche)", "day", 0),
        ("pasado mañana", "day", 2),
        (r"(?<!\b(?:la|esta|de|por la|ayer|cada|una|el) )mañana", "day", 1),
        ("(?:la )?semana pasada|(?:la )?pasada semana", "week", -1),
        ("esta semana", "week", 0),
        ("(?:la )?(?:próxima semana|semana próxima|semana que viene)", "week", 1),
        ("(?:el )?mes pasado|(?:el )?pasado mes(?! de)", "month", -1),
        ("este mes", "month", 0),
        ("(?:el )?(?:próximo mes(?! de)|mes próximo|mes que viene)", "month", 1),
        ("(?:el )?año pasado|(?:el )?pasado año", "year", -1),
        ("este año", "year", 0),
        ("(?:el )?(?:próximo año|año próximo|año que viene)", "year", 1),
    ),
    "de": (
        ("vorgestern", "day", -2),
        ("gestern", "day", -1),
        ("heute", "day", 0),
        (r"(?-i:(?<!\p{L}tag |heute |gestern )morgen)", "day", 1),
        ("übermorgen", "day", 2),
        ("(?:letzte[rn]?|vergangene[rn]?|vorige[rn]?) Woche", "week", -1),
        ("diese[r]? Woche", "week", 0),
        ("(?:nächste[rn]?|kommende[rn]?) Woche", "week", 1),
        ("(?:letzten|vergangenen|vorigen) Monat", "month", -1),
        ("diesen Monat|diesem Monat", "month", 0),
        ("(?:nächsten|kommenden) Monat", "month", 1),
        ("(?:letzte[sn]|vergangene[sn]|vorige[sn]) Jahr", "year", -1),
        ("dieses Jahr|diesem Jahr", "year", 0),
        ("(?:nächste[sn]|kommende[sn]) Jahr", "year", 1),
    ),
    "fr": (
        ("avant-hier", "day", -2),
        ("hier", "day", -1),
        ("aujourd[’']hui", "day", 0),
        ("demain", "day", 1),
        ("après-demain", "day", 2),
        ("(?:la )?semaine (?:dernière|passée)", "week", -1),
        ("cette semaine", "week", 0),
        ("(?:la )?semaine prochaine", "week", 1),
        ("(?:le )?mois (?:dernier|passé)", "month", -1),
        ("ce mois(?:-ci)?", "month", 0),
        ("(?:le )?mois prochain", "month", 1),
        ("l[’'](?:an|année) (?:dernier|dernière|passée?)", "year", -1),
        ("cette année", "year", 0),
        ("l[’'](?:an prochain|année prochaine)", "year", 1),
    ),
    "ru": (
        ("позавчера", "day", -2),
        ("вчера", "day", -1),
        ("сегодня", "day", 0),
        ("завтра", "day", 1),
        ("послезавтра", "day", 2),
        ("(?:прошлой|минувшей) неделе", "week", -1),
        ("этой неделе", "week", 0),
        ("(?:следующей|будущей) неделе", "week", 1),
        ("(?:прошлом|минувшем) месяце", "month", -1),
        ("этом месяце", "month", 0),
        ("следующем месяце", "month", 1),
        ("(?:прошлом|минувшем) году", "year", -1),
        ("(?:этом|нынешнем|текущем) году", "year", 0),
        ("(?:следующем|будущем) году", "year", 1),
    ),
}
_NUMBERS = {
    "es": "un una dos tres cuatro cinco seis siete ocho nueve diez",
    "de": "einem einer zwei drei vier fünf sechs sieben acht neun zehn",
    "fr": "un une deux trois quatre cinq six sept huit neuf dix",
    "ru": "один одну два две три четыре пять шесть семь восемь девять десять",
}
_TWICE = {"es": ("un", "una"), "de": ("einem", "einer"), "fr": ("un", "une"), "ru": ("один", "одну", "два", "две")}
_UNITS = {
    "es": {"días?": "day", "semanas?": "week", "mes(?:es)?": "month", "años?": "year"},
    "de": {"Tag(?:en)?": "day", "Wochen?": "week", "Monat(?:en)?": "month", "Jahr(?:en)?": "year"},
    "fr": {"jours?": "day", "semaines?": "week", "mois": "month", "ans?": "year"},
    "ru": {"день|дня|дней": "day", "неделю|недели|недель": "week", "месяца?|месяцев": "month", "года?|лет": "year"},
}
_AGO = {"es": "hace {}", "de": "vor {}", "fr": "il y a {}", "ru": "{} назад"}
_QUARTERS = {
    "es": (r"(?:primer|segundo|tercer|cuarto) trimestre", "primer segundo tercer cuarto", "de|del"),
    "de": (r"(?:erst|zweit|dritt|viert)e[nrs]? (?:Quartals?|Vierteljahr)", "erst zweit dritt viert", ""),
    "fr": (r"(?:premier|deuxième|troisième|quatrième) trimestre", "premier deuxième troisième quatrième", "de"),
    "ru": (r"(?:перв|втор|треть|четв[её]рт)\p{L}+ квартал\p{L}*", "перв втор треть четв", ""),
}
_DECADES = {
    "es": r"(?:años|década de(?: los)?) (?P<decade>(?:1[5-9]|20)?\d0)",
    "de": r"(?P<decade>(?:1[5-9]|20)?\d0)er(?:[- ]?Jahren?)?",
    "fr": r"années (?P<decade>(?:1[5-9]|20)?\d0)",
    "ru": r"(?P<decade>(?:1[5-9]|20)?\d0)-(?:х|е|ых|ые)(?: год(?:ах|ов|ы))?",
}
TRIGGERS = {
    "es": "anteayer|ayer|anoche|hoy|mañana|tarde|noche|semana|mes|año|hace|trimestre",
    "de": "vorgestern|gestern|heute|morgen|übermorgen|woche|monat|jahr|vor|quartal",
    "fr": "avant|hier|aujourd|demain|après|semaine|mois|an|année|ans|il y a|trimestre|cette",
    "ru": "позавчера|вчера|сегодня|завтра|послезавтра|недел|месяц|год|лет|назад|квартал",
}
LANGUAGES = tuple(TRIGGERS)
"""Codes of the languages that have rules here."""


def rules(language: str) -> Iterator[Rule]:
    """Yield the rules for `language`; for one that is not known here there are none."""
    if language not in _RELATIVE:
        return
    for words, unit, count in _RELATIVE[language]:
        yield Rule(rf"{BEFORE}(?:{words}){AFTER}", regex.I, _Counted(unit, count))
    number = rf"(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS[language].split())})"
    for names, unit in _UNITS[language].items():
        yield Rule(rf"{BEFORE}{_AGO[language].format(f'{number} (?:{names})')}{AFTER}", regex.I, _Counted(unit))
    quarter, ordinals, of = _QUARTERS[language]
    yield Rule(
        rf"{BEFORE}(?P<quarter>{quarter})(?: (?:(?:{of}) )?(?P<year>{YEAR})(?: года)?)?{AFTER}",
        regex.I,
        _Quarters(tuple(ordinals.split())),
    )
    yield Rule(rf"{BEFORE}{_DECADES[language]}{AFTER}", regex.I, _decade, trigger=Trigger.DIGIT)


class _Counted:
    """Count units from the article's day, a fixed number or the one that the words give."""

    def __init__(self, unit: str, number: int | None = None) -> None:
        self._unit = unit
        self._number = number

    def __call__(self, match: regex.Match[str], context: Context) -> Interval:
        number = self._number if self._number is not None else -_number(match["number"], context.language)
        return intervals.around(context.today, self._unit, number)


def _number(said: str, language: str) -> int:
    if said.isdecimal():
        return int(said)
    said = said.lower()
    words = _NUMBERS[language].split()
    doubled = _TWICE[language]
    if said in doubled:
        return doubled.index(said) // 2 + 1
    return words.index(said) - len(doubled) // 2 + 1


class _Quarters:
    def __init__(self, ordinals: tuple[str, ...]) -> None:
        self._ordinals = ordinals

    def __call__(self, match: regex.Match[str], context: Context) -> Interval:
        said = match["quarter"].lower()
        number = next(place for place, word in enumerate(self._ordinals, 1) if said.startswith(word))
        if match["year"]:
            return intervals.quarter(int(match["year"]), number)
        return intervals.quarter(context.today.year - (3 * number - 2 > context.today.month), number)


def _decade(match: regex.Match[str], _: Context) -> Interval | None:
    first = int(match["decade"])
    if first < 20:
        return None
    return intervals.years(first if first > 99 else 1900 + first, 10)
