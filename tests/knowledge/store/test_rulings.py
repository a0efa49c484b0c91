from datetime import UTC, datetime

from knowledge.rulings import Ruling
from knowledge.store import open_store

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
FIRST = Ruling(withheld=True)
SECOND = Ruling(correction="It was Monday.", corrected=NOW)


async def test_the_last_ruling_holds_and_an_empty_one_ends_it(store):
    await store.rulings.put("mill", FIRST)
    await store.rulings.put("mill", SECOND)
    await store.rulings.put("ferry", FIRST)
    assert await store.rulings.all() == {"ferry": FIRST, "mill": SECOND}
    await store.rulings.put("ferry", Ruling())
    await store.rulings.put("never", Ruling())
    assert await store.rulings.all() == {"mill": SECOND}


async def test_rulings_outlast_the_store(lasting_url):
    async with await open_store(lasting_url) as store:
        await store.rulings.put("mill", SECOND)
    async with await open_store(lasting_url) as store:
        assert await store.rulings.all() == {"mill": SECOND}
