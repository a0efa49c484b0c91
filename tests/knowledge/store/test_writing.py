"""Small writes that come at once share a transaction."""

import asyncio
import contextlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from knowledge.store import StoreError
from knowledge.store.tables import updates

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)


@pytest.fixture
def transactions(store, monkeypatch):
    """Counts the writing transactions; a gate that is cleared holds them up."""
    database, gate = store.database, asyncio.Event()
    gate.set()
    begin, begun = database.writing, []

    @contextlib.asynccontextmanager
    async def writing():
        await gate.wait()
        begun.append(1)
        async with begin() as connection:
            yield connection

    monkeypatch.setattr(database, "writing", writing)
    return begun, gate


def taking(store, number, body="{}"):
    return asyncio.create_task(store.updates.take(number, body, now=NOW))


async def how_many(store):
    async with store.database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(updates))


async def test_what_waits_while_one_is_written_is_written_in_one_transaction(store, transactions):
    begun, gate = transactions
    gate.clear()
    tasks = [taking(store, 1)]
    await asyncio.sleep(0.01)
    tasks += [taking(store, number) for number in (2, 3, 3, 4)]
    await asyncio.sleep(0.01)
    gate.set()
    assert await asyncio.gather(*tasks) == [True, True, True, False, True]
    assert len(begun) == 2
    assert await how_many(store) == 4


async def test_one_that_fails_takes_none_along(store, transactions):
    begun, gate = transactions
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
    assert len(begun) == 5  # the first, the three together, and each of them alone


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
