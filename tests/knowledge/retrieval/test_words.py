import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval import words


def keys(text, language="en"):
    return [word.key for word in words.words(text, language)]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("loans", "loan", "en"),
        ("Guaidó", "guaido", "en"),
        ("Caracas", "CARACAS", "en"),
        ("casas", "casa", "es"),
        ("Häuser", "Häusern", "de"),
        ("ёлка", "елка", "ru"),
    ],
)
def test_case_accents_and_inflection_fold_away(one, other, language):
    assert words.key(one, language) == words.key(other, language)


def test_digits_are_never_touched():
    assert keys("In 2019, 1,200 men paid 4.5 million.") == ["in", "2019", "1200", "men", "paid", "4.5", "million"]
    assert words.key("2024", "en") != words.key("2025", "en")


def test_the_country_is_not_the_pronoun():
    assert keys("US") == keys("U.S.") == ["US"]
    assert keys("us") == ["us"]
    assert not words.is_common("US", "en")
    assert words.is_common("us", "en")


def test_combining_marks_stay_in_their_word():
    hindi = "हिन्दी समाचार"
    assert [word.surface for word in words.words(hindi, "hi")] == hindi.split()
    decomposed = unicodedata.normalize("NFD", "Guaidó")
    assert keys(decomposed) == keys("Guaidó")


def test_scripts_without_spaces_are_cut_into_words():
    assert [word.surface for word in words.words("北京2022", "zh")] == ["北京", "2022"]


def test_rarity_knows_the_language_at_large():
    assert words.rarity("the", "en") == 0
    assert words.rarity("the", "en") < words.rarity("want", "en") < words.rarity("loan", "en")
    assert words.rarity("loan", "en") < words.rarity("Maduro", "en") <= 1
    assert words.rarity("7", "en") == 1


def test_an_unknown_language_still_works():
    assert keys("foo bar", "xx") == ["foo", "bar"]


@given(st.text())
def test_words_stand_where_they_say(text):
    for word in words.words(text, "en"):
        assert text[word.start : word.start + len(word.surface)] == word.surface
        assert word.key
    assert words.keys(text, "en") == keys(text)


@given(st.lists(st.sampled_from([*"aZ09 .,:’'“-_\n£…–", "9:3", "1,0", "2.5", "U.S.", "A.", "x9"])).map("".join))
def test_plain_text_is_cut_as_any_other(text):
    assert list(words._cut(text, "en")) == list(words._cut_of_any_script(text, "en"))


@pytest.mark.parametrize("more", ["é", "ſ", "\u0301", "½", "二", "\u200c", "K"])
def test_what_is_not_plain_is_not_cut_as_if_it_were(more):
    for text in (f"ab{more}cd 12{more}34", f"{more}ab", f"U.S.{more}"):
        assert list(words._cut(text, "en")) == list(words._cut_of_any_script(text, "en"))
