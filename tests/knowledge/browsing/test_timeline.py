from datetime import date

import pytest

from knowledge.browsing import timeline as module
from knowledge.browsing.people import Register, speaker_key, spoken
from knowledge.browsing.timeline import day_of, timeline
from knowledge.library import Library
from tests.articles import NOW, SEEDS, library, story


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


def told(found):
    return [(str(one.day), one.story.bare[one.index].text) for one in found.entries]


def test_days_come_in_order_by_what_the_sentences_say(seed):
    entries = told(timeline("Guaido", seed, now=NOW))
    assert [day for day, _ in entries] == ["2019-01-23", "2019-02-04"]
    assert entries[0][1].startswith("On January 23, Juan Guaido")


def test_what_a_person_says_belongs_to_their_timeline(seed):
    register = Register(seed, {id_: spoken(one) for id_, one in seed.stories.items()})
    statements = register.statements(speaker_key("Dmitry Peskov"), NOW)
    without, found = timeline("Peskov", seed, now=NOW), timeline("Peskov", seed, now=NOW, statements=statements)
    assert not any(text.startswith("He said ‘no’") for _, text in told(without))
    assert any(text.startswith("He said ‘no’") for _, text in told(found))
    assert [one.day for one in found.entries] == sorted(one.day for one in found.entries)


def test_a_sentence_without_a_day_is_of_its_articles_day_and_one_with_several_of_the_first():
    text = (
        "It rained. It had rained on Monday and on Tuesday. All of 2023 was wet. It began in May and ended on 2 March."
    )
    days = [day_of(story(text=text), index) for index in range(4)]
    assert days == [
        (date(2024, 3, 6), False),
        (date(2024, 3, 4), True),
        (date(2024, 3, 6), False),
        (date(2024, 3, 2), True),
    ]
    assert day_of(story(text="It rained.", published=None), 0) == (None, False)


def test_what_has_no_day_comes_last():
    shelf = library(
        story(id="a", text="The breakwater fell.", published=None),
        story(id="b", text="The breakwater was mended.", published="2024-03-05"),
    )
    assert [day for day, _ in told(timeline("breakwater", shelf, now=NOW))] == ["2024-03-05", "None"]


def test_of_too_many_those_that_name_their_day_stay(monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    plain = "The breakwater of Aldmoor stood. The breakwater was long. The breakwater was old. "
    found = timeline("breakwater", library(story(text=plain + "The breakwater fell on Monday.")), now=NOW)
    assert found.more
    assert "The breakwater fell on Monday." in [text for _, text in told(found)]
    assert len(found.entries) == 2


def test_what_may_not_be_shown_has_no_timeline():
    secret = story(id="secret", text="The breakwater fell on Monday.", embargoed_until="2026-11-25T00:00:00+00:00")
    shelf = library(story(), secret)
    assert timeline("breakwater", shelf, now=NOW, statements=[(secret, 0)]).entries == ()
    assert timeline("breakwater", shelf, now=NOW).unknown == ("breakwater",)
