from datetime import date

import pytest

from knowledge.browsing.headlines import days_called, headlines, outlet_called, outlets
from tests.articles import MILL, NOW, library, story
from tests.knowledge.test_duplicates import LONG

SHELF = library(
    story(id="a", published="2026-11-20"),
    story(id="b", published="2026-11-23", source={"name": "Gazette"}),
    story(id="c", published="2026-11-21", source={"name": "northern post"}),
    story(id="d", published=None),
    story(id="secret", published="2026-11-24", embargoed_until="2026-11-25T00:00:00+00:00"),
    story(id="gone", published="2026-11-24", source={"name": "Old Times"}, status="withheld"),
)


def ids(found):
    return [one.id for one in found]


def test_newest_first_of_all_of_a_source_or_of_some_days():
    assert ids(headlines(SHELF, now=NOW)) == ["b", "c", "a", "d"]
    assert ids(headlines(SHELF, now=NOW, source="Northern Post")) == ["c", "a", "d"]
    assert ids(headlines(SHELF, now=NOW, days=(date(2026, 11, 20), date(2026, 11, 21)))) == ["c", "a"]


def test_a_story_that_outlets_share_comes_once_and_for_its_source_always():
    shelf = library(
        story(id="a", text=LONG),
        story(id="b", text=LONG, published="2024-03-07", source={"name": "Gazette"}),
        story(id="c", text=MILL),
    )
    assert ids(headlines(shelf, now=NOW)) == ["b", "c"]
    assert ids(headlines(shelf, now=NOW, source="Northern Post")) == ["c", "a"]


def test_outlets_are_counted_as_far_as_they_may_be_shown():
    assert [(one.name, one.articles) for one in outlets(SHELF, now=NOW)] == [("northern post", 3), ("Gazette", 1)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Gazette", "Gazette"),
        ("gaz", "Gazette"),
        ("Gazete", "Gazette"),
        ("NORTHERN", "northern post"),
        ("post", "northern post"),
        ("ost", None),
        ("Old Times", None),
        ("TASS", None),
        ("", None),
    ],
)
def test_a_source_is_known_by_its_name_its_beginning_or_nearly(typed, name):
    found = outlet_called(typed, SHELF, now=NOW)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("yesterday", (date(2026, 11, 23), date(2026, 11, 23))),
        ("on 20 November", (date(2026, 11, 20), date(2026, 11, 20))),
        ("2026-11-21", (date(2026, 11, 21), date(2026, 11, 21))),
        ("March 2024", (date(2024, 3, 1), date(2024, 3, 31))),
        ("20 ноября", (date(2026, 11, 20), date(2026, 11, 20))),
        ("Gazette", None),
        ("the Gazette of yesterday", None),
        ("", None),
    ],
)
def test_days_are_read_where_nothing_else_is_said(typed, days):
    assert days_called(typed, SHELF, now=NOW) == days
