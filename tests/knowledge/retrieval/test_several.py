import pytest

from knowledge.retrieval.asking import Asked
from knowledge.retrieval.several import asks_for_a_list, has, speakers_asked, things_asked


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Which countries support the pact?", "en", True),
        ("Which EU countries support the pact?", "en", True),
        ("Who spoke at the opening?", "en", True),
        ("What were the main demands?", "en", True),
        ("Which country supports the pact?", "en", False),
        ("Who won the race?", "en", False),
        ("What was the price?", "en", False),
        ("Which news did he bring?", "en", False),
        ("Three boats, which fishers had left, sank. Where?", "en", False),
        ("¿Qué países apoyan el pacto?", "es", True),
        ("Welche Länder haben unterschrieben?", "de", True),
        ("Quels pays ont signé ?", "fr", True),
        ("Какие страны подписали договор?", "ru", True),
    ],
)
def test_a_question_for_a_list(question, language, expected):
    assert asks_for_a_list(question, language) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who resigned and when?", (Asked.PERSON, Asked.TIME)),
        ("Who and when was fined?", (Asked.PERSON, Asked.TIME)),
        ("When did the mill burn down, and why?", (Asked.TIME, Asked.REASON)),
        ("Who resigned?", ()),
        ("Did Falk and Berg meet when the mill burnt?", ()),
    ],
)
def test_a_question_for_several_things(question, expected):
    assert things_asked(question, "en") == expected


def test_a_question_for_several_peoples_words():
    assert speakers_asked("What did Anna Berg and Olof Lind say about the mill?", "en") == (
        frozenset({"anna", "berg"}),
        frozenset({"olof", "lind"}),
    )
    assert speakers_asked("What did Anna Berg say about the mill and the bridge?", "en") == ()
    assert speakers_asked("When did Berg and Lind meet?", "en") == ()


def test_what_a_sentence_has():
    assert has("He left on Monday.", Asked.TIME, "When did he leave?", "en")
    assert not has("He left.", Asked.TIME, "When did he leave?", "en")
    assert has("It fell because of the wind.", Asked.REASON, "Why did it fall?", "en")
    assert has("It cost nine crowns.", Asked.NUMBER, "How much was it?", "en")
    assert has("Yesterday Anna Berg left.", Asked.PERSON, "Who left?", "en")
    assert not has("Yesterday Anna Berg left.", Asked.PERSON, "Did Anna Berg leave?", "en")
