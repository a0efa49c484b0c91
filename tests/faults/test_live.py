"""The benchmarks over the socket, scaled down: what they count, not how fast it goes."""

import math

import pytest

from benchmarks import crowds, live, soak
from tests.telegram.asking import Asked


async def test_while_the_library_changes_no_question_is_dropped_and_nothing_withdrawn_is_quoted():
    given = live.options().parse_args("--rate 12 --seconds 5 --added 60 --withdrawn 5 --patience 60".split())
    found = await live.measure(given)
    assert len(found.asked) >= 50
    assert (found.dropped, found.twice) == (0, 0)
    assert (found.added, found.loaded) == (60, 60)
    assert len(found.acknowledged) == 5
    assert len(found.reloads) == live.RELOADS
    assert any(found.markers(one) for one in found.asked)  # articles of our own are quoted: else nothing would be seen
    assert found.tempted
    assert found.leaks()[0] == 0


def answered(asked_at, answered_at, text):
    return Asked(1, "private", asked_at, [answered_at], [text])


def test_an_answer_from_a_withdrawn_article_is_counted_by_when_it_was_asked():
    found = live.Live(acknowledged={"700001": 10.0})
    found.asked = [
        answered(8, 9, "cost 700001 crowns"),  # before
        answered(9, 11, "cost 700001 crowns"),  # on its way
        answered(11, 12, "cost 700001 crowns"),  # after
        answered(11, 12, "cost 700002 crowns"),  # another's
        Asked(5, "inline", 11),
    ]
    assert found.leaks() == (1, 1)
    assert (found.dropped, found.twice) == (1, 0)


def test_the_slope_of_memory_leaves_the_warm_up_out():
    found = soak.Soak(memory=[(0, 50.0), (60, 90.0), *((60 * minute, 100 + minute) for minute in range(2, 20))])
    assert found.slope(120) == pytest.approx(60)
    assert found.slope(0) > 70
    assert math.isnan(soak.Soak(memory=[(1, 5.0)]).slope(0))


def test_articles_of_our_own_have_names_of_their_own_and_no_question_has_their_number():
    numbers = range(3000)
    assert len({crowds.place(number) for number in numbers}) == len(numbers)
    for number in numbers[::100]:
        entry = crowds.article(number)
        assert crowds.marker(number) in entry["headline"]
        assert all(crowds.marker(number) in sentence for sentence in entry["text"].removesuffix(".").split(". "))
        assert crowds.marker(number) not in crowds.asked_of(number)
