"""Questions and articles of every length, script and shape: each is answered or refused, in the news's own words.

How long they take is measured by benchmarks.abuse.
"""

import random

import pytest
from pydantic import ValidationError

from knowledge.answering import Answer, NoAnswer, ask
from knowledge.browsing.headlines import days_called, outlet_called
from knowledge.browsing.searching import search
from knowledge.browsing.suggesting import suggest
from knowledge.browsing.timeline import timeline
from knowledge.conversation.quoting import resolve_beside
from knowledge.conversation.turn import Turn
from knowledge.library import Library
from knowledge.reading import split
from knowledge.reading.importing import Draft, UnreadableDocumentError, read_document
from knowledge.retrieval.analysis import MAX_TERMS
from knowledge.retrieval.asking import MAX_QUESTION
from knowledge.story import Story
from tests.articles import NOW, SEEDS, article
from tests.shapes import LONGEST, SHAPES

NAMES = [name for name in SHAPES if len(SHAPES[name](random.Random(0))) < 10 * LONGEST]
REFUSED = {"lone surrogates", "anything", "control characters", "right-to-left overrides", "only spaces"}
"""Shapes that no article may have."""
BEFORE = "What did Peskov say about loans?"


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


def shaped(shape):
    return SHAPES[shape](random.Random(shape))


def assert_in_its_own_words(found, shelf):
    assert isinstance(found, Answer | NoAnswer)
    for one in found.quotes if isinstance(found, Answer) else ():
        text = shelf.stories[one.article.id].text
        assert text[one.sentence.start : one.sentence.end] == one.sentence.text
        assert all(part in text for part in (one.passage, one.before, one.after))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_question_of_any_shape_is_answered_or_refused_and_only_so_much_of_it_is_read(seed, shape):
    for partial in (False, True):
        found = ask(shaped(shape), seed, now=NOW, threshold=0.0, partial=partial)
        assert_in_its_own_words(found, seed)
        assert len(found.trace.analysis.terms) <= MAX_TERMS
        assert len(found.trace.analysis.question) <= MAX_QUESTION


@pytest.mark.parametrize("shape", NAMES)
def test_what_else_is_typed_may_have_any_shape(seed, shape):
    typed = shaped(shape)
    turn = Turn.of(ask(BEFORE, seed, now=NOW))
    for question, quoted in ((typed, ""), (f"And {typed[:190]}?", ""), ("When was that?", typed)):
        understood = resolve_beside(question, quoted, turn, seed)
        assert understood.written == question
        assert len(understood.question) <= 2 * len(typed) + len(BEFORE)
    stories = set(map(id, seed.stories.values()))
    for story, index in (hit.place for hit in search(typed, seed, now=NOW).hits):
        assert id(story) in stories
        assert 0 <= index < len(story.sentences)
    assert all(id(story) in stories for story, _ in suggest(typed, seed, now=NOW, threshold=0.0))
    assert timeline(typed, seed, now=NOW) is not None
    assert outlet_called(typed, seed, now=NOW) is None
    assert days_called(typed, seed, now=NOW) is None


@pytest.mark.parametrize("shape", NAMES)
def test_an_article_of_any_shape_is_read_and_quoted_at_its_offsets(shape):
    text = f"{shaped(shape)}\n\nMayor Ingrid Falk said the bridge cost 4 million. {shaped(shape)}"
    if shape in REFUSED:
        with pytest.raises(ValidationError):
            article(text=text)
        return
    found = article(text=text)
    story = Story(found, text, split(found, text))
    end = 0
    for sentence in story.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        end = sentence.end
    shelf = Library.of([story], now=NOW)
    for question in ("What did Ingrid Falk say?", "How much did the bridge cost?", shaped(shape)):
        assert_in_its_own_words(ask(question, shelf, now=NOW, threshold=0.0), shelf)


@pytest.mark.parametrize("shape", NAMES)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md"])
def test_a_document_of_any_shape_becomes_a_draft_or_is_refused(shape, name):
    data = f"Fire destroys the mill\n\n{shaped(shape)}".encode("utf-8", "surrogatepass")
    try:
        draft = read_document(data, name=name, now=NOW)
    except UnreadableDocumentError:
        return
    assert isinstance(draft, Draft)
    document = draft.document.decode("utf-8-sig")
    assert all(s["text"] in document for section in draft.article["sections"] for s in section["sentences"])
