"""Small writes that come at once share a transaction."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select

from knowledge.store import StoreError
from knowledge.store.database import WRITING
from knowledge.store.tables import updates

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)


@pytest.fixture
async def transactions(store, monkeypatch):
    """Notes the writing transactions that were committed; a gate that is cleared holds small writes up."""
    database, gate, committed = store.database, asyncio.Event(), []
    gate.set()
    await how_many(store)  # what is made before the first is none of them
    rows = database._rows

    async def gated(statements):
        await gate.wait()
        return await rows(statements)

    monkeypatch.setattr(database, "_rows", gated)
    engines = [database._engine.sync_engine] + ([database._beside] if database._beside is not None else [])

    def on_commit(connection):
        if connection.get_execution_options().get(WRITING):
            committed.append(connection)

    for one in engines:
        event.listen(one, "commit", on_commit)
    yield committed, gate
    for one in engines:
        event.remove(one, "commit", on_commit)


def taking(store, number, body="{}"):
    return asyncio.create_task(store.updates.take(number, body, now=NOW))


async def how_many(store):
    async with store.database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(updates))


async def test_what_waits_while_one_is_written_is_written_in_one_transaction(store, transactions):
    committed, gate = transactions
    gate.clear()
    tasks = [taking(store, 1)]
    await asyncio.sleep(0.01)
    tasks += [taking(store, number) for number in (2, 3, 3, 4)]
    tasks.append(asyncio.create_task(store.counts.answered(took_ms=5.0, now=NOW)))
    await asyncio.sleep(0.01)
    gate.set()
    assert await asyncio.gather(*tasks) == [True, True, True, False, True, None]
    assert len(committed) == 2
    assert await how_many(store) == 4
    assert [day.answered for day in await store.counts.days(NOW.date(), NOW.date())] == [1]


async def test_one_that_fails_takes_none_along(store, transactions):
    committed, gate = transactions
    gate.clear()
    tasks = [taking(store, 1)]
    await asyncio.sleep(0.01)
    tasks += [taking(store, 2), taking(store, None), taking(store, 3)]
    await asyncio.sleep(0.01)
    gate.set()
    *found, third = await asyncio.gather(tasks[0], tasks[1], tasks[3], tasks[2], return_exceptions=True)
    assert found == [True, True, True]
    assert isinstance(third, StoreError)
    assert await how_many(store) == 3
    assert len(committed) == 3  # the three together are undone, and each is tried alone


async def test_what_nobody_waits_for_goes_along_with_what_somebody_does(store, transactions):
    committed, _ = transactions
    await store.updates.take(1, "{}", now=NOW)
    patient = asyncio.create_task(store.updates.finish(1, now=NOW))
    await asyncio.sleep(0.005)
    assert await store.updates.take(2, "{}", now=NOW)
    assert patient.done()
    assert len(committed) == 2
    await asyncio.wait_for(store.updates.finish(2, now=NOW), 5)  # and alone where nobody comes
    assert [left.update_id for left in await store.updates.left_over()] == []


async def test_who_is_cancelled_cuts_nobody_off(store, transactions):
    _, gate = transactions
    gate.clear()
    first = taking(store, 1)
    await asyncio.sleep(0.01)
    second, third = taking(store, 2), taking(store, 3)
    await asyncio.sleep(0.01)
    first.cancel()
    second.cancel()
    await asyncio.sleep(0.01)
    gate.set()
    assert await third
    assert await store.updates.take(2, "{}", now=NOW)  # nobody waited for it any more


async def test_what_is_being_written_is_there_when_the_store_is_closed(store, transactions):
    _, gate = transactions
    gate.clear()
    task = taking(store, 1)
    await asyncio.sleep(0.01)
    asyncio.get_running_loop().call_later(0.02, gate.set)
    await store.database.close()
    assert gate.is_set()  # it waited
    assert await task
