"""What is uncertain about a sentence or an article, for the editor's eyes: readers only see what is sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from knowledge.article import Article, SentenceKind, moment
from knowledge.reading import calendars
from knowledge.reading.sentence import Found, Sentence
from knowledge.retrieval import words

SURE = 0.75
"""Confidence (0..1) of an attribution below which an editor had better look at it."""
_TELLING = 4
"""Words inside quotation marks from which they hold somebody's statement rather than a term."""

_QUOTATION = regex.compile(r"“([^”]*)(?:”|$)|\"([^\"]*)(?:\"|$)|«([^»]*)(?:»|$)|„([^“”]*)(?:[“”]|$)")
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_RELATIVE = {
    "en": r"(?:the day (?:before|after) )?(?:yesterday|today|tomorrow|tonight)|"
    r"(?:early |late |earlier |later )?(?:last|next|this|this past|this coming) "
    r"(?:week|month|year|weekend|night|morning|evening|spring|summer|autumn|fall|winter|quarter|decade|century)|"
    r"(?:\d+|a few|several|a couple of|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?:days?|weeks?|months?|years?|decades?) (?:ago|earlier|later)|"
    r"Christmas(?: Eve| Day)?|New Year['’]s(?: Eve| Day)?|Easter(?: Sunday| Monday)?|Thanksgiving"
}
_ALSO_WORDS = frozenset(("may", "march", "mar", "sun", "sat", "mon", "wed"))
"""Months and weekdays that are words as well: only beside a number are they dates."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is uncertain, and what an editor may do about it; `field` is the one to look at."""

    field: str
    message: str


def article_doubts(article: Article) -> tuple[Doubt, ...]:
    """Return what is uncertain about an article as a whole."""
    found = []
    if article.published is None:
        found.append(Doubt("published", "year missing: without a date, weekdays and days of months mean no day"))
    elif article.updated is not None and moment(article.updated) < moment(article.published):
        found.append(Doubt("updated", f"lies before the day of publication, {article.published.isoformat()}"))
    return tuple(found)


def doubts(article: Article, sentence: Sentence, kind: SentenceKind | None = None) -> tuple[Doubt, ...]:
    """Return what is uncertain about `sentence` (read, with its speaker and dates) of `article`.

    A sentence that an editor marked as a summary is left alone: nothing of it is shown.
    """
    if kind is SentenceKind.SUMMARY:
        return ()
    code = words.language_code(article.language)
    return (*_reach(sentence, code), *_speaker(sentence), *_dates(article, sentence, code))


def _reach(sentence: Sentence, code: str) -> Iterator[Doubt]:
    if sentence.never_quoted:
        yield Doubt("text", f"no question can reach this sentence: it {_predicate(sentence.never_quoted)}")
    elif all(word.common for word in words.words(sentence.text, code)):
        yield Doubt("text", "no question can reach this sentence: it has no word that says what it is about")


def _predicate(reason: str) -> str:
    return reason if reason.startswith("has ") else f"is {reason}"


def _speaker(sentence: Sentence) -> Iterator[Doubt]:
    speaker, unsure = sentence.speaker, sentence.unsure
    if speaker is not None:
        if speaker.found is not Found.EDITOR and speaker.confidence < SURE:
            yield Doubt("speaker", f"{speaker.name}? ({speaker.found}, {speaker.confidence:.2f} sure)")
    elif unsure is not None:
        sure = f"({unsure.found}, {unsure.confidence:.2f} sure)"
        yield Doubt("speaker", f"{unsure.name}? {sure}, not shown to readers")
    elif not sentence.outlet:
        said = ("".join(match.groups("")) for match in _QUOTATION.finditer(sentence.text))
        if any(len(_WORD.findall(one)) >= _TELLING for one in said):
            yield Doubt("speaker", "a quotation whose speaker was not found: readers see it without a name")


def _dates(article: Article, sentence: Sentence, code: str) -> Iterator[Doubt]:
    taken = [(mention.offset, mention.offset + len(mention.text)) for mention in sentence.dates]
    for start, end in _unread(sentence.text, code, taken):
        said = sentence.text[start:end]
        if article.published is None:
            yield Doubt("dates", f"“{said}”: year missing, since the article has no date")
        else:
            yield Doubt("dates", f"“{said}” was not read as a date")


def _unread(text: str, code: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where time expressions stand that overlap none that was read."""
    for match in _expressions(code).finditer(text):
        start, end = match.span()
        alone = match.group().casefold().rstrip(".") in _ALSO_WORDS
        if not alone and not any(start < b and a < end for a, b in taken):
            yield start, end


@cache
def _expressions(code: str) -> regex.Pattern[str]:
    """Words that name a time in a language: months with or without a day, weekdays, and what counts from today."""
    months, weekdays = calendars.months(code), calendars.weekdays(code)
    cased = (lambda names: map(str.title, names)) if code == "en" else list
    month, weekday = calendars.any_of(cased(months)), calendars.any_of(cased(weekdays))
    forms = [rf"\d{{1,2}}\.? (?:de )?(?:{month})", rf"(?:{month})\.?(?: \d{{1,2}})?", weekday]
    if code in _RELATIVE:
        forms.append(_RELATIVE[code])
    return regex.compile(
        rf"(?<![\p{{L}}\p{{N}}])(?:{'|'.join(forms)})(?![\p{{L}}\p{{N}}])", 0 if code == "en" else regex.I
    )
