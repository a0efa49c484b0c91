from dataclasses import replace

import pytest

from benchmarks.misses import Missed, Reason, contains, counts, number_written_otherwise, worst

MISS = Missed(
    id="a",
    question="Which ferry did Elin Dahl name after three lakes?",
    asked="thing",
    confidence=0.5,
    rank=4,
    right="Elin Dahl called the ferry Anna.",
    first="The ferry left.",
    same_article=False,
    here=[1, 1, 1, 0],
    near=[1, 1, 1, 0],
    names=[False, True, True, False],
)


@pytest.mark.parametrize(
    ("change", "main"),
    [
        ({}, Reason.OTHER_ARTICLE),
        ({"same_article": True}, Reason.SAME_ARTICLE),
        ({"rank": None}, Reason.ABSENT),
        ({"expected": "ferry"}, Reason.FIRST_HAS_IT),
        ({"has_asked": False}, Reason.DOUBTFUL),
        ({"here": [0, 0, 0, 0], "near": [0, 0, 0, 0]}, Reason.DOUBTFUL),
        ({"here": [0, 0, 0, 0]}, Reason.PARAPHRASE),
        ({"right": "Elin Dahl called it after 3 of them."}, Reason.NUMBER_WORDS),
        ({"right": "She called the ferry Anna.", "here": [1, 0, 0, 0]}, Reason.PRONOUN),
        ({"right": "The mayor called the ferry Anna.", "here": [1, 0, 0, 0]}, Reason.OTHER_ARTICLE),
    ],
)
def test_the_main_reason(change, main):
    assert replace(MISS, **change).reasons()[0] is main


def test_all_reasons_that_apply_are_told():
    found = replace(MISS, here=[0, 0, 0, 0], right="It is hers.", same_article=True).reasons()
    assert found == (Reason.PARAPHRASE, Reason.PRONOUN, Reason.SAME_ARTICLE)


@pytest.mark.parametrize(
    ("question", "sentence", "otherwise"),
    [
        ("How did three men flee?", "The 3 men ran.", True),
        ("How did 12 men flee?", "Twelve men ran.", True),
        ("How did three men flee?", "Three men, 3 in all, ran.", False),
        ("How did 13 men flee?", "Three men ran.", False),
    ],
)
def test_numbers_in_words_and_in_digits(question, sentence, otherwise):
    assert number_written_otherwise(question, sentence) is otherwise


@pytest.mark.parametrize(
    ("sentence", "expected", "has"),
    [
        ("Some 3 lakes froze over.", "Three lakes", True),
        ("The lake froze.", "lakes", True),
        ("The lake froze.", "the lake of Ohrid", False),
        ("The lake froze.", "the", False),
    ],
)
def test_a_sentence_has_the_expected_answer(sentence, expected, has):
    assert contains(sentence, expected) is has


def test_the_worst_are_the_lowest_and_the_most_confident():
    missed = [
        replace(MISS, id="low", rank=90, confidence=0.1),
        replace(MISS, id="sure", rank=2, confidence=0.9),
        replace(MISS, id="none", rank=None, confidence=0.1),
        replace(MISS, id="unsure", rank=2, confidence=0.3),
    ]
    assert [one.id for one in worst(missed, 2)] == ["none", "sure"]
    assert [one.id for one in worst(missed, 9)] == ["none", "low", "sure", "unsure"]


def test_misses_are_counted_by_what_is_asked_for_and_by_reason():
    head, *rows = counts([MISS, replace(MISS, asked="time", rank=None), replace(MISS, here=[0, 0, 0, 0])])
    assert [row[0] for row in rows] == ["thing", "time", "main reason", "applies"]
    main = dict(zip(head, rows[2], strict=True))
    assert (main[Reason.OTHER_ARTICLE], main[Reason.ABSENT], main[Reason.PARAPHRASE], main["all"]) == (
        "1",
        "1",
        "1",
        "3",
    )
    assert dict(zip(head, rows[3], strict=True))[Reason.OTHER_ARTICLE] == "2"
