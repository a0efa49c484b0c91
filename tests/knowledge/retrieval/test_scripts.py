import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval import scripts, words


def cut(text, language):
    return [word.surface for word in words.words(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("北京2022", "zh", ["北京", "2022"]),
        ("俄罗斯总统在莫斯科", "zh", ["俄罗斯", "总统", "在", "莫斯科"]),
        ("在马杜罗", "zh", ["在", "马杜", "杜罗"]),
        ("橋が長い", "ja", ["橋", "が", "長い"]),
        ("สะพานเปิดแล้ว", "th", ["สะพาน", "เปิด", "แล้ว"]),
        ("NATO軍", "ja", ["NATO", "軍"]),
    ],
)
def test_unspaced_scripts_are_cut_into_words(text, language, found):
    assert cut(text, language) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الكتاب", "والكتاب"),
        ("الكتاب", "كتاب"),
        ("كِتَاب", "كتاب"),
        ("أحمد", "احمد"),
        ("مدرسـة", "مدرسة"),
        ("مستشفى", "مستشفي"),
    ],
)
def test_arabic_is_compared_without_vowel_signs_articles_and_forms_of_letters(one, other):
    assert words.key(one, "ar") == words.key(other, "ar")


@pytest.mark.parametrize(
    ("number", "language", "key"),
    [
        ("1.200", "de", "1200"),
        ("1.200,5", "es", "1200.5"),
        ("3,5", "ru", "35"),
        ("3,5", "de", "3.5"),
        ("1,200", "en", "1200"),
        ("19.30", "de", "19.30"),
        ("٢٠١٩", "ar", "2019"),
        ("२०१९", "hi", "2019"),
    ],
)
def test_a_number_is_the_same_in_every_language(number, language, key):
    assert words.key(number, language) == key


@pytest.mark.parametrize(
    "names",
    [
        "Putin Путин Πούτιν पुतिन 푸틴",
        "Maduro Мадуро",
        "Guaido Guaidó Gwaido",
        "Zelensky Zelenskyy Зеленский",
        "Johnson Джонсон",
    ],
)
def test_spellings_of_a_name_share_their_consonants(names):
    assert len({scripts.skeletons(name)[0] for name in names.split()}) == 1


@pytest.mark.parametrize(("arabic", "latin"), [("بوتين", "Putin"), ("مادورو", "Maduro"), ("محمد", "Mohammed")])
def test_scripts_without_vowels_have_rough_consonants(arabic, latin):
    assert scripts.skeletons(arabic) == scripts.skeletons(latin)[1:]


@pytest.mark.parametrize(("one", "other"), [("Iran", "Iraq"), ("Mali", "Bali"), ("Oman", "Iran"), ("Niger", "Nigeria")])
def test_other_names_sound_different(one, other):
    assert scripts.sound(one) != scripts.sound(other)


@given(st.text(), st.sampled_from(["zh", "ja", "th", "ar", "ru", "xx"]))
def test_any_text_is_cut_where_it_says(text, language):
    for word in words.words(text, language):
        assert text[word.start : word.start + len(word.surface)] == word.surface
        assert word.key
    assert words.keys(text, language) == [word.key for word in words.words(text, language)]


@given(st.text())
def test_any_word_has_a_sound_of_latin_letters(word):
    assert scripts.latin(word).isascii()
    assert scripts.sound(word).isascii()
    assert all(skeleton.isascii() for skeleton in scripts.skeletons(word))
