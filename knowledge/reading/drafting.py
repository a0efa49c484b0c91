"""A manuscript to a draft: fields in the schema's order, and a marked question for whatever is not known."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import regex
from pydantic import HttpUrl, TypeAdapter, ValidationError

from knowledge.article import CLOCK_SKEW, MAX_SENTENCE, Article, Dateline, Question, Quotable, moment
from knowledge.reading import calendars
from knowledge.reading.boundaries import sentence_spans
from knowledge.reading.datelines import parse_dateline
from knowledge.reading.documents.manuscript import Manuscript, Span, UnreadableDocumentError, one_line
from knowledge.reading.documents.moments import calendar_day, day_parts
from knowledge.reading.furniture import is_furniture
from knowledge.reading.languages import language_of
from knowledge.reading.splitting import is_heading

YEARS_BACK = 20
"""How far back a year is looked for that fits a weekday and a day."""

MAX_PARAGRAPHS = 20_000
MAX_PARAGRAPH = 100_000
"""Characters; a whole feature without a line break has half of it."""

_LONGEST_ID = 60
_REQUIRED = frozenset({"id", "headline", "source", "published", "language", "sections"})
_QUOTABLE = TypeAdapter(Quotable)
_URL = TypeAdapter(HttpUrl)
_LANGUAGE = regex.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a document gives it: fields in the schema's order, and what an editor has to supply.

    `document` is what is kept beside the article, every sentence being a substring of it; `origin` is the
    document's name for itself, `teaser` that only a feed's summary is here, `place` where it stands in a document of
    several ("entry 7"); `notes` are for the editor to look at.
    """

    article: dict[str, object]
    questions: tuple[Question, ...]
    document: bytes = field(default=b"", repr=False)
    origin: str | None = None
    teaser: bool = False
    place: str = ""
    notes: tuple[str, ...] = ()
    derived: bool = False
    """Whether `document` was read out of the document rather than being it."""


def drafted(found: Manuscript, *, name: str, now: datetime, given: Mapping[str, str]) -> Draft:
    """Make a draft of a manuscript; `name`, `now` and `given` as in `importing.read_document`.

    Raises UnreadableDocumentError where it has no sentence.
    """
    notes = list(found.notes)
    text = found.text
    language = given.get("language") or _language_tag(found.language) or language_of(text)
    spans, dateline = _without_dateline(found, text)
    sections = _sections(spans, text, language or "en", notes, skip=found.headline)
    headline = given.get("headline") or _line(found.headline)
    source = given.get("source") or _line(found.publisher) or (dateline.agency if dateline else None)
    published, question = _published(found, dateline, spans, text, language or "en", now)
    if given.get("published"):
        published, question = given["published"], None
    asked = {
        "headline": None if headline else "the document has no headline: what is it?",
        "source": None if source else _which_outlet(found),
        "published": question,
        "language": None if language else "which language is this in (en, es, …)?",
    }
    questions = tuple(Question(field=where, question=what[:MAX_SENTENCE]) for where, what in asked.items() if what)
    document = text.encode() if found.original is None else found.original
    updated = found.updated if found.updated and _after(found.updated, published, now) else None
    outlet = {"name": source, "url": _url(found.publisher_url)} if source else None
    id_ = given.get("id") or slug(headline or name)
    fields: dict[str, object] = {
        "id": id_,
        "headline": headline,
        "source": {key: value for key, value in outlet.items() if value} if outlet else None,
        "published": published,
        "language": language,
        "sections": sections,
        "standfirst": _standfirst(found, text),
        "url": given.get("url") or _url(found.url),
        "updated": updated,
        "dateline": dateline.model_dump(exclude_none=True) if dateline else None,
        "authors": [line for author in found.authors if (line := _line(author))],
        "type": found.type,
        "topics": list(dict.fromkeys(line for topic in found.topics if (line := _line(topic)))),
        "people": [{"name": line} for person in found.people if (line := _line(person))],
        "status": found.status,
        "embargoed_until": found.embargoed_until,
        "expires_at": found.expires_at,
        "document": {"path": name if found.original else f"{id_}.txt", "sha256": hashlib.sha256(document).hexdigest()},
        "questions": [question.model_dump(exclude_none=True) for question in questions],
    }
    article = {key: value for key, value in fields.items() if value or key in _REQUIRED}
    _checked(article, asked, now)
    return Draft(
        article, questions, document, found.origin, found.teaser, found.place, tuple(notes), not found.original
    )


def _checked(article: Mapping[str, object], asked: Mapping[str, str | None], now: datetime) -> None:
    """Let the schema judge all but what is asked; raises UnreadableDocumentError with the first field it refuses."""
    filled = {"headline": "?", "source": {"name": "?"}, "language": "und"}
    whole = {**article, **{name: filled[name] for name, question in asked.items() if question and name in filled}}
    try:
        Article.model_validate(whole, context={"now": now})
    except ValidationError as errors:
        error = errors.errors(include_url=False)[0]
        place = _place(error["loc"], whole)
        message = error["msg"].removeprefix("Value error, ")
        raise UnreadableDocumentError(f"{place}: {message[:1].lower()}{message[1:]}") from None


def _place(steps: tuple[int | str, ...], data: Any) -> str:  # noqa: ANN401 - an article's fields
    """Name a place in an article as its file has it; pydantic mixes the names of its own types into it."""
    kept = []
    for step in steps:
        if step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int):
            data = data[step]
            kept.append(str(step))
    return ".".join(kept) or "article"


def _line(value: str | None) -> str | None:
    return (one_line(value)[:MAX_SENTENCE] or None) if value else None


def _url(value: str | None) -> str | None:
    try:
        return str(_URL.validate_python(value)) if value else None
    except ValidationError:
        return None


def _language_tag(said: str | None) -> str | None:
    said = (said or "").strip()
    return said.replace("_", "-") if _LANGUAGE.fullmatch(said) else None


def _which_outlet(found: Manuscript) -> str:
    host = urlsplit(found.url or "").hostname
    return "which outlet published this?" + (f" It came from {host}." if host else "")


def _standfirst(found: Manuscript, text: str) -> str | None:
    """The standfirst, unless it only repeats the body, whole or cut short, as descriptions for search engines do."""
    line = _line(found.standfirst)
    if not line or line == _line(found.headline):
        return None
    start = line.rstrip(".… ").removesuffix("[").rstrip()
    body = text[found.spans[0].start :] if found.spans else ""
    return None if start in one_line(body[: len(start) * 3 + 2000]) else line


def _without_dateline(found: Manuscript, text: str) -> tuple[list[Span], Dateline | None]:
    if len(found.spans) > MAX_PARAGRAPHS:
        count = f"{len(found.spans):,} paragraphs"
        raise UnreadableDocumentError(f"the document has {count}, which is no article; split it")
    spans = [span for span in found.spans if not is_furniture(text[span.start : span.end])]
    first = next((n for n, span in enumerate(spans) if not span.heading), None)
    if first is None or not (opening := parse_dateline(text[spans[first].start : spans[first].end])):
        return spans, None
    spans[first] = Span(spans[first].start + opening[1], spans[first].end)
    return spans, opening[0]


def _sections(
    spans: list[Span], text: str, language: str, notes: list[str], *, skip: str | None
) -> list[dict[str, object]]:
    sections: list[dict[str, object]] = []
    heading: str | None = None
    sentences: list[dict[str, str]] = []
    refused = ""

    def close() -> None:
        if sentences:
            section: dict[str, object] = {"heading": heading} if heading else {}
            sections.append({**section, "sentences": list(sentences)})
            sentences.clear()

    for number, span in enumerate(spans):
        block = text[span.start : span.end]
        following = text[slice(spans[number + 1].start, spans[number + 1].end)] if number + 1 < len(spans) else ""
        if span.heading or (span.heading is None and number and is_heading(block, following)):
            if not sections and not sentences and block == skip:
                continue
            close()
            heading = _line(block)
            continue
        if len(block) > MAX_PARAGRAPH:
            line = text.count("\n", 0, span.start) + 1
            refused = refused or f"line {line}: a paragraph is longer than {MAX_PARAGRAPH:,} characters; break it"
            notes.append(f"line {line}: a paragraph of {len(block):,} characters was left out")
            continue
        for start, end in sentence_spans(text, span.start, span.end, language):
            wrong = _not_quotable(text[start:end])
            if not wrong:
                sentences.append({"text": text[start:end]})
                continue
            line = text.count("\n", 0, start) + 1
            refused = refused or f"line {line}: a sentence {wrong}"
            notes.append(f"line {line}: a sentence was left out, it {wrong}: {text[start : start + 60]!r}")
    close()
    if not sections:
        raise UnreadableDocumentError(refused or "the document has a headline but no sentence")
    return sections


def _not_quotable(sentence: str) -> str:
    if len(sentence) > MAX_SENTENCE:
        return f"is longer than {MAX_SENTENCE} characters"
    try:
        _QUOTABLE.validate_python(sentence)
    except ValidationError as error:
        return error.errors()[0]["msg"].removeprefix("Value error, ")
    return ""


def _after(updated: str, published: object, now: datetime) -> bool:
    """Whether an update says more than the day of publication, and lies in no future."""
    return updated != published and not _in_the_future(updated, now)


def _in_the_future(said: str, now: datetime) -> bool:
    try:
        when = datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
        return moment(when) > now + CLOCK_SKEW
    except (ValueError, OverflowError):
        return True


def _published(
    found: Manuscript, dateline: Dateline | None, spans: list[Span], text: str, language: str, now: datetime
) -> tuple[str | None, str | None]:
    """Return when the document was published where it says so, or else what to ask."""
    if found.published:
        if _in_the_future(found.published, now):
            return None, f"date: the document says {found.published}, which lies in the future"
        return found.published, None
    said = day_parts(dateline.date if dateline else None, language)
    if said is None:
        return None, f"date: {found.hint or 'the document gives none'}"
    year, month, number = said
    if year is not None:
        day = date(year, month, number).isoformat()
        if _in_the_future(day, now):
            return None, f"date: the dateline says {day}, which lies in the future"
        return day, None
    return None, _which_year(dateline, spans, text, language, now)


def _which_year(dateline: Dateline | None, spans: list[Span], text: str, language: str, now: datetime) -> str:
    """Ask for the year of a dateline, with those in which the lead's weekday fits its day."""
    written = str(dateline and dateline.date)
    _, month, number = day_parts(written, language) or (None, 1, 1)
    named = f"{number} {date(2000, month, number).strftime('%B')}" if language == "en" else written
    weekday = _reported_weekday(text[spans[0].start : spans[0].end] if spans else "", language)
    if weekday is None:
        return f"year: {named} stands without one"
    fits = [
        str(year)
        for year in range(now.year - YEARS_BACK, now.year + 1)
        if (candidate := calendar_day(year, month, number))
        and candidate.weekday() == weekday
        and candidate <= now.date() + timedelta(days=1)
    ]
    name = next(n for n, w in calendars.weekdays(language).items() if w == weekday).title()
    return f"year: {name} {named} fits {', '.join(fits) or 'no year of the last twenty'}"


def _reported_weekday(lead: str, language: str) -> int | None:
    """The weekday that the lead gives for what it reports: the last one in its first paragraph."""
    names = calendars.weekdays(language)
    found = regex.findall(rf"(?<!\p{{L}})(?:{calendars.any_of(names)})(?!\p{{L}})", lead, regex.I)
    return names[found[-1].lower()] if found else None


def slug(headline: str) -> str:
    """Return an id made of `headline`: plain letters, digits and hyphens, cut at a word; never empty."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode().lower()
    id_ = ""
    for word in regex.findall(r"[a-z0-9]+", plain):
        if len(id_) + len(word) + 1 > _LONGEST_ID:
            break
        id_ = f"{id_}-{word}" if id_ else word
    return id_ or "article-" + hashlib.sha256(headline.encode(errors="replace")).hexdigest()[:8]
