import pytest

from knowledge.reading import enrich, split
from knowledge.reading.sentence import Found
from tests.articles import MILL, article


def said(text, **changed):
    found = article(text=text, **changed)
    return [(s.speaker.name, s.speaker.found) if s.speaker else None for s in enrich(found, text, split(found, text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The roof fell, fire chief Anna Berg said.", "Anna Berg"),
        ('"The roof fell," said Anna Berg.', "Anna Berg"),
        ('"The roof fell," Berg, 54, told reporters.', "Berg"),
        ("According to Anna Berg, the roof fell.", "Anna Berg"),
        ("Anna Berg has repeatedly stated that the roof fell.", "Anna Berg"),
        ("Dr. Anna Berg noted that the roof fell.", "Anna Berg"),
        ("Prime Minister Anna Berg stressed that the roof fell.", "Anna Berg"),
        ('Anna Berg: "The roof fell."', None),
        ("Anna Berg left for Tarn on Friday.", None),
        ("The roof fell.", None),
        ("When asked whether the roof fell, nobody knew.", None),
        ('The sign read "Berg said no".', None),
        ("Anna Berg declared herself the owner.", None),
        ("Norway voiced doubt, while Anna Berg slept and warned of nothing.", None),
    ],
)
def test_one_sentence(text, name):
    (found,) = said(text)
    assert (found[0] if found else None) == name


def test_a_surname_means_the_full_name_given_elsewhere():
    assert said("The roof fell, fire chief Anna Berg said. Berg said nobody was hurt.")[1] == ("Anna Berg", Found.NAMED)


def test_pronouns_and_roles_are_read_as_the_last_speaker():
    text = "The roof fell, fire chief Anna Berg said. She added that it rained. The fire chief said it was over."
    assert said(text)[1:] == [("Anna Berg", Found.RESOLVED), ("Anna Berg", Found.RESOLVED)]


def test_a_quotation_goes_on_in_the_next_sentence():
    text = 'Anna Berg said: "The roof fell." "It rained all night."'
    assert [found and found[0] for found in said(text)] == ["Anna Berg", "Anna Berg"]


def test_a_pronoun_without_anybody_before_it_names_nobody():
    assert said("She said the roof fell.") == [None]


def test_a_pronoun_long_after_its_person_names_nobody():
    text = "The roof fell, Anna Berg said. " + "It rained. " * 5 + "She said it was over."
    assert said(text)[-1] is None


def test_a_role_that_two_people_have_names_nobody():
    text = "Minister Anna Berg left. Minister Olof Lind came. The minister said it rained."
    assert said(text) == [None, None, None]


def test_an_editor_knows_better():
    sections = [{"sentences": [{"text": "Berg said it rained.", "speaker": "Olof Lind"}]}]
    found = article(text=None, sections=sections, people=[{"name": "Olof Lind", "role": "director"}])
    (sentence,) = enrich(found, "Berg said it rained.", split(found, "Berg said it rained."))
    assert (sentence.speaker.name, sentence.speaker.role, sentence.speaker.found, sentence.speaker.confidence) == (
        "Olof Lind",
        "director",
        Found.EDITOR,
        1.0,
    )


def test_an_article_of_our_own():
    found = [one and one[0] for one in said(MILL)]
    assert found == ["Anna Berg", "Anna Berg", "Anna Berg", None, None, "Olof Lind", "Olof Lind"]
