import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval import asking
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.language import question_language


@pytest.mark.parametrize(
    ("question", "library", "language"),
    [
        ("Кто построил мост?", ["en"], "ru"),
        ("Коли відкрили міст?", ["en"], "uk"),
        ("когда?", ["en"], "ru"),
        ("¿Cuándo?", ["en"], "es"),
        ("Wer baute die Brücke?", ["en"], "de"),
        ("Qui a construit le pont ?", ["en"], "fr"),
        ("谁建了桥", ["en"], "zh"),
        ("誰が橋を作ったのですか", ["en"], "ja"),
        ("من بنى الجسر؟", ["en"], "ar"),
        ("ใครสร้างสะพาน", ["en"], "th"),
        ("Who built the bridge?", ["ru"], "en"),
        ("Who built the bridge?", ["en", "de"], "en"),
        ("Wer baute die Brücke?", ["en", "de"], "de"),
        ("Zolvarq Prenkov", ["de", "en"], "de"),
        ("Кто?", ["uk", "ru"], "ru"),
        ("maduro", ["en"], "en"),
        ("?", ["ru"], "ru"),
        ("", [], "en"),
    ],
)
def test_the_language_of_a_question(question, library, language):
    assert question_language(question, library) == language


@given(st.text(), st.lists(st.sampled_from(["en", "ru", "zh", "ar", "es", "xx"]), unique=True))
def test_any_text_has_a_language(question, library):
    assert question_language(question, library)


@pytest.mark.parametrize(
    ("question", "language", "asked"),
    [
        ("Chi ha costruito il ponte?", "it", Asked.PERSON),
        ("Quando ha aperto il ponte?", "it", Asked.TIME),
        ("Onde fica a ponte?", "pt", Asked.PLACE),
        ("Quantos barcos afundaram?", "pt", Asked.NUMBER),
        ("Waarom sloot de molen?", "nl", Asked.REASON),
        ("Wie bouwde de brug?", "nl", Asked.PERSON),
        ("Скільки човнів затонуло?", "uk", Asked.NUMBER),
        ("В каком году построили мост?", "ru", Asked.TIME),
        ("متى افتتح الجسر؟", "ar", Asked.TIME),
        ("كم عدد القوارب؟", "ar", Asked.NUMBER),
        ("من بنى الجسر؟", "ar", Asked.PERSON),
        ("桥是什么时候开的？", "zh", Asked.TIME),
        ("谁建了桥？", "zh", Asked.PERSON),
        ("桥在哪里？", "zh", Asked.PLACE),
        ("为什么关门？", "zh", Asked.REASON),
        ("有多少船沉没？", "zh", Asked.NUMBER),
        ("¿En qué época se construyó el puente?", "es", Asked.TIME),
        ("¿Qué edad tenía la alcaldesa?", "es", Asked.AGE),
        ("Wie alt war die Brücke?", "de", Asked.AGE),
        ("Köprü ne zaman açıldı?", "tr", Asked.TIME),
        ("Πότε άνοιξε η γέφυρα;", "el", Asked.TIME),
        ("पुल कब खुला?", "hi", Asked.TIME),
        ("สะพานเปิดเมื่อไร", "th", Asked.TIME),
    ],
)
def test_what_is_asked_for_in_other_languages(question, language, asked):
    assert asking.asked_for(question, language) is asked
