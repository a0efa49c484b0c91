import pytest

from knowledge.retrieval import words
from knowledge.retrieval.negation import denies, negated


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Which towns did not vote for the bridge?", "en", True),
        ("Who won't attend the opening?", "en", True),
        ("Who didnt attend the opening?", "en", True),
        ("Who spoke of a notable knot?", "en", False),
        ("Which towns voted for the bridge?", "en", False),
        ("Didn't Falk open the bridge?", "en", False),
        ("Who said “it is not over”?", "en", False),
        ("The mill was not insured. Who owned it?", "en", False),
        ("Who holds the No. 1 licence?", "en", False),
        ("Not only who, but why?", "en", False),
        ("Wer kam nicht?", "de", True),
        ("Qui n'est pas venu ?", "fr", True),
        ("¿Quién no vino?", "es", True),
        ("Кто не пришёл?", "ru", True),
        ("Chi non è venuto?", "it", True),
        ("Quem não veio?", "pt", True),
        ("Wie kwam niet?", "nl", True),
        ("मेला किसने नहीं देखा?", "hi", False),
    ],
)
def test_a_question_that_is_negated(question, language, expected):
    assert negated(question, language) is expected


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Tarn refused to pay.", "en", True),
        ("All towns but Harrow paid.", "en", True),
        ("Tarn was unable to pay.", "en", True),
        ("The United towns paid until May.", "en", False),
        ("Tarn paid.", "en", False),
        ("Tarn didn’t pay.", "en", True),
        ("Tarn can't pay.", "en", True),
        ("Tarn didnt pay.", "en", True),
        ("Nothing was paid in the north.", "en", True),
        ("A Model T paid for a notable knot.", "en", False),
        ("El norte no paga.", "es", True),
        ("El norte paga.", "es", False),
        ("Tarn n'a rien payé.", "fr", True),
        ("Tarn non paga.", "it", True),
        ("Tarn recusou pagar.", "pt", True),
        ("Tarn weigert te betalen.", "nl", True),
        ("Тарн не платит.", "ru", True),
        ("Tarn zahlte.", "de", False),
        ("Tarn lehnt es ab.", "de", True),
        ("टार्न ने दिया।", "hi", True),
    ],
)
def test_a_sentence_that_denies_something(sentence, language, expected):
    assert any(denies(word.surface, language) for word in words.words(sentence, language)) is expected
