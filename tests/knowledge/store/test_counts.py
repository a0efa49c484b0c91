from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from knowledge.answering import NoAnswer, ask
from knowledge.store import Refusal, refusal
from knowledge.store.counts import ACCURACY, _bucket, _percentile
from tests.articles import NOW as TODAY
from tests.articles import library

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
DAY = date(2024, 3, 8)


async def test_questions_are_counted_by_day_and_refusals_by_reason(store):
    for _ in range(3):
        await store.counts.answered(took_ms=4, now=NOW)
    await store.counts.refused("Who?", Refusal.NO_WORDS, took_ms=1, now=NOW)
    await store.counts.refused("Who won?", Refusal.UNSURE, took_ms=1, now=NOW)
    await store.counts.refused("Who won?", Refusal.UNSURE, took_ms=1, now=NOW)
    await store.counts.answered(took_ms=4, now=NOW + timedelta(days=2))
    first, second = await store.counts.days(DAY, DAY + timedelta(days=7))
    assert (first.day, first.answered, first.refusals, first.questions) == (DAY, 3, 3, 6)
    assert first.refused == {Refusal.NO_WORDS: 1, Refusal.UNSURE: 2}
    assert (second.day, second.questions) == (DAY + timedelta(days=2), 1)
    assert await store.counts.days(DAY + timedelta(days=3), DAY + timedelta(days=7)) == ()


async def test_a_day_is_utcs(store):
    await store.counts.answered(took_ms=4, now=datetime.fromisoformat("2024-03-09T01:00+03:00"))
    assert [one.day for one in await store.counts.days(DAY, DAY + timedelta(days=1))] == [DAY]


async def test_waiting_times_of_a_day(store):
    for took in range(1, 101):
        await store.counts.answered(took_ms=took, now=NOW)
    p50, p99 = await store.counts.percentiles(DAY)
    assert p50 == pytest.approx(50, rel=ACCURACY + 0.03)
    assert p99 == pytest.approx(99, rel=ACCURACY + 0.03)
    assert await store.counts.percentiles(DAY + timedelta(days=1)) == (None, None)


@given(st.lists(st.floats(0.02, 1e6), min_size=1, max_size=50), st.floats(0, 1))
def test_a_percentile_is_within_its_accuracy(times, share):
    rows = sorted((bucket, sum(_bucket(one) == bucket for one in times)) for bucket in set(map(_bucket, times)))
    true = sorted(times)[int(share * (len(times) - 1))]
    assert _percentile(rows, share) == pytest.approx(true, rel=ACCURACY * 1.001)


def test_why_ask_refused():
    found = library()
    reasons = [ask(question, found, now=TODAY) for question in ("???", "zzzz qqqq", "Who won the mill's cup in Peru?")]
    assert all(isinstance(one, NoAnswer) for one in reasons)
    assert [refusal(one) for one in reasons] == [Refusal.NO_WORDS, Refusal.NOTHING_ALIKE, Refusal.UNSURE]


async def test_unanswered_questions_are_grouped_and_counted(store):
    later = NOW + timedelta(hours=1)
    for question, now in (
        ("Who won?", NOW),
        ("who  WON", later),
        ("Did it rise by 3.5 %?", NOW),
        ("Did it rise by 35 %?", NOW),
    ):
        await store.counts.refused(question, Refusal.UNSURE, took_ms=1, now=now, language="en")
    most, *others = await store.unanswered.most_asked()
    assert (most.question, most.count, most.language, most.first, most.latest) == ("who won", 2, "en", NOW, later)
    assert {one.question for one in others} == {"did it rise by 3.5 %", "did it rise by 35 %"}
    assert await store.unanswered.most_asked(1, skip=1) == (others[0],)
    assert await store.unanswered.erase("Who won?") == 1
    assert await store.unanswered.erase() == 2
    assert await store.unanswered.most_asked() == ()


async def test_without_keeping_texts_only_the_count_stays(silent_store):
    await silent_store.counts.refused("Who won?", Refusal.UNSURE, took_ms=1, now=NOW)
    assert await silent_store.unanswered.most_asked() == ()
    (day,) = await silent_store.counts.days(DAY, DAY)
    assert day.refused == {Refusal.UNSURE: 1}


async def test_nothing_counted_names_a_user(store):
    for table in ("counts", "latencies", "unanswered"):
        async with store.database.reading() as connection:
            names = set((await connection.execute(text(f"SELECT * FROM {table}"))).keys())
        assert not {name for name in names if "user" in name or "chat" in name}


async def test_deeds_are_listed_the_latest_first(store):
    await store.audit.note(1, "withdraw", "harrow-mill", now=NOW)
    await store.audit.note(2, "reload", now=NOW + timedelta(hours=1))
    await store.audit.note(1, "publish", "harrow-mill", now=NOW + timedelta(hours=1))
    found = await store.audit.latest()
    assert [(deed.admin_id, deed.action, deed.target) for deed in found] == [
        (1, "publish", "harrow-mill"),
        (2, "reload", ""),
        (1, "withdraw", "harrow-mill"),
    ]
    assert found[2].done == NOW
    assert await store.audit.latest(1, skip=1) == (found[1],)
