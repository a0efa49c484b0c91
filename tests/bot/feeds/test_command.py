"""`dateline feeds`: health, approval, and a dead feed's return."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.feeds.folders import Folders, name_of
from knowledge.feeds.state import FeedState
from knowledge.library import Library
from tests.bot.feeds.test_desk import FEED, Feed
from tests.knowledge.feeds.written import item, rss

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DEAD = "https://gone.example/feed?key=secret"


@pytest.fixture
def feed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_FEEDS", f"{FEED}, {DEAD}")
    monkeypatch.setenv("DATELINE_STATE", str(tmp_path / "state"))
    return Feed(tmp_path / "state" / "feeds", at_once=False)


def dateline(*arguments):
    return CliRunner().invoke(app, ["feeds", *arguments])


def filled(feed):
    feed.put(rss(item("a"), item("b"), item("c", pubDate=None), item("d", body="")))
    state = FeedState(url=FEED, last_try=NOW, last_success=NOW, next_poll=NOW + timedelta(minutes=15))
    feed.folders.save(state.with_items(feed.items))
    feed.folders.save(FeedState(url=DEAD, dead=True, last_try=NOW, failures=1, error="the server answered 410"))
    return feed


def test_each_feeds_health_is_a_line_of_json(feed):
    filled(feed)
    result = dateline("--json")
    assert result.exit_code == 1
    good, dead = map(json.loads, result.stdout.splitlines())
    assert {**good, "held": len(good["held"])} == {
        "feed": name_of(FEED), "url": FEED, "health": "works", "last_success": "2026-11-24T12:00:00+00:00",
        "last_error": None, "failures": 0, "next_poll": "2026-11-24T12:15:00+00:00", "moved_to": None,
        "published": 0, "held": 3, "refused": 1,
    }  # fmt: skip
    assert (dead["health"], dead["last_error"], dead["next_poll"]) == ("dead", "the server answered 410", None)
    assert "secret" not in result.stdout


def test_for_people_it_is_told_with_what_is_wrong_and_what_is_held(feed):
    filled(feed)
    result = dateline()
    assert result.exit_code == 1
    assert "last success 2026-11-24 12:00 UTC, next poll 2026-11-24 12:15 UTC" in result.stdout
    assert "0 published, 3 held, 1 refused" in result.stdout
    assert "last error: the server answered 410" in result.stdout
    assert "    harbour-closed-in-a-" in result.stdout
    assert "secret" not in result.stdout


def test_before_the_first_start_nothing_was_asked_yet(feed):
    result = dateline("--json")
    assert result.exit_code == 0
    assert [json.loads(line)["health"] for line in result.stdout.splitlines()] == ["not asked yet"] * 2


def test_without_feeds_it_says_so(feed, monkeypatch):
    monkeypatch.setenv("DATELINE_FEEDS", "")
    result = dateline()
    assert result.exit_code == 2
    assert "DATELINE_FEEDS" in result.stderr


def test_one_is_approved_by_its_id_and_the_others_by_all_but_not_with_an_open_question(feed):
    filled(feed)
    first, second, asked = (path.stem for path in feed.at("held"))
    result = dateline("--approve", first)
    assert (result.exit_code, result.stderr) == (0, "published 1, still held 0.\n")
    result = dateline("--approve", "all")
    assert result.exit_code == 1
    assert "published: open question: date" in result.stderr
    assert result.stderr.endswith("published 1, still held 1.\n")
    assert [path.stem for path in feed.at("held")] == [asked]
    library = Library.load([feed.folders.published], now=NOW)
    assert (set(library.stories), library.faults) == ({first, second}, ())


@pytest.mark.parametrize("wanted", ["nothing", "../../etc/passwd", "*"])
def test_what_is_not_held_is_not_approved(feed, wanted):
    filled(feed)
    result = dateline("--approve", wanted)
    assert result.exit_code == 2
    assert "is held" in result.stderr
    assert feed.at("published") == []


def test_a_dead_feed_is_asked_again_by_its_name_or_address(feed):
    filled(feed)
    folders = Folders(feed.folders.root)
    for wanted in (name_of(DEAD), DEAD):
        assert dateline("--revive", wanted).exit_code == 0
        assert folders.asked_again(DEAD)
        assert not folders.asked_again(DEAD)
    assert dateline("--revive", "https://other.example/").exit_code == 2


def test_what_was_published_is_asked_by_the_other_commands_too(feed):
    filled(feed)
    dateline("--approve", "all")
    shown = CliRunner().invoke(app, ["show", "--json"])
    assert sum("harbour-closed-in" in line for line in shown.stdout.splitlines()) == 2
