import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading import enrich, split
from knowledge.reading.sentence import Found
from knowledge.reading.speakers import MIN_CONFIDENCE, speakers
from tests.articles import MILL, article


def read(text, **changed):
    found = article(text=text, **changed)
    return enrich(found, text, split(found, text))


def said(text, **changed):
    return [(s.speaker.name, s.speaker.found) if s.speaker else None for s in read(text, **changed)]


def who(text, **changed):
    return [s.speaker.name if s.speaker else None for s in read(text, **changed)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # beside a quotation, before and after the verb
        ('"The roof fell," Anna Berg said.', "Anna Berg"),
        ('"The roof fell," said Anna Berg.', "Anna Berg"),
        ('"The roof fell", said Berg.', "Berg"),
        ("'It fell,' Anna Berg said.", "Anna Berg"),
        ("“The roof fell,” said fire chief Anna Berg of Harrow.", "Anna Berg"),
        ('"The roof fell," Berg, 54, told reporters.', "Berg"),
        ('"The roof fell," Anna Berg from Harrow, who owns it, told the Post on Tuesday.', "Anna Berg"),
        ('"The roof fell," the fire chief, Anna Berg, said.', "Anna Berg"),
        ('"The roof fell," Harrow campaign manager Anna Berg said.', "Anna Berg"),
        ('"The roof fell," says Harrow resident Anna Berg, whose mother owned it.', "Anna Berg"),
        ('"The roof fell," former secretary of state Anna Berg said.', "Anna Berg"),
        ('"Did the roof fall?" Anna Berg asked.', "Anna Berg"),
        ('"The roof fell!" beamed Anna Berg.', "Anna Berg"),
        ('"The roof fell," Anna Berg (D-Harrow) could only add.', "Anna Berg"),
        ('"The roof fell." — Anna Berg', "Anna Berg"),
        ('"The roof fell," Will said.', "Will"),
        # before it
        ('Anna Berg: "The roof fell."', "Anna Berg"),
        ('Anna Berg said: "The roof fell."', "Anna Berg"),
        ('As Anna Berg put it, "the roof fell and the wall with it."', "Anna Berg"),
        ('In a statement, Tarn director Olof Lind said, "The roof fell."', "Olof Lind"),
        ('Asked by Olof Lind about the roof, Anna Berg said: "It fell."', "Anna Berg"),
        ('When Olof Lind claimed that the roof held, Anna Berg fired back: "It fell."', "Anna Berg"),
        ('Anna Berg defended the plan, calling it "a small step".', "Anna Berg"),
        ('The plan grew, with Anna Berg calling it "a small step".', "Anna Berg"),
        ('Anna Berg called the plan "absurd".', "Anna Berg"),
        ('Anna Berg, who knew the mill, is calling the fire "a great loss".', "Anna Berg"),
        ('Anna Berg has since shown regret: "I should have asked."', "Anna Berg"),
        ('Anna Berg said Olof Lind had called the plan "a disgrace".', "Olof Lind"),
        # other forms
        ('The plan was described by Anna Berg as "absurd and dangerous".', "Anna Berg"),
        ('In Anna Berg’s words, "nobody was hurt at all".', "Anna Berg"),
        ("According to Anna Berg, the roof fell.", "Anna Berg"),
        ("The roof fell, according to fire chief Anna Berg.", "Anna Berg"),
        # indirect speech
        ("The roof fell, fire chief Anna Berg said.", "Anna Berg"),
        ("The roof fell, said Anna Berg, the fire chief.", "Anna Berg"),
        ("Anna Berg has repeatedly stated that the roof fell.", "Anna Berg"),
        ("Dr. Anna Berg noted that the roof fell.", "Anna Berg"),
        ("Prime Minister Anna Berg stressed that the roof fell.", "Anna Berg"),
        ("Anna Berg told Olof Lind that the roof fell.", "Anna Berg"),
        ("Anna Berg blasted the plan and said it would fail.", "Anna Berg"),
        # somebody without a name
        ("A resident said the roof fell.", "A resident"),
        ('"The roof fell," one Harrow neighbour said.', "one Harrow neighbour"),
        ('"The roof fell," said a spokesman for Olof Lind.', "a spokesman for Olof Lind"),
        ("The ministry said the roof fell.", "The ministry"),
        ('"The roof fell," according to the Northern Herald.', "Northern Herald"),
        ('"The roof fell," The Farmer’s Herald said.', "Farmer’s Herald"),
        # nobody
        ("Anna Berg left for Tarn on Friday.", None),
        ("The roof fell.", None),
        ("When asked whether the roof fell, nobody knew.", None),
        ('The sign read "Berg said no".', None),
        ("Anna Berg declared herself the owner.", None),
        ("Anna Berg did not say whether the roof fell.", None),
        ('Anna Berg was asked: "Did the roof fall?"', None),
        ("Norway voiced doubt, while Anna Berg slept and warned of nothing.", None),
        ("They said the roof fell.", None),
        ('The "green" wave came to Tarn.', None),
    ],
)
def test_one_sentence(text, name):
    assert who(text) == [name]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The roof fell, fire chief Anna Berg said.", "fire chief"),
        ("The roof fell, Fire Chief Anna Berg said.", "Fire Chief"),
        ("The roof fell, said Anna Berg, the fire chief.", "fire chief"),
        ("The roof fell, the fire chief, Anna Berg, said.", "fire chief"),
        ("The roof fell, Harrow mayor Anna Berg said.", "Harrow mayor"),
        ("The roof fell, Lind’s campaign manager Anna Berg said.", "Lind’s campaign manager"),
        ("The roof fell, former secretary of state Anna Berg said.", "former secretary of state"),
        ("The roof fell, Mrs Anna Berg said.", None),
        ("The roof fell, Anna Berg said.", None),
    ],
)
def test_the_role_is_as_the_article_gives_it(text, role):
    (sentence,) = read(text)
    assert (sentence.speaker.name, sentence.speaker.role) == ("Anna Berg", role)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fire chief Anna Berg came. The roof fell, Berg said.", "Anna Berg"),
        ("The roof fell, Berg said. Fire chief Anna Berg came.", "Anna Berg"),
        ("Fire chief Anna Berg came. The roof fell, Mrs Berg said.", "Anna Berg"),
        ("Anna K. Berg came. The roof fell, Anna Berg said.", "Anna K. Berg"),
        ("Ana Peña-Ruiz came. The roof fell, Pena Ruiz said.", "Ana Peña-Ruiz"),
        ('Ursula von der Lind came. "It fell," von der Lind said.', "Ursula von der Lind"),
        # two people of one surname: the bare name is nobody's in particular
        ("Bill Rook left. Anna Rook came. The roof fell, Rook said.", "Rook"),
    ],
)
def test_one_person_by_several_names(text, name):
    assert [one for one in who(text) if one] == [name]


def test_an_editors_aliases_mean_their_person():
    people = [{"name": "Anna Berg", "role": "fire chief", "aliases": ["the Badger", "A. Bergh"]}]
    (sentence,) = read("The roof fell, Bergh said.", people=people)
    assert (sentence.speaker.name, sentence.speaker.role) == ("Anna Berg", "fire chief")


def test_pronouns_and_roles_are_read_as_the_last_speaker():
    text = "The roof fell, fire chief Anna Berg said. She added that it rained. The fire chief said it was over."
    assert said(text)[1:] == [("Anna Berg", Found.RESOLVED), ("Anna Berg", Found.RESOLVED)]


def test_a_pronoun_is_read_as_the_subject_before_it():
    text = "The roof fell, Olof Lind said. Mayor Anna Berg opened the gate. She said it was late."
    assert said(text)[-1] == ("Anna Berg", Found.RESOLVED)


def test_a_role_is_read_as_the_only_one_who_has_it():
    text = "Company spokesman Olof Lind came. The roof fell, Anna Berg said. The spokesman said it rained."
    assert said(text)[-1] == ("Olof Lind", Found.RESOLVED)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('Anna Berg said: "The roof fell." "It rained all night."', ["Anna Berg", "Anna Berg"]),
        ('"It fell," Anna Berg said. "It was old."', ["Anna Berg", "Anna Berg"]),
        ('"It fell at night." "It was old," Anna Berg said.', ["Anna Berg", "Anna Berg"]),
        ("“It fell at night.\n\n“It was old,” Anna Berg said.", ["Anna Berg", "Anna Berg"]),
        ("Anna Berg said: “It fell.\n\n“It was old.\n\n“It rained.”\n\nThe mill is shut.", ["Anna Berg"] * 3 + [None]),
        ('Anna Berg took to the radio:\n\n"It is over and done."', [None, "Anna Berg"]),
        ('"Was it old?" Lind asked. "It was," said Berg.', ["Lind", "Berg"]),
    ],
)
def test_quotations_over_several_sentences(text, names):
    assert who(text) == names


def test_the_outlets_own_words_carry_the_outlet_and_nobody_elses_do():
    text = 'The mill burnt. Anna Berg said it was old. "It was very old indeed." They said it rained.'
    assert [s.outlet for s in read(text)] == ["Northern Post", "", "", ""]


def test_in_other_languages_nothing_is_said_to_be_the_outlets():
    (sentence,) = read("Das Dach sei gefallen, sagte Anna Berg.", language="de")
    assert (sentence.speaker, sentence.outlet) == (None, "")


def test_a_quotation_that_nobody_is_named_for_is_not_the_outlets():
    (sentence,) = read('"It was a very old mill."')
    assert (sentence.speaker, sentence.outlet) == (None, "")


def test_a_pronoun_without_anybody_before_it_names_nobody():
    assert who("She said the roof fell.") == [None]


def test_a_pronoun_long_after_its_person_names_nobody_but_the_editor_is_told():
    found = read("The roof fell, Anna Berg said. " + "It rained. " * 5 + "She said it was over.")[-1]
    assert found.speaker is None
    assert (found.unsure.name, found.outlet) == ("Anna Berg", "")
    assert found.unsure.confidence < MIN_CONFIDENCE


def test_a_role_that_two_people_have_names_nobody():
    assert who("Minister Anna Berg left. Minister Olof Lind came. The minister said it rained.") == [None, None, None]


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


@pytest.mark.parametrize(
    "part",
    [
        "Anna Berg said ",
        'adding "a" ',
        '" ',
        "“‘",
        '"a, b," ',
        "(a) - Berg, who, ",
        "Anna Berg, ",
        "A.",
        "the ",
        "Berg: ",
    ],
)
@pytest.mark.parametrize("stop", ["", ". "])
def test_a_hostile_paragraph_takes_bounded_time(part, stop):
    line = part * (900 // len(part)) + stop
    text = f"{line * (100_000 // len(line))}It fell."
    found = article(text=text)
    sentences = split(found, text)
    began = time.process_time()
    enrich(found, text, sentences)
    assert time.process_time() - began < 5


PARTS = [*"Ab '\"“”‘’«»,.:?—()", " said ", "Anna Berg", " who ", " he ", " the chief", "“It fell,” ", "\n"]


@given(st.lists(st.sampled_from(PARTS), min_size=1).map("".join))
def test_whatever_stands_in_a_text_it_is_read(text):
    if not text.strip():
        return
    for sentence in read(text):
        known = [one for one in (sentence.speaker, sentence.unsure) if one is not None]
        assert len(known) + bool(sentence.outlet) <= 1
        assert all(one.name.strip() and 0 <= one.confidence <= 1 for one in known)
        assert all(one.cue in sentence.text for one in known)


@given(st.lists(st.sampled_from(PARTS), min_size=1).map("".join), st.randoms(use_true_random=False))
def test_it_does_not_matter_which_sentence_is_asked_for_first(text, random):
    if not text.strip():
        return
    found = article(text=text)
    sentences = split(found, text)
    from_the_top, readings = list(speakers(found, sentences)), speakers(found, sentences)
    order = random.sample(range(len(sentences)), len(sentences))
    asked = {index: readings[index] for index in order}
    assert [asked[index] for index in range(len(sentences))] == from_the_top


@pytest.mark.parametrize("end", ["\n", "\u2028", "\t", "\u00a0"])
def test_a_role_that_a_lines_end_parts_in_two_is_one(end):
    """Of a text whose lines are wrapped; it used to fail on what no name may have, a line's end."""
    (one,) = read(f'"The roof fell," said former fire{end}chief Anna Berg.')
    assert (one.speaker.name, one.speaker.role) == ("Anna Berg", "former fire chief")
