import pytest

from knowledge.answering import Answer, NoAnswer, ask, reported
from knowledge.reports import once
from tests.articles import MILL, NOW, library, story
from tests.knowledge.test_duplicates import LONG

QUESTION = "Who said the old mill in Harrow burnt down?"
EDITED = MILL.replace("on Tuesday night", "Tuesday night")


def wire(id_, outlet, **changed):
    return story(**({"id": id_, "source": {"name": outlet}} | changed))


def also(*stories, now=NOW):
    answer = ask(QUESTION, library(*stories), now=now)
    assert isinstance(answer, Answer)
    return [(one.article.id, [a.source.name for a in one.also_reported_by]) for one in answer.quotes]


def test_a_report_of_several_outlets_is_quoted_once_and_says_who_else_has_it():
    stories = [wire("a", "Post"), wire("b", "Gazette", text=EDITED), wire("c", "Herald"), wire("d", "herald")]
    ((quoted, others),) = also(*stories)
    assert {stories["abcd".index(quoted)].article.source.name, *others} == {"Post", "Gazette", "Herald"}
    assert len(others) == 2


def test_an_outlet_that_runs_its_own_story_twice_is_nobody_else():
    assert also(wire("a", "Post"), wire("b", "Post")) == [("a", [])]


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "withheld"},
        {"status": "cancelled"},
        {"embargoed_until": "2026-11-25T00:00:00+00:00"},
        {"expires_at": "2026-11-23T00:00:00+00:00"},
    ],
)
def test_who_may_not_be_shown_is_not_named(changed):
    assert also(wire("a", "Post"), wire("b", "Gazette", **changed)) == [("a", [])]


@pytest.mark.parametrize(
    "text",
    [
        MILL.replace("fire chief Anna Berg", "fire chief Vera Berg"),
        MILL.replace("Tuesday", "Monday"),
        MILL.replace("burnt down", "never burnt down"),
    ],
)
def test_another_name_day_or_claim_is_another_report(text):
    found = also(wire("a", "Post"), wire("b", "Gazette", text=text))
    assert sorted(found) == [("a", []), ("b", [])]


def test_the_same_weekday_of_another_week_is_another_report():
    assert also(wire("a", "Post"), wire("b", "Gazette", published="2024-03-13"))[0] == ("b", [])
    assert also(wire("a", "Post"), wire("b", "Gazette", published="2024-03-07"))[0][1] == ["Post"]


def test_a_phrase_that_many_stories_have_is_one_report_only_within_one_text():
    phrase = "He declined to comment."
    strangers = library(
        wire("a", "Post", text=f"Mayor Ivo Stern left early. {phrase}"),
        wire("b", "Gazette", text=f"Banker Otto Krantz was fined. {phrase}"),
    )
    places = [(one, 1) for one in strangers.stories.values()]
    assert list(once(strangers, places)) == [0, 1]
    family = library(wire("a", "Post", text=f"{LONG} {phrase}"), wire("b", "Gazette", text=f"{LONG} {phrase}"))
    last = [(one, len(one.bare) - 1) for one in family.stories.values()]
    assert list(once(family, last)) == [0]


def test_a_twin_is_found_in_the_rest_of_the_wire_story_and_by_its_words():
    shelf = library(wire("a", "Post", text=LONG), wire("b", "Gazette", text=LONG))
    found = reported(shelf, shelf.stories["a"], 5, now=NOW, among=())
    assert [one.id for one in found.also_reported_by] == ["b"]
    short = library(wire("a", "Post"), wire("b", "Gazette"))
    assert short.siblings == {}
    assert [one.id for one in reported(short, short.stories["a"], 0, now=NOW).also_reported_by] == ["b"]


def test_a_refusal_offers_a_wire_story_once():
    copies = [wire(id_, outlet, text=LONG) for id_, outlet in (("a", "Post"), ("b", "Gazette"), ("c", "Herald"))]
    answer = ask("What did Quentin say about compensation in Brazil?", library(*copies, story()), now=NOW)
    assert isinstance(answer, NoAnswer)
    assert [one.id for one in answer.nearest].count("a") == 1
    assert not {"b", "c"} & {one.id for one in answer.nearest}
