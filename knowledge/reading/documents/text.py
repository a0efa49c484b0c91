"""Plain text: the way through a site, headline, standfirst, byline and date stand before the body, or do not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import regex

from knowledge.reading.datelines import parse_dateline
from knowledge.reading.documents.manuscript import Manuscript, Span, UnreadableDocumentError, hidden, printable
from knowledge.reading.documents.moments import date_line
from knowledge.reading.furniture import is_furniture

MAX_LINES = 50_000
"""Lines of one article; a novel has 10,000."""

_LINE = regex.compile(r"[^\n]+")
_ENDS = regex.compile(r"[.!?…。！？؟][\"”“»’')\]]*$")
_LONGEST_NAVIGATION = 3
_LONGEST_HEAD = 12
_WIDEST = 100
"""Characters of the longest line of a text that was wrapped by a program or a typist."""
_SECTION = regex.compile(
    r"(?:(?:all|latest|top|breaking|home|news|world|politics|business|economy|finance|markets?|sports?|opinion|culture|"
    r"science|technology|tech|health|local|national|international|regional|europe|asia|africa|america|menu|search|"
    r"sections?|stories|headlines|video|photo|live|and|&)\s?)+",
    regex.I,
)
_TRAIL = regex.compile(r"[^>/»›|•·]{1,30}(?:\s[>/»›|•·]+\s[^>/»›|•·]{1,30})+")
_NAME = r"\p{Lu}[\p{L}\p{M}.'’-]*(?:\s(?:(?:de|da|del|van|von|der|bin|al|el)\s)?\p{Lu}[\p{L}\p{M}.'’-]*){1,3}"
_BYLINE = regex.compile(
    rf"(?:By|BY|by|Von|Por|Par|Автор:?|Text:|Author:)\s(?P<names>{_NAME}(?:(?:,\s{_NAME})*,?\s(?:and|und|et|y|и|&)\s{_NAME})?)"
    r"(?:\s?[,|/–—-]\s?[^.!?]{1,60})?"
)
_BETWEEN_NAMES = regex.compile(r",?\s(?:and|und|et|y|и|&)\s|,\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document without the white space around it, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Head:
    """What stands before the body."""

    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    notes: tuple[str, ...] = ()


def read_text(text: str, *, original: bytes | None, language: str) -> Manuscript:
    """Read a plain-text document; `original` are its bytes where `text` is exactly what they say.

    Raises UnreadableDocumentError.
    """
    if not regex.search(r"\p{L}", text):
        raise UnreadableDocumentError("the document has no words")
    if (count := text.count("\n")) > MAX_LINES:
        raise UnreadableDocumentError(f"the document has {count:,} lines, which is no article; split it")
    clean = unwrapped(printable(text))
    lines = [_stripped(match) for match in _LINE.finditer(clean) if match.group().strip()]
    body_at = next((n for n, line in enumerate(lines[:_LONGEST_HEAD]) if parse_dateline(line.text)), None)
    if body_at is None:
        body_at = next((n for n, line in enumerate(lines) if _is_body(line.text, language)), 0)
    head = read_head([line.text for line in lines[:body_at]], language)
    if unseen := hidden(text):
        head.notes += (f"{unseen} control characters that no reader sees were left out",)
    authors, body = head.authors, lines[body_at:]
    if body and not authors and (found := byline(body[0].text)):
        authors, body = found, body[1:]
    return Manuscript(
        clean,
        tuple(Span(line.start, line.end) for line in body),
        headline=head.headline,
        standfirst=head.standfirst,
        authors=authors,
        published=head.published,
        updated=head.updated,
        original=original if clean == text else None,
        notes=head.notes,
    )


def _is_body(line: str, language: str) -> bool:
    return bool(_ENDS.search(line)) and not byline(line) and not date_line(line, language)


def read_head(lines: list[str], language: str) -> Head:
    """Tell the lines before the body apart; a line that is none of these is dropped with a note."""
    head = Head()
    rest: list[str] = []
    for line in lines:
        if day := date_line(line, language):
            if day[1]:
                head.updated = day[0]
            else:
                head.published = head.published or day[0]
        elif names := byline(line):
            head.authors += names
        elif not (is_furniture(line) or _TRAIL.fullmatch(line)):
            rest.append(line)
    while len(rest) > 1 and _leads_through(rest):
        if not _SECTION.fullmatch(rest[0]):
            head.notes += (f"“{rest[0]}” was taken for the site's navigation",)
        rest = rest[1:]
    head.headline = rest[0] if rest else None
    head.standfirst = rest[1] if len(rest) > 1 else None
    head.notes += tuple(f"“{line[:80]}” stands before the body and was left out" for line in rest[2:])
    return head


def _leads_through(lines: list[str]) -> bool:
    """Whether the first line is "All news" or "World": the way through a site, not the article."""
    first, second = lines[0], lines[1]
    if _SECTION.fullmatch(first):
        return True
    short = len(first.split()) <= _LONGEST_NAVIGATION < len(second.split())
    return short and len(lines) > 2


def byline(line: str) -> tuple[str, ...]:
    """Return the names in a line like "By Jane Doe and John Roe, Northern Post"; empty for any other line."""
    match = _BYLINE.fullmatch(line.strip()) if len(line) <= _WIDEST * 2 else None
    return tuple(_BETWEEN_NAMES.split(match["names"])) if match else ()


def _stripped(match: regex.Match[str]) -> Line:
    raw = match.group()
    start = match.start() + len(raw) - len(raw.lstrip())
    return Line(raw.strip(), start, start + len(raw.strip()))


def unwrapped(text: str) -> str:
    """Join the lines of paragraphs that were only broken where the line was full; other text comes back as it is."""
    if "\n\n" not in text or len(text) > _WIDEST * text.count("\n") * 2:
        return text
    groups = regex.split(r"\n[ ]*\n\s*", text)
    several = [group.split("\n") for group in groups if "\n" in group.strip()]
    width = max((len(line.rstrip()) for lines in several for line in lines), default=0)
    if not several or width > _WIDEST:
        return text
    joined = [_joined(group.split("\n"), width) for group in groups]
    return text if joined == groups else "\n\n".join(joined)


def _joined(lines: list[str], width: int) -> str:
    out = lines[0]
    for before, line in pairwise(lines):
        word = line.split(" ", 1)[0] if line.strip() else ""
        full = len(before.rstrip()) + 1 + len(word) > width
        goes_on = len(lines) > 2 or line[:1].islower()
        if full and goes_on and word and not parse_dateline(line):
            out = f"{out.rstrip()} {line.strip()}"
        else:
            out += "\n" + line
    return out
