import math

import pytest

from knowledge.answering import ask
from knowledge.explaining import FeatureShare, explain, told
from knowledge.library import Library
from knowledge.retrieval import ranking
from knowledge.retrieval.labels import LABELS
from tests.articles import NOW, SEEDS

MISTYPED = "When did Gwaido declare himself interim presidnet?"
REFUSED = "How many penguins did Peskov feed on 14 May?"


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


@pytest.mark.parametrize("question", [MISTYPED, REFUSED, "What did Peskov say about loans?"])
def test_the_shares_add_up_to_every_score_and_to_the_confidence(seed, question):
    answer = ask(question, seed, now=NOW)
    found = explain(answer)
    assert found.candidates
    for one, ranked in zip(found.candidates, answer.trace.ranked, strict=True):
        assert sum(share.share for share in one.shares) == pytest.approx(ranked.score)
    odds = found.start + sum(share.share for share in found.decision)
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(answer.confidence)


def test_shares_stand_by_size_and_small_ones_are_folded(seed):
    found = explain(ask(MISTYPED, seed, now=NOW))
    for shares in (found.decision, found.candidates[0].shares):
        assert [abs(one.share) for one in shares] == sorted((abs(one.share) for one in shares), reverse=True)
        shown, count, rest = told(shares)
        assert len(shown) + count == sum(one.share != 0 for one in shares)
        assert rest + sum(one.share for one in shown) == pytest.approx(sum(one.share for one in shares))
    large, small = FeatureShare("a", "a", 1, -10.0), FeatureShare("b", "b", 1, 0.4)
    assert told([large, small]) == ((large,), 1, 0.4)
    assert told([]) == ((), 0, 0)
    many = [FeatureShare(str(n), "", 1, 9.0 - n / 10) for n in range(9)]
    against = [FeatureShare(f"-{n}", "", 1, -4.0 + n / 10) for n in range(5)]
    shown, count, rest = told([*many, *against], 4)
    assert [one.name for one in shown] == ["0", "1", "2", "3", "-0", "-1", "-2"]
    assert (count, rest) == (7, pytest.approx(sum(one.share for one in [*many[4:], *against[3:]])))


def test_words_are_told_as_they_were_understood(seed):
    found = {one.word: one for one in explain(ask(MISTYPED, seed, now=NOW)).words}
    assert (found["Gwaido"].kind, found["Gwaido"].corrected, found["Gwaido"].readings[0][0]) == ("name", True, "guaido")
    assert (found["interim"].kind, found["interim"].known, found["interim"].corrected) == ("word", True, False)
    refused = explain(ask(REFUSED, seed, now=NOW))
    assert {one.word: one.kind for one in refused.words}["14"] == "number"
    assert (refused.asked_for, refused.language, refused.answered) == ("number", "en", False)
    assert {"penguins", "14"} <= set(refused.candidates[0].lacks)


def test_every_feature_with_a_weight_has_words():
    weights = ranking.shipped()
    assert {*weights.rank, *weights.decide} - set(LABELS) == set()


def test_the_weights_say_what_the_threshold_means_in_false_answers():
    assert 0 < ranking.shipped().false_answers <= 0.05


def test_a_question_without_a_word_is_explained_too(seed):
    found = explain(ask("the of?", seed, now=NOW))
    assert (found.words, found.candidates, found.decision) == ((), (), ())
    assert found.reason == "the question has no word to look for"
