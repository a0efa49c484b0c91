from datetime import UTC, datetime

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)


async def test_a_draft_is_its_admins_alone(store):
    number = await store.drafts.add(1, "id: mill\n", now=NOW)
    assert (await store.drafts.get(1, number)).text == "id: mill\n"
    assert await store.drafts.get(2, number) is None
    await store.drafts.note_shown(number, 40)
    assert (await store.drafts.shown_by(1, 40)).id == number
    assert await store.drafts.shown_by(2, 40) is None
    assert await store.drafts.shown_by(1, 41) is None


async def test_a_draft_is_rewritten_and_let_go_and_its_number_never_comes_again(store):
    first = await store.drafts.add(1, "a", now=NOW)
    await store.drafts.rewrite(first, "b")
    assert (await store.drafts.get(1, first)).text == "b"
    assert await store.drafts.waiting() == 1
    assert await store.drafts.remove(first)
    assert not await store.drafts.remove(first)
    assert await store.drafts.waiting() == 0
    assert await store.drafts.add(1, "c", now=NOW) > first


async def test_the_newest_draft_that_a_message_shows_is_meant(store):
    for _ in range(2):
        await store.drafts.note_shown(newest := await store.drafts.add(1, "a", now=NOW), 40)
    assert (await store.drafts.shown_by(1, 40)).id == newest


async def test_what_is_waiting_is_counted(store):
    assert await store.unanswered.number() == 0
    assert await store.follows.number() == 0
    await store.counts.refused("Who?", "unsure", took_ms=1, now=NOW)
    assert await store.unanswered.number() == 1
