"""Where sentences end: sentencex, and on top of it what news needs.

sentencex keeps abbreviations and whole quotations together. What is added: a quotation keeps the attribution that
follows its question mark, a list marker its item, "9 p.m." its day; a quotation too long to be one sentence is cut
at its own sentences.
"""

from __future__ import annotations

from itertools import pairwise

import regex
import sentencex

from knowledge.article import MAX_SENTENCE
from knowledge.reading import calendars
from knowledge.reading.cues import is_attribution

Span = tuple[int, int]

_HAS_WORDS = regex.compile(r"[\p{L}\p{N}]")
_MARKER = regex.compile(r"[\p{Pd}⁃•●▪*>]?\s*(?:[(]?(?:\d{1,3}|\p{Latin})[.)]|\d{1,3}|[•●▪⁃*>\p{Pd}])", regex.V1)
_LIST_MARKERS = tuple(
    regex.compile(rf"(?<!\S){marker}(?=\s)")
    for marker in (r"(?:[\p{Pd}⁃•]\s?)?(?P<n>\d{1,2})[.)]{1,2}", r"[(]?(?P<n>[a-z])[.)]{1,2}", r"[•●▪⁃](?P<n>)")
)
_BULLET = regex.compile(r"\s*[•●▪⁃*]\s+")
_OPENING = regex.compile(r"(?:(?<=[\s:(\[—–'‘-])|^)\"(?=\.\.|[^\s.,;:!?)\]])")
"""A straight mark that opens: told which side it is on, sentencex is not led astray by one without its partner."""
_SIGNED = regex.compile(r"[—–-]{1,2}\s?\p{Lu}[^.!?\"“”]{2,60}$")
_QUOTE_ENDS = regex.compile(r"[?!…,—–-][\"”“»’']+(?:\s*[—–-])?$")
_LOWER = regex.compile(r"\p{Ll}+(?=[\s,;:.!?’'-]|$)(?!\.\p{L}|@)")
_HALF_DAY = regex.compile(r"\b[ap]\.m\.$", regex.I)
_TIME_GOES_ON = regex.compile(
    rf"(?:{calendars.any_of(map(str.title, [*calendars.weekdays('en'), *calendars.months('en')]))}|"
    r"[ECMP][SD]?T|GMT|BST|UTC|CES?T|IST|JST|AE[SD]T|(?:Eastern|Central|Mountain|Pacific|local)\s[Tt]ime)\b"
)
_NUMBERED = regex.compile(r"\b(?:Nos?|Sect?|Art|Arts|Vol|Fig|Figs|Ch|Pt|Para|Rt|Rte|Hwy|Apt|Ste|pp?)\.$")
_LEFT_OPEN = regex.compile(r"\s(?P<mark>[\"“„«‘]+)\s*$")
_ABBREVIATION_ENDS = regex.compile(
    r"(?:(?<=\S)(?:…|\.{3})|\b(?:Inc|Corp|Ltd|Co|LLC|Bros|Jr|Sr|etc|U\.S|U\.K|U\.N|E\.U|D\.C|[ap]\.m|Ph\.D|M\.D)\.)[”’)]*(?=\s+[\"“‘(]?"
    r"(?:The|It|He|She|They|We|A|An|This|That|These|Those|But|And|In|On|For|His|Her|Their|Its|Our|There|When|While|After|"
    r"Before|If|Nobody|No|Some|Many|Most|Then|Meanwhile|However|What|Who|Why|How|Where|You|Since|Also)\s)"
)
_COMPASS = regex.compile(r"\b\d+\s[NSEW]\.$")
_DIGIT_STOP = regex.compile(r"\d[.,]$")
_INNER_END = regex.compile(r"[.!?…][\"”’']*(?=\s+[\"“‘']?\p{Lu})")
_CLAUSE_END = regex.compile(r"[;:](?=\s)")


def sentence_spans(text: str, start: int, end: int, language: str) -> list[Span]:
    """Return where the sentences of `text[start:end]`, one paragraph, begin and end, without white space around.

    Every letter and digit of the paragraph is in exactly one span.
    """
    spans: list[Span] = []
    for first, last in _items(text, start, end):
        for span in _segmented(text, first, last, language):
            if spans and spans[-1][0] >= first and _belongs(text, spans[-1], span):
                spans[-1] = spans[-1][0], span[1]
            else:
                spans.append(span)
    return [part for span in spans for part in _short_enough(text, span)]


def _segmented(text: str, start: int, end: int, language: str) -> list[Span]:
    """What sentencex says; its pieces are only counted, never kept."""
    spans = []
    bullet = _BULLET.match(text, start, end)  # with one, sentencex takes all that follows for one item
    at = bullet.end() if bullet else start
    for piece in sentencex.segment(language, _OPENING.sub("“", text[at:end]).replace('"', "”")):
        spans.append((at, min(at + len(piece), end)))
        at = spans[-1][1]
    spans.append((at, end))  # whatever the library may leave over is still the article's
    spans[0] = start, spans[0][1]
    spans = [part for span in _opened(text, spans) for part in _after_abbreviations(text, span)]
    return [_bare(text, *span) for span in spans if _HAS_WORDS.search(text, *span)]


def _opened(text: str, spans: list[Span]) -> list[Span]:
    """Give a quotation mark that opens what follows, and is closed in no paragraph or a later one, to what follows."""
    for place, (span, following) in enumerate(pairwise(spans)):
        mark = _LEFT_OPEN.search(text, span[0], span[1])
        if mark:
            spans[place], spans[place + 1] = (spans[place][0], mark.start()), (mark.start("mark"), following[1])
    return spans


def _after_abbreviations(text: str, span: Span) -> list[Span]:
    """Cut after "Corp.", "U.S." or an ellipsis where the next word opens sentences only, but not inside a quotation."""
    cuts = [
        match.end()
        for match in _ABBREVIATION_ENDS.finditer(text, *span)
        if not _quotation_is_open(text[span[0] : match.end()])
    ]
    return list(pairwise([span[0], *cuts, span[1]]))


def _quotation_is_open(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”") or text.count("(") > text.count(")")


def _bare(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


def _belongs(text: str, before: Span, after: Span) -> bool:
    """Whether what was cut in two is one sentence."""
    left, right = text[slice(*before)], text[slice(*after)]
    if before[1] == after[0]:  # "1.Helado": no space, no end
        return bool(_DIGIT_STOP.search(left)) and not right[0].isdigit()
    if _MARKER.fullmatch(left):
        return True
    if left[-1] in '"”»' and _SIGNED.match(right):
        return True
    if _QUOTE_ENDS.search(left):
        return bool(_LOWER.match(right) or is_attribution(right))
    if _HALF_DAY.search(left):
        return bool(_TIME_GOES_ON.match(right) or right[0].islower() or right[0].isdigit())
    if _NUMBERED.search(left):
        return right[0].isdigit()
    if _COMPASS.search(left):
        return right[0].isupper() or right[0].isdigit()
    return bool(_LOWER.match(right)) and left.endswith((".", "!", "?"))


def _items(text: str, start: int, end: int) -> list[Span]:
    """Cut a list that stands in one line, "1. … 2. …" or "• … • …", before each marker; else the whole span."""
    for marker in _LIST_MARKERS:
        found = list(marker.finditer(text, start, end))
        steps = [_ordinal(match["n"]) for match in found if match["n"]]
        if len(found) > 1 and found[0].start() == start and all(b == a + 1 for a, b in pairwise(steps)):
            return list(pairwise([*(match.start() for match in found), end]))
    return [(start, end)]


def _ordinal(marker: str) -> int:
    return int(marker) if marker.isdigit() else ord(marker)


def _short_enough(text: str, span: Span) -> list[Span]:
    """A quotation of many sentences is kept whole as long as it can be quoted whole; then it is cut inside."""
    parts = [span]
    for boundary in (_INNER_END, _CLAUSE_END):
        parts = [piece for part in parts for piece in _cut(text, part, boundary)]
    return parts


def _cut(text: str, span: Span, boundary: regex.Pattern[str]) -> list[Span]:
    """Cut what is too long at as few boundaries as will do."""
    if span[1] - span[0] <= MAX_SENTENCE:
        return [span]
    parts: list[Span] = []
    at = span[0]
    for cut, following in pairwise([*(match.end() for match in boundary.finditer(text, *span)), span[1]]):
        if following - at > MAX_SENTENCE and cut > at:
            parts.append(_bare(text, at, cut))
            at = cut
    return [*parts, _bare(text, at, span[1])]
