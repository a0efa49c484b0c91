"""What becomes of entries on the disk, and what an editor does there."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds.desk import Desk
from bot.feeds.folders import Folders, name_of, shown
from knowledge.feeds import entries
from knowledge.feeds.state import FeedState, Item
from knowledge.files import dump_yaml, read
from knowledge.library import Library
from knowledge.reading.importing import Sender
from tests.knowledge.feeds.written import item, rss

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URL = "https://news.example/a"
FEED = "https://news.example/feed"
NINJS = """[{{"uri": "urn:1", "language": "en", "headline": "Harbour closed", "firstcreated": "2026-11-24T08:00:00Z",
"infosources": [{{"name": "Post"}}], "body_text": "The harbour in Harrow was closed, Berg said."{more}}}]"""


class Feed:
    """One feed whose every version is written down."""

    def __init__(self, folder, at_once=True, url=FEED, feeds=None):
        self.folders, self.name = Folders(folder), name_of(url)
        self.at_once = at_once
        self.feeds = frozenset(feeds or {self.name})
        self.folders.make([self.name])
        self.items = {}
        self.now = NOW

    def desk(self):
        return Desk.open(self.folders, self.name, at_once=self.at_once, now=self.now, feeds=self.feeds)

    def put(self, data):
        desk = self.desk()
        found = entries.read(data if isinstance(data, bytes) else data.encode(), Sender())
        for key, status in found.withdrawn.items():
            self.items[key] = desk.withdraw(key, status, self.items.get(key))
        for one in found.entries:
            self.items[one.key] = desk.put(one, self.items.get(one.key))
        return desk

    def at(self, kind):
        return [
            path
            for path in sorted((getattr(self.folders, kind) / self.name).iterdir())
            if path.suffix in {".yaml", ".json"}
        ]

    def edit(self, kind, **changed):
        """What an editor does to the only article."""
        (path,) = self.at(kind)
        article = {**next(read(path)).data, **changed}
        path.write_text(json.dumps(article) if path.suffix == ".json" else dump_yaml(article))
        return path

    def held(self):
        return [dict(next(read(path)).data) for path in self.at("held")]

    def published(self):
        return [dict(next(read(path)).data) for path in self.at("published")]

    def library(self):
        return Library.load([self.folders.published], now=self.now)


@pytest.fixture
def feed(tmp_path):
    return Feed(tmp_path)


@pytest.fixture
def careful(tmp_path):
    """One that holds everything."""
    return Feed(tmp_path, at_once=False)


def text(articles):
    return " ".join(s["text"] for s in articles[0]["sections"][0]["sentences"])


def test_an_article_is_published_with_the_document_it_stands_in(feed):
    assert feed.put(rss(item("a"))).changed
    (story,) = feed.library().stories.values()
    assert story.article.document is not None
    assert story.article.id.startswith("harbour-closed-in-a-")
    assert feed.items[URL].article == story.article.id


def test_the_same_again_writes_nothing(feed):
    feed.put(rss(item("a")))
    before = {path: path.stat().st_mtime_ns for path in feed.folders.root.rglob("*")}
    assert not feed.put(rss(item("a"))).changed
    assert {path: path.stat().st_mtime_ns for path in feed.folders.root.rglob("*")} == before


def test_a_new_version_takes_the_place_of_the_old_one_with_a_document_of_its_own(feed):
    feed.put(rss(item("a")))
    feed.now += timedelta(hours=1)
    assert feed.put(rss(item("a", body="The harbour is open, she said.", title="Harbour opened"))).changed
    (article,) = feed.published()
    assert (article["headline"], text([article])) == ("Harbour opened", "The harbour is open, she said.")
    assert article["updated"] == feed.now.isoformat()
    assert feed.library().faults == ()
    for number in range(3):
        feed.put(rss(item("a", body=f"The harbour is open for {number} ships, she said.")))
    assert len(list(feed.folders.published.rglob("*.txt"))) == 2  # its own, and the last one for who is just reading


def test_what_an_editor_entered_stays_in_the_next_version(feed):
    feed.put(rss(item("a")))
    feed.edit("published", language="en-GB", topics=["ports"])
    feed.put(rss(item("a", body="The harbour is open, she said.")))
    (article,) = feed.published()
    assert (article["language"], article["topics"]) == ("en-GB", ["ports"])
    assert text([article]) == "The harbour is open, she said."


def test_an_open_question_holds_an_article_even_where_all_is_published_at_once(feed):
    assert not feed.put(rss(item("a", pubDate=None))).changed
    assert (feed.published(), len(feed.held())) == ([], 1)
    assert feed.held()[0]["questions"][0]["field"] == "published"
    assert not list((feed.folders.published / feed.name).iterdir())
    (fault,) = feed.desk().approve(feed.held()[0]["id"])
    assert "open question" in fault.message
    path = feed.edit("held", published="2026-11-24")
    desk = feed.desk()
    assert desk.approve(path.stem) == []
    assert desk.changed
    assert (len(feed.published()), feed.held()) == (1, [])
    assert feed.library().faults == ()


def test_what_a_feed_once_said_is_not_asked_when_it_says_it_no_more(feed):
    feed.put(rss(item("a")))
    day = feed.published()[0]["published"]
    feed.put(rss(item("a", body="The harbour is open, she said.", pubDate=None)))
    (article,) = feed.published()
    assert (article["published"], text([article])) == (day, "The harbour is open, she said.")
    assert feed.held() == []
    feed.put(rss(item("a", body="The harbour is open, she said.", pubDate="Tue, 24 Nov 2026 09:00:00 GMT")))
    assert feed.published()[0]["published"] == "2026-11-24T09:00:00+00:00"


def test_a_new_version_with_a_fault_is_held_and_leaves_the_old_one(feed):
    feed.put(rss(item("a")))
    feed.edit("published", nonsense=1)
    feed.put(rss(item("a", body="The harbour is open, she said.")))
    assert "was closed" in text(feed.published())
    assert "is open" in text(feed.held())


def test_a_change_of_what_was_approved_waits_for_approval_too(careful):
    careful.put(rss(item("a")))
    assert (careful.published(), len(careful.held())) == ([], 1)
    id_ = careful.held()[0]["id"]
    assert careful.desk().approve(id_) == []
    assert not careful.put(rss(item("a", body="The harbour is open, she said."))).changed
    assert "was closed" in text(careful.published())
    assert careful.desk().approve(id_) == []
    assert "is open" in text(careful.published())
    assert not list((careful.folders.held / careful.name).iterdir())


@pytest.mark.parametrize(
    "more",
    [', "pubstatus": "withheld"', ', "embargoed": "2026-11-25T08:00:00Z"', ', "expires": "2026-11-24T09:00:00Z"'],
)
def test_what_restricts_a_published_article_holds_at_once(careful, more):
    careful.put(NINJS.format(more=""))
    careful.desk().approve(careful.held()[0]["id"])
    assert next(iter(careful.library().stories.values())).article.quotable(NOW)
    assert careful.put(NINJS.format(more=more)).changed
    assert not next(iter(careful.library().stories.values())).article.quotable(NOW)


def test_what_is_taken_back_and_comes_again_is_published_again(feed):
    feed.put(NINJS.format(more=""))
    feed.put(NINJS.format(more=', "pubstatus": "canceled"'))
    assert feed.published()[0]["status"] == "cancelled"
    feed.put(NINJS.format(more=""))
    assert "status" not in feed.published()[0]


def test_an_editors_withdrawal_is_not_undone_by_a_new_version(feed):
    feed.put(NINJS.format(more=""))
    feed.edit("published", status="withheld")
    feed.put(NINJS.format(more=', "byline": "Eva Lund"'))
    assert (feed.published()[0]["status"], feed.published()[0]["authors"]) == ("withheld", ["Eva Lund"])


def test_what_is_withheld_from_the_first_is_not_written(feed):
    feed.put(NINJS.format(more=', "pubstatus": "withheld"'))
    feed.put(NINJS.format(more=', "pubstatus": "withheld"'))
    assert feed.published() + feed.held() == []
    assert feed.items["urn:1"].digest == "withheld"


def test_an_entry_without_a_sentence_is_refused_and_what_there_is_stays(feed):
    feed.put(rss(item("a"), item("b", body="")))
    assert feed.items["https://news.example/b"].article is None
    assert "no sentence" in feed.items["https://news.example/b"].refused
    feed.put(rss(item("a", body="")))
    assert "no sentence" in feed.items[URL].refused
    assert "was closed" in text(feed.published())


def test_a_file_that_an_editor_broke_is_refused_by_name_until_it_is_mended(feed):
    feed.put(rss(item("a")))
    (path,) = feed.at("published")
    whole = path.read_text()
    path.write_text("a: [")
    feed.put(rss(item("a", body="The harbour is open, she said.")))
    assert "mend it first" in feed.items[URL].refused
    assert path.read_text() == "a: ["
    path.write_text(whole)
    feed.put(rss(item("a", body="The harbour is open again, she said.")))
    assert feed.items[URL].refused is None
    assert "open again" in text(feed.published())


def test_one_entry_in_two_feeds_is_one_article(tmp_path):
    other = "https://news.example/top"
    names = {name_of(FEED), name_of(other)}
    first, second = Feed(tmp_path, feeds=names), Feed(tmp_path, url=other, feeds=names)
    first.put(rss(item("a")))
    second.put(rss(item("a"), item("b")))
    assert len(second.published()) == 1
    assert second.items[URL].refused == f"stands in {first.name} already"
    assert first.library().faults == ()


def test_a_name_that_is_not_a_global_one_means_two_things_in_two_feeds(tmp_path):
    other = "https://gazette.example/feed"
    names = {name_of(FEED), name_of(other)}
    first, second = Feed(tmp_path, feeds=names), Feed(tmp_path, url=other, feeds=names)
    first.put(rss(item("a", guid="1")))
    second.put(rss(item("b", guid="1")))
    assert len(first.library()) == 2


def test_a_feed_under_a_new_address_takes_over_its_articles(tmp_path):
    old = Feed(tmp_path, url="https://old.example/feed")
    old.put(rss(item("a"), item("b", pubDate=None)))
    new = Feed(tmp_path)
    new.put(rss(item("a", body="The harbour is open, she said."), item("b", pubDate=None)))
    assert (old.published(), old.held()) == ([], [])
    assert (len(new.published()), len(new.held())) == (1, 1)
    assert "is open" in text(new.published())
    assert new.library().faults == ()


def test_names_are_safe_on_a_disk_and_hide_what_may_be_a_key():
    for url in ("https://news.example/../../etc?key=secret", "https://é.example/" + "x" * 500, "https://h/%2e%2e/"):
        name = name_of(url)
        assert name == name.strip(".") == name.replace("/", "").replace("secret", "")
        assert len(name) < 80
    assert shown("https://news.example/feed?key=secret#x") == "https://news.example/feed"
    assert name_of("https://h/f?a") != name_of("https://h/f?b")


def test_a_state_outlives_the_disk_and_a_damaged_one_is_begun_anew(tmp_path, caplog):
    folders = Folders(tmp_path)
    folders.make([name_of(FEED)])
    state = FeedState(url=FEED, etag='"1"', next_poll=NOW, items={"k": Item(digest="d", seen=NOW)})
    folders.save(state)
    assert folders.state(FEED) == state
    for damaged in ("{", '{"url": "https://other.example/"}', "[]"):
        (tmp_path / f"{name_of(FEED)}.json").write_text(damaged)
        assert folders.state(FEED) == FeedState(url=FEED)
    assert "read anew" in caplog.text
