from datetime import date

import pytest

from knowledge.article import SentenceKind
from knowledge.doubts import article_doubts, doubts
from knowledge.reading.sentence import Attribution, DateMention, Found, Sentence
from tests.articles import article


def sentence(text, **known):
    return Sentence(0, text, 0, len(text), 0, **known)


def found(text, language="en", published="2024-03-06", **known):
    about = article(language=language, published=published)
    return [(doubt.field, doubt.message) for doubt in doubts(about, sentence(text, **known))]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour reopened.",
        "The so-called “green bridge” reopened.",  # a term, and nobody's statement
        "Mayors may march over the bridge.",
        "Ingrid Mai said no.",
    ],
)
def test_a_plain_sentence_raises_no_doubt(text):
    assert found(text) == []


def test_what_is_sure_raises_no_doubt():
    said = "“We will open the bridge,” Falk said on Tuesday."
    tuesday = DateMention("Tuesday", said.index("Tuesday"), date(2024, 3, 5), date(2024, 3, 5))
    falk = Attribution("Ingrid Falk", None, Found.NAMED, 0.95, "Falk")
    assert found(said, speaker=falk, dates=(tuesday,)) == []
    assert [field for field, _ in found(said)] == ["speaker", "dates"]


def test_an_unsure_speaker_is_doubted_unless_an_editor_named_it():
    unsure = Attribution("Ingrid Falk", None, Found.RESOLVED, 0.64, "she")
    assert found("She said no.", speaker=unsure) == [("speaker", "Ingrid Falk? (resolved, 0.64 sure)")]
    assert found("She said no.", speaker=Attribution("Ingrid Falk", None, Found.EDITOR, 0.5)) == []
    assert found("She said no.", unsure=unsure) == [
        ("speaker", "Ingrid Falk? (resolved, 0.64 sure), not shown to readers")
    ]
    assert found("“We will open the bridge,” the sign says.", outlet="Northern Post") == []


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("It opens next spring.", "en", "next spring"),
        ("It opened three days ago.", "en", "three days ago"),
        ("It opened on March 5.", "en", "March 5"),
        ("It opened on 5 May.", "en", "5 May"),
        ("Am Dienstag wurde sie eröffnet.", "de", "Dienstag"),
        ("Se abrió el 5 de marzo.", "es", "5 de marzo"),
    ],
)
def test_a_time_that_was_not_read_is_doubted(text, language, said):
    assert found(text, language) == [("dates", f"“{said}” was not read as a date")]
    assert found(text, language, published=None) == [
        ("dates", f"“{said}”: year missing, since the article has no date")
    ]


def test_what_no_question_can_reach_is_named():
    assert "no word that says" in found("It was.")[0][1]
    assert found("The harbour reopened.", never_quoted="has characters that readers would not see as they are") == [
        ("text", "no question can reach this sentence: it has characters that readers would not see as they are")
    ]


def test_a_summary_is_left_alone():
    assert doubts(article(), sentence("It was."), SentenceKind.SUMMARY) == ()


def test_an_article_without_a_date_or_updated_before_it_was_published_is_doubted():
    assert article_doubts(article()) == ()
    assert [doubt.field for doubt in article_doubts(article(published=None))] == ["published"]
    assert [doubt.field for doubt in article_doubts(article(updated="2024-03-05"))] == ["updated"]
    assert article_doubts(article(updated="2024-03-06")) == ()
