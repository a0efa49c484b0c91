import pytest

from knowledge.browsing.searching import search
from knowledge.library import Library
from tests.articles import NOW, SEEDS, library, story


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


def texts(found):
    return [hit.story.bare[hit.index].text for hit in found.hits]


def test_every_hit_has_all_the_words_in_it_or_near_it(seed):
    found = search("Putin dialogue", seed, now=NOW)
    assert found.all_words
    assert found.hits[0].whole
    assert all("Putin" in text and "dialogue" in text for text in texts(found)[:2])
    assert [hit.whole for hit in found.hits] == sorted((hit.whole for hit in found.hits), reverse=True)
    assert not any(text.startswith("On February 4") for text in texts(search("Guaido rally", seed, now=NOW)))


def test_it_finds_what_a_question_would_be_refused(seed):
    assert search("loans", seed, now=NOW).hits
    assert search("Mexico", seed, now=NOW).hits[0].whole


def test_a_word_that_nothing_has_is_told_and_the_others_are_found(seed):
    found = search("Putin xylophone", seed, now=NOW)
    assert found.unknown == ("xylophone",)
    assert found.all_words
    assert "Putin" in texts(found)[0]
    nothing = search("xylophone zzyzx", seed, now=NOW)
    assert (nothing.hits, nothing.unknown) == ((), ("xylophone", "zzyzx"))


def test_a_correction_is_told(seed):
    found = search("Gwaido", seed, now=NOW)
    assert [(one.word, one.readings[0][0]) for one in found.corrections] == [("Gwaido", "Guaido")]
    assert any("Guaido" in text for text in texts(found))


def test_where_nothing_has_all_words_some_come_and_it_is_said():
    shelf = library(story(id="a", text="The harbour was closed."), story(id="b", text="The airport was opened."))
    found = search("harbour airport", shelf, now=NOW)
    assert not found.all_words
    assert set(texts(found)) == {"The harbour was closed.", "The airport was opened."}


def test_a_report_comes_once_and_on_equal_evidence_the_newer_first():
    text = "The harbour of Aldmoor was closed after a storm had torn the northern breakwater apart."
    shelf = library(
        story(id="a", text=text, published="2024-03-05"),
        story(id="b", text=text, published="2024-03-06", source={"name": "Gazette"}),
    )
    (hit,) = search("breakwater", shelf, now=NOW).hits
    assert hit.story.article.id == "b"


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "withheld"},
        {"status": "cancelled"},
        {"embargoed_until": "2026-11-25T00:00:00+00:00"},
        {"expires_at": "2026-11-23T00:00:00+00:00"},
    ],
)
def test_what_may_not_be_shown_is_neither_found_nor_told_of(changed):
    secret = story(id="secret", text="Vera Dahl was arrested.", headline="Arrest", **changed)
    shelf = library(story(), secret)
    assert search("Dahl", shelf, now=NOW).hits == ()
    typo = search("Dahll burnt", shelf, now=NOW)
    assert not any(reading for one in typo.corrections for reading in one.readings)


def test_an_editors_summary_is_not_found():
    sections = [{"sentences": [{"text": "A zeppelin fell.", "kind": "summary"}, {"text": "The mill burnt."}]}]
    shelf = library(story(text=None, sections=sections))
    assert "A zeppelin fell." not in texts(search("zeppelin", shelf, now=NOW))


@pytest.mark.parametrize("typed", ["", "?!", "the of and", "x" * 5000, "\x00 \ud800", "🙂"])
def test_whatever_is_typed_it_answers(seed, typed):
    search(typed, seed, now=NOW)
