import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.importing import Sender, UnreadableDocumentError, read_document, read_documents
from tests.articles import MILL, NOW

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in MILL.split("\n\n"))
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Something else", "headline": "No"},
        {
            "@type": ["NewsArticle"],
            "headline": "Fire destroys the old mill",
            "description": "Nobody was hurt, the fire chief says",
            "datePublished": "2024-03-06T08:10:00+01:00",
            "dateModified": "2024-03-06T12:00:00Z",
            "author": [{"@type": "Person", "name": "Ada Moss"}, {"@id": "#jon"}],
            "publisher": {"@id": "#post"},
            "inLanguage": "en-GB",
            "keywords": "fire, Harrow",
        },
        {"@type": "Organization", "@id": "#post", "name": "Northern Post", "url": "https://northern-post.example/"},
        {"@type": "Person", "@id": "#jon", "name": "Jon Rook"},
    ],
}


def page(head="", body=f"<article><h1>Fire destroys the old mill</h1>{BODY}</article>", attributes=""):
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"


def script(data):
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def drafted(text, **given):
    return read_document(text.encode(), name="mill.html", now=NOW, given=given)


def sentences(draft):
    return [one["text"] for section in draft.article["sections"] for one in section["sentences"]]


def test_json_ld_says_who_published_what_when_and_in_which_language():
    draft = drafted(page(script(LINKED)))
    found = draft.article
    assert found["headline"] == "Fire destroys the old mill"
    assert found["standfirst"] == "Nobody was hurt, the fire chief says"
    assert (found["published"], found["updated"]) == ("2024-03-06T08:10:00+01:00", "2024-03-06T12:00:00+00:00")
    assert found["authors"] == ["Ada Moss", "Jon Rook"]
    assert found["source"] == {"name": "Northern Post", "url": "https://northern-post.example/"}
    assert (found["language"], found["topics"]) == ("en-GB", ["fire", "Harrow"])
    assert draft.questions == ()


def test_the_sentences_are_those_of_the_text():
    text = read_document(f"Mill burns\n\n{MILL}".encode(), name="mill.txt", now=NOW)
    assert sentences(drafted(page(script(LINKED)))) == sentences(text)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("OpinionNewsArticle", "opinion"), ("AnalysisNewsArticle", "analysis"), ("NewsArticle", None)],
)
def test_a_kind_of_article_is_kept(kind, type_):
    found = drafted(page(script({"@type": kind, "headline": "H", "datePublished": "2024-03-06"})))
    assert found.article.get("type") == type_


def test_open_graph_serves_where_there_is_no_json_ld():
    meta = {
        "og:title": "Fire destroys the old mill | Northern Post",
        "og:site_name": "Northern Post",
        "og:url": "https://northern-post.example/mill",
        "og:locale": "en_GB",
        "article:published_time": "2024-03-06T08:10:00+01:00",
        "article:tag": "fire",
    }
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in meta.items())
    draft = drafted(page(head + '<meta property="article:tag" content="Harrow"><meta name=author content="Ada Moss">'))
    found = draft.article
    assert found["headline"] == "Fire destroys the old mill"
    assert found["source"] == {"name": "Northern Post"}
    assert (found["published"], found["language"]) == ("2024-03-06T08:10:00+01:00", "en-GB")
    assert (found["topics"], found["authors"]) == (["fire", "Harrow"], ["Ada Moss"])
    assert found["url"] == draft.origin == "https://northern-post.example/mill"


def test_microdata_serves_too():
    body = (
        "<article itemscope><h1 itemprop=headline>Fire destroys the old mill</h1><time itemprop=datePublished "
        f'datetime="2024-03-06">Wednesday</time><span itemprop=author>Ada Moss</span>{BODY}</article>'
    )
    found = drafted(page(body=body)).article
    assert (found["headline"], found["published"]) == ("Fire destroys the old mill", "2024-03-06")
    assert found["authors"] == ["Ada Moss"]


def test_what_a_page_does_not_say_is_asked_and_a_dated_line_is_only_offered():
    draft = drafted(page(body=f"<h1>Fire destroys the old mill</h1><div>6 March 2024</div>{BODY}"))
    asked = {question.field: question.question for question in draft.questions}
    assert asked.keys() == {"source", "published"}
    assert "a line of the page says 2024-03-06; was it published then?" in asked["published"]
    assert draft.article["published"] is None


def test_a_date_in_the_future_is_asked():
    draft = drafted(page(script({"@type": "NewsArticle", "headline": "H", "datePublished": "2031-01-01"})))
    assert [q.question for q in draft.questions if q.field == "published"] == [
        "date: the document says 2031-01-01, which lies in the future"
    ]


def test_headings_lists_and_line_breaks():
    body = (
        f"<article>{BODY}<h2>What comes next</h2><p>The owner will<br>rebuild <b>it</b>&nbsp;soon.</p>"
        "<ul><li>The roof comes first of all.</li><li>The wheel comes last of all.</li></ul></article>"
    )
    last = drafted(page(body=body)).article["sections"][-1]
    assert last["heading"] == "What comes next"
    assert [one["text"] for one in last["sentences"]] == [
        "The owner will rebuild it\u00a0soon.",
        "The roof comes first of all.",
        "The wheel comes last of all.",
    ]


def test_navigation_links_and_comments_are_no_text():
    links = "".join(f"<li><a href=/{n}>Another story of the day {n}</a></li>" for n in range(8))
    body = (
        f"<nav><ul>{links}</ul></nav><article>{BODY}</article><div class=comments><p>I liked that old mill.</p></div>"
        f"<footer><ul>{links}</ul></footer>"
    )
    text = " ".join(sentences(drafted(page(body=body))))
    assert "Another story" not in text
    assert "liked" not in text


def test_a_dateline_in_a_page_is_taken_off():
    found = drafted(page(body=f"<article><p>HARROW (AP) — {MILL}</p></article>")).article
    assert found["dateline"] == {"place": "HARROW", "agency": "AP"}
    assert found["sections"][0]["sentences"][0]["text"].startswith("The old mill")


def test_a_broken_script_says_nothing():
    for broken in ("{", "[" * 100_000, '{"@graph": [1, null, {"@type": 7}]}'):
        head = f'<script type="application/ld+json">{broken}</script><meta property="og:title" content="Mill">'
        assert drafted(page(head)).article["headline"] == "Mill"


def test_the_front_page_is_no_pages_own_address():
    head = '<link rel=canonical href="https://northern-post.example/">'
    (draft,) = read_documents(page(head).encode(), name="x", now=NOW, sender=Sender(url="https://n.example/mill"))
    assert draft.origin == "https://n.example/mill"


def test_a_page_without_an_article_says_so():
    with pytest.raises(UnreadableDocumentError, match="no article text"):
        drafted(page(body="<nav><a href=/>Home</a></nav>"))


def test_json_ld_may_hold_the_body_that_the_page_has_not():
    data = {"@type": "NewsArticle", "headline": "H", "articleBody": MILL}
    assert len(sentences(drafted(page(script(data), body="<div id=app></div>")))) > 5


@given(st.text(alphabet=st.sampled_from("<>/pdivbra=\"' &;é\x00\n.A!-"), max_size=300))
def test_any_markup_is_read_or_refused(text):
    try:
        draft = drafted(f"<html><body>{text}")
    except UnreadableDocumentError:
        return
    assert all(sentence in draft.document.decode() for sentence in sentences(draft))
