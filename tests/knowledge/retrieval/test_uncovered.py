import pytest

from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.uncovered import Uncovered, uncovered
from knowledge.retrieval.vocabulary import Vocabulary

LIBRARY = Vocabulary.of([("The ferry to Tarn sails in March.", "en"), ("In Vell the mayor sings on 12 March.", "en")])


def named(question, language="en"):
    """What is named where nothing is covered at all."""
    analysis = analyse(question, LIBRARY, language)
    nothing = [0.0] * len(analysis.terms)
    found = uncovered(analysis, [nothing], lambda _: False)
    assert not found.apart
    return found.nowhere


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who won in Brazil?", ("Brazil",)),
        ("who won in brazil", ("brazil",)),
        ("Who won?", ()),
        ("Who bought or sold anything?", ()),
        ("Did the king resign?", ()),
        ("Did the pope resign?", ("pope",)),
        ("Did the pope visit the flooded harbour?", ("pope", "flooded harbour")),
        ("When will the new reactor open?", ()),
        ("What did scientists find in the old volcano crater?", ("volcano crater",)),
        ("What is the weather like on the moon?", ("weather", "moon")),
        ("What did Otto Krantz and Ida Moe say about mushrooms?", ("Otto Krantz", "Ida Moe", "mushrooms")),
        ("Which airline collapsed?", ()),
        ("Who stole the emerald necklace last week?", ("emerald necklace",)),
        ("What was the result of the royal visit?", ()),
        ("What happened on 14 June in Oslo?", ("14 June", "Oslo")),
        ("What happened on June 14?", ("June 14",)),
        ("What happened in 2031?", ("2031",)),
        ("Who won the 78th race?", ("78th",)),
        ("¿Qué dijo el alcalde sobre el puente de Bilbao?", ("Bilbao",)),
        ("", ()),
    ],
)
def test_names_numbers_and_nouns_are_named_and_verbs_are_not(question, words):
    assert named(question, "es" if question.startswith("¿") else "en") == words


def test_what_the_library_has_elsewhere_is_told_apart():
    analysis = analyse("Does the ferry to Oslo sail past Vell?", LIBRARY, "en")
    keys = [term.surface for term in analysis.terms]
    near = [[float(word == "ferry") for word in keys]]
    assert uncovered(analysis, near, lambda term: term.surface == "Vell") == Uncovered(("Oslo",), ("Vell",))
    assert uncovered(analysis, [[1.0] * len(keys)], lambda _: False) == Uncovered()


def test_a_name_is_said_whole_where_only_a_part_of_it_is_lacking():
    analysis = analyse("Did Mayor Ida Vell Moe resign, or Tarn?", LIBRARY, "en")
    near = [[float(term.surface in {"Mayor", "Vell", "Tarn"}) for term in analysis.terms]]
    assert uncovered(analysis, near, lambda term: term.surface == "Moe") == Uncovered(("Mayor Ida Vell Moe",), ())


def test_a_name_of_which_one_word_is_unknown_is_unknown():
    analysis = analyse("Where is Tarn Oslo?", LIBRARY, "en")
    nothing = [0.0] * len(analysis.terms)
    assert uncovered(analysis, [nothing], lambda term: term.surface == "Tarn") == Uncovered(("Tarn Oslo",), ())
