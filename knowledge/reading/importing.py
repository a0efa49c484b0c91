"""A plain-text document to an article, with a marked question for whatever the document does not say."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import regex

from knowledge.article import MAX_SENTENCE, Dateline, Question
from knowledge.reading import calendars
from knowledge.reading.boundaries import sentence_spans
from knowledge.reading.datelines import parse_dateline
from knowledge.reading.splitting import is_heading
from knowledge.retrieval import words

MAX_DOCUMENT = 10_000_000
"""Bytes; far above any article."""
YEARS_BACK = 20
"""How far back a year is looked for that fits a weekday and a day."""

_LINE = regex.compile(r"[^\n]+")
_LONGEST_ID = 60
_LONGEST_NAVIGATION = 3
_LANGUAGES = ("en", "es", "de", "fr", "ru", "it", "pt", "nl", "pl", "uk", "ar", "tr")
_SURE_OF_LANGUAGE = 1.15
_KNOWN_WORDS = 3.0
"""Mean Zipf frequency of a text's words in its own language; strange words stay far below."""
_ENDS = regex.compile(r"[.!?…。！？؟][\"”“»'’)\]]*$")


class UnreadableDocumentError(ValueError):
    """A document that no article can be made from; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a document gives it: fields in the schema's order, and what an editor has to supply."""

    article: dict[str, object]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Parts:
    headline: str | None
    standfirst: str | None
    dateline: Dateline | None
    body: tuple[_Line, ...]


def read_document(data: bytes, *, name: str, now: datetime, given: Mapping[str, str] | None = None) -> Draft:
    """Make an article of a plain-text document, UTF-8 encoded.

    `name` is the document's file name, `now` (aware) bounds the years that are looked for, `given` is what the
    editor says up front (published, source, language, id, headline, url): nothing is asked about it. Raises
    UnreadableDocumentError.
    """
    given = given or {}
    text = _decoded(data)
    parts = _parts(text)
    language = given.get("language") or _language(text)
    headline = given.get("headline") or parts.headline
    agency = parts.dateline.agency if parts.dateline else None
    source = given.get("source") or agency
    questions = []
    if not headline:
        questions.append(Question(field="headline", question="the document has no headline: what is it?"))
    if not source:
        questions.append(Question(field="source", question="which outlet published this?"))
    published = given.get("published")
    if not published:
        published, question = _published(parts, text, language or "en", now)
        if question:
            questions.append(Question(field="published", question=question))
    if not language:
        questions.append(Question(field="language", question="which language is this in (en, es, …)?"))
    fields: dict[str, object] = {
        "id": given.get("id") or slug(headline or name),
        "headline": headline,
        "source": {"name": source} if source else None,
        "published": published,
        "language": language,
        "sections": _sections(parts.body, text, language or "en"),
        "standfirst": parts.standfirst,
        "url": given.get("url"),
        "dateline": parts.dateline.model_dump(exclude_none=True) if parts.dateline else None,
        "document": {"path": name, "sha256": hashlib.sha256(data).hexdigest()},
        "questions": [question.model_dump(exclude_none=True) for question in questions],
    }
    required = {"id", "headline", "source", "published", "language", "sections"}
    article = {key: value for key, value in fields.items() if value or key in required}
    return Draft(article, tuple(questions))


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise UnreadableDocumentError("the document is empty")
    if len(data) > MAX_DOCUMENT:
        raise UnreadableDocumentError(f"the document is larger than {MAX_DOCUMENT // 1_000_000} MB")
    if b"\x00" in data:
        raise UnreadableDocumentError("the document is binary, not text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableDocumentError(
            f"line {line}: byte 0x{data[error.start]:02X} is not UTF-8; save it as UTF-8"
        ) from None
    if not regex.search(r"\p{L}", text):
        raise UnreadableDocumentError("the document has no words")
    return text


def _parts(text: str) -> _Parts:
    """Tell headline, standfirst and body apart: the body begins with the dateline, or with the first full sentence."""
    lines = [_stripped(match) for match in _LINE.finditer(text) if match.group().strip()]
    body_at = next((n for n, line in enumerate(lines[:12]) if parse_dateline(line.text)), None)
    if body_at is None:
        body_at = next((n for n, line in enumerate(lines) if _ENDS.search(line.text)), 0)
    head = [line.text for line in lines[:body_at]]
    while len(head) > 1 and len(head[0].split()) <= _LONGEST_NAVIGATION < len(head[1].split()):
        head = head[1:]  # "All news", "Home / World": the way through a site, not the article
    body = list(lines[body_at:])
    dateline = None
    if body and (opening := parse_dateline(body[0].text)):
        dateline, length = opening
        body[0] = _Line(body[0].text[length:], body[0].start + length, body[0].end)
    return _Parts(head[0] if head else None, head[1] if len(head) > 1 else None, dateline, tuple(body))


def _stripped(match: regex.Match[str]) -> _Line:
    raw = match.group()
    start = match.start() + len(raw) - len(raw.lstrip())
    return _Line(raw.strip(), start, start + len(raw.strip()))


def _sections(body: tuple[_Line, ...], text: str, language: str) -> list[dict[str, object]]:
    sections: list[dict[str, object]] = []
    heading: str | None = None
    sentences: list[dict[str, str]] = []

    def close() -> None:
        if sentences:
            section: dict[str, object] = {"heading": heading} if heading else {}
            sections.append({**section, "sentences": list(sentences)})
            sentences.clear()

    for number, line in enumerate(body):
        following = body[number + 1].text if number + 1 < len(body) else ""
        if number and is_heading(line.text, following):
            close()
            heading = line.text
            continue
        for start, end in sentence_spans(text, line.start, line.end, language):
            if end - start > MAX_SENTENCE:
                where = text.count("\n", 0, start) + 1
                raise UnreadableDocumentError(f"line {where}: a sentence is longer than {MAX_SENTENCE} characters")
            sentences.append({"text": text[start:end]})
    close()
    if not sections:
        raise UnreadableDocumentError("the document has a headline but no sentence")
    return sections


def _published(parts: _Parts, text: str, language: str, now: datetime) -> tuple[str | None, str | None]:
    """Return the day of publication where the dateline gives it whole, or else what to ask."""
    found = _day_of(parts.dateline.date if parts.dateline else None, language)
    if found is None:
        return None, "date: the document gives none"
    year, month, number = found
    if year is not None:
        return date(year, month, number).isoformat(), None
    said = date(2000, month, number).strftime("%B") if language == "en" else str(parts.dateline and parts.dateline.date)
    named = f"{number} {said}" if language == "en" else said
    weekday = _reported_weekday(parts, language)
    if weekday is None:
        return None, f"year: {named} stands without one"
    fits = [
        str(year)
        for year in range(now.year - YEARS_BACK, now.year + 1)
        if (candidate := _date(year, month, number))
        and candidate.weekday() == weekday
        and candidate <= now.date() + timedelta(days=1)
    ]
    name = next(n for n, w in calendars.weekdays(language).items() if w == weekday).title()
    return None, f"year: {name} {named} fits {', '.join(fits) or 'no year of the last twenty'}"


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _day_of(said: str | None, language: str) -> tuple[int | None, int, int] | None:
    """Read "September 26", "26 Sept. 2019" into (year or None, month, day)."""
    if said is None:
        return None
    parts = [part.rstrip(".") for part in regex.findall(r"[\p{L}.]+|\d+", said)]
    month = next(
        (calendars.months(language).get(p.lower()) for p in parts if p.lower() in calendars.months(language)), None
    )
    numbers = [int(part) for part in parts if part.isdigit()]
    day = next((number for number in numbers if 1 <= number <= 31), None)
    year = next((number for number in numbers if number > 1000), None)
    if month is None or day is None or _date(year or 2000, month, day) is None:
        return None
    return year, month, day


def _reported_weekday(parts: _Parts, language: str) -> int | None:
    """The weekday that the lead gives for what it reports: the last one in its first paragraph."""
    lead = parts.body[0].text if parts.body else ""
    names = calendars.weekdays(language)
    found = regex.findall(rf"(?<!\p{{L}})(?:{calendars.any_of(names)})(?!\p{{L}})", lead, regex.I)
    return names[found[-1].lower()] if found else None


def _language(text: str) -> str | None:
    """Return the language whose common words the text is made of, or None where two are close."""
    found = [word.surface for word in words.words(text[:5000], "en")]
    if not found:
        return None
    votes = {code: sum(words.zipf(word, code) for word in found) / len(found) for code in _LANGUAGES}
    first, second = sorted(votes, key=lambda code: -votes[code])[:2]
    return first if votes[first] > max(_KNOWN_WORDS, _SURE_OF_LANGUAGE * votes[second]) else None


def slug(headline: str) -> str:
    """Return an id made of `headline`: plain letters, digits and hyphens, cut at a word; never empty."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode().lower()
    found = regex.findall(r"[a-z0-9]+", plain)
    id_ = ""
    for word in found:
        if len(id_) + len(word) + 1 > _LONGEST_ID:
            break
        id_ = f"{id_}-{word}" if id_ else word
    return id_ or "article-" + hashlib.sha256(headline.encode()).hexdigest()[:8]
