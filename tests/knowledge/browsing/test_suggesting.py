import pytest

from knowledge.browsing.suggesting import MOST, suggest
from knowledge.library import Library
from tests.articles import NOW, SEEDS, library, story


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


def offered(typed, shelf, threshold=0.7):
    return [story.bare[index].text for story, index in suggest(typed, shelf, now=NOW, threshold=threshold)]


def test_the_first_letters_find_what_is_meant(seed):
    found = offered("putin mad", seed)
    assert "Maduro" in found[0]
    assert "Putin" in found[0]
    assert len(set(found)) == len(found)


def test_nothing_is_offered_where_nothing_answers(seed):
    assert offered("zzyzx qwfp", seed) == []
    assert offered("putin mad", seed, threshold=2.0) == []


def test_an_empty_line_offers_the_openings_of_the_newest_articles_and_not_too_many():
    stories = [
        story(id=f"s{n}", published=f"2024-03-{n % 28 + 1:02}", text=f"Storm {n} broke {n} windows. Nobody slept.")
        for n in range(MOST + 20)
    ]
    secret = story(id="secret", text="Nobody may know.", published="2024-04-01", status="withheld")
    found = offered("  ", library(*stories, secret))
    assert len(found) == MOST
    assert found[0].startswith(("Storm 27 ", "Storm 55 "))
    assert "Nobody may know." not in found


def test_an_opening_that_may_not_be_quoted_is_passed_over():
    sections = [{"sentences": [{"text": "In short: a fire.", "kind": "summary"}, {"text": "The mill burnt."}]}]
    assert offered("", library(story(text=None, sections=sections))) == ["The mill burnt."]


def test_what_may_not_be_shown_is_not_offered():
    secret = story(id="secret", text="Vera Dahl was arrested.", embargoed_until="2026-11-25T00:00:00+00:00")
    assert offered("vera dahl arr", library(story(), secret), threshold=0.0) != ["Vera Dahl was arrested."]
    assert not any("Dahl" in text for text in offered("vera dahl arr", library(story(), secret), threshold=0.0))
