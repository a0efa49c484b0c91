from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from knowledge.store import Kept, Kind, Preferences, Quoted
from knowledge.store.tables import audit, metadata, notices

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
ONE, TWO = Quoted("mill", 0, "One."), Quoted("mill", 1, "Two.")
GROUP, SUPERGROUP = -77, -1000077


async def leave_traces(store, user, *chats):
    await store.feedback.rate(user, ONE, helpful=True, question="Why?", now=NOW)
    await store.feedback.rate(user, TWO, helpful=False, question="Why?", now=NOW)
    await store.feedback.choose(user, ONE, question="why", now=NOW)
    await store.preferences.change(user, quotes=1)
    for chat in chats or (user,):
        found, _ = await store.follows.add(user, chat, Kind.TOPIC, "mills", limit=9, now=NOW)
        await store.notices.put(found.id, [ONE, TWO], now=NOW)


async def test_what_is_kept_is_counted_and_forgotten_and_nobody_elses(store):
    await leave_traces(store, 1, 1, GROUP)
    await leave_traces(store, 2, 2, GROUP)
    assert await store.forgetting.kept_about(1) == Kept(2, 1, 2, 4, 1, 0)
    assert await store.forgetting.forget(1) == 6
    assert await store.forgetting.kept_about(1) == Kept(0, 0, 0, 0, 0, 0)
    assert await store.forgetting.kept_about(2) == Kept(2, 1, 2, 4, 1, 0)
    assert await store.forgetting.forget(1) == 0
    assert await store.preferences.of(1) == Preferences()


async def test_no_number_of_a_forgotten_user_stands_in_any_table(store):
    user = 987654321
    await leave_traces(store, user, user, GROUP)
    await store.counts.refused("Who?", "unsure", took_ms=1, now=NOW)
    assert user in await _numbers(store)
    await store.forgetting.forget(user)
    assert user not in await _numbers(store)


async def _numbers(store):
    found = set()
    async with store.database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                found |= {value for value in row if isinstance(value, int)}
    return found


def test_every_table_is_somebodys_or_nobodys():
    """A new table with a person in it must be forgotten too: add it here and to `forgetting`."""
    whose = {
        table.name: sorted(
            column.name for column in table.c if column.name.endswith(("user_id", "chat_id", "admin_id"))
        )
        for table in metadata.sorted_tables
    }
    assert whose == {
        "ratings": ["user_id"],
        "choices": ["user_id"],
        "follows": ["chat_id", "user_id"],
        "notices": [],  # by its request
        "preferences": ["chat_id"],
        "audit": ["admin_id"],  # which stays
        "rulings": [],
        "drafts": ["admin_id"],  # as the audit: the operator's, not a reader's
        "counts": [],
        "latencies": [],
        "unanswered": [],
        "updates": [],  # of all, for as long as they are not handled
    }
    assert next(iter(notices.c.follow_id.foreign_keys)).ondelete == "CASCADE"


async def test_what_an_admin_did_stays_on_record(store):
    await leave_traces(store, 1)
    await store.audit.note(1, "reload", now=NOW)
    kept = await store.forgetting.kept_about(1)
    assert (kept.deeds, kept.forgettable) == (1, 7)
    await store.forgetting.forget(1)
    kept = await store.forgetting.kept_about(1)
    assert (kept.deeds, kept.forgettable) == (1, 0)
    async with store.database.reading() as connection:
        assert len((await connection.execute(select(audit))).all()) == 1


async def test_a_group_that_removed_the_bot_is_forgotten_and_its_people_are_not(store):
    await leave_traces(store, 1, 1, GROUP)
    await store.preferences.change(GROUP, language="es")
    assert await store.forgetting.forget_chat(GROUP) == 2
    assert await store.preferences.of(GROUP) == Preferences()
    assert [one.chat_id for one in await store.follows.of(1)] == [1]
    assert (await store.forgetting.kept_about(1)).ratings == 2


async def test_a_user_who_blocked_the_bot_is_forgotten(store):
    await leave_traces(store, 1, 1, GROUP)
    await store.forgetting.forget_chat(1)
    assert (await store.forgetting.kept_about(1)).forgettable == 0


async def test_a_group_that_becomes_a_supergroup_takes_everything_along(store):
    await leave_traces(store, 1, GROUP)
    await store.preferences.change(GROUP, language="es")
    for _ in range(2):  # Telegram tells it twice, once in each chat
        await store.forgetting.migrate_chat(GROUP, SUPERGROUP)
    assert await store.preferences.of(SUPERGROUP) == Preferences(language="es")
    assert await store.preferences.of(GROUP) == Preferences()
    assert [one.chat_id for one in await store.follows.of(1)] == [SUPERGROUP]
    assert (await store.notices.claim(now=NOW)).follow.chat_id == SUPERGROUP


@pytest.mark.parametrize("set_there", [True, False])
async def test_what_is_set_in_the_supergroup_already_stays(store, set_there):
    await leave_traces(store, 1, GROUP, *([SUPERGROUP] if set_there else []))
    await leave_traces(store, 2, GROUP)
    await store.preferences.change(GROUP, language="es")
    if set_there:
        await store.preferences.change(SUPERGROUP, language="fr")
    await store.forgetting.migrate_chat(GROUP, SUPERGROUP)
    assert (await store.preferences.of(SUPERGROUP)).language == ("fr" if set_there else "es")
    assert [one.chat_id for one in await store.follows.of(1)] == [SUPERGROUP]
    assert [one.chat_id for one in await store.follows.of(2)] == [SUPERGROUP]
    assert (await store.forgetting.kept_about(1)).notices == 2
