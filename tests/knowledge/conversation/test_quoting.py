import pytest

from knowledge.answering import ask
from knowledge.conversation.quoting import resolve_beside
from knowledge.conversation.resolving import Understood, Way
from knowledge.conversation.talk import asks, talks_on
from knowledge.conversation.turn import Turn
from tests.articles import NOW, library

MILL = Turn("When did the old mill in Harrow burn down?")


@pytest.fixture(scope="module")
def news():
    return library()


def test_without_a_quotation_it_is_the_turn_before_that_counts(news):
    assert resolve_beside("Why?", "", None, news) == Understood("Why?", "Why?")
    assert resolve_beside("Why?", " \n", MILL, news).way is Way.ASKED_ON


def test_a_question_that_is_quoted_goes_before_the_turn_before(news):
    found = resolve_beside("When?", "Did Tarn sell the mill?", MILL, news)
    assert (found.way, found.question) == (Way.ASKED_ON, "When did Tarn sell the mill?")


def test_other_words_are_asked_along_and_never_more_than_is_read(news):
    found = resolve_beside("Who owned it then?", "the mill,\n built in 1871", None, news)
    assert found == Understood("Who owned it then? the mill, built in 1871", "Who owned it then?", Way.QUOTED)
    assert len(resolve_beside("Who?", "mill " * 500, None, news).question) == 1_000


@pytest.mark.parametrize(
    "said", ["Why?", "¿Y Cuba", "为什么？", "ولماذا؟", "did it burn", "And was anybody hurt", "who says so"]
)
def test_what_has_the_form_of_a_question_asks(said):
    assert asks(said, "en")


def test_a_question_word_of_another_language_asks_too():
    assert asks("wer sagt das", "de")
    assert not asks("na gut", "de")


@pytest.mark.parametrize("said", ["thanks", "Thank you!", "ok", "👍", "told you so", "well, well", "no way", "said"])
def test_talk_is_no_question_whatever_is_found(news, said):
    found = ask(said, news, now=NOW, threshold=0.0)
    assert talks_on(Understood(said, said), found)


@pytest.mark.parametrize("said", ["mill Harrow fire", "1871", "Olof Lind"])
def test_words_that_are_answered_are_a_search(news, said):
    assert not talks_on(Understood(said, said), ask(said, news, now=NOW, threshold=0.0))
    assert talks_on(Understood(said, said), ask(said, news, now=NOW, threshold=1.0))


def test_beside_a_quotation_only_a_question_is_one(news):
    quoted = "the old mill in Harrow burnt down"
    for said, talk in (("thanks", True), ("nice old mill", True), ("when?", False)):
        understood = Understood(f"{said} {quoted}", said, Way.QUOTED)
        assert talks_on(understood, ask(understood.question, news, now=NOW, threshold=0.0)) is talk


def test_what_follows_is_no_talk(news):
    refused = ask("zebra", news, now=NOW)
    assert not talks_on(Understood("zebra", "and zebras", Way.ANOTHER_NAME), refused)
