import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge import files
from knowledge.drafts import FILLED, draft_text, filled, is_article, read_draft
from knowledge.reading.importing import read_document
from tests.articles import NOW, fields

TEXT = (
    "Ferry doubles its sailings\n\nThe ferry to Tarn will sail eight times a day, director Anna Berg said on Thursday."
)


@pytest.fixture
def draft():
    return draft_text(read_document(TEXT.encode(), name="ferry.txt", now=NOW).article)


def test_what_a_document_does_not_say_is_asked_and_the_rest_is_read(draft):
    found = read_draft(draft, now=NOW)
    assert {field for field, _ in found.asked} >= {"source", "published"}
    assert found.faults == ()
    assert not found.complete
    assert any(sentence.speaker and sentence.speaker.name == "Anna Berg" for sentence in found.story.sentences)
    assert "document:" not in draft


def test_lines_fill_it_in(draft):
    text = filled(draft, "source: Northern Post\n\npublished: 2024-03-07\nHeadline：  The ferry: twice as often  ")
    found = read_draft(text, now=NOW)
    assert found.complete
    assert (found.article.headline, found.article.source.name) == ("The ferry: twice as often", "Northern Post")
    assert found.article.published.isoformat() == "2024-03-07"
    renamed = read_draft(filled(text, "source: Harrow Daily"), now=NOW).article
    assert renamed.source.name == "Harrow Daily"


def test_a_sources_address_stays_when_its_name_is_filled_in():
    text = draft_text(fields(source={"name": "Post", "url": "https://post.example/"}))
    source = read_draft(filled(text, "source: Northern Post"), now=NOW).article.source
    assert (source.name, str(source.url)) == ("Northern Post", "https://post.example/")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("publised: 2024-03-07", "did you mean `published`"),
        ("sections: none", "`sections` cannot be filled in"),
        ("document: /etc/passwd", "cannot be filled in"),
        ("published: 2024-03-07\nand so on", "'and so on' is no line"),
    ],
)
def test_a_line_that_fills_in_nothing_is_refused(draft, lines, why):
    with pytest.raises(ValueError, match=why):
        filled(draft, lines)


@pytest.mark.parametrize(
    ("text", "field", "why"),
    [
        ("headline: [", "file", "not valid YAML"),
        ("- 1", "file", "expected a mapping"),
        ("", "file", "empty"),
        ("headline: H\n", "id", "is missing"),
        (draft_text(fields(published="2099-01-01")), "published", "future"),
        (draft_text(fields()) + "document: {path: ../secret, sha256: " + "0" * 64 + "}\n", "document", "leave it out"),
        (draft_text(fields()) + "nonsense: 1\n", "nonsense", "unknown key"),
    ],
)
def test_what_is_wrong_has_its_line_and_field(text, field, why):
    faults = read_draft(text, now=NOW, name="draft-7.yaml").faults
    (fault,) = [one for one in faults if one.field == field]
    assert why in fault.message
    assert fault.path == "draft-7.yaml"


def test_odd_questions_in_an_edited_file_do_no_harm():
    text = draft_text(fields(published=None)) + "questions: [1, {field: published}, {field: [], question: x}]\n"
    found = read_draft(text, now=NOW)
    assert found.asked == ()
    assert found.faults


def test_an_article_file_is_told_from_other_documents():
    assert is_article(fields())
    assert not is_article({"headline": "H", "items": []})
    assert not is_article([fields()])


_VALUE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)


@example("published", "0000000000")
@given(st.sampled_from(FILLED), _VALUE.filter(lambda value: value.strip()))
def test_whatever_is_filled_in_is_there_afterwards_and_read_or_refused(field, value):
    text = filled(draft_text(fields()), f"{field}: {value}")
    data, _ = files.yaml_mapping(text)
    there = data[field]["name"] if field == "source" else data[field]
    assert str(there) == value.strip() or str(there) == value.strip().replace("\x85", " ")
    found = read_draft(text, now=NOW)
    assert found.story is not None or found.faults
