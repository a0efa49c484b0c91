import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.store import Kind, TooManyError

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
USER, GROUP = 5, -1001


async def follow(store, text="Did Brazil recognise Guaido?", *, user=USER, chat=USER, kind=Kind.QUESTION, limit=10):
    found, _ = await store.follows.add(user, chat, kind, text, limit=limit, now=NOW)
    return found


async def test_a_request_has_all_that_an_answer_needs(store):
    found, new = await store.follows.add(
        USER, GROUP, Kind.PERSON, "  Dmitry\nPeskov ", limit=3, now=NOW, language="ru", thread_id=17
    )
    assert new
    assert (found.user_id, found.chat_id, found.thread_id) == (USER, GROUP, 17)
    assert (found.kind, found.text, found.language) == (Kind.PERSON, "Dmitry Peskov", "ru")
    assert (found.created, found.asked) == (NOW, None)
    assert await store.follows.get(found.id) == found


async def test_the_same_again_is_the_same_request(store):
    first = await follow(store)
    again, new = await store.follows.add(USER, USER, Kind.QUESTION, "did brazil RECOGNISE  guaido", limit=1, now=NOW)
    assert (again, new) == (first, False)
    assert await follow(store, "Did Brazil recognise 2 Guaidos?") != first
    assert await follow(store, chat=GROUP) != first
    assert await follow(store, user=6) != first
    assert await follow(store, kind=Kind.TOPIC) != first


async def test_digits_and_stops_between_them_are_never_folded(store):
    assert await follow(store, "Did it rise by 3.5 percent?") != await follow(store, "Did it rise by 35 percent?")


async def test_no_more_than_the_limit_over_all_chats(store):
    first = await follow(store, "one", limit=2)
    await follow(store, "two", chat=GROUP, limit=2)
    with pytest.raises(TooManyError, match="no more than 2") as caught:
        await follow(store, "three", limit=2)
    assert caught.value.limit == 2
    await follow(store, "three", user=6, limit=2)
    await store.follows.end(USER, first.id, now=NOW)
    await follow(store, "three", limit=2)


async def test_the_limit_holds_when_all_come_at_once(store):
    found = await asyncio.gather(*(follow(store, f"q{n}", limit=4) for n in range(12)), return_exceptions=True)
    assert sum(isinstance(one, TooManyError) for one in found) == 8
    assert len(await store.follows.of(USER)) == 4


async def test_requests_are_listed_by_age_of_one_chat_or_all(store):
    mine = [await follow(store, "b"), await follow(store, "a", chat=GROUP), await follow(store, "c")]
    await follow(store, "other", user=6, chat=GROUP)
    assert list(await store.follows.of(USER)) == mine
    assert list(await store.follows.of(USER, GROUP)) == [mine[1]]
    assert await store.follows.of(7) == ()


async def test_only_its_user_ends_a_request_and_only_once(store):
    found = await follow(store)
    assert await store.follows.end(6, found.id, now=NOW) is None
    assert await store.follows.end(USER, found.id, now=NOW) == found
    assert await store.follows.end(USER, found.id, now=NOW) is None
    assert await store.follows.get(found.id) is None
    assert await store.follows.of(USER) == ()


async def test_all_of_a_user_can_be_ended_in_one_chat_or_everywhere(store):
    await follow(store, "a")
    await follow(store, "b", chat=GROUP)
    await follow(store, "c")
    await follow(store, "a", user=6)
    assert await store.follows.end_all(USER, chat_id=GROUP, now=NOW) == 1
    assert await store.follows.end_all(USER, now=NOW) == 2
    assert await store.follows.end_all(USER, now=NOW) == 0
    assert len(await store.follows.of(6)) == 1


async def test_a_request_that_ended_can_be_made_anew(store):
    found = await follow(store)
    await store.follows.end(USER, found.id, now=NOW)
    later = NOW + timedelta(days=1)
    again, new = await store.follows.add(USER, USER, Kind.QUESTION, found.text, limit=1, now=later, language="es")
    assert new
    assert (again.created, again.language) == (later, "es")
    assert await store.follows.of(USER) == (again,)


async def test_open_requests_come_in_pages_and_remember_being_asked(store):
    found = [await follow(store, f"q{n}", user=n) for n in range(1, 6)]
    await store.follows.end(3, found[2].id, now=NOW)
    seen, after = [], 0
    while page := await store.follows.open(after=after, most=2):
        seen += page
        after = page[-1].id
    assert seen == [found[0], found[1], found[3], found[4]]
    await store.follows.note_asked([found[0].id, found[4].id], now=NOW)
    assert [one.asked for one in await store.follows.open()] == [NOW, None, None, NOW]


async def test_what_ended_long_ago_is_erased(store):
    old, new, still = [await follow(store, text) for text in ("a", "b", "c")]
    await store.follows.end(USER, old.id, now=NOW - timedelta(days=40))
    await store.follows.end(USER, new.id, now=NOW)
    assert await store.follows.erase_ended(before=NOW - timedelta(days=30)) == 1
    assert await store.follows.of(USER) == (still,)
    assert (await store.forgetting.kept_about(USER)).follows == 2
