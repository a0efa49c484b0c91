"""Ten feeds for a week, on a clock of the test's: at its end the library holds exactly what it should.

The bot is started anew every day, so that what it knows comes from the disk.
"""

import asyncio
import itertools
import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.feeds.desk import Desk
from bot.feeds.folders import Folders, name_of
from bot.feeds.hosts import GAP, Hosts
from bot.feeds.poller import Plan, Poller
from bot.fetching import Rules, fetch
from knowledge.library import Library
from tests.bot.web import moved, serving
from tests.knowledge.feeds.written import RSS_TYPE, http_date, item, rss, tombstone

MONDAY = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
EVERY = timedelta(hours=6)
HOSTS = frozenset({"news", "wire", "bad", "slow", "old", "new", "away", "static", "gone", "busy"})
SLOW = 0.15
"""Seconds of real time after which a fetch of the slow feed is cut off."""


class Clock:
    def __init__(self):
        self.now = MONDAY

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    @property
    def day(self):
        return (self.now - MONDAY).days


def said(name, **changed):
    return item(name, pubDate="Mon, 02 Nov 2026 05:00:00 GMT", **changed)


OPENED = "The harbour in {name} was opened again on Friday, mayor Anna Berg said. Ships came back at noon."


class World:
    """The servers: what they answer on which day, who asked when, and what they were asked with."""

    def __init__(self, clock):
        self.clock = clock
        self.asked = defaultdict(list)
        self.requests = defaultdict(list)
        self.busy_with = Counter()
        self.answered = Counter()

    async def __call__(self, request):
        host = request.host.partition(".")[0]
        self.busy_with[host] += 1
        assert self.busy_with[host] == 1, f"two requests at a time to {host}"
        began = self.clock()
        try:
            response = await getattr(self, f"at_{host}")(request, self.clock.day)
        finally:
            self.busy_with[host] -= 1
            self.asked[host].append((began, self.clock()))
            self.requests[host + request.path].append(request)
        self.answered[host + request.path, response.status] += 1
        return response

    def feed(self, request, *items, extra="", **headers):
        """A feed with an ETag, which is kept to."""
        body = rss(*items, extra=extra)
        tag = f'"{hash(body)}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, content_type=RSS_TYPE, headers={"ETag": tag, **headers})

    async def at_news(self, request, day):
        if request.path == "/new":  # one a day, and only the newest three are shown
            return self.feed(request, *(said(f"new-{n}") for n in range(max(0, day - 2), day + 1)))
        if request.path == "/changed":  # by date alone, as some servers have it
            changed = http_date(MONDAY + timedelta(days=3 if day >= 3 else 0))
            if request.headers.get("If-Modified-Since") == changed:
                return web.Response(status=304)
            items = [said("changed", body=OPENED) if day >= 3 else said("changed"), said("same")]
            return web.Response(body=rss(*items), content_type=RSS_TYPE, headers={"Last-Modified": changed})
        items = [said("stays")] + ([said("taken-back")] if day < 4 else []) + ([said("merely-gone")] if day < 5 else [])
        stone = tombstone("https://news.example/taken-back") if day >= 4 else ""
        return self.feed(request, *items, extra=stone)

    async def at_wire(self, request, day):
        def one(number, **changed):
            fields = {
                "uri": f"urn:wire:{number}", "version": "1", "language": "en", "headline": f"Wire story {number}",
                "firstcreated": "2026-11-02T05:00:00Z", "infosources": [{"name": "Wire"}],
                "body_text": f"Number {number} was closed on Tuesday, director Olof Lind said.",
            }  # fmt: skip
            return {**fields, **changed}

        items = [one(1), one(2), one(3)]
        if day >= 2:
            items[1] = {"uri": "urn:wire:2", "pubstatus": "canceled"}
        if day >= 5:
            items[2] = one(3, pubstatus="withheld")
        return web.Response(body=json.dumps(items).encode(), content_type="application/json")

    async def at_bad(self, request, day):
        if 2 <= day < 4:
            return web.Response(body=rss(said("bad-1"), said("half"))[:-40], content_type=RSS_TYPE)
        if day == 4:
            return web.Response(text="<html><body>Back soon</body></html>", content_type="text/html")
        return self.feed(request, *[said("bad-1")] + ([said("bad-2")] if day >= 5 else []))

    async def at_slow(self, request, day):
        if 1 <= day < 4:
            await asyncio.sleep(3 * SLOW)
        return self.feed(request, said("slow-1"), *([said("slow-2")] if day >= 4 else []))

    async def at_old(self, request, day):
        return moved(301, f"http://new.example:{self.port}/feed") if day >= 2 else self.feed(request, said("old"))

    async def at_new(self, request, day):
        return self.feed(request, said("old"), *([said("at-the-new-place")] if day >= 3 else []))

    async def at_away(self, request, day):
        if request.path == "/feed":
            return moved(302, "/today" if day < 5 else "file:///etc/passwd")
        return self.feed(request, said("away"))

    async def at_static(self, request, day):
        return self.feed(request, said("static"))

    async def at_gone(self, request, day):
        return web.Response(status=410) if day >= 3 else self.feed(request, said("gone"))

    async def at_busy(self, request, day):
        if 1 <= day < 3:
            return web.Response(status=429, headers={"Retry-After": "36000"})
        if day == 3:
            return web.Response(status=503, headers={"Retry-After": http_date(MONDAY + timedelta(days=4, hours=1))})
        return self.feed(request, said("busy"), *([said("busy-later")] if day >= 4 else []))


FEEDS = [
    "news/new", "news/changed", "news/deleted", "wire/ninjs", "bad/feed", "slow/feed", "old/feed", "away/feed",
    "static/feed", "gone/feed", "busy/feed",
]  # fmt: skip

HARBOURS = [
    *(f"new-{n}" for n in range(7)), "changed", "same", "stays", "taken-back", "merely-gone", "bad-1", "bad-2",
    "slow-1", "slow-2", "old", "at-the-new-place", "away", "static", "gone", "busy", "busy-later",
]  # fmt: skip


async def loopback(host, port):
    return ("127.0.0.1",)


class Week:
    def __init__(self, folder, at_once):
        self.clock, self.told, self.wrote = Clock(), [], 0
        self.world = World(self.clock)
        self.folders, self.at_once = Folders(folder / "feeds"), at_once
        self.hosts = Hosts(self.clock, sleep=self.clock.sleep)
        self.random = 0

    def a_number(self):
        self.random = (self.random * 7 + 3) % 101
        return self.random / 101

    def write(self):
        self.wrote += 1

    async def tell(self, text):
        self.told.append(text)

    def started(self):
        allowed = Rules(allow=frozenset(f"{host}.example" for host in HOSTS))

        async def get(url, **options):  # a busy machine may be slow with the others
            return await fetch(
                url, rules=allowed, resolve=loopback, seconds=SLOW if "//slow." in url else 30, **options
            )

        urls = [f"http://{feed.replace('/', f'.example:{self.world.port}/')}" for feed in FEEDS]
        poller = Poller(
            Plan(urls, EVERY, self.at_once), self.folders, get=get, hosts=self.hosts, clock=self.clock,
            wrote=self.write, tell=self.tell, random=self.a_number,
        )  # fmt: skip
        poller.open()
        return poller

    async def go(self):
        async with serving(self.world) as port:
            self.world.port = port
            for day in range(7):
                poller = self.started()
                midnight = MONDAY + timedelta(days=day + 1)
                while (when := max(poller.next_due(), self.clock())) < midnight:
                    self.clock.now = when
                    await poller.round()
                self.clock.now = midnight
        return self

    def library(self):
        return Library.load([self.folders.published], now=self.clock())

    def about(self, host):
        return [text for text in self.told if f"//{host}.example" in text]


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    return asyncio.run(Week(tmp_path_factory.mktemp("week"), at_once=True).go())


def test_the_library_holds_exactly_what_it_should(week):
    library = week.library()
    assert library.faults == ()
    stories = {story.article.headline: story for story in library.stories.values()}
    wire = {f"Wire story {n}" for n in (1, 2, 3)}
    assert set(stories) == {f"Harbour closed in {name}" for name in HARBOURS} | wire
    assert len(library) == len(stories)
    withdrawn = {name for name, story in stories.items() if not story.article.quotable(week.clock())}
    assert withdrawn == {"Harbour closed in taken-back", "Wire story 2", "Wire story 3"}
    assert stories["Wire story 2"].article.status == "cancelled"
    first = {name: story.bare[0].text for name, story in stories.items()}
    for name in HARBOURS:
        opened = "opened again on Friday" if name == "changed" else "closed on Tuesday"
        assert first[f"Harbour closed in {name}"] == f"The harbour in {name} was {opened}, mayor Anna Berg said."
    assert stories["Harbour closed in changed"].article.updated is not None
    assert stories["Harbour closed in same"].article.updated is None


def test_no_host_is_asked_twice_at_a_time_or_without_a_gap(week):
    assert set(week.world.asked) == HOSTS
    for host, times in week.world.asked.items():
        times.sort()
        gaps = [after[0] - before[1] for before, after in itertools.pairwise(times)]
        assert min(gaps) >= GAP, host


def test_feeds_are_asked_as_often_as_they_should_and_no_more(week):
    polls = 7 * timedelta(days=1) / EVERY
    for path in ("news/new", "news/changed", "news/deleted", "wire/ninjs", "static/feed"):
        assert 0.85 * polls <= len(week.world.requests[path]) <= 1.15 * polls, path
    assert len(week.world.requests["bad/feed"]) < 0.8 * polls


def test_what_has_not_changed_is_not_sent_again(week):
    assert week.world.answered["static/feed", 200] == 1
    assert week.world.answered["news/new", 200] == 7
    assert week.world.answered["news/changed", 200] == 2
    assert week.wrote < 40


def test_gone_is_never_asked_again(week):
    assert week.world.answered["gone/feed", 410] == 1
    assert len(week.about("gone")) == 1
    assert "gone for good (410)" in week.about("gone")[0]


def test_an_address_that_has_moved_for_good_is_left_alone(week):
    assert week.world.answered["old/feed", 301] == 1
    assert week.world.answered["away/feed", 302] > 16
    assert not week.about("old")


def test_a_busy_server_is_asked_when_it_says(week):
    times = [began for began, _ in week.world.asked["busy"]]
    first, second = (min(t for t in times if (t - MONDAY).days == day) for day in (1, 3))
    assert min(t for t in times if t > first) - first >= timedelta(hours=10)
    assert min(t for t in times if t > second) >= MONDAY + timedelta(days=4, hours=1)
    assert week.world.answered["busy/feed", 503] == 1


def test_what_fails_is_told_once_and_once_when_it_works_again(week):
    for host in ("bad", "slow", "busy"):
        failing, works = week.about(host)
        assert "fails:" in failing
        assert "works again" in works
    assert "took longer than" in week.about("slow")[0]
    assert len(week.told) == 8
    assert ["neither http nor https" in text for text in week.about("away")] == [True]


def test_nothing_of_a_write_is_left_lying_about(week):
    assert {path.suffix for path in week.folders.root.rglob("*") if path.is_file()} == {".txt", ".json"}
    assert not list(week.folders.held.glob("*/*"))


async def test_held_for_approval_nothing_is_published_before_and_all_of_it_after(tmp_path, week):
    held = await Week(tmp_path, at_once=False).go()
    assert len(held.library()) == 0
    assert held.wrote == 0
    waiting = {path.stem: path for path in held.folders.held.glob("*/*.yaml")}
    for id_, path in waiting.items():
        assert Desk(held.folders, path.parent.name, at_once=False, now=held.clock()).approve(id_) == []
    assert not list(held.folders.held.glob("*/*"))

    def told(library):
        return {(s.article.headline, s.article.status, s.text) for s in library.stories.values()}

    assert told(held.library()) == told(week.library())
    assert held.library().faults == ()
    assert {p.name for p in held.folders.published.iterdir()} == {
        name_of(f"http://{feed.replace('/', f'.example:{held.world.port}/')}") for feed in FEEDS
    }
