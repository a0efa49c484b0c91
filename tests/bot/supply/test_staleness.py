from datetime import timedelta

import pytest

from bot.services import Services
from bot.supply.staleness import Staleness, newest
from knowledge.library import LiveLibrary
from tests.articles import NOW, library, story, write


def test_the_newest_is_that_of_what_may_be_shown():
    later = story(id="later", published="2024-04-01T12:00:00Z")
    hidden = story(id="hidden", published="2024-05-01", status="withheld")
    assert newest(library(story(), later, hidden), NOW).isoformat() == "2024-04-01T12:00:00+00:00"
    assert newest(library(hidden), NOW) is None
    assert newest(library(story(published=None)), NOW) is None


@pytest.fixture
def told():
    return []


async def test_a_stale_library_is_told_once_until_something_new_comes(tmp_path, told):
    write(tmp_path, published=(NOW - timedelta(hours=5)).isoformat())
    live = LiveLibrary([tmp_path], now=NOW)
    clock = [NOW]

    async def tell(text):
        told.append(text)

    stale = Staleness(Services(live, lambda: clock[0]), timedelta(hours=6), tell)
    for hours, count in ((0, 0), (1, 0), (2, 1), (3, 1), (30, 1)):
        clock[0] = NOW + timedelta(hours=hours)
        await stale.look()
        assert len(told) == count, hours
    assert "its newest article is of 2026-11-24 07:00 UTC" in told[0]
    write(tmp_path, "b.json", id="second", published=clock[0].isoformat())
    live.reload(clock[0])
    await stale.look()
    clock[0] += timedelta(hours=7)
    await stale.look()
    assert len(told) == 2


async def test_a_library_without_a_date_is_stale(tmp_path, told):
    write(tmp_path, published=None)

    async def tell(text):
        told.append(text)

    await Staleness(Services(LiveLibrary([tmp_path], now=NOW), lambda: NOW), timedelta(hours=6), tell).look()
    assert "has no date" in told[0]
