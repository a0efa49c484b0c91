import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from knowledge.store import LeftOver, open_store
from knowledge.store.tables import updates

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)


async def test_an_update_is_taken_once_also_after_it_was_handled(store):
    assert await store.updates.take(7, "{}", now=NOW)
    assert not await store.updates.take(7, "{}", now=NOW)
    await store.updates.finish(7, now=NOW)
    assert not await store.updates.take(7, "{}", now=NOW)
    assert await store.updates.left_over() == ()


async def test_of_two_takings_at_once_one_succeeds(store):
    taken = await asyncio.gather(*(store.updates.take(7, "{}", now=NOW) for _ in range(8)))
    assert sorted(taken) == [*[False] * 7, True]


async def test_what_is_not_handled_outlives_the_store(lasting_url):
    async with await open_store(lasting_url) as store:
        for number in (9, 8):
            await store.updates.take(number, f'{{"update_id": {number}}}', now=NOW)
        await store.updates.note_sending(9)
    async with await open_store(lasting_url) as store:
        assert await store.updates.waiting() == 2
        assert await store.updates.left_over() == (
            LeftOver(8, '{"update_id": 8}', NOW, sending=False),
            LeftOver(9, '{"update_id": 9}', NOW, sending=True),
        )


async def test_of_a_handled_update_only_the_number_is_kept_and_that_for_a_day(store):
    await store.updates.take(7, '{"text": "Who?"}', now=NOW)
    await store.updates.take(8, '{"text": "When?"}', now=NOW)
    await store.updates.finish(7, now=NOW)
    async with store.database.reading() as connection:
        bodies = (await connection.execute(select(updates.c.body).order_by(updates.c.update_id))).scalars().all()
    assert bodies == [None, '{"text": "When?"}']
    assert await store.updates.forget_handled(now=NOW + timedelta(hours=23)) == 0
    assert await store.updates.forget_handled(now=NOW + timedelta(hours=25)) == 1
    assert await store.updates.waiting() == 1  # what is not handled is never forgotten here
    assert await store.updates.take(7, "{}", now=NOW)
