"""What a request finds in a library, and which of it is news."""

from datetime import timedelta

import pytest

from knowledge import following
from knowledge.answering import Answer, ask
from knowledge.library import Library
from knowledge.store import Kind
from tests import articles
from tests.articles import NOW, library, story

LATER = story(
    id="harrow-mill-again",
    published="2024-03-09",
    headline="Harrow's mill will have a new roof",
    text="The roof of the mill will be of slate, Tarn director Olof Lind said. He added that oak was too dear.\n\n"
    "Fire chief Anna Berg was not asked.",
)
SPOKEN = [
    "The roof of the mill will be of slate, Tarn director Olof Lind said.",
    "He added that oak was too dear.",
]


def texts(places):
    return [story.bare[index].text for story, index in places]


def found(kind, text, shown, **more):
    return texts(following.places(kind, text, shown, now=NOW, **more))


@pytest.mark.parametrize("name", ["Lind", "lind", "Olof Lind", "LIND OLOF"])
def test_a_person_is_followed_by_what_they_say_the_newest_first(name):
    said = found(Kind.PERSON, name, library(story(), LATER))
    assert said[:2] == SPOKEN
    assert set(said[2:]) == {
        '"We will rebuild it," said Tarn director Olof Lind.',
        "According to Lind, the work will begin on Friday.",
    }


def test_a_person_is_nobody_else_and_no_first_name():
    shown = library(story(), LATER)
    assert found(Kind.PERSON, "Olof", shown) == []
    assert found(Kind.PERSON, "Karl Lind", shown) == []
    assert all("Lind" not in said for said in found(Kind.PERSON, "Berg", shown))


def test_a_speaker_whom_an_editor_entered_is_followed_too():
    entered = story(
        id="entered", text=None, sections=[{"sentences": [{"text": "The vault is empty.", "speaker": "Eva Holm"}]}]
    )
    assert found(Kind.PERSON, "Holm", library(story(), entered)) == ["The vault is empty."]


def test_a_topic_is_followed_by_the_sentences_that_name_it():
    shown = library(story(), LATER)
    first, second = found(Kind.TOPIC, "roof", shown)
    assert first == SPOKEN[0]
    assert second.startswith('"We could not save the roof.')
    assert found(Kind.TOPIC, "slate oak", shown) == []  # no sentence has both, and no headline either
    assert found(Kind.TOPIC, "vineyards", shown) == []
    assert found(Kind.TOPIC, "the of and", shown) == []


def test_a_word_of_a_topic_may_stand_above_the_article():
    said = found(Kind.TOPIC, "Harrow slate", library(story(), LATER))
    assert said == ["The roof of the mill will be of slate, Tarn director Olof Lind said."]


def test_a_topic_is_not_read_as_what_it_may_be_a_slip_of():
    shown = library(story(), LATER)
    assert found(Kind.TOPIC, "insurde", shown) == []
    assert [one.reading for one in following.unknown("insurde", shown)] == ["insured"]
    assert following.unknown("insured", shown) == ()


def test_only_so_many_of_the_newest_are_looked_at():
    assert found(Kind.PERSON, "Lind", library(story(), LATER), most=2) == SPOKEN


def test_a_question_finds_what_answers_it():
    question = "How much did the Tarn company pay for the mill?"
    shown = library()
    answer = ask(question, shown, now=NOW)
    assert isinstance(answer, Answer)
    assert found(Kind.QUESTION, question, shown)[0] == answer.quotes[0].sentence.text
    assert found(Kind.QUESTION, "Who won the chess championship in Havana?", shown) == []


def test_what_may_not_be_shown_is_not_found():
    until = NOW + timedelta(hours=3)
    held = story(id="held", embargoed_until=until.isoformat(), text="The mill is cursed, said Olof Lind.")
    shown = library(story(), held)
    for kind, text in ((Kind.PERSON, "Lind"), (Kind.TOPIC, "cursed")):
        assert not any("cursed" in said for said in found(kind, text, shown))
    assert texts(following.places(Kind.TOPIC, "cursed", shown, now=until)) == ["The mill is cursed, said Olof Lind."]
    assert following.next_release(shown, now=NOW) == until
    assert following.next_release(shown, now=until) is None
    assert following.find(shown, "held", 0, "The mill is cursed, said Olof Lind.", now=NOW) is None


def test_news_is_what_was_not_told_each_wording_once():
    twin = story(id="twin", source={"name": "Southern Post"}, published="2024-03-10", text=LATER.text)
    before = following.places(Kind.PERSON, "Lind", library(), now=NOW)
    after = following.places(Kind.PERSON, "Lind", library(story(), LATER, twin), now=NOW)
    assert texts(following.news(after, texts(before))) == SPOKEN
    assert following.news(after, texts(after)) == ()


def test_a_sentence_that_moved_is_found_again_and_one_that_changed_is_not():
    moved = story(text="A new first sentence stands here.\n\n" + articles.MILL)
    text = "She said nobody had been hurt."
    (place,) = [following.find(library(moved), "harrow-mill", 3, text, now=NOW)]
    assert texts([place]) == [text]
    assert following.find(library(moved), "harrow-mill", 3, text[:-1], now=NOW) is None
    assert following.find(library(moved), "gone", 3, text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lind", Kind.PERSON),
        ("anna berg", Kind.PERSON),
        ("insurance", Kind.TOPIC),
        ("mill", Kind.TOPIC),
        ("old mill", Kind.TOPIC),
        ("Venezuela", Kind.TOPIC),
        ("Will the mill be rebuilt?", Kind.QUESTION),
        ("the", None),
        ("?", None),
    ],
)
def test_what_is_followed_is_told_from_its_words(text, kind):
    assert following.kind_of(text, library(story(), LATER)) is kind


def test_an_empty_library_finds_nothing():
    shown = Library.of([], now=NOW)
    for kind in Kind:
        assert following.places(kind, "Olof Lind", shown, now=NOW) == ()


def test_a_sentence_that_another_one_brings_along_is_not_quoted_by_itself():
    shown = library(story(), LATER)
    found = following.places(Kind.PERSON, "Lind", shown, now=NOW)
    quotes, more = following.gathered(shown, found, now=NOW, most=1)
    assert [" ".join(one.passage.split()) for one in quotes] == [" ".join(SPOKEN)]
    assert more == len(found) - 2
    quotes, more = following.gathered(shown, found, now=NOW, most=10)
    assert more == 0
    assert all(any(text in one.passage for one in quotes) for text in texts(found))
    assert following.gathered(shown, (), now=NOW, most=3) == ((), 0)
