import json

import pytest

from bot import intake
from bot.intake import MAX_BYTES, MAX_DRAFT, NoDraftError
from knowledge.drafts import read_draft
from tests.articles import NOW, fields


def taken(data, name="a.txt", ids=()):
    return intake.taken(data, name, now=NOW, ids=ids)


def test_an_id_that_is_taken_gets_a_number():
    text = b"Ferry doubles its sailings\n\nThe ferry to Tarn will sail eight times a day."
    first = read_draft(taken(text).text, now=NOW).article.id
    assert read_draft(taken(text, ids={first, f"{first}-2"}).text, now=NOW).article.id == f"{first}-3"


def test_an_article_file_is_taken_as_it_is_with_its_comments():
    text = "# by hand\nid: mill\nheadline: H\n"
    assert taken(text.encode(), "m.yaml").text == text
    assert read_draft(taken(json.dumps(fields()).encode(), "m.json").text, now=NOW).complete


def test_its_document_does_not_come_along():
    document = {"path": "mill.txt", "sha256": "0" * 64}
    assert "sha256" not in taken(json.dumps(fields(document=document)).encode(), "m.json").text
    assert "sha256" not in taken(f"id: mill\ndocument: {json.dumps(document)}\n".encode(), "m.yaml").text


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"x" * (MAX_BYTES + 1), "a.txt", "larger than"),
        (b"a: " + b"x" * (MAX_DRAFT + 1), "a.yaml", "as an article file it is longer"),
        (b"The mill burnt.\n\n" * 19_000, "a.txt", "as an article file it is longer"),
        (b"\xff\xfe", "a.yaml", "not UTF-8"),
        (b"", "a.txt", r"\S"),
        (b"{", "a.json", "not valid JSON"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}', "a.json", r"\S"),
    ],
)
def test_what_is_no_draft_says_why(data, name, why):
    with pytest.raises(NoDraftError, match=why):
        taken(data, name)


def test_an_address_is_one_word():
    assert intake.is_url("https://n.example/a")
    assert not intake.is_url("https://n.example/a and more")
    assert not intake.is_url("ftp://n.example/a")
