"""What a poll does to the rest: a full disk, a fault of ours, a dead feed's return, a slow one beside a quick one."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds import poller
from bot.feeds.desk import Desk
from bot.feeds.folders import Folders, name_of
from bot.feeds.hosts import Hosts
from bot.feeds.poller import Plan, Poller
from bot.fetching import Fetched, FetchError
from tests.knowledge.feeds.written import item, rss

URL, OTHER = "https://news.example/feed", "https://gazette.example/feed"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Rig:
    """A poller whose servers are functions, and its clock."""

    def __init__(self, folder, **servers):
        self.now, self.told, self.wrote = NOW, [], 0
        self.folders = Folders(folder)
        self.servers = servers or {URL: lambda: Fetched(200, {"etag": '"1"'}, rss(item("a")), URL)}
        self.open()

    def open(self):
        plan = Plan(tuple(self.servers), timedelta(minutes=15), at_once=True)
        self.poller = Poller(
            plan, self.folders, get=self.get, hosts=Hosts(self.clock), clock=self.clock, wrote=self.write,
            tell=self.tell, random=lambda: 0.5,
        )  # fmt: skip
        self.poller.open()

    def clock(self):
        return self.now

    def write(self):
        self.wrote += 1

    async def tell(self, text):
        self.told.append(text)

    async def get(self, url, *, etag, last_modified, turn):
        async with turn("h"):
            answer = self.servers[url]()
            return await answer if asyncio.iscoroutine(answer) else answer

    def state(self, url=URL):
        return self.folders.state(url)


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path)


async def test_what_could_not_be_written_is_read_again(rig, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "put", full)
        await rig.poller.round()
    assert (rig.state().error, rig.state().etag) == ("cannot be written down: No space left on device", None)
    rig.now = rig.state().next_poll
    await rig.poller.round()
    assert (rig.state().error, rig.state().etag, len(rig.state().items)) == (None, '"1"', 1)
    assert len(list(rig.folders.published.rglob("*.json"))) == 1


async def test_a_fault_of_ours_fails_one_feed_and_is_logged(rig, monkeypatch, caplog):
    def broken(*_):
        raise KeyError("secret")

    monkeypatch.setattr(Desk, "put", broken)
    await rig.poller.round()
    assert rig.state().error == "could not be read: KeyError"
    assert "could not be read" in caplog.text


async def test_a_state_that_cannot_be_saved_stops_nothing(rig, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Folders, "save", full)
    await rig.poller.round()
    assert rig.poller.due() == []
    assert "cannot be written: No space left" in caplog.text
    assert rig.wrote == 1


async def test_a_dead_feed_comes_back_by_the_operators_word_alone(rig):
    rig.servers[URL] = lambda: Fetched(410, {}, b"", URL)
    await rig.poller.round()
    rig.open()
    rig.now += timedelta(days=365)
    assert (rig.poller.due(), rig.poller.next_due()) == ([], None)
    rig.folders.ask_again(URL)
    rig.servers[URL] = lambda: Fetched(200, {}, rss(item("a")), URL)
    await rig.poller.round()
    assert [text.rpartition(" ")[2] for text in rig.told] == [name_of(URL), "again."]
    assert rig.state().failures == 0
    assert not list(rig.folders.root.glob("*.again"))


async def test_it_goes_on_where_it_stopped(rig):
    await rig.poller.round()
    rig.open()
    assert rig.poller.due() == []
    assert rig.poller.next_due() == NOW + timedelta(minutes=15)


async def test_a_key_in_an_address_is_told_to_nobody(tmp_path, caplog):
    def refuse():
        raise FetchError("took longer than 60 s")

    rig = Rig(tmp_path, **{f"{URL}?key=secret": refuse})
    for _ in range(4):
        await rig.poller.round()
        rig.now += timedelta(days=2)
    assert len(rig.told) == 1
    assert "secret" not in rig.told[0] + caplog.text


async def test_a_slow_feed_holds_no_other_one_up(tmp_path, monkeypatch):
    monkeypatch.setattr(poller, "LOOK_AGAIN", 0.01)
    release, quick = asyncio.Event(), []

    async def slow():
        await release.wait()
        return Fetched(304, {}, b"", URL)

    def fast():
        quick.append(rig.now)
        return Fetched(304, {}, b"", OTHER)

    rig = Rig(tmp_path, **{URL: slow, OTHER: fast})

    async def get(url, **_):
        answer = rig.servers[url]()
        return await answer if asyncio.iscoroutine(answer) else answer

    rig.poller._get = get
    running = asyncio.create_task(rig.poller.run())
    async with asyncio.timeout(10):
        while len(quick) < 3:
            rig.now += timedelta(minutes=5)
            await asyncio.sleep(0.01)
    release.set()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert len(asyncio.all_tasks()) == 1
