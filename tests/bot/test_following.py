"""Open requests are asked anew: once a swap, whoever does it, and without what is no news."""

import asyncio
import contextlib
from dataclasses import dataclass

import pytest

from bot.following import Watch
from bot.preferences import KeptPreferences
from knowledge.library import Library
from knowledge.store import Kind, State, memory_store
from tests.articles import NOW, library, story

LATER = story(id="later", published="2024-03-09", text="Oak was too dear for the roof, Tarn director Olof Lind said.")
BEFORE, AFTER = library(), library(story(), LATER)


@dataclass
class Live:
    current: Library = BEFORE


@pytest.fixture
async def store():
    async with memory_store() as store:
        yield store


@pytest.fixture
def live():
    return Live()


@pytest.fixture
def preferences(store):
    return KeptPreferences(store.preferences)


@pytest.fixture
def found():
    return []


@pytest.fixture
def watch(store, live, preferences, found):
    told = lambda: found.append(1)  # noqa: E731
    return Watch(store, live, preferences, clock=lambda: NOW, threshold=None, found=told)


async def follow(store, kind=Kind.PERSON, text="Lind"):
    made, _ = await store.follows.add(7, 7, kind, text, limit=20, now=NOW)
    return made.id


async def test_what_there_was_is_no_news_and_what_comes_is_told_once(store, watch, found):
    id_ = await follow(store)
    assert await watch.ask_one(id_, BEFORE) == 0
    assert await watch.ask_one(id_, AFTER) == 1
    assert await watch.ask_one(id_, AFTER) == 0
    assert found == [1]
    assert (await store.notices.claim(now=NOW, most=9)).quotes[0].text == LATER.bare[0].text


async def test_a_request_that_a_crash_left_unasked_has_no_news_in_what_there_is(store, watch):
    await follow(store)
    assert await watch.ask_all(AFTER) == 0
    assert (await store.notices.states())[State.PENDING] == 0


async def test_a_page_that_was_read_before_the_first_asking_does_not_swallow_news(store, watch):
    id_ = await follow(store)
    (stale,) = await store.follows.open()
    await watch.ask_one(id_, BEFORE)
    assert stale.asked is None
    assert await watch.ask_one(stale.id, AFTER) == 1


async def test_the_other_quotes_of_an_answer_are_no_news_the_next_time(store, watch, preferences):
    await preferences.change(7, quotes=1)
    told = story(text="\n\n".join(f"Mayor Eva Falk said that the {which} bridge is safe." for which in ("old", "long")))
    id_ = await follow(store, Kind.QUESTION, "What did Eva Falk say about bridges?")
    assert await watch.ask_one(id_, library(told)) == 1
    assert (await store.notices.states())[State.SEEN] == 1
    await preferences.change(7, quotes=3)
    assert await watch.ask_one(id_, library(told)) == 0


async def test_one_that_has_ended_is_not_asked(store, watch):
    id_ = await follow(store)
    await watch.ask_one(id_, BEFORE)
    await store.follows.end(7, id_, now=NOW)
    assert await watch.ask_one(id_, AFTER) == 0


async def test_where_notices_are_off_nothing_is_put_and_nothing_lost(store, watch, preferences):
    id_ = await follow(store)
    await watch.ask_one(id_, BEFORE)
    await preferences.change(7, notices=False)
    assert await watch.ask_one(id_, AFTER) == 0
    await preferences.change(7, notices=True)
    assert await watch.ask_one(id_, AFTER) == 1


async def test_all_are_asked_in_order_and_one_that_fails_holds_up_no_other(store, watch, monkeypatch, caplog):
    ids = [await follow(store, Kind.TOPIC, text) for text in ("roof", "oak", "dear")]
    await watch.ask_all(BEFORE)
    asked, ask = [], watch._places

    async def places(one, *rest):
        asked.append(one.id)
        if one.id == ids[1]:
            raise RuntimeError("planted")
        return await ask(one, *rest)

    monkeypatch.setattr(watch, "_places", places)
    assert await watch.ask_all(AFTER) == 2
    assert asked == ids
    assert f"request {ids[1]} could not be asked" in caplog.text


async def test_a_swap_is_noticed_and_asked_once(store, watch, live, monkeypatch):
    asked = []

    async def ask_all(shown):
        asked.append(shown)
        return 0

    monkeypatch.setattr(watch, "ask_all", ask_all)
    running = asyncio.create_task(watch.run())
    for turn, wake in enumerate((lambda: None, watch.wake, lambda: watch.wake(again=True)), 1):
        wake()
        await asyncio.sleep(0.1)
        assert len(asked) == (2 if turn == 3 else 1)
    live.current = AFTER
    watch.wake()
    await asyncio.sleep(0.1)
    assert asked == [BEFORE, BEFORE, AFTER]
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
