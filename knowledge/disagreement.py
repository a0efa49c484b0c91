"""Different numbers or days for the same thing: whether two sentences give them, told only where it is plain.

A false alarm is worse than a miss, so ages, which change, are not compared. Each sentence must give exactly one value
of what is asked for, with the same unit, and the two must be apart by more than rounding, "about" or "at least" leave
open. Whether both are about the same thing is for the caller to see to.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from knowledge.reading.sentence import DateMention
from knowledge.retrieval import words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.asking import Asked

ABOUT = 0.1
"""How far (a share) a number said with "about" may be from what is meant; one that ends in two zeros, half of it."""
MAGNITUDE = 10
"""How many times as large a number may be as another of the same thing: $44 billion and $19.99 are none."""
ATTACHED = 4
"""Words after what happened within which its day is named: "burnt down late on Tuesday"."""
ONE_DAY = timedelta(days=1)
"""It was evening in one place and morning in another: days that lie side by side are the same."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as `said`, with its unit (a word's key, a currency's sign or "%"): the true one is in `low`..`high`."""

    low: float
    high: float
    unit: str
    said: float = math.nan

    def contradicts(self, other: Quantity) -> bool:
        """Whether both cannot be true of one thing."""
        if self.unit != other.unit or not (self.high < other.low or other.high < self.low):
            return False
        small, large = sorted((self.said, other.said))
        return small > 0 and large <= MAGNITUDE * small


_SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mil": 1e3, "millón": 1e6, "millones": 1e6,
    "tausend": 1e3, "millionen": 1e6, "milliarde": 1e9, "milliarden": 1e9, "mille": 1e3, "millions": 1e6,
    "milliard": 1e9, "milliards": 1e9, "тысяч": 1e3, "тысячи": 1e3, "млн": 1e6, "миллиона": 1e6, "миллионов": 1e6,
    "млрд": 1e9, "миллиарда": 1e9, "миллиардов": 1e9, "m": 1e6, "bn": 1e9, "k": 1e3,
}  # fmt: skip
_CARDINALS = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_NUMBER = regex.compile(
    rf"(?P<sign>[$€£¥])?(?<![\p{{L}}\p{{N}}.,/-])(?:(?P<digits>\p{{Nd}}+(?:[.,]\p{{Nd}}+)*)|"
    rf"(?P<word>{'|'.join(sorted(_CARDINALS, key=len, reverse=True))})(?!\p{{L}}))"
    rf"(?:[ \u00a0-]?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?!\p{{L}}))?(?![\p{{N}}/])"
    rf"(?:\s?(?P<percent>%|per ?cent\b))?(?P<ordinal>st\b|nd\b|rd\b|th\b)?",
    regex.I,
)
_ABOUT = regex.compile(
    r"(?:about|around|roughly|some|approximately|an estimated|estimated|nearly|almost|close to|unos|unas|casi|etwa|"
    r"rund|fast|environ|près de|около|почти|примерно)\s+[$€£¥]?$",
    regex.I,
)
_MORE = regex.compile(
    r"(?:more than|over|at least|as many as|upwards? of|más de|al menos|mehr als|mindestens|über|plus de|au moins|"
    r"более|больше|не менее)\s+[$€£¥]?$",
    regex.I,
)
_LESS = regex.compile(
    r"(?:less than|fewer than|under|up to|at most|as much as|menos de|hasta|weniger als|bis zu|moins de|jusqu.à|"
    r"менее|до)\s+[$€£¥]?$",
    regex.I,
)
_RANGE = regex.compile(r"^\s*(?:-|–|—|to|and|or|a|bis|à|до)\s*[$€£¥]?\p{Nd}|^\s?(?:more|fewer|other|others)\b", regex.I)
_BEFORE_RANGE = regex.compile(
    r"\p{Nd}\s*(?:-|–|—|to|or|and)\s*[$€£¥]?$|\bbetween\s+[$€£¥]?$|\b(?:another|additional)\s+$", regex.I
)
_WITHIN = 3
"""Words after a number among which its unit stands: "12 Russian border guards"."""


def quantities(text: str, asked: Asked, kinds: frozenset[str], language: str) -> list[Quantity]:
    """Return the numbers of `text` that can be what is asked for, of a unit of `kinds` (keys) where it has any."""
    found = []
    for match in _NUMBER.finditer(text):
        unit = _unit(match, text, asked, kinds, language)
        if unit is None or match["ordinal"]:
            continue
        before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() :]
        if _RANGE.search(after) or _BEFORE_RANGE.search(before):
            found.append(Quantity(-math.inf, math.inf, unit))
            continue
        found.append(_quantity(match, before, unit, language))
    return found


def _unit(match: regex.Match[str], text: str, asked: Asked, kinds: frozenset[str], language: str) -> str | None:
    """The unit of a number, or None where it is none of those that are asked for."""
    if asked is Asked.SHARE:
        return "%" if match["percent"] else None
    if asked is Asked.SUM:
        following = words.keys(text[match.end() : match.end() + 20], language)[:1]
        return match["sign"] or next((key for key in following if key in _CURRENCIES), None)
    if match["percent"] or match["sign"]:
        return None
    following = list(_following(text, match.end(), language))
    if kinds:
        return next((key for key in following if key in kinds), None)
    return following[0] if following else None


_CURRENCIES = frozenset(
    words.key(word, "en") for word in "dollars pounds euros yen yuan roubles rubles crowns francs pesos".split()
)


def _following(text: str, at: int, language: str) -> Iterator[str]:
    end = regex.compile(r"[.,;:!?()\"“”]|\b(?:and|or|but|und|y|et|и)\b").search(text, at)
    run = text[at : end.start() if end else len(text)]
    for word in words.words(run, language)[:_WITHIN]:
        if word.surface[:1].isdecimal():
            return
        yield word.key


def _quantity(match: regex.Match[str], before: str, unit: str, language: str) -> Quantity:
    scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
    digits = match["digits"]
    if digits is None:
        value = _CARDINALS[match["word"].lower()]
        half = 0.0
    else:
        plain, decimals = _plain(digits, language)
        value = float(plain)
        zeros = len(plain) - len(plain.rstrip("0"))
        half = 0.5 * 10.0**-decimals if scale > 1 or decimals else (ABOUT / 2 * value if zeros >= 2 else 0.0)
    value, half = value * scale, half * scale
    if _MORE.search(before):
        return Quantity(value - half, math.inf, unit, value)
    if _LESS.search(before):
        return Quantity(-math.inf, value + half, unit, value)
    if _ABOUT.search(before):
        half = max(half, ABOUT * value)
    return Quantity(value - half, value + half, unit, value)


def _plain(digits: str, language: str) -> tuple[str, int]:
    """Digits with a decimal point, and how many decimals: "4,200" is 4200 in English, "4.200" in German."""
    thousands, point = (",", ".") if language in {"en", "zh", "ja"} else (".", ",")
    if regex.fullmatch(rf"\d{{1,3}}(?:{regex.escape(thousands)}\d{{3}})+(?:{regex.escape(point)}\d+)?", digits):
        digits = digits.replace(thousands, "")
    digits = digits.replace(point, ".").replace(",", ".")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    return digits, len(digits.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it is compared: its text, the times that it names, its language (a two-letter code)."""

    text: str
    dates: Sequence[DateMention]
    language: str


def differ(analysis: Analysis, one: Said, other: Said) -> bool:
    """Whether two sentences give different answers to a question for a number or a day.

    Only where each gives exactly one that it can be.
    """
    if analysis.asked is Asked.TIME:
        days = [_only_day(said, analysis) for said in (one, other)]
        return days[0] is not None and days[1] is not None and abs(days[0] - days[1]) > ONE_DAY
    if analysis.asked not in {Asked.NUMBER, Asked.SHARE, Asked.SUM}:
        return False
    kinds = {term.key for term in analysis.terms if term.kind}
    kinds.update(reading.keys[0] for t in analysis.terms if t.kind for reading in t.readings if len(reading.keys) == 1)
    if any(_other_numbers(said) for said in (one, other)):
        return False
    found = [quantities(_without_dates(said), analysis.asked, frozenset(kinds), said.language) for said in (one, other)]
    return len(found[0]) == len(found[1]) == 1 and found[0][0].contradicts(found[1][0])


def _other_numbers(said: Said) -> bool:
    """Whether a sentence has several numbers in digits: which of them is meant cannot be told for certain.

    "7.8-magnitude" and "two earthquakes" are no such numbers.
    """
    text = _without_dates(said)
    found = [match for match in _NUMBER.finditer(text) if match["digits"] and not match["ordinal"]]
    return sum(text[match.end() : match.end() + 1] != "-" for match in found) > 1


def _without_dates(said: Said) -> str:
    text = said.text
    for mention in said.dates:
        end = mention.offset + len(mention.text)
        text = text[: mention.offset] + "." * len(mention.text) + text[end:]
    return text


def _only_day(said: Said, analysis: Analysis) -> date | None:
    """The one day that a sentence names, where it stands right behind a word for what happened."""
    if len(said.dates) != 1 or said.dates[0].start != said.dates[0].end:
        return None
    happened = {term.key for term in analysis.terms if not term.name and not term.number}
    before = words.keys(said.text[: said.dates[0].offset], said.language)[-ATTACHED:]
    return said.dates[0].start if happened.intersection(before) else None
