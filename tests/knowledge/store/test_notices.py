import asyncio
from datetime import UTC, datetime, timedelta

from knowledge.store import Kind, Quoted, State, open_store

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)
ONE, TWO, THREE = (Quoted("harrow-mill", n, f"Sentence {n} of the mill.") for n in range(3))


async def follow(store, text="Who owns the mill?", user=5):
    found, _ = await store.follows.add(user, user, Kind.QUESTION, text, limit=10, now=NOW)
    return found


async def test_a_quote_comes_once(store):
    mine = await follow(store)
    assert await store.notices.put(mine.id, [ONE, TWO, ONE], now=NOW) == 2
    assert await store.notices.put(mine.id, [ONE, TWO], now=NOW) == 0
    seen = []
    while delivery := await store.notices.claim(now=NOW):
        seen += delivery.quotes
        await store.notices.sent(delivery, now=NOW)
    assert seen == [ONE, TWO]
    moved = Quoted("harrow-mill", 7, ONE.text)
    assert await store.notices.put(mine.id, [ONE, moved], now=SOON) == 0
    assert await store.notices.claim(now=SOON) is None
    assert (await store.notices.states())[State.SENT] == 2


async def test_what_is_claimed_is_claimed_by_nobody_else(store):
    for user in range(1, 6):
        mine = await follow(store, user=user)
        await store.notices.put(mine.id, [ONE, TWO], now=NOW)
    claimed = await asyncio.gather(*(store.notices.claim(now=NOW) for _ in range(13)))
    ids = [id_ for delivery in claimed if delivery for id_ in delivery.notices]
    assert len(ids) == len(set(ids)) == 10
    assert claimed.count(None) == 3


async def test_several_quotes_of_one_request_go_in_one_message(store):
    mine, other = await follow(store), await follow(store, user=6)
    await store.notices.put(mine.id, [ONE, TWO, THREE], now=NOW)
    await store.notices.put(other.id, [ONE], now=NOW)
    first = await store.notices.claim(now=NOW, most=2)
    assert (first.follow, first.quotes, len(first.notices)) == (mine, (ONE, TWO), 2)
    assert (await store.notices.claim(now=NOW, most=2)).quotes == (THREE,)
    assert (await store.notices.claim(now=NOW, most=2)).follow == other


async def test_what_there_was_before_is_not_sent(store):
    mine = await follow(store)
    assert await store.notices.put_seen(mine.id, [ONE], now=NOW) == 1
    assert await store.notices.put(mine.id, [ONE, TWO], now=NOW) == 1
    assert (await store.notices.claim(now=NOW)).quotes == (TWO,)
    assert await store.notices.claim(now=NOW) is None


async def test_a_failure_is_tried_again_when_it_is_time(store):
    mine = await follow(store)
    await store.notices.put(mine.id, [ONE], now=NOW)
    delivery = await store.notices.claim(now=NOW)
    assert await store.notices.next_due() is None
    await store.notices.failed(delivery, now=NOW, until=SOON)
    assert await store.notices.next_due() == SOON
    assert await store.notices.claim(now=SOON - timedelta(seconds=1)) is None
    again = await store.notices.claim(now=SOON)
    assert (again.notices, again.tries) == (delivery.notices, 1)
    await store.notices.postpone(again, now=SOON, until=SOON)
    assert (await store.notices.claim(now=SOON)).tries == 1


async def test_a_notice_can_wait_for_the_end_of_quiet_hours(store):
    mine = await follow(store)
    await store.notices.put(mine.id, [ONE], now=NOW, due=SOON)
    assert await store.notices.claim(now=NOW) is None
    assert (await store.notices.claim(now=SOON)).quotes == (ONE,)


async def test_a_request_that_ended_is_told_nothing_more(store):
    mine = await follow(store)
    await store.notices.put(mine.id, [ONE, TWO], now=NOW)
    await store.follows.end(5, mine.id, now=NOW)
    assert await store.notices.claim(now=NOW) is None
    assert await store.notices.next_due() is None
    assert await store.notices.put(mine.id, [THREE], now=NOW) == 0
    assert await store.notices.put(999, [THREE], now=NOW) == 0


async def test_a_request_made_anew_does_not_repeat_what_was_told(store):
    mine = await follow(store)
    await store.notices.put(mine.id, [ONE], now=NOW)
    await store.notices.sent(await store.notices.claim(now=NOW), now=NOW)
    await store.follows.end(5, mine.id, now=NOW)
    again = await follow(store)
    assert await store.notices.put(again.id, [ONE, TWO], now=NOW) == 1


async def test_what_waits_and_what_was_sent_outlive_a_restart(lasting_url):
    async with await open_store(lasting_url) as store:
        mine = await follow(store)
        await store.notices.put(mine.id, [ONE, TWO], now=NOW)
        await store.notices.sent(await store.notices.claim(now=NOW), now=NOW)
    async with await open_store(lasting_url) as store:
        assert await store.notices.recover(now=SOON) == 0
        assert (await store.notices.claim(now=SOON)).quotes == (TWO,)
        assert await store.notices.claim(now=SOON) is None


async def test_a_crash_between_claim_and_sending_leaves_it_unsure(lasting_url):
    async with await open_store(lasting_url) as store:
        mine = await follow(store)
        await store.notices.put(mine.id, [ONE, TWO], now=NOW)
        await store.notices.claim(now=NOW)
    async with await open_store(lasting_url) as store:
        assert await store.notices.recover(now=SOON) == 1
        assert (await store.notices.states())[State.UNSURE] == 1
        assert (await store.notices.claim(now=SOON)).quotes == (TWO,)
        assert await store.notices.claim(now=SOON) is None
        assert await store.notices.put(mine.id, [ONE], now=SOON) == 0


async def test_whoever_would_rather_see_it_twice_gets_the_unsure_again(store):
    mine = await follow(store)
    await store.notices.put(mine.id, [ONE, TWO], now=NOW)
    await store.notices.unsure(await store.notices.claim(now=NOW), now=NOW)
    await store.notices.claim(now=NOW)
    assert await store.notices.recover(now=SOON, again=True) == 2
    assert (await store.notices.claim(now=SOON, most=5)).quotes == (ONE, TWO)


async def test_what_is_settled_stays_settled(store):
    mine = await follow(store)
    await store.notices.put(mine.id, [ONE], now=NOW)
    delivery = await store.notices.claim(now=NOW)
    await store.notices.sent(delivery, now=NOW)
    await store.notices.failed(delivery, now=NOW, until=NOW)
    assert await store.notices.claim(now=SOON) is None
