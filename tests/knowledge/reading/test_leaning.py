import pytest

from knowledge.reading.leaning import points_back
from tests.articles import story


@pytest.mark.parametrize(
    "sentence",
    [
        "He left at noon.",
        "He's gone, she said.",
        "They’re gone.",
        "“It burnt,” Berg said.",
        "Its roof fell.",
        "But nobody was hurt.",
        "In contrast, Tarn voted for it.",
        "Meanwhile, the roof fell.",
        "The move surprised nobody.",
        "The decision was welcomed.",
        "The spokesman said it burnt.",
        "The president on Thursday signed it.",
        "The two met on Friday.",
        "The latter was sold.",
        "That is why the mill was shut.",
        "That’s why it was shut.",
        "This was a surprise.",
        "When asked whether it burnt, Berg said no.",
        "When she arrived, the mill was gone.",
        "Some of them were hurt.",
        "After that, nobody came.",
        "As a result, the mill was shut.",
        "Both were sold.",
        "Such fires are rare.",
        "Falk, in turn, blamed the wind.",
        "According to him, it was the wind.",
        "• But the roof held.",
    ],
)
def test_what_points_back(sentence):
    assert points_back(sentence, "en")


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill burnt down.",
        "It is not clear who set the fire.",
        "It’s unclear who set the fire.",
        "It remains to be seen who pays.",
        "The move of the court to Tarn surprised nobody.",
        "The decision to shut the mill was welcomed.",
        "The president of Tarn signed it.",
        "The president, Anna Falk, signed it.",
        "The minister who signed it left.",
        "The Two Towers burnt.",
        "The three former owners of the mill were heard.",
        "This week the mill was sold.",
        "This Sunday the fair opens.",
        "At this point nobody knows.",
        "In his speech, President Falk blamed the wind.",
        "In addition to the roof, the floor fell.",
        "As a result of the fire, the mill was shut.",
        "Both Falk and Berg were heard.",
        "Both the roof and the floor fell.",
        "Besides the roof, the floor fell.",
        "Italy won.",
        "Thistles grew there.",
        "Hermann left.",
    ],
)
def test_what_stands_alone(sentence):
    assert not points_back(sentence, "en")


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Sin embargo, nadie murió.", "es"),
        ("Deshalb wurde die Mühle geschlossen.", "de"),
        ("En revanche, le toit a tenu.", "fr"),
        ("Однако никто не пострадал.", "ru"),
    ],
)
def test_other_languages_have_their_own_words(sentence, language):
    assert points_back(sentence, language)
    assert not points_back(sentence, "fi")


def leanings(*sentences):
    found = story(text=" ".join(sentences))
    assert len(found.sentences) == len(sentences)
    return [one.leans_on for one in found.sentences]


def test_a_sentence_leans_on_the_nearest_that_stands_alone():
    assert leanings("Falk left.", "The mill burnt.", "It was old.") == [None, None, 1]
    assert leanings("Falk left.", "She was ill.", "But she came back.") == [None, 0, 0]


def test_at_most_two_back():
    assert leanings("Falk left.", "She was ill.", "She came back.", "She was well.") == [None, 0, 0, 1]


def test_the_first_sentence_has_nothing_to_lean_on():
    assert leanings("But she left.", "She was ill.") == [None, 0]


def test_a_heading_does_not_help_a_pronoun_to_stand():
    found = story(
        text="Anna Falk left the mill on Friday.\n\nWhat came next\n\nShe never came back to the mill, Berg said."
    )
    assert [(s.heading, s.leans_on) for s in found.sentences] == [(None, None), ("What came next", 0)]
