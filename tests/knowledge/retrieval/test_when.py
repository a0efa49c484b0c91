from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.dates import find_dates
from knowledge.retrieval.when import SURE, Agreement, asks_only_when, time_features, times

TODAY = date(2026, 11, 25)  # a Wednesday


def asked(question, language="en", today=TODAY):
    return [(one.words, one.first.isoformat(), one.last.isoformat()) for one in times(question, language, today)]


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("What happened on February 4?", "en", [("February 4", "2026-02-04", "2026-02-04")]),
        ("What happened in January?", "en", [("January", "2026-01-01", "2026-01-31")]),
        ("Who resigned last week?", "en", [("last week", "2026-11-16", "2026-11-22")]),
        ("What did he do in the 1990s?", "en", [("1990s", "1990-01-01", "1999-12-31")]),
        ("What has changed since Monday?", "en", [("Monday", "2026-11-23", "2026-11-25")]),
        ("What was built before 2019?", "en", [("2019", "0001-01-01", "2018-12-31")]),
        ("What was built after 2019?", "en", [("2019", "2020-01-01", "9999-12-31")]),
        ("bridge repairs 2019", "en", [("2019", "2019-01-01", "2019-12-31")]),
        ("¿Qué pasó el 4 de febrero?", "es", [("4 de febrero", "2026-02-04", "2026-02-04")]),
        ("Was geschah im Januar?", "de", [("Januar", "2026-01-01", "2026-01-31")]),
        ("Was geschah seit Montag?", "de", [("Montag", "2026-11-23", "2026-11-25")]),
        ("Que s'est-il passé en 2019 ?", "fr", [("2019", "2019-01-01", "2019-12-31")]),
        ("Что произошло с понедельника?", "ru", [("понедельника", "2026-11-23", "2026-11-25")]),
        ("How many people lost 2,019 houses?", "en", []),
        ("What did Theresa May say?", "en", []),
        ("What happened on February 30?", "en", []),
    ],
)
def test_the_times_of_a_question_are_intervals(question, language, expected):
    assert asked(question, language) == expected


@pytest.mark.parametrize(
    ("question", "clear"),
    [
        ("What happened on January 6?", True),
        ("What did the January 6 committee find?", False),
        ("Who won the 2022 election?", False),
        ("Who won the election in 2022?", True),
        ("Who was fined yesterday?", True),
        ("bridge repairs 2019", False),
    ],
)
def test_a_time_in_a_name_is_not_clearly_meant(question, clear):
    (one,) = times(question, "en", TODAY)
    assert one.clear is clear


def test_where_it_stands():
    (one,) = times("What happened on February 4, and why?", "en", TODAY)
    assert "What happened on February 4, and why?"[one.start : one.end] == "February 4"


@pytest.mark.parametrize(
    ("question", "language", "only"),
    [
        ("What happened on February 4?", "en", True),
        ("news since Monday", "en", True),
        ("What happened in Aldmoor on February 4?", "en", False),
        ("What happened?", "en", False),
        ("What happened to the January 6 committee?", "en", False),
        ("¿Qué pasó el 4 de febrero?", "es", True),
        ("Was geschah im Januar?", "de", True),
        ("Что случилось 4 февраля?", "ru", True),
    ],
)
def test_a_question_for_nothing_but_a_time(question, language, only):
    assert asks_only_when(question, language, times(question, language, TODAY)) is only


def agreement(question, sentence, published, today=TODAY):
    (one,) = times(question, "en", today)
    return one.agreement(find_dates(sentence, "en", published), published)


@pytest.mark.parametrize(
    ("question", "sentence", "published", "expected"),
    [
        ("Who met in March 2024?", "They met on Tuesday.", date(2024, 3, 6), Agreement.NAMED),
        ("Who met in March 2024?", "They met.", date(2024, 3, 6), Agreement.REPORTED),
        ("Who met in March 2024?", "They met.", date(2024, 4, 5), Agreement.REPORTED),
        ("Who met in March 2024?", "They met.", date(2024, 5, 5), Agreement.OTHER),
        ("Who met in March 2024?", "They met on January 3.", date(2024, 5, 5), Agreement.OTHER),
        ("Who met in March 2024?", "They met on January 3.", date(2024, 3, 5), Agreement.UNKNOWN),
        ("Who met in March 2024?", "They met in 2024.", date(2024, 12, 5), Agreement.UNKNOWN),
        ("Who met in March 2024?", "They met.", None, Agreement.UNKNOWN),
        ("Who met on March 5?", "They met on Tuesday.", date(2019, 3, 20), Agreement.OTHER),
        ("Who met on March 5?", "They met on Tuesday.", date(2024, 3, 6), Agreement.NAMED),
        ("Who met before 2019?", "They met in 2017.", date(2024, 3, 6), Agreement.NAMED),
        ("Who met before 2019?", "They met in 2021.", date(2024, 3, 6), Agreement.OTHER),
        ("Who met since Monday?", "They met.", date(2026, 11, 24), Agreement.REPORTED),
        ("Who met last week?", "They met.", date(2026, 11, 14), Agreement.UNKNOWN),
        ("Who met last week?", "They met.", date(2026, 10, 14), Agreement.OTHER),
    ],
)
def test_what_a_sentences_time_says_of_the_one_asked_for(question, sentence, published, expected):
    assert agreement(question, sentence, published) is expected


def test_a_range_over_new_year_holds_in_any_year():
    (one,) = times("What happened between December 30 and January 2?", "en", TODAY)
    assert one.any_year
    days = date(2019, 12, 31), date(2019, 1, 1), date(2019, 1, 5)
    assert [one.holds(day) for day in days] == [True, True, False]


def test_two_times_are_another_only_where_both_are():
    both = times("Who was elected in 2016 and resigned on Monday?", "en", TODAY)
    named = find_dates("He was elected in 2016.", "en", date(2020, 1, 1))
    assert time_features(both, named, date(2020, 1, 1)) == {
        "time_named": SURE,
        "time_reported": 0.0,
        "time_other": 0.0,
    }


@given(st.text(), st.sampled_from(["en", "es", "de", "fr", "ru", "ar"]), st.dates())
def test_any_question_has_times_in_order(question, language, today):
    found = times(question, language, today)
    assert all(one.first <= one.last and question[one.start : one.end] == one.words for one in found)
    assert list(found) == sorted(found, key=lambda one: one.start)


@given(st.dates(), st.dates(), st.sampled_from(["in March", "on February 29", "last week", "since Monday", "by 2019"]))
def test_any_days_can_be_compared(today, published, when):
    for one in times(f"What happened {when}?", "en", today):
        assert one.agreement((), published) in Agreement
