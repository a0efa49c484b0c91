import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.answering import ask, quote
from knowledge.highlighting import answering_words
from knowledge.library import Library
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.asking import Asked
from tests.articles import NOW, SEEDS, library, story

TARN = """At noon on 3 March, ferry captain Lise Aune rescued two sailors off Tarn. \
Mayor Ingrid Falk told reporters in Aldmoor on Friday that the mast broke because the bolts had rusted. \
Engineers replaced 312 rusted bolts and 4 beams. The repairs cost €4.2 million. \
Some 31 per cent of the crew stayed at home. The oldest sailor is 58 years old. \
Olof Lind and Maja Brenn welcomed them. The company's new harbour lies near Solvang."""


def bold(question, sentence_begins, text=TARN, **changed):
    told = story(text=text, published="2024-03-08", **changed)
    index = next(s.index for s in told.bare if s.text.startswith(sentence_begins))
    shelf = library(told)
    found = quote(told, index)
    analysis = analyse(question, shelf.index.vocabulary, "en")
    return [found.sentence.text[start:end] for start, end in answering_words(analysis, found)]


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("Who rescued the sailors off Tarn?", "At noon", ["Lise Aune"]),
        ("Who is Lise Aune?", "At noon", ["ferry captain"]),
        ("When were two sailors rescued?", "At noon", ["3 March"]),
        ("How many bolts did the engineers replace?", "Engineers", ["312 rusted bolts"]),
        ("How much did the repairs cost?", "The repairs", ["€4.2 million"]),
        ("What percentage of the crew stayed at home?", "Some 31", ["31 per cent"]),
        ("How old is the oldest sailor?", "The oldest", ["58 years old"]),
        ("Where is the new harbour?", "The company", ["Solvang"]),
        ("Why did the mast break?", "Mayor", ["because the bolts had rusted"]),
    ],
)
def test_the_words_that_answer_are_found(question, sentence, words):
    assert bold(question, sentence) == words


@pytest.mark.parametrize("space", ["\u00a0", "\u2005", "\u202f", " \u00a0"])
def test_a_name_is_found_whatever_space_stands_in_it(space):
    text = f"At noon, ferry{space}captain Lise{space}Aune rescued two sailors off Tarn."
    assert bold("Who rescued the sailors off Tarn?", "At noon", text=text) == [f"Lise{space}Aune"]
    assert bold("Who is Lise Aune?", "At noon", text=text) == [f"ferry{space}captain"]
    editors = {"language": "es", "people": ({"name": "Ingrid Falk"},)}
    told = story(text=f"La alcaldesa Ingrid{space}Falk abrió el puente.", **editors)
    analysis = analyse("¿Quién abrió el puente?", library(told).index.vocabulary, "es")
    assert [told.text[start:end] for start, end in answering_words(analysis, quote(told, 0))] == [f"Ingrid{space}Falk"]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        # Two who may be the one.
        ("Who welcomed the sailors?", "Olof"),
        # The day and place of the statement are not those of what is stated, and who says it did not do it.
        ("When did the mast break?", "Mayor"),
        ("Where did the mast break?", "Mayor"),
        ("Who broke the mast?", "Mayor"),
        # What is counted is not in the sentence; or the question names the number.
        ("How many sails were replaced?", "Engineers"),
        ("Who said that 312 bolts were rusted?", "Engineers"),
        # Nothing of one kind is asked for.
        ("What did Ingrid Falk say about the mast?", "Mayor"),
        ("Tell me of the ferry", "At noon"),
    ],
)
def test_nothing_is_told_where_it_is_not_plain(question, sentence):
    assert bold(question, sentence) == []


def test_who_said_it_is_its_speaker_where_the_sentence_names_one():
    assert bold("Who said that the mast broke?", "Mayor") == ["Ingrid Falk"]
    said = "Captain Lise Aune was on deck. She said the mast broke."
    assert bold("Who said that the mast broke?", "She", text=said) == []


def test_a_name_of_the_question_is_none_of_the_answer():
    text = "Captain Lise Aune met harbour chief Olof Lind."
    assert bold("Who met Lise Aune?", "Captain", text=text) == ["Olof Lind"]


def test_without_english_only_people_whom_the_editor_knows_are_found():
    text = "La alcaldesa Ingrid Falk abrió el puente."
    people = ({"name": "Ingrid Falk"},)
    told = story(text=text, language="es", people=people)
    analysis = analyse("¿Quién abrió el puente?", library(told).index.vocabulary, "es")
    assert analysis.asked is Asked.PERSON
    assert answering_words(analysis, quote(told, 0)) == ((13, 24),)
    assert answering_words(analysis, quote(story(text=text, language="es"), 0)) == ()


def test_the_seed_tells_when_and_who():
    seed = Library.load([SEEDS], now=NOW)
    for question, words in (
        ("When did Guaido declare himself interim president?", "January 23"),
        ("Who declared himself interim president?", "Juan Guaido"),
    ):
        found = ask(question, seed, now=NOW)
        spans = answering_words(found.trace.analysis, found.quotes[0])
        assert [found.quotes[0].sentence.text[start:end] for start, end in spans] == [words]


_WORDS = st.sampled_from(
    "Who When Where Why How many much old what percentage is was because of Mayor Ingrid Falk said on Friday 3 March "
    "2024 in Tarn €4.2 million 31 % 58-year-old , . “ ” ' — 𝒳 é א 北京 crowns per cent years old near".split()
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(_WORDS, st.sampled_from("   \u00a0\u2005\t")).map("".join), min_size=1, max_size=30).map(
        "".join
    ),
    st.lists(_WORDS, max_size=12).map(" ".join),
)
def test_whatever_is_found_lies_in_the_sentence(text, question):
    try:
        told = story(text=text)
    except ValidationError:
        return
    vocabulary = library(told).index.vocabulary
    for sentence in told.bare:
        if sentence.quotable:
            for start, end in answering_words(analyse(question, vocabulary, "en"), quote(told, sentence.index)):
                assert 0 <= start < end <= len(sentence.text)
                assert sentence.text[start:end].strip() == sentence.text[start:end]
