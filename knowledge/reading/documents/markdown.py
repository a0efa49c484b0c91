"""Markdown: its blocks by markdown-it, its front matter as the article's own fields."""

from __future__ import annotations

from dataclasses import replace

import regex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.files import BadFileError, yaml_mapping
from knowledge.reading.documents.manuscript import (
    Block,
    Manuscript,
    UnreadableDocumentError,
    laid_out,
    one_line,
)
from knowledge.reading.documents.moments import date_line, moment_of
from knowledge.reading.documents.text import byline, read_text

MAX_MARKDOWN = 200_000
"""Characters; markdown-it takes quadratic time over unclosed emphasis."""

_FRONT = regex.compile(r"---\n(?P<yaml>.*?)\n(?:---|\.\.\.)(?:\n|$)", regex.S)
_LONGEST_FRONT = 20_000
_OPENS = regex.compile(r"(?:---\n.{0,20000}?\n---\n|\s*# \S)", regex.S)


def looks_like_markdown(text: str) -> bool:
    """Whether a text opens with front matter or with a heading of Markdown's."""
    return bool(_OPENS.match(text))


def read_markdown(text: str, *, language: str) -> Manuscript:
    """Read a Markdown document; raises UnreadableDocumentError."""
    if len(text) > MAX_MARKDOWN:
        raise UnreadableDocumentError(f"the Markdown is larger than {MAX_MARKDOWN // 1000} kB; split it")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front, length = _front_matter(text)
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text[length:])
    blocks = [block for block in _blocks(tokens) if block[0].text]
    if not any(level for _, level in blocks):
        plain = "\n\n".join(block.text for block, _ in blocks)
        return _with(front, read_text(plain, original=None, language=language), language)
    headline = standfirst = published = updated = None
    authors: tuple[str, ...] = ()
    first = next(n for n, (_, level) in enumerate(blocks) if level)
    if first == 0 or all(len(block.text.split()) <= 3 for block, _ in blocks[:first]):
        headline = blocks[first][0].text
        blocks = blocks[first + 1 :]
    body: list[Block] = []
    for block, level in blocks:
        if not body and not level:
            if day := date_line(block.text, language):
                published, updated = (published, day[0]) if day[1] else (published or day[0], updated)
                continue
            if names := byline(block.text):
                authors = names
                continue
        if not body and level and level > 1 and standfirst is None and headline and _ends(blocks, block):
            standfirst = block.text
            continue
        body.append(Block(block.text, heading=bool(level)))
    laid, spans = laid_out(body)
    found = Manuscript(
        laid, spans, headline=headline, standfirst=standfirst, published=published, updated=updated, authors=authors
    )
    return _with(front, found, language)


def _ends(blocks: list[tuple[Block, int]], block: Block) -> bool:
    """Whether a second heading, right under the first, is over no text of its own: a standfirst."""
    at = next(n for n, (other, _) in enumerate(blocks) if other is block)
    return at + 1 < len(blocks) and blocks[at + 1][1] > 0


def _blocks(tokens: list[Token]) -> list[tuple[Block, int]]:
    """Return each paragraph and heading with its level, 0 for a paragraph; code is no text."""
    found: list[tuple[Block, int]] = []
    level = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline":
            found.append((Block(one_line("".join(map(_inline, token.children or ()))), bool(level) or None), level))
    return found


def _inline(token: Token) -> str:
    if token.type in {"text", "code_inline"}:
        return token.content
    return " " if token.type in {"softbreak", "hardbreak"} else ""


def _front_matter(text: str) -> tuple[dict[str, object], int]:
    match = _FRONT.match(text, 0, _LONGEST_FRONT)
    if not match:
        return {}, 0
    try:
        return yaml_mapping(match["yaml"])[0], match.end()
    except BadFileError as error:
        raise UnreadableDocumentError(f"line {error.line + 1}: front matter: {error}") from None


def _with(front: dict[str, object], found: Manuscript, language: str) -> Manuscript:
    """Let the front matter's fields, under the names that site generators use, go before what was read."""

    def said(*names: str) -> str | None:
        value = next((front[name] for name in names if front.get(name)), None)
        return one_line(value) if isinstance(value, str) else None

    def several(*names: str) -> tuple[str, ...]:
        value = next((front[name] for name in names if front.get(name)), None)
        each = value if isinstance(value, list) else [value]
        return tuple(one_line(one) for one in each if isinstance(one, str) and one.strip())

    told = said("lang", "language") or found.language
    when = said("date", "published")
    return replace(
        found,
        headline=said("title", "headline") or found.headline,
        standfirst=said("description", "standfirst", "subtitle") or found.standfirst,
        published=moment_of(when, told or language) or found.published,
        hint=f"the front matter says {when!r}" if when and not moment_of(when, told or language) else found.hint,
        updated=moment_of(said("updated", "lastmod", "modified"), told or language) or found.updated,
        authors=several("authors", "author") or found.authors,
        topics=several("tags", "topics", "keywords") or found.topics,
        publisher=said("source", "publisher") or found.publisher,
        url=said("url", "canonical", "canonical_url", "link") or found.url,
        language=told,
    )
