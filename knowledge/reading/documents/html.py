"""Web pages: trafilatura finds the body, and what the page says of itself stands in `metadata`."""

from __future__ import annotations

from collections.abc import Iterator
from configparser import ConfigParser
from urllib.parse import urlsplit

import regex
import trafilatura
from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from trafilatura.settings import use_config

from knowledge.reading.documents.manuscript import (
    Block,
    Manuscript,
    UnreadableDocumentError,
    laid_out,
    one_line,
)
from knowledge.reading.documents.metadata import Metadata, page_metadata
from knowledge.reading.documents.moments import date_line
from knowledge.reading.documents.text import byline

MAX_PAGE = 5_000_000
"""Characters of one page; the largest newspaper pages have a tenth of it."""
MAX_ELEMENTS = 50_000
MAX_TAG = 256
"""How deep libxml2 nests elements before it drops what is deeper."""

_DECLARATION = regex.compile(r"\s*<\?xml[^>]{0,200}\?>")
_STOP = regex.compile(r"[.!?…。！？؟][\"”“»’')\]]*$")
_PARAGRAPHS = frozenset({"p", "item", "quote", "cell", "head", "ab"})
_LEFT_OUT = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "object", "form", "button", "select"}
)


def _settings() -> ConfigParser:
    config = ConfigParser()
    config.read_dict(use_config())
    # A short item is an article too; trafilatura would rather have none than one of 200 characters.
    config["DEFAULT"].update({"MIN_EXTRACTED_SIZE": "60", "MIN_OUTPUT_SIZE": "1"})
    return config


_CONFIG = _settings()


def read_page(text: str, *, url: str | None = None) -> Manuscript:
    """Read the one article of a web page; raises UnreadableDocumentError."""
    page = parsed(text)
    told = page_metadata(page)
    blocks = list(_body(page, told))
    if not blocks and told.body:
        blocks = [Block(line) for raw in told.body.split("\n") if (line := one_line(raw))]
    head, body = _head(blocks, told)
    if not any(not block.heading for block in body):
        raise UnreadableDocumentError("the page has no article text that could be found; save its text as a .txt file")
    laid, spans = laid_out(body)
    published, hint = told.published, told.hint
    if not published and not hint:
        hint = _dated_line(page, head, told.language or "en")
    return Manuscript(
        laid,
        spans,
        headline=told.headline,
        standfirst=told.standfirst,
        published=published,
        updated=told.updated,
        hint=hint,
        authors=told.authors or head.authors,
        publisher=told.publisher,
        publisher_url=told.publisher_url,
        type=told.type,
        topics=told.topics,
        language=told.language,
        url=told.url or url,
        origin=_own_url(told.url) or url,
    )


def _own_url(url: str | None) -> str | None:
    """The URL that the page gives itself, unless it is the site's front page, as careless templates have it."""
    return url if url and urlsplit(url).path.strip("/") else None


def parsed(text: str) -> HtmlElement:
    """Parse a page, bounded: raises UnreadableDocumentError for what is too large or nested too deep."""
    if len(text) > MAX_PAGE:
        raise UnreadableDocumentError(
            f"the page is larger than {MAX_PAGE // 1_000_000} MB; save its text as .txt files"
        )
    # The text is decoded already, and lxml refuses a text that declares an encoding once more.
    text = _DECLARATION.sub("", text.replace("\x00", ""), count=1)
    parser = lxml_html.HTMLParser(recover=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        page = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableDocumentError("the page is empty or no HTML that can be read") from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableDocumentError(f"its tags are nested deeper than {MAX_TAG}; save its text as a .txt file")
    elements = sum(1 for _ in page.iter())
    if elements > MAX_ELEMENTS:
        raise UnreadableDocumentError(f"the page has {elements:,} elements, which is no article; save its text as .txt")
    return page


def fragment_blocks(text: str) -> list[Block]:
    """Return the paragraphs and headings of a piece of HTML that is all body, as feeds and ninjs carry it.

    Raises UnreadableDocumentError as `parsed` does.
    """
    if not text.strip():
        return []
    if "<" not in text and "&" not in text:
        return [Block(line) for raw in text.split("\n") if (line := one_line(raw))]
    page = parsed(f"<html><body>{text}</body></html>")
    return [block for block in _blocks(page, _HTML_BLOCKS, _HTML_HEADINGS) if block.text]


_LINK_LISTS = frozenset({"td", "table", "ul", "ol", "li", "div", "section", "aside", "nav", "p", "dl"})
_LINKED = 0.8
"""Share of an element's letters inside links from which it leads elsewhere and is no text."""


def _drop_link_lists(page: HtmlElement) -> None:
    """Take out what is links through and through: trafilatura leaves them where a page has no paragraphs."""
    total: dict[HtmlElement, int] = {}
    linked: dict[HtmlElement, int] = {}
    found = []
    for element in reversed(list(page.iter(etree.Element))):
        inside = len((element.text or "").strip())
        links = 0
        for child in element:
            inside += total.get(child, 0) + len((child.tail or "").strip())
            links += linked.get(child, 0)
        total[element], linked[element] = inside, inside if element.tag == "a" else links
        if element.tag in _LINK_LISTS and inside and linked[element] >= _LINKED * inside:
            found.append(element)
    for element in reversed(found):  # the outermost first
        whole = one_line(element.text_content())
        sentence = bool(_STOP.search(whole)) and len(element.findall(".//a")) == 1
        keeps = sentence or element.find(".//h1") is not None
        if not keeps and element.getparent() is not None:
            element.drop_tree()


def _body(page: HtmlElement, told: Metadata) -> Iterator[Block]:
    """What trafilatura takes for the article."""
    _drop_link_lists(page)
    found = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, include_formatting=False, favor_recall=True, config=_CONFIG
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return
    yield from _blocks(found.body, _PARAGRAPHS, frozenset({"head"}))


_HTML_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HTML_BLOCKS = _HTML_HEADINGS | {
    *("p", "div", "li", "blockquote", "section", "article", "td", "th", "tr", "table", "ul", "ol", "dd", "dt", "pre"),
    *("figure", "figcaption", "header", "footer", "aside", "main", "hr", "body"),
}
_BREAK = regex.compile(r"[ \n]*\n[ ]*\n[ \n]*|(?<=[.!?…。！？؟][\"”“»’')\]]*) *\n")


def _blocks(root: etree._Element, blocks: frozenset[str], headings: frozenset[str]) -> Iterator[Block]:
    """Flatten a tree to its paragraphs and headings, each in one line."""
    pieces: list[str] = []
    skipping = 0

    def flush(heading: bool) -> Iterator[Block]:
        text = "".join(pieces)
        pieces.clear()
        # A line break after a full stop, or two of them, is how old pages set paragraphs.
        for part in _BREAK.split(text) if not heading else [text]:
            if line := one_line(part):
                yield Block(line, heading or None)

    inside_heading = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in blocks:
                yield from flush(inside_heading > 0)
            inside_heading += tag in headings
            skipping += tag in _LEFT_OUT
            if tag in {"br", "lb"} and not skipping:
                pieces.append("\n")
            if element.text and not skipping:
                pieces.append(_spaces(element.text))
        else:
            skipping -= tag in _LEFT_OUT
            if tag in blocks:
                yield from flush(inside_heading > 0)
            inside_heading -= tag in headings
            if element.tail and not skipping:
                pieces.append(_spaces(element.tail))
    yield from flush(False)


def _spaces(text: str) -> str:
    """White space as a browser shows it; no-break spaces stay."""
    return regex.sub(r"[ \t\r\n\f]+", " ", text)


class _Head:
    """What stands over the body on the page itself."""

    def __init__(self) -> None:
        self.authors: tuple[str, ...] = ()
        self.published: str | None = None


def _head(blocks: list[Block], told: Metadata) -> tuple[_Head, list[Block]]:
    """Take headline, byline and date lines off the top of the body."""
    head = _Head()
    repeated = {told.headline, told.standfirst, told.publisher} - {None}
    at = 0
    for at, block in enumerate(blocks):  # noqa: B007 - where the body begins
        names = byline(block.text)
        day = date_line(block.text, told.language or "en")
        if names:
            head.authors = head.authors or names
        elif day and not day[1]:
            head.published = head.published or day[0]
        elif block.text not in repeated and not day:
            break
    return head, blocks[at:]


def _dated_line(page: HtmlElement, head: _Head, language: str) -> str | None:
    """A day that a line of the page is made of: shown to the editor, as it may be today's and not the article's."""
    days = {head.published} if head.published else set()
    for text in page.itertext():
        if isinstance(text, str) and (day := date_line(one_line(text), language)) and not day[1]:
            days.add(day[0])
        if len(days) > 3:
            return None
    if not days:
        return None
    return f"a line of the page says {' and another '.join(sorted(day for day in days if day))}; was it published then?"
