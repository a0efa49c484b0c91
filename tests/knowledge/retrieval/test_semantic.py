import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import Answer, NoAnswer, ask
from knowledge.explaining import explain
from knowledge.reading.sentence import Sentence
from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.ranking import Ranked
from knowledge.retrieval.semantic import BUDGET, FEATURE, RERANKED, WEIGHT, Reranker, meaning
from knowledge.sentence_model import load
from tests.articles import NOW, library, story
from tests.knowledge.tiny_model import write


class Clocked:
    """An encoder whose work takes `pace` seconds a character on its own clock; alike are texts of one first letter."""

    def __init__(self, pace=0.0):
        self.pace, self.now, self.read = pace, 0.0, []

    def clock(self):
        return self.now

    def question(self, text):
        self.now += self.pace * len(text)
        return np.eye(26)[ord(text[0]) - ord("a")]

    def passage(self, text):
        self.read.append(text)
        return self.question(text)


def ranked(*texts, step=0.01):
    """Candidates with falling scores, a `step` apart."""
    return [
        Ranked(Candidate(0, n, 1.0, 1.0), partial(Sentence, n, text, 0, len(text), 0), {"coverage": 1.0}, (), -n * step)
        for n, text in enumerate(texts)
    ]


def texts(found):
    return [one.sentence.text for one in found]


def test_the_one_that_means_the_same_comes_first():
    encoder = Clocked()
    found = Reranker(encoder, clock=encoder.clock)("fire?", ranked("water", "wind", "flames", "frost"))
    assert texts(found) == ["flames", "frost", "water", "wind"]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].features == {"coverage": 1.0, FEATURE: pytest.approx(WEIGHT)}


def test_a_better_score_outweighs_it():
    encoder = Clocked()
    reranker = Reranker(encoder, clock=encoder.clock, weight=0.5)
    assert texts(reranker("fire?", ranked("water", "flames", step=5)))[0] == "water"
    assert reranker("fire?", ranked("water", "flames", step=5))[1].score == pytest.approx(-5 + 0.5)


def test_equals_stay_in_their_order():
    encoder = Clocked()
    found = Reranker(encoder, clock=encoder.clock)("fire?", ranked("water", "wind", "air"))
    assert texts(found) == ["water", "wind", "air"]
    assert {one.features[FEATURE] for one in found} == {0.0}


def test_nothing_is_read_for_nothing():
    encoder = Clocked(pace=1)
    assert Reranker(encoder, clock=encoder.clock)("fire?", []) == []


def test_only_the_best_are_read_and_the_others_stay_behind_them():
    encoder = Clocked()
    shelf = ranked(*(f"wind {n}" for n in range(RERANKED - 1)), "flames", *(f"fire {n}" for n in range(10)))
    found = Reranker(encoder, clock=encoder.clock, weight=10)("fire?", shelf)
    assert len(encoder.read) == RERANKED
    assert texts(found)[0] == "flames"
    assert texts(found)[-10:] == [f"fire {n}" for n in range(10)]


def test_when_time_is_up_the_rest_stays_behind_and_is_read_the_next_time():
    encoder = Clocked(pace=0.0019)  # a question of 5 characters and 3 sentences of 5 take 38 of the 40 ms
    reranker = Reranker(encoder, clock=encoder.clock, weight=10)
    shelf = ranked("wind1", "wind2", "fire1", "wind3", "wind4", "fire2", "fire3")
    first = texts(reranker("fire?", shelf))
    assert encoder.now == pytest.approx(0.038)
    assert first == ["fire1", "wind1", "wind2", "wind3", "wind4", "fire2", "fire3"]
    reranker("fire?", shelf)
    assert texts(reranker("fire?", shelf))[:3] == ["fire1", "fire2", "fire3"]
    assert len(encoder.read) == len(set(encoder.read)) == 7


@given(st.lists(st.integers(1, 400), max_size=70), st.floats(1e-6, 0.01))
def test_the_limit_is_kept_whatever_the_pace(lengths, pace):
    encoder = Clocked(pace)
    reranker = Reranker(encoder, clock=encoder.clock, budget=BUDGET)
    shelf = ranked(*("f" * length for length in lengths))
    found = reranker("fire?", shelf)
    assert encoder.now <= max(BUDGET, 5 * pace) + 1e-9
    assert sorted(texts(found)) == sorted(texts(shelf))


def test_the_oldest_vector_is_forgotten():
    encoder = Clocked()
    reranker = Reranker(encoder, clock=encoder.clock, remembered=2)
    for text in ("air", "bee", "air", "cat", "air", "bee"):
        reranker.cosines("fire?", [text])
    assert encoder.read == ["air", "bee", "cat", "bee"]


def test_several_threads_may_ask_at_once():
    encoder = Clocked()
    reranker = Reranker(encoder, clock=encoder.clock, remembered=3)
    shelf = ranked("air", "bee", "cat", "fox", "dog")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: texts(reranker("fire?", shelf)), range(200)))
    assert found == [["fox", "air", "bee", "cat", "dog"]] * 200


@given(st.lists(st.floats(-1, 1), max_size=60), st.integers(0, 20))
def test_the_feature_is_finite_and_keeps_the_cosines_order(cosines, more):
    found = meaning(np.array(cosines), len(cosines) + more)
    assert np.isfinite(found).all()
    assert len(found) == len(cosines) + more
    if found.any():
        assert found[: len(cosines)].mean() == pytest.approx(0, abs=1e-6)
        assert (found[len(cosines) :] == found.min()).all()


@pytest.fixture
def reranker(tmp_path):
    return Reranker(load(tmp_path, write(tmp_path)), clock=time.monotonic, weight=100, budget=None)


def test_a_real_session_changes_what_is_quoted_but_not_whether(reranker):
    text = "The mill cost the town a fortune, Berg said. The mill was sold for 3 million crowns. The mill burnt down."
    shelf = library(story(text=text))
    for question in ("Was there a blaze at the mill?", "What was the price of the mill?", "Who won the mill cup?"):
        plain, again = (ask(question, shelf, now=NOW, threshold=0.0, reranker=one) for one in (None, reranker))
        assert again.confidence == plain.confidence
        assert again.trace.decision == plain.trace.decision
    blaze = ask("Was there a blaze at the mill?", shelf, now=NOW, threshold=0.0, reranker=reranker)
    price = ask("What was the price of the mill?", shelf, now=NOW, threshold=0.0, reranker=reranker)
    assert isinstance(blaze, Answer)
    assert blaze.quotes[0].sentence.text == "The mill burnt down."
    assert price.quotes[0].sentence.text == "The mill was sold for 3 million crowns."
    assert isinstance(ask("Who won the mill cup?", shelf, now=NOW, reranker=reranker), NoAnswer)


def test_the_explanation_has_its_share(reranker):
    question = "Was there a blaze at the mill?"
    plain, found = (explain(ask(question, library(), now=NOW, reranker=one)) for one in (None, reranker))
    best = found.candidates[0]
    assert best.shares[0].name == FEATURE
    assert best.score == pytest.approx(sum(share.share for share in best.shares))
    assert FEATURE not in {share.name for share in plain.candidates[0].shares}


def test_a_half_typed_question_is_not_worth_it(reranker):
    question = "burnt mil"
    plain = ask(question, library(), now=NOW, partial=True)
    assert ask(question, library(), now=NOW, partial=True, reranker=reranker) == plain


@pytest.mark.parametrize("question", ["", "?!", "\ud800 mill", "mill " * 3000, "mill\0"])
def test_odd_questions_pass_through(reranker, question):
    ask(question, library(), now=NOW, threshold=0.0, reranker=reranker)
