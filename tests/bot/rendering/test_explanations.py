import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.explanations import MAX_CANDIDATES, render_explanation, understood
from knowledge.answering import ask
from knowledge.explaining import UnderstoodWord, explain
from knowledge.library import Library
from knowledge.retrieval.ranking import shipped
from tests.articles import MILL, NOW, SEEDS, library, story
from tests.telegram import judge


def said(question, shelf):
    rendered = render_explanation(explain(ask(question, shelf, now=NOW)))
    assert rendered.buttons == ()
    return [judge.check(message).text for message in rendered.messages]


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


def test_an_explanation_is_one_message_with_everything(seed):
    (text,) = said("When did Gwaido visit Brazil?", seed)
    assert text.startswith("When did Gwaido visit Brazil?\nRefused: confidence 0.")
    assert "Asked for: time. Language: en." in text
    assert "name; the library lacks it, read as guaido 0." in text
    assert "Brazil: " in text
    assert f"{shipped().intercept:.2f}" in text.split("Decision, in log-odds\n")[1].split(" before any evidence")[0]
    assert "The article lacks " in text
    assert text.count("Score ") == MAX_CANDIDATES
    assert text.count(" smaller share") == 1 + MAX_CANDIDATES


def test_a_question_without_words_is_explained(seed):
    assert said("?!", seed) == ["?!\nThe question has no word to look for.\nAsked for: anything. Language: en."]


@pytest.mark.parametrize(
    ("known", "corrected", "readings", "words"),
    [
        (True, False, (), "0.50, name"),
        (True, False, (("tarns", 0.75),), "0.50, name; also tarns 0.75"),
        (False, False, (), "0.50, name; the library lacks it"),
        (False, False, (("tarns", 0.75),), "0.50, name; the library lacks it, and has tarns 0.75"),
        (False, True, (("tarn", 0.9), ("turn", 0.8)), "0.50, name; the library lacks it, read as tarn 0.90, turn 0.80"),
    ],
)
def test_a_word_is_told_as_it_was_taken(known, corrected, readings, words):
    assert understood(UnderstoodWord("Tarrn", 0.5, "name", known, corrected, readings)) == words


_SHELF = library(story(headline="𝒳 & <b>" * 60), story(id="x", headline="x", text="𝒳mill " * 150 + "."))


@given(st.text(max_size=300) | st.lists(st.sampled_from([*MILL.split(), "𝒳mill", "<b>&"]), max_size=60).map(" ".join))
def test_whatever_is_asked_every_message_is_taken(question):
    assert said(question, _SHELF)
