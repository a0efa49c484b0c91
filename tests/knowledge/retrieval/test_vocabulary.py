import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval import words
from knowledge.retrieval.lexicon import Counts
from knowledge.retrieval.readings import ACRONYM, allowed_slips
from knowledge.retrieval.vocabulary import Vocabulary

TEXTS = [
    "The minister of Iraq met opposition leaders in Basra.",
    "Later Maduro recognized the parliament, and Maduro left.",
    "A Venezuelan envoy told the United Nations that loans of 2024 were repaid.",
    "Slovenia and Nigeria signed the agreement, which Slovenia praised; we praise Nigeria.",
    "They made a dialogue possible.",
]


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.of((text, "en") for text in TEXTS)


def readings(vocabulary, word, *, is_name=False):
    found = vocabulary.readings(word, words.key(word, "en"), "en", is_name=is_name)
    return {reading.word: reading for reading in found}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("oposition", "opposition"), ("madruo", "maduro"), ("Madiro", "maduro"), ("parlaiment", "parliament")],
)
def test_a_slip_finds_its_word(vocabulary, typed, meant):
    reading = readings(vocabulary, typed)[meant]
    assert reading.corrected
    assert 0.5 < reading.likeness < 1


@pytest.mark.parametrize(
    ("asked", "not_meant"),
    [("Iran", "iraq"), ("Slovakia", "slovenia"), ("Niger", "nigeria"), ("2025", "2024")],
)
def test_names_and_numbers_do_not_drift(vocabulary, asked, not_meant):
    assert not_meant not in readings(vocabulary, asked, is_name=True)


@pytest.mark.parametrize(
    ("asked", "variant"),
    [("Venezuela", "venezuelan"), ("recognised", "recognized"), ("dialog", "dialogue")],
)
def test_a_variant_counts_as_its_word(vocabulary, asked, variant):
    reading = readings(vocabulary, asked)[variant]
    assert not reading.corrected


def test_an_acronym_counts_as_its_name(vocabulary):
    found = vocabulary.readings("UN", words.key("UN", "en"), "en", is_name=True)
    assert [(r.keys, r.likeness) for r in found] == [(("unit", "nation"), ACRONYM)]


def test_names_are_told_by_their_capitals(vocabulary):
    assert vocabulary.is_name("maduro")
    assert vocabulary.is_name("nigeria")
    assert not vocabulary.is_name("praise")
    assert not vocabulary.is_name("unheard")


def test_what_is_being_typed_is_completed_names_first(vocabulary):
    assert [r.word for r in vocabulary.completions("mad")] == ["maduro", "made"]
    assert vocabulary.completions("m") == []


def after(vocabulary, texts, sign):
    """The vocabulary after texts came (1) or went (-1)."""
    counts = Counts(sign=sign)
    for text in texts:
        counts.add(words.words(text, "en"), "en")
    fresh = [key for key in counts.frequency if vocabulary.keys.get(key) is None]
    keys = vocabulary.keys.with_counts({key: len(vocabulary.keys) + n for n, key in enumerate(fresh)}, counts.frequency)
    return vocabulary.changed(counts, keys)


WORDS = st.sampled_from(["mad", "Mada", "made", "Maduro", "maduro", "madly", "Madrid", "mast", "left", "2024"])
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), max_size=6)


@given(first=SENTENCES, came=SENTENCES, gone=st.integers(0, 12))
def test_completions_follow_what_comes_and_goes(first, came, gone):
    going, staying = [*first, *came][:gone], [*first, *came][gone:]
    changed = after(after(Vocabulary.of((text, "en") for text in first), came, 1), going, -1)
    fresh = Vocabulary.of((text, "en") for text in staying)
    for beginning in ("ma", "mad", "madu", "le", "20"):
        for limit in (1, 2, 8):
            assert changed.completions(beginning, limit) == fresh.completions(beginning, limit)
        everything = fresh.beginning_with(beginning, np.arange(len(fresh.keys)))
        assert changed.beginning_with(beginning, np.arange(len(changed.keys))) == everything


def test_slips_grow_with_the_word():
    assert [allowed_slips(w) for w in ("iran", "korea", "maduro", "opposition", "covid19")] == [0, 1, 1, 2, 0]


def test_an_empty_vocabulary_has_no_readings():
    empty = Vocabulary.of([])
    assert empty.readings("anything", "anyth", "en", is_name=False) == ()
    assert empty.idf("anyth") == 1.0


def test_of_words_that_are_indexed_alike_the_first_is_read(vocabulary):
    written = ("accessible", "accessibility", "accessing", "accessed")
    texts = [(f"They spoke of {word} there.", "en") for word in written]
    for _ in range(2):  # sets have no order: every process has its own
        found = Vocabulary.of(texts).readings("accessory", "accessori", "en", is_name=False)
        assert [(reading.keys, reading.word) for reading in found][:1] == [(("access",), "accessed")]
        texts.reverse()
