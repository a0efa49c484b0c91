"""Preferences in memory: what is looked up in the store, and what is not."""

import pytest

from bot import preferences
from bot.preferences import DEFAULTS, KeptPreferences
from knowledge.store import StoreError, open_store


@pytest.fixture
async def store(tmp_path):
    async with await open_store(tmp_path / "dateline.db") as found:
        yield found


@pytest.fixture
def looked_up(store, monkeypatch):
    """The chats that are looked up one by one."""
    found, of = [], store.preferences.of

    async def noted(chat_id):
        found.append(chat_id)
        return await of(chat_id)

    monkeypatch.setattr(store.preferences, "of", noted)
    return found


async def test_who_has_set_nothing_is_not_looked_up(store, looked_up):
    await store.preferences.change(2, quotes=5)
    kept = KeptPreferences(store.preferences)
    assert [(await kept.of(chat)).quotes for chat in (1, 2, 3, 2)] == [3, 5, 3, 5]
    assert looked_up == [2]


async def test_what_is_set_meanwhile_holds(store, looked_up):
    kept = KeptPreferences(store.preferences)
    assert await kept.of(1) == DEFAULTS
    await kept.change(1, quotes=7)
    assert (await kept.of(1)).quotes == 7
    assert looked_up == []


async def test_what_was_set_meanwhile_and_is_no_longer_in_memory_is_looked_up(store, looked_up, monkeypatch):
    monkeypatch.setattr(preferences, "REMEMBERED", 1)
    kept = KeptPreferences(store.preferences)
    assert await kept.of(1) == DEFAULTS
    for chat in (1, 2):
        await kept.change(chat, quotes=7)
    assert (await kept.of(1)).quotes == 7
    assert looked_up == [1]


async def test_what_was_erased_or_moved_is_looked_up_again(store, looked_up):
    kept = KeptPreferences(store.preferences)
    await kept.change(-5, quotes=7)
    await store.forgetting.migrate_chat(-5, -1005)
    kept.forget(-5)
    kept.forget(-1005)
    assert [(await kept.of(chat)).quotes for chat in (-5, -1005)] == [3, 7]
    assert looked_up == [-5, -1005]


async def test_where_too_many_have_set_something_everyone_is_looked_up(store, looked_up, monkeypatch):
    monkeypatch.setattr(preferences, "NUMBERED", 1)
    for chat in (1, 2):
        await store.preferences.change(chat, quotes=chat)
    kept = KeptPreferences(store.preferences)
    assert [(await kept.of(chat)).quotes for chat in (1, 2, 3)] == [1, 2, 3]
    assert looked_up == [1, 2, 3]


async def test_a_store_that_fails_is_asked_again_the_next_time(store, monkeypatch):
    await store.preferences.change(1, quotes=5)
    chats, kept = store.preferences.chats, KeptPreferences(store.preferences)

    async def fails(limit):
        raise StoreError("The store failed.")

    monkeypatch.setattr(store.preferences, "chats", fails)
    assert await kept.of(1) == DEFAULTS
    monkeypatch.setattr(store.preferences, "chats", chats)
    assert (await kept.of(1)).quotes == 5
