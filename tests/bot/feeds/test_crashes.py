"""A kill at each single write: what is there is whole, and the next poll makes it what it should be."""

from pathlib import Path

import pytest

from bot.feeds import desk, shelf
from tests.bot.feeds.test_desk import Feed
from tests.knowledge.feeds.written import item, rss, tombstone

OPEN = "The harbour is open, she said."
FIRST = rss(item("a"), item("b"), item("c", pubDate=None))
SECOND = rss(item("a", body=OPEN), item("d"), item("c"), extra=tombstone("https://news.example/b"))


class Killed(BaseException):
    """The process is no more."""


@pytest.fixture
def killed_at(monkeypatch):
    """Gives a function that lets the process be killed before, or in the middle of, its n-th change of the disk."""
    left = [10**9]

    def counted(function):
        def call(*args, **kwargs):
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return function(*args, **kwargs)

        return call

    def replace_file(path, data):
        (path.parent / f".{path.name}.part").write_bytes(data[: len(data) // 2])  # left behind, half written
        written(path, data)
        (path.parent / f".{path.name}.part").unlink()

    written = counted(shelf.replace_file)
    monkeypatch.setattr(shelf, "replace_file", replace_file)
    monkeypatch.setattr(desk, "replace_file", replace_file)
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    return lambda step: left.__setitem__(0, step)


def told(feed):
    library = feed.library()
    return {
        (s.article.headline, str(s.article.status), s.bare[0].text): s.article.quotable(feed.now)
        for s in library.stories.values()
    }


@pytest.mark.parametrize("at_once", [True, False])
def test_a_kill_at_any_moment_leaves_whole_articles_and_the_next_poll_mends_the_rest(tmp_path, killed_at, at_once):
    expected, kills, step = None, 0, 10**9
    while step == 10**9 or kills == step:  # until it gets through
        feed = Feed(tmp_path / str(step), at_once=at_once)
        killed_at(10**9)
        feed.put(FIRST)
        if not at_once:
            for id_ in feed.desk().held.ids():
                feed.desk().approve(id_)
        before, items = told(feed), dict(feed.items)
        killed_at(step)
        try:
            feed.put(SECOND)
        except Killed:
            kills += 1
        killed_at(10**9)
        assert feed.library().faults == ()
        assert {key[0] for key in before} <= {key[0] for key in told(feed)}
        feed.items = items  # what was not saved
        feed.put(SECOND)
        assert feed.library().faults == ()
        found = told(feed), sorted((a["headline"], len(a["sections"])) for a in feed.held())
        expected = expected or found
        assert found == expected, step
        step = 0 if step == 10**9 else step + 1
    assert kills > 5
