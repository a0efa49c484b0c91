import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.duplicates import fingerprint, siblings
from tests.articles import MILL

BASE = "Engineer Rosa Okafor said on Tuesday that 12 people of the 340 aboard were hurt in Aldmoor, 5% of them badly."


@pytest.mark.parametrize(
    "edited",
    [
        "Engineer Rosa Okafor said Tuesday 12 people of the 340 aboard were hurt in Aldmoor, 5 percent of them badly.",
        "ENGINEER Rosa Ókafor says that, Tues., 12 people of 340 aboard were hurt in Aldmoor: 5 per cent of them badly",
    ],
)
def test_what_a_copy_editor_changes_makes_no_other_sentence(edited):
    assert fingerprint(edited, "en-GB") == fingerprint(BASE, "en")


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("12", "13"),
        ("12", "1.2"),
        ("12", "twelve"),
        ("5%", "5"),
        ("340", "$340"),
        ("340", "-340"),
        ("Tuesday", "Wednesday"),
        ("Rosa", "Lena"),
        ("were", "were not"),
        ("were", "weren't"),
        ("hurt", "killed"),
        ("said", "denied"),
        ("12 people of the 340", "340 people of the 12"),
    ],
)
def test_another_number_date_name_or_word_makes_another_sentence(word, other):
    assert fingerprint(BASE.replace(word, other), "en") != fingerprint(BASE, "en")


def test_thousands_are_the_same_with_and_without_a_comma():
    assert fingerprint("It cost 4,200 crowns.", "en") == fingerprint("It cost 4200 crowns.", "en")
    assert fingerprint("It cost 4.2 crowns.", "en") != fingerprint("It cost 42 crowns.", "en")
    assert fingerprint("Es kostete 1,5 Kronen.", "de") != fingerprint("Es kostete 15 Kronen.", "de")


def test_months_are_the_same_however_they_are_shortened():
    assert fingerprint("It fell on Jan. 23.", "en") == fingerprint("It fell on January 23.", "en")
    assert fingerprint("It fell on Jan. 23.", "en") != fingerprint("It fell on June 23.", "en")
    assert fingerprint("Am 3. Sept. fiel es.", "de") == fingerprint("Am 3. September fiel es.", "de")


LONG = "\n\n".join(
    f"Investigators from province {n} described negotiations about compensation payments of {n} crowns. "
    f"Representatives of district {n} afterwards criticised the arrangement as insufficient."
    for n in range(12)
)


def test_a_wire_story_is_known_again_where_it_was_cut_or_touched():
    cut = LONG[: len(LONG) // 3]
    touched = LONG.replace("afterwards", "later").replace("“", '"')
    other = LONG.replace("compensation", "reconstruction").replace("Representatives", "Shareholders")
    other = other.replace("Investigators", "Archaeologists").replace("negotiations", "excavations")
    other = other.replace("arrangement", "timetable").replace("insufficient", "premature")
    assert siblings([MILL, LONG, other, cut, touched]) == {1: (3, 4), 3: (1, 4), 4: (1, 3)}


def test_a_few_words_are_too_little_to_tell():
    assert siblings([MILL.split("\n")[0]] * 3) == {}


def test_what_stands_under_every_article_makes_no_siblings():
    furniture = " ".join(f"Subscribers{n} everywhere recommended newsletters." for n in range(9))
    assert siblings([f"{furniture} {n}" for n in range(120)]) == {}
    assert len(siblings([f"{furniture} {n}" for n in range(90)])) == 90


@given(st.lists(st.text(max_size=400), max_size=6))
def test_siblings_are_mutual_and_nobodys_own(texts):
    found = siblings(texts)
    assert all(place in found[other] for place, others in found.items() for other in others)
    assert all(place not in others for place, others in found.items())


@given(st.text(max_size=300), st.sampled_from(["en", "de", "ar", "zh-Hans", "xx"]))
def test_any_text_has_a_fingerprint_and_always_the_same(text, language):
    assert fingerprint(text, language)
    assert fingerprint(text, language) == fingerprint.__wrapped__(text, language)
