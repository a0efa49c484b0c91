import json

import pytest

from knowledge.reading.importing import Refused, UnreadableDocumentError, read_documents
from tests.articles import NOW

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Northern Post</title><link>https://northern-post.example/</link><language>en-gb</language>
<item><title>Fire destroys &amp; ruins the old mill</title><link>https://northern-post.example/mill</link><guid>mill-1</guid>
<pubDate>Wed, 06 Mar 2024 08:10:00 +0100</pubDate><dc:creator>Ada Moss</dc:creator><category>fire</category>
<description>Nobody was hurt.</description>
<content:encoded><![CDATA[<p>The mill in Harrow burnt down on Tuesday, she said.</p>
<h2>Next</h2><p>It will be rebuilt.</p>]]></content:encoded></item>
<item><title>Bridge opens</title><link>https://northern-post.example/bridge</link><pubDate>sometime</pubDate>
<description>The bridge opened on Tuesday&nbsp;night. It cost 4 million.</description></item>
<item><title>Nothing</title><description></description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Northern Post</title>
<entry><title>Mill burns</title><id>tag:n,2024:1</id><link href="https://northern-post.example/mill"/>
<published>2024-03-06T08:10:00Z</published><updated>2024-03-06T12:00:00Z</updated><author><name>Ada Moss</name></author>
<content type="html">&lt;p&gt;The mill burnt down on Tuesday, she said.&lt;/p&gt;</content></entry></feed>"""


def drafted(text, name="feed.xml", **given):
    return list(read_documents(text.encode(), name=name, now=NOW, given=given))


def test_an_rss_feed_gives_an_article_an_entry():
    mill, bridge, nothing = drafted(RSS)
    found = mill.article
    assert found["headline"] == "Fire destroys & ruins the old mill"
    assert found["source"] == {"name": "Northern Post", "url": "https://northern-post.example/"}
    assert (found["published"], found["language"]) == ("2024-03-06T08:10:00+01:00", "en-gb")
    assert (found["authors"], found["topics"]) == (["Ada Moss"], ["fire"])
    assert found["url"] == "https://northern-post.example/mill"
    assert found["standfirst"] == "Nobody was hurt."
    assert [s.get("heading") for s in found["sections"]] == [None, "Next"]
    assert (mill.origin, mill.teaser, mill.questions) == ("mill-1", False, ())
    assert bridge.teaser
    assert [(q.field, q.question) for q in bridge.questions] == [("published", "date: the feed says 'sometime'")]
    assert bridge.article["sections"][0]["sentences"][0]["text"] == "The bridge opened on Tuesday\u00a0night."
    assert nothing == Refused("entry 3 “Nothing”", "the document has a headline but no sentence")


def test_an_atom_feed():
    (mill,) = drafted(ATOM)
    assert (mill.article["published"], mill.article["updated"]) == (
        "2024-03-06T08:10:00+00:00",
        "2024-03-06T12:00:00+00:00",
    )
    assert (mill.origin, mill.article["authors"]) == ("tag:n,2024:1", ["Ada Moss"])


def test_an_atom_entry_with_only_updated_is_asked_when_it_was_published():
    (mill,) = drafted(ATOM.replace("<published>2024-03-06T08:10:00Z</published>", ""))
    assert mill.article["published"] is None
    assert mill.article["updated"] == "2024-03-06T12:00:00+00:00"


def test_a_faulty_feed_is_mended():
    mill, *_ = drafted(RSS.replace("<category>fire</category>", "<category>fire</categor> & <br>"))
    assert mill.article["headline"] == "Fire destroys & ruins the old mill"


def test_a_json_feed():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Northern Post",
        "language": "en",
        "items": [
            {
                "id": "1",
                "title": "Mill burns",
                "url": "https://northern-post.example/mill",
                "content_html": "<p>The mill burnt down on Tuesday, she said.</p>",
                "date_published": "2024-03-06T08:10:00Z",
                "authors": [{"name": "Ada Moss"}],
                "tags": ["fire"],
            },
            {"id": "2", "title": "Bridge opens", "content_text": "It opened on Tuesday. Cost < 4 million & more."},
            "nonsense",
        ],
    }
    mill, bridge, nonsense = drafted(json.dumps(feed), name="feed.json")
    assert mill.article["published"] == "2024-03-06T08:10:00+00:00"
    assert (mill.article["authors"], mill.article["topics"], mill.questions) == (["Ada Moss"], ["fire"], ())
    assert [one["text"] for one in bridge.article["sections"][0]["sentences"]] == [
        "It opened on Tuesday.",
        "Cost < 4 million & more.",
    ]
    assert nonsense == Refused("entry 3", "expected an object: a JSON Feed item")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "no entries"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "items: the feed has none"),
        ("<?xml version='1.0'?><nitf><head/></nitf>", "XML of the kind <nitf> is not read"),
    ],
)
def test_a_feed_without_entries_says_so(text, problem):
    with pytest.raises(UnreadableDocumentError, match=problem):
        drafted(text)


@pytest.mark.parametrize(
    "declared", ['<!ENTITY f SYSTEM "file:///etc/hostname">', '<!ENTITY f "haha"><!ENTITY g "&f;&f;">']
)
@pytest.mark.parametrize("before", ["", "<!-- > -->", "\n" * 3])
def test_a_feed_that_declares_entities_is_refused(declared, before):
    text = RSS.replace("<rss", f"{before}<!DOCTYPE rss [{declared}]><rss", 1).replace(
        "Bridge opens", "Bridge &f; opens"
    )
    with pytest.raises(UnreadableDocumentError, match="declares entities of its own"):
        drafted(text)


def test_an_entry_inside_the_link_of_another_is_no_feed():
    """Found by fuzzing: feedparser loses the links of the outer one."""
    text = "<rss version='2.0'><channel><item><link>a<item><title>x</title></item></link></item></channel></rss>"
    with pytest.raises(UnreadableDocumentError, match="as in no feed"):
        drafted(text)
