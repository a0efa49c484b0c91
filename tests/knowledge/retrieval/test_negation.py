import pytest

from knowledge.retrieval.negation import denies, negated


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Which towns did not vote for the bridge?", "en", True),
        ("Who won't attend the opening?", "en", True),
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
        ("Tarn zahlte.", "de", False),
        ("Tarn lehnt es ab.", "de", True),
        ("टार्न ने दिया।", "hi", True),
    ],
)
def test_a_sentence_that_denies_something(sentence, language, expected):
    assert denies(sentence, language) is expected
