import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reading_dates import labelled, ours
from knowledge.reading import day_of_writing
from knowledge.reading.dates import find_dates, read_dates
from tests.articles import article, story

DAY = date(2024, 3, 6)  # a Wednesday


def found(text, language="en", day=DAY):
    return [(m.text, m.start.isoformat(), m.end.isoformat()) for m in find_dates(text, language, day)]


def one(text, language="en", day=DAY):
    ((said, start, end),) = found(text, language, day)
    return (said, start) if start == end else (said, start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left on Wednesday.", ("Wednesday", "2024-03-06")),
        ("He left on Thursday night.", ("Thursday night", "2024-02-29")),
        ("They will meet on Friday.", ("Friday", "2024-03-08")),
        ("They met last Wednesday.", ("last Wednesday", "2024-02-28")),
        ("They meet next Wednesday.", ("next Wednesday", "2024-03-13")),
        ("It opened on March 1.", ("March 1", "2024-03-01")),
        ("It opened on 1 March.", ("1 March", "2024-03-01")),
        ("It opened on Sept. 9.", ("Sept. 9", "2023-09-09")),
        ("It opened on the 2nd of May 2021.", ("2nd of May 2021", "2021-05-02")),
        ("It opened on May 2, 2021.", ("May 2, 2021", "2021-05-02")),
        ("It is scheduled for May 2.", ("May 2", "2024-05-02")),
        ("It opened on 2021-05-02.", ("2021-05-02", "2021-05-02")),
        ("It opened in May 2021.", ("May 2021", "2021-05-01", "2021-05-31")),
        ("It opened in May.", ("May", "2023-05-01", "2023-05-31")),
        ("It opened in February.", ("February", "2024-02-01", "2024-02-29")),
        ("It will open in May.", ("May", "2024-05-01", "2024-05-31")),
        ("It opened last May.", ("last May", "2023-05-01", "2023-05-31")),
        ("It opened in 2018.", ("2018", "2018-01-01", "2018-12-31")),
        ("It opened in the 1990s.", ("1990s", "1990-01-01", "1999-12-31")),
        ("It opened yesterday.", ("yesterday", "2024-03-05")),
        ("It opens tomorrow.", ("tomorrow", "2024-03-07")),
        ("It opened the day before yesterday.", ("the day before yesterday", "2024-03-04")),
        ("It opened earlier this week.", ("earlier this week", "2024-03-04", "2024-03-06")),
        ("It opened last month.", ("last month", "2024-02-01", "2024-02-29")),
        ("It opened last year.", ("last year", "2023-01-01", "2023-12-31")),
        ("It opened three days ago.", ("three days ago", "2024-03-03")),
        ("It opened two years ago.", ("two years ago", "2022-01-01", "2022-12-31")),
        ("It rose in the first quarter of 2018.", ("the first quarter of 2018", "2018-01-01", "2018-03-31")),
        ("It opened on February 29.", ("February 29", "2024-02-29")),
    ],
)
def test_english(text, expected):
    assert one(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Abrió el 23 de enero de 2019.", "es", ("23 de enero de 2019", "2019-01-23")),
        ("Abrió el 23 de enero.", "es", ("23 de enero", "2024-01-23")),
        ("Er kam am 23. Januar 2019.", "de", ("23. Januar 2019", "2019-01-23")),
        ("Er kam am Dienstag.", "de", ("Dienstag", "2024-03-05")),
        ("Il est venu le 1er mars.", "fr", ("1er mars", "2024-03-01")),
        ("Он приехал 23 января 2019 года.", "ru", ("23 января 2019 года", "2019-01-23")),
    ],
)
def test_calendar_forms_of_other_languages(text, language, expected):
    assert one(text, language) == expected


@pytest.mark.parametrize(
    "text",
    ["May Lind may march on.", "She was 30 in a way.", "It cost 2019 dollars.", "on February 30", "He sat in the sun."],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert found(text) == []


def test_between_two_years_there_is_one_interval():
    assert one("It stood between 2015 and 2017.") == ("between 2015 and 2017", "2015-01-01", "2017-12-31")


def test_without_the_articles_day_only_what_names_its_year_is_resolved():
    assert [said for said, *_ in found("On Friday, May 2, and on May 3, 2021.", day=None)] == ["May 3, 2021"]


def test_no_day_is_before_the_calendar_begins():
    assert found("It happened 999 years ago.", day=date(500, 1, 1)) == []


@given(
    st.text()
    | st.lists(st.sampled_from("May 2 , 2021 Friday last next in the 1990s ago two years".split())).map(" ".join)
)
def test_words_stand_where_they_say_and_never_overlap(text):
    end = 0
    for mention in find_dates(text, "en", DAY):
        assert text[mention.offset :].startswith(mention.text)
        assert mention.offset >= end
        assert mention.start <= mention.end
        end = mention.offset + len(mention.text)


def test_of_the_labelled_sentences_at_least_95_in_100_are_read_exactly():
    rows = list(labelled())
    wrong = [row.text for row in rows if tuple(ours(row.text, row.language, row.day)) != row.dates]
    assert len(rows) >= 200
    assert {row.language for row in rows} == {"en", "es", "de", "fr", "ru"}
    assert len(wrong) <= 0.05 * len(rows), wrong


def test_a_label_says_where_its_words_stand():
    rows = [row for row in labelled() if len(row.dates) > 1]
    assert rows
    for row in rows:
        for words, offset, first, last in row.dates:
            assert row.text[offset : offset + len(words)] == words
            assert first <= last


@pytest.mark.parametrize(
    ("words", "language"),
    [
        *((words, "en") for words in ("May ", "3 ", "2018 and ", "Monday ", "from 3 to ", "3-", "May 3, ", "will be ")),
        *((words, "ru") for words in ("3-", "2018 и ")),
        ("am 3. ", "de"),
        ("3 Janeiro ", "pt"),
    ],
)
def test_a_hostile_paragraph_takes_linear_time(words, language):
    text = (words * 100_000)[:100_000]
    began = time.process_time()
    find_dates(text, language, DAY)
    assert time.process_time() - began < 10  # about one second; what is quadratic takes minutes


def test_dates_of_a_question_say_where_they_stand():
    question = "What did Falk say between May 3 and May 9, 2019, and on Friday?"
    found = read_dates(question, "en-GB", today=DAY)
    assert [(one.words, one.interval[0].isoformat(), one.interval[1].isoformat()) for one in found] == [
        ("between May 3 and May 9, 2019", "2019-05-03", "2019-05-09"),
        ("Friday", "2024-03-01", "2024-03-01"),
    ]
    assert all(question[one.start : one.end] == one.words for one in found)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("TARN, March 5 (AP) - The mill burnt down on Tuesday.", "2024-03-06", "2024-03-05"),
        ("TARN, Dec. 31 (AP) - The mill burnt down on Tuesday.", "2024-01-02", "2023-12-31"),
        ("TARN, January 5 (AP) - The mill burnt down on Tuesday.", "2024-03-06", "2024-03-06"),
        ("TARN (AP) - The mill burnt down on Tuesday.", "2024-03-06", "2024-03-06"),
        ("TARN, March 5, 2024 (AP) - The mill burnt down on Tuesday.", None, "2024-03-05"),
    ],
)
def test_the_dateline_says_when_a_story_was_written(text, published, day):
    written = day_of_writing(article(text=text, published=published), text)
    assert written == date.fromisoformat(day)


def test_weekdays_count_from_the_dateline():
    found = story(text="TARN, March 5 (AP) - The mill burnt down on Wednesday.", published="2024-03-06")
    ((mention,),) = [sentence.dates for sentence in found.sentences]
    assert mention.start == date(2024, 2, 28)


@pytest.mark.parametrize("text", ["2024-00-00", "2024-00-05", "0.0.2024", "5.0.2024", "00/00/2024", "on 0.0."])
@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru"])
def test_a_month_zero_is_no_day(text, language):
    assert find_dates(text, language, DAY) == ()
