"""Irregular forms, which no stemmer brings together."""

import pytest

from knowledge.retrieval import words
from knowledge.retrieval.forms import forms


@pytest.mark.parametrize(
    ("word", "other", "same"),
    [("win", "won", True), ("taken", "took", True), ("fell", "falls", True), ("rise", "fell", False)],
)
def test_forms_of_one_verb(word, other, same):
    assert (words.key(other, "en") in forms(words.key(word, "en"), "en")) is same


def test_a_word_is_always_a_form_of_itself_and_german_has_no_list():
    assert forms("ferri", "en") == {"ferri"}
    assert forms("win", "de") == {"win"}
