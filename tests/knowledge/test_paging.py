import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.library import Library
from knowledge.paging import page_of, pages
from tests.articles import NOW, SEEDS, story


def said(page):
    return "\n\n".join(paragraph.text for paragraph in page)


def test_a_short_article_is_one_page_as_it_stands():
    told = story()
    (page,) = pages(told, 2000)
    assert said(page) == told.text
    assert pages(story(), 10**6) == (page,)


def test_it_is_cut_between_sentences_only_and_paragraphs_stay():
    told = story()
    found = pages(told, 200)
    assert len(found) > 2
    assert all(len(said(page)) <= 200 + 2 * len(page) for page in found)
    shown = [run.sentence for page in found for paragraph in page for run in paragraph.runs if run.sentence is not None]
    assert shown == [sentence.index for sentence in told.bare]
    assert all(paragraph.text in told.text for page in found for paragraph in page)


def test_a_heading_stands_over_the_first_of_its_paragraphs():
    (seed,) = Library.load([SEEDS], now=NOW).stories.values()
    found = pages(seed, 1400)
    headings = [paragraph.heading for page in found for paragraph in page if paragraph.heading]
    assert headings == list(dict.fromkeys(s.heading for s in seed.bare if s.heading))
    for page in found:
        for paragraph in page:
            first = seed.bare[next(run.sentence for run in paragraph.runs if run.sentence is not None)]
            assert paragraph.heading in {None, first.heading}


def test_what_may_not_be_quoted_is_left_out_and_said_to_be():
    sections = [
        {
            "sentences": [
                {"text": "The mill burnt."},
                {"text": "Our summary.", "kind": "summary"},
                {"text": "Our second summary.", "kind": "summary"},
                {"text": "Nobody was hurt."},
            ]
        }
    ]
    (page,) = pages(story(text=None, sections=sections), 2000)
    assert "summary" not in said(page)
    runs = [run for paragraph in page for run in paragraph.runs]
    assert [run.left_out for run in runs if run.text.strip() or run.left_out] == [False, True, False]
    only = [{"sentences": [{"text": "Our summary.", "kind": "summary"}]}]
    assert pages(story(text=None, sections=only), 2000) == ()


def test_a_sentence_is_found_on_its_page():
    told = story()
    found = pages(told, 200)
    numbers = [page_of(found, sentence.index) for sentence in told.bare]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(found)))
    assert page_of(found, 999) == 0


@pytest.mark.parametrize("size", [1, 50, 300])
def test_a_sentence_longer_than_a_page_has_one_for_itself(size):
    long = "The " + "word " * 100 + "ended."
    found = pages(story(text=f"{long} {long}"), size)
    assert [said(page) for page in found] == [long, long]


_BODY = st.lists(st.text(min_size=1, max_size=80) | st.sampled_from([". ", "\n\n", "He said so. "]), max_size=12)


@settings(max_examples=200)
@given(_BODY.map("".join), st.integers(1, 300))
def test_every_quotable_sentence_is_on_one_page_verbatim(text, size):
    try:
        told = story(text=text)
    except ValidationError:
        return
    found = pages(told, size)
    runs = [run for page in found for paragraph in page for run in paragraph.runs if run.sentence is not None]
    assert [run.sentence for run in runs] == [s.index for s in told.bare if s.quotable]
    assert all(run.text == told.bare[run.sentence].text for run in runs)
    for page in found:
        if sum(run.sentence is not None for paragraph in page for run in paragraph.runs) > 1:
            assert sum(len(p.text.encode("utf-16-le")) // 2 + len(p.heading or "") for p in page) <= size
