"""How many sentences of known articles come back when they are imported from web pages of three layouts.

    python -m benchmarks.reading_import --eval FOLDER

The articles are `FOLDER/wikinews/articles.jsonl.gz`, each rendered here as a semantic page with JSON-LD, as an old
page of tables with navigation, advertisements and related links, and as a soup of divs with OpenGraph and comments.
What is compared are lists of sentences: those of the article's own text, and those of the import, with runs of white
space as one space, which is all that HTML keeps of them.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from knowledge.article import Article
from knowledge.reading import split
from knowledge.reading.importing import UnreadableDocumentError, read_document
from knowledge.reading.splitting import paragraph_spans

Page = Callable[[Mapping[str, Any], list[str], list[str]], str]


def _paragraphs(lines: Iterable[str], before: str, after: str) -> str:
    return "\n".join(f"{before}{_inline(line)}{after}" for line in lines)


def _inline(line: str) -> str:
    """Set a line as pages do: its third word a link, its fifth in italics, and wrapped somewhere."""
    words = [html.escape(word, quote=False) for word in line.split()]
    for at, (before, after) in {2: ('<a href="/topic">', "</a>"), 4: ("<i>", "</i>")}.items():
        if len(words) > at + 3:
            words[at] = f"{before}{words[at]}{after}"
    return " ".join(words[:12]) + ("\n   " + " ".join(words[12:]) if len(words) > 12 else "")


def _related(others: list[str], before: str, after: str) -> str:
    return "".join(f'{before}<a href="/{n}">{html.escape(one)}</a>{after}' for n, one in enumerate(others))


def semantic(article: Mapping[str, Any], lines: list[str], others: list[str]) -> str:
    """A page of today: <article>, JSON-LD, links under the text."""
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article["headline"],
        "datePublished": article["published"],
        "inLanguage": article["language"],
        "publisher": {"@type": "Organization", "name": article["source"]["name"]},
        "mainEntityOfPage": article["url"],
    }
    return f"""<!doctype html><html lang="{article["language"]}"><head><meta charset="utf-8">
<title>{html.escape(article["headline"])} - {article["source"]["name"]}</title>
<script type="application/ld+json">{json.dumps(linked)}</script></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav></header>
<main><article><header><h1>{html.escape(article["headline"])}</h1>
<p class="byline">By <a rel="author" href="/staff">Jane Roe</a></p>
<time datetime="{article["published"]}">Today</time></header>
<figure><img src="/1.jpg" alt="A picture"><figcaption>A picture from our archive. Photo: Archive</figcaption></figure>
{_paragraphs(lines[:2], "<p>", "</p>")}
<aside class="promo"><a href="/7">Read more: {html.escape(others[0])}</a></aside>
{_paragraphs(lines[2:], "<p>", "</p>")}
</article><aside><h2>More news</h2><ul>{_related(others, "<li>", "</li>")}</ul></aside></main>
<footer><p>All rights reserved. <a href="/terms">Terms of use</a></p></footer></body></html>"""


def tables(article: Mapping[str, Any], lines: list[str], others: list[str]) -> str:
    """A page of old: tables for the layout, line breaks for paragraphs, advertisements, no description."""
    text = "<br><br>\n".join(map(_inline, lines))
    return f"""<html><head><title>{html.escape(article["headline"])}</title></head><body bgcolor="#ffffff">
<table width="100%">
<tr><td colspan="3"><a href="/">Home</a> | <a href="/world">World</a> | <a href="/s">Sport</a></td></tr>
<tr><td width="150" class="navigation">{_related(others[:3], "", "<br>")}</td>
<td class="story"><h1>{html.escape(article["headline"])}</h1><div id="content">{text}</div></td>
<td width="160" class="ad"><div class="advertisement"><a href="/buy">Buy a new car today!</a></div>
<div class="related"><b>Related</b><br>{_related(others[3:], "", "<br>")}</div></td></tr>
<tr><td colspan="3" class="footer">Copyright {article["source"]["name"]}. All rights reserved.</td></tr></table>
</body></html>"""


def soup(article: Mapping[str, Any], lines: list[str], others: list[str]) -> str:
    """A page of divs in divs: OpenGraph alone, share buttons, readers' comments."""
    comment = (
        "<div class='comment'><div class='comment-author'>reader{}</div><div class='comment-body'><p>{}</p></div></div>"
    )
    remarks = ["I never would have thought that this could happen here.", "Thank you for this report, it helps."]
    return f"""<!doctype html><html lang="{article["language"]}"><head><meta charset="utf-8">
<meta property="og:type" content="article"><meta property="og:title" content="{html.escape(article["headline"])}">
<meta property="og:site_name" content="{article["source"]["name"]}">
<meta property="article:published_time" content="{article["published"]}">
<meta property="og:url" content="{html.escape(article["url"])}"><title>{html.escape(article["headline"])}</title></head>
<body><div id="app"><div class="top-bar"><div class="menu"><a href="/">Home</a><a href="/w">World</a></div></div>
<div class="wrap"><div class="col col-8"><div class="title">{html.escape(article["headline"])}</div>
<div class="share-buttons"><a href="#">Share</a> <a href="#">Tweet</a></div>
<div class="article-body"><div class="inner">{_paragraphs(lines, "<div class='para'>", "</div>")}</div></div>
<div id="comments" class="comments"><div class="comments-title">Comments (2)</div>
{"".join(comment.format(n, one) for n, one in enumerate(remarks))}</div></div>
<div class="col col-4 sidebar"><div class="widget">Most read</div>
{_related(others, "<div class='item'>", "</div>")}</div>
</div><div class="footer">Contact us. All rights reserved.</div></div></body></html>"""


LAYOUTS: Mapping[str, Page] = {"semantic, JSON-LD": semantic, "tables": tables, "divs, OpenGraph": soup}


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of one layout: sentences of all articles, those found again in order, and those added."""

    layout: str
    articles: int
    sentences: int
    same: int
    added: int
    whole: int
    seconds: float

    @property
    def share(self) -> float:
        """Sentences that came back, of those that there were: 0 to 1."""
        return self.same / self.sentences


def measure(eval_folder: Path, *, show: int = 0) -> list[Returned]:
    """Render, import and compare every article in each layout; `show` prints so many differing sentences."""
    path = eval_folder / "wikinews" / "articles.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    return [_measure(name, page, articles, show) for name, page in LAYOUTS.items()]


def _measure(layout: str, page: Page, articles: list[dict[str, Any]], show: int) -> Returned:
    now = datetime.now(UTC)
    sentences = same = added = whole = 0
    began = time.perf_counter()
    for number, raw in enumerate(articles):
        article = Article.model_validate(raw, context={"now": now})
        text = article.text or ""
        expected = [" ".join(sentence.text.split()) for sentence in split(article, text)]
        lines = [" ".join(text[start:end].split()) for start, end in paragraph_spans(text)]
        others = [articles[(number + n) % len(articles)]["headline"] for n in range(1, 8)]
        document = page(raw, lines, others).encode()
        try:
            draft = read_document(document, name="page.html", now=now).article
            found = [" ".join(one["text"].split()) for section in draft["sections"] for one in section["sentences"]]  # type: ignore[attr-defined]
        except UnreadableDocumentError as error:
            if show:
                print(f"{layout}: {raw['id']}: {error}")
            found = []
        matcher = SequenceMatcher(a=expected, b=found, autojunk=False)
        equal = sum(block.size for block in matcher.get_matching_blocks())
        sentences, same, added = sentences + len(expected), same + equal, added + len(found) - equal
        whole += expected == found
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal" and show > 0:
                show -= 1
                print(f"{layout}: {raw['id']}: {expected[a:b]} -> {found[c:d]}")
    return Returned(layout, len(articles), sentences, same, added, whole, time.perf_counter() - began)


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--eval", type=Path, required=True, help="the folder with wikinews/articles.jsonl.gz")
    parser.add_argument("--show", type=int, default=0, help="print so many sentences that differ, for each layout")
    chosen = parser.parse_args()
    for one in measure(chosen.eval, show=chosen.show):
        print(
            f"{one.layout}: {one.same:,} of {one.sentences:,} sentences ({one.share:.1%}), {one.added:,} added, "
            f"{one.whole} of {one.articles} articles whole, {one.seconds / one.articles * 1000:.0f} ms each"
        )


if __name__ == "__main__":
    main()
