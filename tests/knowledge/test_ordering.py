from knowledge.answering import Answer, ask
from tests.articles import NOW, library, story


def test_who_said_it_is_told_by_a_pronoun_that_can_be_read():
    answer = ask("Who said nobody had been hurt in the mill?", library(), now=NOW)
    assert isinstance(answer, Answer)
    quoted = answer.quotes[0].sentence
    assert (quoted.text, quoted.speaker.name) == ("She said nobody had been hurt.", "Anna Berg")


def test_a_pronoun_that_nobody_can_read_is_no_person():
    # Nobody is named anywhere: "she" is as good as no name.
    text = "The old mill burnt down on Tuesday night.\n\nShe said nobody had been hurt in the mill."
    answer = ask("Who said nobody had been hurt in the mill?", library(story(text=text)), now=NOW, threshold=0.0)
    said = next(one for one in answer.trace.ranked if one.sentence.text.startswith("She"))
    assert said.features["asked_here"] == 0.0
