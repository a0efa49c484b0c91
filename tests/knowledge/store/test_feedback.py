from datetime import UTC, datetime, timedelta

import pytest

from knowledge.answering import quote
from knowledge.store import Mark, Quoted
from tests.articles import story

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
ONE = Quoted("harrow-mill", 3, "The wind was too strong.")
MOVED = Quoted("harrow-mill", 4, "The wind was too strong.")
OTHER = Quoted("harrow-mill", 3, "We could not save the roof.")


async def signs(store):
    return [sign async for sign in store.feedback.signs()]


def test_a_quote_is_kept_with_its_place_and_words():
    found = quote(story(), 2)
    kept = Quoted.of(found)
    assert kept.key == found.id
    assert kept.text == found.sentence.text


async def test_one_rating_a_user_and_quote_and_a_later_one_replaces_it(store):
    assert await store.feedback.rate(1, ONE, helpful=True, question="Why?", now=NOW)
    assert not await store.feedback.rate(1, ONE, helpful=True, question="Why?", now=NOW)
    assert await store.feedback.rate(1, ONE, helpful=False, question="Why not?", now=NOW + timedelta(hours=1))
    assert await store.feedback.rate(2, ONE, helpful=True, question="Why?", now=NOW)
    assert await store.feedback.rating(1, ONE) is False
    assert await store.feedback.rating(2, ONE) is True
    assert await store.feedback.rating(3, ONE) is None
    found = {(sign.mark, sign.question, sign.at) for sign in await signs(store)}
    assert found == {(Mark.NOT_HELPFUL, "Why not?", NOW + timedelta(hours=1)), (Mark.HELPFUL, "Why?", NOW)}


async def test_a_quote_is_known_by_its_words_wherever_they_stand(store):
    await store.feedback.rate(1, ONE, helpful=True, question="Why?", now=NOW)
    assert await store.feedback.rating(1, MOVED) is True
    assert await store.feedback.rating(1, OTHER) is None
    await store.feedback.rate(1, MOVED, helpful=True, question="Why?", now=NOW)
    assert [sign.quoted for sign in await signs(store)] == [MOVED]


async def test_every_choice_counts(store):
    for user in (1, 1, 2):
        await store.feedback.choose(user, ONE, question="roof", now=NOW)
    await store.feedback.rate(1, ONE, helpful=False, question="Why?", now=NOW)
    assert await store.feedback.totals() == {Mark.HELPFUL: 0, Mark.NOT_HELPFUL: 1, Mark.CHOSEN: 3}
    assert [sign.mark for sign in await signs(store)] == [Mark.NOT_HELPFUL, *[Mark.CHOSEN] * 3]


async def test_without_keeping_texts_no_question_is_in_the_database(silent_store):
    await silent_store.feedback.rate(1, ONE, helpful=True, question="Why?", now=NOW)
    await silent_store.feedback.choose(1, ONE, question="roof", now=NOW)
    assert [(sign.question, sign.quoted) for sign in await signs(silent_store)] == [(None, ONE), (None, ONE)]


async def test_more_signs_than_fit_on_a_page_all_come_once(store, monkeypatch):
    monkeypatch.setattr("knowledge.store.feedback._PAGE", 3)
    for user in range(1, 11):
        await store.feedback.rate(user, ONE, helpful=True, question=f"q{user}", now=NOW + timedelta(hours=user // 4))
    assert [sign.question for sign in await signs(store)] == [f"q{user}" for user in range(1, 11)]


@pytest.mark.parametrize("words", ["a\0b", "a\ud800b", "  ", "x" * 5_000, "ليش؟ 🙂"])
async def test_any_text_can_be_kept(store, words):
    await store.feedback.rate(2**52, ONE, helpful=True, question=words, now=NOW)
    (sign,) = await signs(store)
    expected = {"a\0b": "ab", "a\ud800b": "a?b", "  ": None, "x" * 5_000: "x" * 1_000}.get(words, words)
    assert sign.question == expected


async def test_times_come_back_in_utc_whatever_zone_they_had(store):
    local = datetime.fromisoformat("2024-03-08T17:30:00.123456+05:30")
    await store.feedback.rate(1, ONE, helpful=True, question="", now=local)
    (sign,) = await signs(store)
    assert sign.at == local
    assert sign.at.tzinfo is UTC
