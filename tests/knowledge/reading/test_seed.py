"""The seed document, read by hand: what a person would cut, who says what, and which days are meant."""

from datetime import date

import pytest

from knowledge.files import read
from knowledge.library import Library
from knowledge.reading.importing import read_document
from tests.articles import NOW, SEEDS

DOCUMENT = SEEDS / "000_5ec877e224ca7762.txt"

# First and last words of every sentence, with its speaker ("" is the outlet), the days it names, and what it leans on.
PESKOV, PUTIN, MADURO = "Dmitry Peskov", "Vladimir Putin", "Nicolas Maduro"
BY_HAND = [
    ("At their Kremlin talks", "told journalists on Thursday.", PESKOV, ["2019-09-25", "2019-09-26"], None),
    ('"Military and technical cooperation continues. The', 'was on the agenda," Peskov said.', PESKOV, [], None),
    ("The spokesman reiterated that", "in non-operational status.", PESKOV, [], 1),
    ('"That is why, joint', 'special equipment," he added.', PESKOV, [], 1),
    ("When asked whether the", 'along different trajectories."', PESKOV, [], 2),
    ('"And this cooperation will', 'will continue," he stressed.', PESKOV, [], 3),
    ("He said ‘no’ in", "Caracas had been discussed.", PESKOV, [], 4),
    ("The Venezuelan leadership is", "Peskov noted on Thursday.", PESKOV, ["2019-09-26"], None),
    ("President Nicolas Maduro has", "opposition and its necessity.", MADURO, [], None),
    ('"Hence the Venezuelan leadership', 'as well," Peskov told reporters.', PESKOV, [], 8),
    ("He emphasized that any", 'meddling from third countries."', PESKOV, [], 8),
    ("At talks with Maduro on", "dialogue with the opposition.", PUTIN, ["2019-09-25"], None),
    ("Moscow considers any refusal", "well-being, Putin claimed.", PUTIN, [], None),
    ("On January 23, Juan Guaido,", "country’s capital of Caracas.", "", ["2019-01-23"], None),
    ("Several countries, including the", "American States, recognized him.", "", [], None),
    ("Maduro, in turn, blasted", "ties with the US.", MADURO, [], 14),
    ("On February 4, most of", "as Venezuela’s interim president", "", ["2019-02-04"], None),
    ("In contrast, Russia, Belarus,", "against foreign interference.", "", [], 16),
    ("The United Nations secretary", "resolve the crisis.", "", [], 16),
]


@pytest.fixture(scope="module")
def story():
    (found,) = Library.load([SEEDS], now=NOW).stories.values()
    return found


@pytest.fixture(scope="module")
def by_editor():
    (entry,) = read(next(SEEDS.glob("*.yaml")))
    return entry.data


def test_exactly_the_sentences_that_a_person_would_cut(story):
    assert len(story.sentences) == len(BY_HAND)
    for sentence, (first, last, *_) in zip(story.sentences, BY_HAND, strict=True):
        assert sentence.text.startswith(first)
        assert sentence.text.endswith(last)


def test_every_sentence_stands_in_the_document_with_its_no_break_spaces(story):
    document = DOCUMENT.read_text(encoding="utf-8")
    assert story.text == document
    assert [document[s.start : s.end] for s in story.sentences] == [s.text for s in story.sentences]
    assert "whereas\u00a0the issue" in story.sentences[0].text


def test_every_statement_has_its_person_and_the_outlet_none(story):
    found = [sentence.speaker.name if sentence.speaker else "" for sentence in story.sentences]
    assert found == [speaker for _, _, speaker, _, _ in BY_HAND]
    assert [sentence.outlet for sentence in story.sentences] == ["" if name else "TASS" for name in found]
    assert {s.speaker.role for s in story.sentences if s.speaker} == {
        "Kremlin Spokesman",
        "President",
        "Russian President",
    }


def test_a_pronoun_and_a_role_are_our_reading_and_a_name_is_not(story):
    ours = {s.index for s in story.sentences if s.speaker and s.speaker.our_reading}
    assert ours == {2, 3, 4, 5, 6, 10}
    assert story.sentences[6].speaker.cue == "He"
    assert story.sentences[2].speaker.role == "Kremlin Spokesman"


def test_every_date_is_resolved(story):
    found = [[mention.start for mention in sentence.dates] for sentence in story.sentences]
    assert found == [[date.fromisoformat(day) for day in days] for *_, days, _ in BY_HAND]
    for sentence in story.sentences:
        for mention in sentence.dates:
            assert sentence.text[mention.offset :].startswith(mention.text)


def test_what_opens_with_a_word_that_points_back_leans(story):
    assert [sentence.leans_on for sentence in story.sentences] == [leans_on for *_, leans_on in BY_HAND]


def test_headings_are_sections_and_the_way_through_the_site_is_nowhere(story):
    headings = dict.fromkeys(sentence.heading for sentence in story.sentences)
    assert list(headings) == [None, "Dialogue between Maduro and opposition", "Crisis in Venezuela"]
    assert story.article.headline.startswith("Armaments cooperation discussed")
    assert story.article.dateline.model_dump() == {"place": "MOSCOW", "date": "September 26", "agency": "TASS"}


def test_importing_the_document_gives_the_article_but_for_what_only_an_editor_knows(by_editor):
    draft = read_document(DOCUMENT.read_bytes(), name=DOCUMENT.name, now=NOW)
    assert [question.question for question in draft.questions] == ["year: Thursday 26 September fits 2013, 2019, 2024"]
    expected = {**by_editor, "published": None}
    (asked,) = expected["questions"]
    assert "names no year" in asked["answer"]
    expected["questions"] = [{key: value for key, value in asked.items() if key != "answer"}]
    assert draft.article == expected
    assert list(draft.article) == list(expected)
