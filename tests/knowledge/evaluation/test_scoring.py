import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.evaluation.scoring import (
    FIGURES,
    Outcome,
    Passage,
    Probe,
    auroc,
    figures,
    is_right,
    probe,
    wilson,
)


def outcome(confidence, *right, answerable=True, answered=True, took=1.0):
    return Outcome(answerable, answered, confidence, right, took)


@pytest.mark.parametrize(
    ("sentence", "answers", "right"),
    [
        ("The FERRY, it sails at noon!", ("ferry it sails",), True),
        ("The ferry sails at noon.", ("ferry it sails",), False),
        ("The ferry sails at noon.", (), False),
        ("The ferry sails at noon.", ("train", "at noon"), True),
        ("The ferry sails at noon.", (Passage("a", "The ferry sails at noon."),), True),
        ("The ferry sails at noon.", (Passage("b", "The ferry sails at noon."),), False),
        ("The ferry sails at noon.", (Passage("a", "It is said the ferry sails at nine."),), True),  # 4 of 5
        ("The ferry sails at noon.", (Passage("a", "It is said the ferry stops at nine."),), False),  # 3 of 5
        ("At noon.", (Passage("a", "At noon."),), False),  # too short to tell
        ("渡轮中午出发。", ("中午出发",), True),
        ("渡轮中午出发。", (Passage("a", "渡轮今天中午出发"),), True),
        ("...", (Passage("a", "..."),), False),
    ],
)
def test_a_sentence_is_right_as_defined(sentence, answers, right):
    assert is_right("a", sentence, answers) is right


def test_figures_by_hand():
    found = figures(
        [
            outcome(0.9, True, took=10),
            outcome(0.8, False, False, True, took=20),
            outcome(0.4, False, True, answered=False, took=30),
            outcome(0.3, took=40),
            outcome(0.35, False, answerable=False),
            outcome(0.1, answerable=False, answered=False, took=5),
        ]
    )
    assert tuple(found) == FIGURES
    assert found == {
        "answer@1": 0.25,
        "answer@3": 0.75,
        "answer@10": 0.75,
        "coverage": 0.75,
        "right_when_answered@3": pytest.approx(2 / 3),
        "false_answer_rate": 0.5,
        "auroc": pytest.approx(7 / 8),
        "p50_ms": 20,
        "p99_ms": 40,
    }


def test_what_cannot_be_measured_is_none():
    assert set(figures([]).values()) == {None}
    found = figures([outcome(0.2, answered=False)])
    assert [name for name, value in found.items() if value is None] == [
        "right_when_answered@3",
        "false_answer_rate",
        "auroc",
    ]


@given(st.lists(st.integers(0, 5), min_size=1), st.lists(st.integers(0, 5), min_size=1))
def test_auroc_is_the_share_of_pairs(positive, negative):
    pairs = [(a > b) + (a == b) / 2 for a in positive for b in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_wilson_by_the_book():
    # Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
    for count, total, interval in [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0.0, 0.1611))]:
        assert wilson(count, total) == pytest.approx(interval, abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_wilsons_interval_holds_the_true_share_as_often_as_it_says():
    rng = random.Random(4)
    held = 0
    for _ in range(2000):
        low, high = wilson(sum(rng.random() < 0.1 for _ in range(60)), 60)
        held += low <= 0.1 <= high
    assert 0.92 < held / 2000 < 0.98


def test_a_probe_is_read():
    assert probe('{"id": 1, "question": "Who?"}') == Probe(1, "Who?", None)
    assert probe('{"id": 1, "question": "Who?", "answers": null}') == Probe(1, "Who?", ())
    line = '{"id": "x", "question": "Who?", "answers": ["Ida", {"article_id": "a", "text": "It was Ida."}], "week": 3}'
    assert probe(line) == Probe("x", "Who?", ("Ida", Passage("a", "It was Ida.")))
    assert probe('{"id": 1, "question": "Who?", "asked": "2024-03-05"}') == Probe(1, "Who?", None, date(2024, 3, 5))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "`id` and `question`"),
        ("[]", "`id` and `question`"),
        ('{"id": 1}', "`id` and `question`"),
        ("[" * 100_000, "`id` and `question`"),
        ('{"id": 1, "question": "q", "answers": "Ida"}', "a list, or null"),
        ('{"id": 1, "question": "q", "answers": [3]}', "an object with `article_id` and `text`"),
        ('{"id": 1, "question": "q", "answers": [{"text": "x"}]}', "an object with `article_id` and `text`"),
        ('{"id": 1, "question": "q", "answers": ["?"]}', "without a word"),
        ('{"id": 1, "question": "q", "asked": "March"}', "the day that the question is asked on"),
    ],
)
def test_a_bad_probe_is_named(line, problem):
    with pytest.raises(ValueError, match=problem):
        probe(line)
