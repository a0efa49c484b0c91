"""A question in another language or script than the article, and words joined, parted or half typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import Answer, ask
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.completing import complete
from knowledge.retrieval.vocabulary import Vocabulary
from tests.articles import NOW, library, story

SUMMIT = story(
    id="summit",
    headline="Sholtov meets Karpadian in North Korea",
    text="President Sholtov met Karpadian in North Korea in January 2019. They made no deal. "
    "The interim council of Spain sent 1200 tents. Karpadian made a speech. The council made a promise.",
)
RUSSIAN = story(
    id="most",
    language="ru",
    headline="В Тарне открыт мост",
    text="Мэр Ана Дуарте открыла мост в Тарне 3 мая 2021 года. Мост стоил 40 миллионов крон.",
)


def readings(question, language, *stories):
    found = analyse(question, library(*stories).index.vocabulary, language)
    return {term.surface: {reading.word for reading in term.readings} for term in found.terms}


@pytest.mark.parametrize(
    ("question", "language", "word", "meant"),
    [
        ("Где Карпадян?", "ru", "Карпадян", "karpadian"),
        ("Кто встретил Карпадяна?", "ru", "Карпадяна", "karpadian"),
        ("карпадян", "ru", "карпадян", "karpadian"),
        ("في إسبانيا", "ar", "إسبانيا", "spain"),
        ("西班牙", "zh", "西班牙", "spain"),
        ("¿Quién fue a Corea del Norte?", "es", "Corea", "north korea"),
        ("в январе", "ru", "январе", "january"),
    ],
)
def test_names_cross(question, language, word, meant):
    assert meant in readings(question, language, SUMMIT)[word]


def test_a_latin_name_finds_cyrillic_articles():
    assert "дуарте" in readings("Who is Duarte?", "en", RUSSIAN)["Duarte"]


def test_a_name_of_both_languages_is_found_in_both():
    found = readings("Kto Duarte", "en", RUSSIAN, story(text="Ana Duarte opened it; Duarte smiled."))
    assert "дуарте" in found["Duarte"]


def test_the_same_word_stemmed_differently_is_the_same():
    analysis = analyse("¿Cuántos tents?", library(SUMMIT).index.vocabulary, "es")
    term = next(term for term in analysis.terms if term.surface == "tents")
    assert ("tent",) in {reading.keys for reading in term.readings if reading.likeness == 1}
    assert not term.corrected


@pytest.mark.parametrize("question", ["the inter im council", "the interimcouncil"])
def test_words_are_joined_and_parted(question):
    vocabulary = library(SUMMIT).index.vocabulary
    found = analyse(question, vocabulary, "en").terms
    keys = {term.key for term in found} | {key for term in found for reading in term.readings for key in reading.keys}
    assert {"interim", "council"} <= keys


def test_what_the_library_has_is_not_joined():
    vocabulary = Vocabulary.of([("An out look on the outlook.", "en")])
    assert vocabulary.joined("out", "look") is None
    assert Vocabulary.of([("The outlook.", "en")]).joined("out", "look") == "outlook"
    assert Vocabulary.of([("The 200 1200.", "en")]).joined("1", "200") is None


@pytest.mark.parametrize(("typed", "meant"), [("Gwaido", "guaido"), ("Guaidó", "guaido"), ("Zelenskyi", "zelenskyy")])
def test_a_name_spelt_by_ear_finds_its_spelling(typed, meant):
    vocabulary = Vocabulary.of([("Then Guaido met Zelenskyy.", "en")])
    analysis = analyse(f"who is {typed}", vocabulary, "en")
    term = analysis.terms[0]
    assert vocabulary.keys_of(meant)[0] in {term.key, *(key for reading in term.readings for key in reading.keys)}


@pytest.mark.parametrize(
    ("asked", "held"),
    [("Iran", "Iraq"), ("Mali", "Bali"), ("Oman", "Iran"), ("Iran", "Oman"), ("Иран", "Iraq"), ("Niger", "Nigeria")],
)
def test_short_names_do_not_drift(asked, held):
    vocabulary = Vocabulary.of([(f"They flew to {held}.", "en")])
    assert not [r for r in vocabulary.readings(asked, asked.lower(), "en", is_name=True) if held.lower() in r.word]


@given(st.sampled_from(["sholtov", "karpadian", "interim", "council", "spain", "speech", "promise", "tents"]))
def test_known_words_stay(word):
    vocabulary = library(SUMMIT).index.vocabulary
    key = vocabulary.keys_of(word)[0]
    assert not any(reading.corrected for reading in vocabulary.readings(word, key, "en", is_name=True))


@given(st.text(max_size=40), st.sampled_from(["en", "ru", "zh", "ar", "xx"]), st.booleans())
def test_any_question_is_understood(question, language, partial):
    engine = library(SUMMIT, RUSSIAN).index
    found = analyse(
        question,
        engine.vocabulary,
        language,
        partial=partial,
        complete=lambda terms, beginning: complete(engine, language, terms, beginning),
    )
    assert all(0 <= reading.likeness <= 1 for term in found.terms for reading in term.readings)


def test_what_is_typed_goes_with_what_was_typed():
    held = library(
        story(id="a", text="Olof met Madro in Tarn. Madro smiled at Olof. Berg made bread. Lind made tea."),
        story(id="b", text="They made a bed. She made a cake. He made a road. Nobody made a fuss. We made hay."),
    )
    found = ask("olof mad", held, now=NOW, partial=True, threshold=0.0)
    assert "Madro" in found.trace.ranked[0].sentence.text
    engine = held.index
    terms = analyse("olof", engine.vocabulary, "en").terms
    assert complete(engine, "en", terms, "mad")[0].word == "madro"
    assert complete(engine, "en", terms, "m") == []
    assert complete(engine, "en", terms, "zz") == []


def test_a_question_in_russian_is_answered_by_the_russian_article():
    found = ask("Кто открыл мост в Тарне?", library(RUSSIAN), now=NOW, threshold=0.0)
    assert isinstance(found, Answer)
    assert found.trace.language == "ru"
    assert "Дуарте" in found.quotes[0].sentence.text


CHINESE = story(
    id="zh",
    language="zh",
    headline="塔恩大桥开通",
    text="市长安娜在塔恩开通了大桥。大桥花费四千万克朗。渔民们没有来。",
)
ARABIC = story(
    id="ar",
    language="ar",
    headline="افتتاح الجسر في تارن",
    text="افتتحت العمدة الجسر في مدينة تارن. كلف الجسر أربعين مليون كرونة. والصيادون لم يحضروا.",
)


@pytest.mark.parametrize(
    ("question", "held", "words"),
    [
        ("谁在塔恩开通了大桥？", CHINESE, "市长"),
        ("大桥花费多少？", CHINESE, "四千万"),
        ("كم كلف الجسر؟", ARABIC, "أربعين"),
        ("هل حضر الصيادون؟", ARABIC, "الصيادون"),
    ],
)
def test_chinese_and_arabic_articles_are_found_by_their_words(question, held, words):
    found = ask(question, library(held), now=NOW, threshold=0.0)
    assert words in found.trace.ranked[0].sentence.text


def test_what_does_not_cross_is_refused():
    assert not isinstance(ask("Сколько стоил новый автомобиль?", library(SUMMIT), now=NOW), Answer)
