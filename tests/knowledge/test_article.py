import pytest
from pydantic import ValidationError

from knowledge.article import MAX_SENTENCE, Article, printable
from tests.articles import NOW, article, fields


def problems(**changed):
    with pytest.raises(ValidationError) as caught:
        article(**changed)
    return " ".join(error["msg"] for error in caught.value.errors())


def test_a_minimal_article_is_valid_and_frozen():
    found = article()
    assert found.published.isoformat() == "2024-03-06"
    with pytest.raises(ValidationError):
        found.headline = "Another"


@pytest.mark.parametrize("field", ["id", "headline", "source", "language"])
def test_what_is_required_must_be_there(field):
    with pytest.raises(ValidationError) as caught:
        article(**{field: None})
    assert [error["loc"][0] for error in caught.value.errors()] == [field]


def test_published_must_be_said_even_where_it_is_unknown():
    data = fields()
    del data["published"]
    with pytest.raises(ValidationError, match="published"):
        Article.model_validate(data)
    assert article(published=None).published is None


@pytest.mark.parametrize(
    ("published", "problem"),
    [
        ("2024-03-06T10:00:00", "zone"),
        ("2029-01-01", "future"),
        ("2029-01-01T10:00:00+00:00", "future"),
        (20240306, "number"),
        ("last week", "valid"),
        ("2024-13-01", ""),
    ],
)
def test_a_date_that_cannot_be_is_refused(published, problem):
    assert problem in problems(published=published)


def test_a_date_is_a_day_or_a_moment_with_its_zone():
    assert article(published="2024-03-06T23:30:00+03:00").published.isoformat() == "2024-03-06T23:30:00+03:00"
    # Somewhere it is tomorrow already.
    assert article(published=NOW.date().isoformat())


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066"])
@pytest.mark.parametrize("field", ["headline", "text", "standfirst", "summary"])
def test_control_and_bidi_override_characters_are_refused(char, field):
    assert "remove it" in problems(**{field: f"before{char}after"})


def test_the_marks_of_arabic_and_hebrew_typing_are_no_overrides():
    assert printable("שלום\u200f 1") == "שלום\u200f 1"


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("", "at least 1"),
        ("   ", "pattern"),
        ("x" * (MAX_SENTENCE + 1), "at most 1024"),
        (" leading", "white space"),
        ("A\u030angstrom", "composed letter"),
        ("tab\there", "composed letter"),
    ],
)
def test_a_sentence_that_cannot_be_quoted_is_refused(sentence, problem):
    assert problem in problems(text=None, sections=[{"sentences": [{"text": sentence}]}])


def test_a_body_is_given_once():
    assert "once" in problems(sections=[{"sentences": [{"text": "One."}]}])
    assert "once" in problems(text=None)
    assert problems(text=None, sections=[])


@pytest.mark.parametrize("extra", [{"headlin": "x"}, {"source": {"name": "x", "nmae": "y"}}])
def test_an_unknown_key_is_refused(extra):
    assert "Extra inputs" in problems(**extra)


def test_a_correction_says_what_was_wrong():
    assert "correction" in problems(status="corrected")
    assert article(status="corrected", correction={"text": "The mill is in Harrow."}).quotable(NOW)


@pytest.mark.parametrize(
    ("changed", "quotable"),
    [
        ({}, True),
        ({"status": "withheld"}, False),
        ({"status": "cancelled"}, False),
        ({"embargoed_until": "2026-11-24T13:00:00+00:00"}, False),
        ({"embargoed_until": "2026-11-24T12:00:00+00:00"}, True),
        ({"expires_at": "2026-11-24T12:00:00+00:00"}, False),
        ({"expires_at": "2026-11-24T13:00:00+00:00"}, True),
    ],
)
def test_only_what_may_be_shown_is_quotable(changed, quotable):
    assert article(**changed).quotable(NOW) is quotable


def test_a_question_is_open_until_its_field_is_filled_in():
    asked = [{"field": "published", "question": "which year?"}]
    assert article(published=None, questions=asked).open_questions
    assert not article(questions=asked).open_questions


@pytest.mark.parametrize("id_", ["", "a b", "../x", "-x", "x" * 129, "ü"])
def test_an_id_is_safe_in_links_and_file_names(id_):
    assert problems(id=id_)


@pytest.mark.parametrize("when", ["2024-03-08", "2024-03-08T10:00:00+01:00"])
def test_a_correction_may_name_its_day_or_its_moment(when):
    found = article(correction={"text": "It was Monday.", "date": when})
    assert found.correction.date.isoformat() == when


@pytest.mark.parametrize(
    ("when", "problem"), [("2024-03-08T10:00:00", "zone"), ("2031-01-01", "future"), (20240308, "number")]
)
def test_a_corrections_day_is_checked_as_the_articles_are(when, problem):
    with pytest.raises(ValidationError, match=problem):
        article(correction={"text": "It was Monday.", "date": when})


@pytest.mark.parametrize("field", ["published", "updated", "embargoed_until"])
@pytest.mark.parametrize("when", ["2024-13-45", "26 September", "soon", "2024-03-08T25:00:00+01:00"])
def test_what_is_no_date_is_said_once_and_in_plain_words(field, when):
    with pytest.raises(ValidationError) as caught:
        article(**{field: when})
    (error,) = caught.value.errors()
    assert "not a date or time that we know" in error["msg"]


def test_an_embargo_lifts_at_an_hour_and_not_on_a_day():
    assert "give the time and its zone" in problems(embargoed_until="2024-03-08")
    assert "zone" in problems(expires_at="2024-03-08T10:00:00")
