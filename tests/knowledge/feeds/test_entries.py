import json

import pytest

from knowledge.feeds import entries
from knowledge.reading.documents.manuscript import UnreadableDocumentError
from knowledge.reading.importing import Sender
from tests.knowledge.feeds.written import item, rss, tombstone

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Post</title>
<entry><id>tag:post,1</id><title>One</title>
<content type="html">&lt;p&gt;It burnt, she said.&lt;/p&gt;</content></entry>
<at:deleted-entry ref="tag:post,2" when="2026-01-01T00:00:00Z"/></feed>"""


def read(data, **sender):
    return entries.read(data, Sender(**sender))


def digests(data):
    return {one.key: one.digest for one in read(data).entries}


def test_an_entry_goes_by_its_id_else_its_address_else_its_words():
    found = read(rss(item("a"), item("b", guid=None, link="https://x.example/b"), item("c", guid=None)))
    assert [one.key for one in found.entries] == [
        "https://news.example/a",
        "https://x.example/b",
        "#Harbour closed in c",
    ]


def test_a_digest_changes_with_what_an_entry_says_and_not_with_its_place():
    before = digests(rss(item("a"), item("b")))
    after = digests(rss(item("new"), item("b"), item("a", body="Something else happened in {name}, she said.")))
    assert before["https://news.example/b"] == after["https://news.example/b"]
    assert before["https://news.example/a"] != after["https://news.example/a"]


def test_entries_that_share_a_careless_name_are_told_apart():
    same = {"guid": "https://news.example/"}
    found = read(rss(item("a", **same), item("b", **same)))
    assert len({one.key for one in found.entries}) == 2


def test_a_long_name_is_kept_short():
    (one,) = read(rss(item("a", guid="x" * 5000))).entries
    assert len(one.key) == 64


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><html><body><p>Not found</p></body></html>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
        b"The site is closed for maintenance.",
        b"{}",
        b"",
        b"[",
        b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title>&a;</title></channel></rss>",
    ],
)
def test_what_is_no_feed_is_refused_and_never_read_as_an_article(data):
    with pytest.raises(UnreadableDocumentError):
        read(data)


@pytest.mark.parametrize("end", [20, 100, 400])
def test_half_a_feed_is_no_feed(end):
    data = rss(item("a"), item("b"))
    with pytest.raises(UnreadableDocumentError, match="cut short"):
        read(data[:-end])


def test_a_comment_of_a_cache_after_the_end_does_no_harm():
    assert len(read(rss(item("a")) + b"\n<!-- cached -->\n").entries) == 1


def test_a_feed_without_entries_is_in_order():
    assert read(rss()) == entries.Entries()


def test_an_atom_tombstone_takes_an_entry_back():
    found = read(ATOM.encode())
    assert [one.key for one in found.entries] == ["tag:post,1"]
    assert found.withdrawn == {"tag:post,2": "withheld"}
    alone = read(rss(extra=tombstone("https://news.example/a")))
    assert alone.withdrawn == {"https://news.example/a": "withheld"}
    assert alone.entries == ()


def test_an_entry_that_is_taken_back_in_the_same_feed_is_not_read():
    found = read(rss(item("a"), item("b"), extra=tombstone("https://news.example/a")))
    assert [one.key for one in found.entries] == ["https://news.example/b"]


def test_a_ninjs_item_is_taken_back_even_without_its_body():
    items = [
        {"uri": "urn:1", "headline": "One", "body_text": "It burnt, she said.", "pubstatus": "usable"},
        {"uri": "urn:2", "headline": "Two", "body_text": "It burnt, she said.", "pubStatus": "withheld"},
        {"uri": "urn:3", "pubstatus": "canceled"},
    ]
    found = read(json.dumps(items).encode())
    assert [one.key for one in found.entries] == ["urn:1"]
    assert found.withdrawn == {"urn:2": "withheld", "urn:3": "cancelled"}
