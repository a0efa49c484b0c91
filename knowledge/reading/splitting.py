"""An article's stored text, and the sentences in it: where each stands, under which heading.

`text[start:end]` is the sentence, always; sentencex finds the boundaries, what it returns is only ever used to
count characters.
"""

from __future__ import annotations

import regex

from knowledge.article import MAX_SENTENCE, Article, SentenceKind, shown_exactly
from knowledge.reading.boundaries import sentence_spans
from knowledge.reading.datelines import parse_dateline
from knowledge.reading.furniture import is_furniture
from knowledge.reading.sentence import Sentence

_PARAGRAPH = regex.compile(r"[^\n]+")
_ENDED = regex.compile(r"[.!?…:;,。！？؟।][\"”“»'’)\]]*$")
_HAS_STOP = regex.compile(r"[.!?…。！？؟।][\"”“»'’)\]]*(?:\s|$)")
_LONGEST_HEADING = 90
_WRAPPED_FROM = 70
"""Characters of a line that ends without a stop, from which it is taken as wrapped."""
_NEAR = 20


class NotInDocumentError(ValueError):
    """A sentence of an article does not stand in its document; `section` and `sentence` count from 0."""

    def __init__(self, message: str, section: int, sentence: int) -> None:
        super().__init__(message)
        self.section = section
        self.sentence = sentence


def stored_text(article: Article, document: str | None) -> str:
    """Return the text that quotes are substrings of.

    The document's where there is one, else the article's own; sections without a document are set one sentence
    after another with a space between, headings and sections apart by a blank line.
    """
    if document is not None:
        return document
    if article.text is not None:
        return article.text
    parts = []
    for section in article.sections or ():
        if section.heading:
            parts.append(section.heading)
        parts.append(" ".join(entry.text for entry in section.sentences))
    return "\n\n".join(parts)


def split(article: Article, text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text`, the stored text of `article`, without speakers and dates.

    Raises NotInDocumentError where a section's sentence does not stand in the text.
    """
    return _located(article, text) if article.sections is not None else _segmented(article, text)


def _segmented(article: Article, text: str) -> tuple[Sentence, ...]:
    language = article.language.split("-", 1)[0].lower()
    found: list[Sentence] = []
    heading: str | None = None
    paragraphs = paragraph_spans(text)
    for number, (start, end) in enumerate(paragraphs):
        following = text[slice(*paragraphs[number + 1])] if number + 1 < len(paragraphs) else ""
        paragraph = text[start:end]
        if is_furniture(paragraph):
            continue
        if is_heading(paragraph, following):
            heading = paragraph.strip()
            continue
        opening = None if found else parse_dateline(paragraph)
        for first, last in sentence_spans(text, start + (opening[1] if opening else 0), end, language):
            sentence = text[first:last]
            never = _never_quoted(sentence)
            found.append(Sentence(len(found), sentence, first, last, number, heading, never_quoted=never))
    return tuple(found)


def _never_quoted(sentence: str) -> str:
    if len(sentence) > MAX_SENTENCE:
        return f"longer than {MAX_SENTENCE:,} characters and without a place to cut it"
    return "" if shown_exactly(sentence) else "has characters that readers would not see as they are"


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of `text` begin and end: lines, those that were only wrapped taken together."""
    spans: list[tuple[int, int]] = []
    for match in _PARAGRAPH.finditer(text):
        if not match.group().strip():
            continue
        if spans and _is_wrapped(text[slice(*spans[-1])], text[spans[-1][1] : match.start()], match.group()):
            spans[-1] = spans[-1][0], match.end()
        else:
            spans.append(match.span())
    return spans


def _is_wrapped(before: str, between: str, after: str) -> bool:
    """Whether a line break is a writer's narrow window rather than a new paragraph."""
    last_line = before.rsplit("\n", 1)[-1]
    if between != "\n":
        return False
    goes_on = after.lstrip()[:1].islower()
    return goes_on or (len(last_line) >= _WRAPPED_FROM and not _ENDED.search(last_line.rstrip()))


def is_heading(line: str, following: str) -> bool:
    """Whether `line` is a sub-heading: short, without a stop, and over a paragraph that has one."""
    line, following = line.strip(), following.strip()
    return (
        0 < len(line) <= _LONGEST_HEADING
        and line[0].isupper()
        and not _ENDED.search(line)
        and len(following) > len(line)
        and bool(_HAS_STOP.search(following))
    )


def _located(article: Article, text: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    at = 0
    paragraph = 0
    for section_number, section in enumerate(article.sections or ()):
        for entry_number, entry in enumerate(section.sentences):
            start = text.find(entry.text, at)
            if start < 0:
                raise NotInDocumentError(_difference(entry.text, text, at), section_number, entry_number)
            if found and "\n" in text[found[-1].end : start]:
                paragraph += 1
            at = start + len(entry.text)
            never = "an editor's summary" if entry.kind is SentenceKind.SUMMARY else _never_quoted(entry.text)
            found.append(Sentence(len(found), entry.text, start, at, paragraph, section.heading, never_quoted=never))
    return tuple(found)


_ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def _difference(sentence: str, text: str, at: int) -> str:
    """Say how a sentence differs from what the document has in its place."""
    plain, all_plain = sentence.translate(_ALIKE), text.translate(_ALIKE)
    if text.find(sentence) >= 0:
        return "stands earlier in the document than the sentence before it; keep the document's order"
    start = all_plain.find(plain, at)
    if start >= 0:
        there = text[start : start + len(sentence)]
        place = next(i for i, (a, b) in enumerate(zip(sentence, there, strict=True)) if a != b)
        return (
            f"character {place + 1} is {_name(sentence[place])}, "
            f"in the document it is {_name(there[place])}; quote it exactly"
        )
    shared = 0
    start = all_plain.find(plain[:_NEAR], at)
    if start >= 0:
        while shared < len(plain) and all_plain[start + shared : start + shared + 1] == plain[shared]:
            shared += 1
        here, there = sentence[shared : shared + _NEAR], text[start + shared : start + shared + _NEAR]
        return f"differs from the document at character {shared + 1}: here {here!r}, there {there!r}"
    return f"does not stand in the document: {sentence[:60]!r}"


def _name(char: str) -> str:
    names = {" ": "a space", "\u00a0": "a no-break space (U+00A0)", "\u202f": "a narrow no-break space (U+202F)"}
    return names.get(char, f"{char} (U+{ord(char):04X})")
