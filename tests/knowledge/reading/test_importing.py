import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Article
from knowledge.reading import drafting
from knowledge.reading.documents.manuscript import printable
from knowledge.reading.importing import UnreadableDocumentError, read_document, slug
from tests.articles import MILL, NOW

DOCUMENT = f"Fire destroys the old mill\n\nNobody was hurt, the fire chief says\n\nHARROW, March 6 (AP) - {MILL}"


def drafted(text, **given):
    return read_document(text.encode(), name="mill.txt", now=NOW, given=given)


def test_headline_standfirst_dateline_and_body_are_told_apart():
    found = drafted(DOCUMENT).article
    assert found["id"] == "fire-destroys-the-old-mill"
    assert found["headline"] == "Fire destroys the old mill"
    assert found["standfirst"] == "Nobody was hurt, the fire chief says"
    assert found["dateline"] == {"place": "HARROW", "date": "March 6", "agency": "AP"}
    assert found["source"] == {"name": "AP"}
    assert found["language"] == "en"
    assert found["sections"][0]["sentences"][0]["text"].startswith("The old mill in Harrow burnt down")


def test_a_year_is_asked_and_never_guessed():
    draft = drafted(DOCUMENT)
    assert draft.article["published"] is None
    # The lead says Tuesday, and March 6 was one in these years.
    assert [q.question for q in draft.questions] == ["year: Tuesday 6 March fits 2007, 2012, 2018"]


def test_a_dateline_with_its_year_leaves_no_question():
    draft = drafted(DOCUMENT.replace("March 6", "March 6, 2018"))
    assert (draft.article["published"], draft.questions) == ("2018-03-06", ())


def test_what_the_editor_says_is_not_asked():
    given = {
        "published": "2018-03-06",
        "source": "Northern Post",
        "language": "en",
        "id": "x",
        "url": "https://n.example/x",
    }
    draft = drafted("Only one sentence here. And a second one.", headline="H", **given)
    assert draft.questions == ()
    assert draft.article["source"] == {"name": "Northern Post"}
    assert Article.model_validate(draft.article).url is not None


def test_everything_that_is_missing_is_asked():
    asked = {question.field for question in drafted("The roof fell. Nobody was hurt.").questions}
    assert asked == {"headline", "source", "published"}


def test_an_unsure_language_is_asked():
    assert "language" in {question.field for question in drafted("Foo\n\nZyx qwv plork.").questions}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x00\x01PK", "binary"),
        (b"line\n\xff\xfe", "line 2: byte 0xFF"),
        (b"... 123 !!!", "no words"),
        (b"x" * 2000 + b".", "longer than"),
        (b"x" * 10_000_001, "larger than"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(data, problem):
    with pytest.raises(UnreadableDocumentError, match=problem):
        read_document(data, name="x.txt", now=NOW)


@pytest.mark.parametrize(
    ("headline", "expected"),
    [("A “Big” Day — São Paulo", "a-big-day-sao-paulo"), ("word " * 40, ("word-" * 12)[:-1]), ("Пожар", None)],
)
def test_an_id_is_made_of_the_headline(headline, expected):
    found = slug(headline)
    assert len(found) <= drafting._LONGEST_ID
    assert found == expected if expected else found.startswith("article-")


@given(st.text(min_size=1, max_size=400))
def test_any_text_is_read_or_refused(text):
    try:
        draft = drafted(text)
    except UnreadableDocumentError:
        return
    sentences = [s["text"] for section in draft.article["sections"] for s in section["sentences"]]
    assert sentences
    document = draft.document.decode("utf-8-sig")
    assert all(sentence in document for sentence in sentences)
    assert "".join(document.split()) in "".join(printable(text).split())
