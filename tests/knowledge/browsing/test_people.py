from dataclasses import replace

import pytest

from knowledge.browsing.people import Register, speaker_key, spoken, still_read
from knowledge.library import Library
from tests.articles import MILL, NOW, SEEDS, library, story


def register(*stories):
    shelf = library(*stories)
    return Register(shelf, {id_: spoken(one) for id_, one in shelf.stories.items()})


def texts(places):
    return [story.bare[index].text for story, index in places]


def named(found, name):
    return next(one for one in found.speakers(NOW) if one.name == name)


def test_who_speaks_in_the_seed_and_how_often():
    shelf = Library.load([SEEDS], now=NOW)
    found = Register(shelf, {id_: spoken(one) for id_, one in shelf.stories.items()})
    assert [(one.name, one.role, one.statements) for one in found.speakers(NOW)] == [
        ("Dmitry Peskov", "Kremlin Spokesman", 10),
        ("Nicolas Maduro", "President", 2),
        ("Vladimir Putin", "Russian President", 2),
    ]
    peskov = texts(found.statements(speaker_key("Dmitry Peskov"), NOW))
    assert len(peskov) == 10
    assert peskov[6].startswith("He said ‘no’ in reply")


def test_statements_come_newest_first_and_each_report_once():
    older = story(id="older", published="2024-03-01", text="The roof leaks, fire chief Anna Berg said.")
    twin = story(id="twin", source={"name": "Gazette"}, text=MILL.replace("on Tuesday night", "Tuesday night"))
    found = register(older, story(), twin)
    berg = named(found, "Anna Berg")
    said = texts(found.statements(berg.key, NOW))
    assert said[-1] == "The roof leaks, fire chief Anna Berg said."
    assert sum("burnt down" in text for text in said) == 1
    assert berg.statements == len(set(said)) == 4


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "withheld"},
        {"embargoed_until": "2026-11-25T00:00:00+00:00"},
        {"expires_at": "2026-11-23T00:00:00+00:00"},
    ],
)
def test_nobody_is_shown_of_what_may_not_be_shown(changed):
    secret = story(id="secret", text="We will close, said Vera Dahl, head of the Tarn company.", **changed)
    found = register(story(), secret)
    assert "Vera Dahl" not in [one.name for one in found.speakers(NOW)]
    assert found.statements(speaker_key("Vera Dahl"), NOW) == ()
    assert found.called("Dahl", NOW) is None


def test_an_editors_summary_is_no_statement():
    sections = [{"sentences": [{"text": "Anna Berg said it was arson.", "kind": "summary"}, {"text": "It burnt."}]}]
    assert register(story(text=None, sections=sections)).speakers(NOW) == ()


def test_who_has_no_name_is_no_speaker():
    assert register(story(text="A resident said the roof was gone. Two officials said it stood.")).speakers(NOW) == ()


def test_one_person_goes_by_accents_case_and_initials():
    assert speaker_key("José A. Núñez") == speaker_key("Jose Nunez")
    assert speaker_key("Anna Berg") != speaker_key("Vera Berg")
    assert len(speaker_key("Anna Berg")) == 12


def test_the_role_is_the_most_frequent_one():
    one = story(id="one", text="It burnt, fire chief Anna Berg said.")
    two = story(id="two", text="It fell, witness Anna Berg said. “It is gone,” she said.")
    assert named(register(one, two), "Anna Berg").role == "witness"


def test_a_surname_means_the_only_one_who_has_it():
    berg = story(id="a", text="It burnt, fire chief Anna Berg said.")
    found = register(berg)
    assert found.called("berg", NOW).name == "Anna Berg"
    assert found.called("Anna Berg", NOW).name == "Anna Berg"
    assert found.called("chief", NOW) is None
    other = register(berg, story(id="b", text="It rained, witness Vera Berg said."))
    assert other.called("berg", NOW) is None


def test_what_did_not_change_need_not_be_read_again():
    old = register(story(), story(id="other", text="It rained, Vera Dahl said."))
    new = library(story(), story(id="other", text="It snowed, Vera Dahl said."), story(id="third"))
    assert set(still_read(old, new)) == {"harrow-mill"}
    assert still_read(replace(old, read={}), new) == {}
