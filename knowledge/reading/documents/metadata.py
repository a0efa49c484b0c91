"""What a web page says of itself: schema.org JSON-LD and microdata, OpenGraph, and the older meta elements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import regex
from lxml.html import HtmlElement

from knowledge.reading.documents.manuscript import one_line
from knowledge.reading.documents.moments import moment_of

_ARTICLE = regex.compile(
    r"(?:\w*NewsArticle|Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting|OpinionPiece|Review)"
)
_TYPES = {
    "OpinionNewsArticle": "opinion",
    "AnalysisNewsArticle": "analysis",
    "ReviewNewsArticle": "review",
    "Review": "review",
    "AdvertiserContentArticle": "press-release",
}
_MOST_NODES = 20_000
_PUBLISHED = (
    "article:published_time og:article:published_time datepublished date dc.date dc.date.issued dcterms.issued "
    "dcterms.created dcterms.date pubdate publishdate publish-date parsely-pub-date sailthru.date "
    "article.published citation_publication_date"
).split()
_UPDATED = "article:modified_time og:updated_time datemodified dcterms.modified last-modified lastmod".split()


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a page's own description; None and empty for what it does not say."""

    headline: str | None = None
    standfirst: str | None = None
    published: str | None = None
    updated: str | None = None
    hint: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    publisher_url: str | None = None
    type: str | None = None
    topics: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    body: str | None = None


def page_metadata(page: HtmlElement) -> Metadata:
    """Read what `page` says of itself; JSON-LD goes before microdata, that before OpenGraph and meta elements."""
    linked = _json_ld(page)
    meta = _meta(page)
    language = _first(linked.get("inLanguage"), page.get("lang"), meta.get("og:locale"), meta.get("language"))
    site = _first(_name(linked.get("publisher")), meta.get("og:site_name"), meta.get("application-name"))
    said = [linked.get("datePublished"), _item(page, "datePublished"), *map(meta.get, _PUBLISHED)]
    published = next((moment for one in said if (moment := moment_of(one, language or "en"))), None)
    unclear = next((one for one in said if isinstance(one, str) and one.strip()), None) if not published else None
    modified = [linked.get("dateModified"), _item(page, "dateModified"), *map(meta.get, _UPDATED)]
    authors = _names(linked.get("author")) or _microdata_authors(page) or _meta_authors(meta)
    kind = linked.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return Metadata(
        headline=_first(
            linked.get("headline"),
            _item(page, "headline"),
            _untitled(meta.get("og:title"), site),
            _only_h1(page),
            _untitled(_text(page.find(".//title")), site),
            meta.get("title"),
        ),
        standfirst=_first(linked.get("description"), meta.get("og:description"), meta.get("description")),
        published=published,
        updated=next((moment for one in modified if (moment := moment_of(one, language or "en"))), None),
        hint=f"the page says {one_line(unclear)[:80]!r}" if unclear else None,
        authors=authors,
        publisher=site,
        publisher_url=_first(_url_of(linked.get("publisher"))),
        type=next((_TYPES[one] for one in kinds if isinstance(one, str) and one in _TYPES), None),
        topics=_keywords(linked.get("keywords")) or tuple(meta.get("article:tag", "").splitlines()),
        language=language,
        url=_first(_canonical(page), meta.get("og:url"), _url_of(linked.get("mainEntityOfPage")), linked.get("url")),
        body=linked["articleBody"] if isinstance(linked.get("articleBody"), str) else None,
    )


def _first(*values: object) -> str | None:
    return next((line for value in values if isinstance(value, str) and (line := one_line(value))), None)


def _text(element: HtmlElement | None) -> str:
    return one_line(element.text_content()) if element is not None else ""


# --- JSON-LD ------------------------------------------------------------------------------------------------------


def _json_ld(page: HtmlElement) -> Mapping[str, Any]:
    """Return the page's article object with its `@id` references followed; empty where there is none."""
    nodes: list[dict[str, Any]] = []
    for script in page.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            nodes += _nodes(script.text or "")
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    article = next((node for node in nodes if _is_article(node)), None)
    if article is None:
        return {}
    return {key: _followed(value, by_id) for key, value in article.items()}


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    script = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):  # a broken script says nothing, and OpenGraph may
        return
    seen = 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, (dict, list))]
        elif isinstance(node, list):
            waiting += node[:_MOST_NODES]


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE.fullmatch(kind.rpartition("/")[2]) for kind in kinds) and bool(
        {"headline", "name", "datePublished", "articleBody"} & node.keys()
    )


def _followed(value: Any, by_id: Mapping[str, dict[str, Any]]) -> Any:  # noqa: ANN401 - JSON of any kind
    if isinstance(value, dict) and value.keys() == {"@id"} and isinstance(value["@id"], str):
        return by_id.get(value["@id"], value)
    return [_followed(one, by_id) for one in value] if isinstance(value, list) else value


def _name(value: Any) -> str | None:  # noqa: ANN401 - JSON of any kind
    if isinstance(value, list):
        return next((name for one in value if (name := _name(one))), None)
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) and not name.startswith(("http://", "https://")) else None


def _names(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON of any kind
    each = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(one_line(name) for one in each[:100] if (name := _name(one)) and name.strip()))


def _url_of(value: Any) -> str | None:  # noqa: ANN401 - JSON of any kind
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _keywords(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON of any kind
    if isinstance(value, str):
        value = value.split(",")
    found = (one_line(one) for one in value[:100] if isinstance(one, str)) if isinstance(value, list) else ()
    return tuple(one for one in found if one)


# --- microdata, OpenGraph, meta elements ------------------------------------------------------------------------------


def _item(page: HtmlElement, name: str) -> str | None:
    for element in page.xpath("//*[@itemprop=$name]", name=name):
        if value := (element.get("content") or element.get("datetime") or _text(element)):
            return str(value)
    return None


def _microdata_authors(page: HtmlElement) -> tuple[str, ...]:
    found = []
    for element in page.xpath("//*[@itemprop='author']"):
        inner = element.xpath(".//*[@itemprop='name']")
        found += [one.get("content") or _text(one) for one in inner or [element]]
    return tuple(dict.fromkeys(name for name in map(one_line, found) if name))


def _meta(page: HtmlElement) -> dict[str, str]:
    """Return the page's meta elements by name or property, lower case; several `article:tag` a line each."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = one_line(element.get("content") or "")
        if name and content:
            several = name in {"article:tag", "article:author", "author"} and name in found
            found[name] = f"{found[name]}\n{content}" if several else found.get(name, content)
    return found


def _meta_authors(meta: Mapping[str, str]) -> tuple[str, ...]:
    said = meta.get("author") or meta.get("article:author") or meta.get("dc.creator") or ""
    return tuple(name for name in said.split("\n") if name and not name.startswith(("http://", "https://")))


def _only_h1(page: HtmlElement) -> str | None:
    """The page's one main heading; where there are several, nothing says which is the headline."""
    found = [text for heading in page.iter("h1") if (text := _text(heading))]
    return found[0] if len(set(found)) == 1 else None


def _untitled(title: str | None, site: str | None) -> str | None:
    """A page's title without the outlet's name behind it."""
    if not title or not site:
        return title
    return regex.sub(rf"\s*[|–—•·:-]\s*{regex.escape(site)}\s*$", "", title, flags=regex.I) or title


def _canonical(page: HtmlElement) -> str | None:
    for link in page.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith("http"):
            return str(link.get("href"))
    return None
