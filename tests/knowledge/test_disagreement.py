from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.disagreement import Said, differ, quantities
from knowledge.reading.dates import find_dates
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.asking import Asked
from tests.articles import library

DAY = date(2024, 3, 6)
VOCABULARY = library().index.vocabulary


def differing(question, one, other, language="en"):
    analysis = analyse(question, VOCABULARY, language)
    said = [Said(text, find_dates(text, language, DAY), language) for text in (one, other)]
    assert differ(analysis, *said) == differ(analysis, *reversed(said))
    return differ(analysis, *said)


DIED = "How many people died in the fire?"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (DIED, "12 people died in the fire.", "The fire killed fifteen people."),
        (DIED, "12 people died.", "On March 5 a fire killed 15 people."),
        (DIED, "12 people died.", "15 people died in the 7.8-magnitude earthquake and two fires."),
        (DIED, "Four young people died.", "At least 7 people died."),
        ("How much did the mill cost?", "It cost $3.4 million.", "It cost $4.1 million."),
        ("What percentage voted for it?", "41.5% voted for it.", "52 percent voted for it."),
        ("When did the mill burn down?", "It burnt down on March 5.", "It burnt down on March 2."),
    ],
)
def test_numbers_and_days_that_cannot_both_be_true(question, one, other):
    assert differing(question, one, other)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (DIED, "12 people died.", "Twelve people died."),
        (DIED, "12 people died.", "More than 10 people died."),
        (DIED, "About 12 people died.", "13 people died."),
        (DIED, "12 people died.", "Between 10 and 14 people died."),
        (DIED, "12 people died.", "15 people died and 30 people were hurt."),
        (DIED, "12 people died.", "15 houses burnt."),
        (DIED, "12 people died.", "15 people died and 30 were hurt."),
        (DIED, "12 people died.", "Another 15 people died."),
        (DIED, "12 people died.", "A fire of 2015 was worse."),
        (DIED, "12 people died.", "Nobody died."),
        ("How many people voted?", "1,500 people voted.", "1,512 people voted."),
        ("How many people voted?", "1.5 million people voted.", "1,512,000 people voted."),
        ("How much did the mill cost?", "It cost $3.4 million.", "It cost €4.1 million."),
        ("How long did it burn?", "It burnt for 12 hours.", "It burnt for 3 days."),
        ("When did the mill burn down?", "It burnt down on March 5.", "It burnt down on March 4."),
        ("When did the mill burn down?", "It burnt down on March 5.", "It burnt down in March."),
        ("When did the mill burn down?", "It burnt on March 5.", "It burnt on March 2, said Berg on Sunday."),
        ("When did the mill burn down?", "It burnt down on March 5.", "A survey of March 2 says why it burnt."),
        ("How much did the mill cost?", "It cost $3.4 million.", "It cost $19.99 to visit."),
        ("How old was Berg?", "Berg was a 41-year-old.", "Berg, a 52-year-old chief, left."),
        ("Who owns the mill?", "12 people own it.", "15 people own it."),
    ],
)
def test_what_may_both_be_true(question, one, other):
    assert not differing(question, one, other)


def test_a_point_parts_thousands_in_german():
    (one,) = quantities("Es kamen 4.200 Menschen.", Asked.NUMBER, frozenset(), "de")
    assert one.low <= 4200 <= one.high


@given(st.text(), st.text(), st.sampled_from([DIED, "How much?", "What percentage?", "How old is he?", "When?"]))
def test_any_two_texts_can_be_compared(one, other, question):
    assert not differing(question, one, one)
    differing(question, one, other)
