from knowledge.answering import Answer, ask
from tests.articles import NOW, library, story


def fire(number, day, name, **changed):
    text = f"{number} people died in the Aldmoor harbour fire, mayor Ingrid Falk said.\n\nThe harbour was closed."
    return story(
        id=name.lower(),
        headline="Fire in Aldmoor's harbour",
        source={"name": name},
        published=day,
        text=text,
        **changed,
    )


def quoted(question, *stories, **given):
    answer = ask(question, library(*stories), now=NOW, threshold=0.0, **given)
    assert isinstance(answer, Answer)
    return [one.sentence.text for one in answer.quotes], answer


HOW_MANY = "How many people died in the Aldmoor harbour fire?"


def test_sources_with_different_numbers_are_both_quoted():
    texts, answer = quoted(HOW_MANY, fire("Twelve", "2024-03-05", "Post"), fire("Fifteen", "2024-03-06", "Herald"))
    assert answer.sources_differ
    assert {text.split()[0] for text in texts} == {"Twelve", "Fifteen"}
    assert {one.article.id for one in answer.quotes} == {"post", "herald"}


def test_the_same_number_is_no_difference():
    _, answer = quoted(HOW_MANY, fire("Twelve", "2024-03-05", "Post"), fire("12", "2024-03-06", "Herald"))
    assert not answer.sources_differ


def test_next_years_number_is_another_things():
    _, answer = quoted(HOW_MANY, fire("Twelve", "2023-03-05", "Post"), fire("Fifteen", "2024-03-06", "Herald"))
    assert not answer.sources_differ


def test_where_one_quote_is_wanted_nothing_is_said_of_the_other():
    texts, answer = quoted(
        HOW_MANY, fire("Twelve", "2024-03-05", "Post"), fire("Fifteen", "2024-03-06", "Herald"), limit=1
    )
    assert (len(texts), answer.sources_differ) == (1, False)


def test_one_is_quoted_where_one_answers():
    texts, _ = quoted("When will the work on the mill begin?")
    assert len(texts) == 1


PACT = story(
    text="It rained all day.\n\nTarn and Harrow supported the harbour pact.\n\n"
    "Aldmoor and Vell supported the harbour pact as well.\n\nThe harbour was built in 1871."
)


def test_a_list_goes_on_with_what_adds_a_name():
    texts, _ = quoted("Which towns supported the harbour pact?", PACT)
    assert len(texts) == 2
    texts, _ = quoted("Which year was the harbour built?", PACT)
    assert texts == ["The harbour was built in 1871."]


def test_several_peoples_words_are_quoted_each():
    _, answer = quoted("What did Berg and Lind say about the mill?")
    assert [one.sentence.speaker.name for one in answer.quotes][:2] == ["Anna Berg", "Olof Lind"]


def test_several_things_are_quoted_each():
    one = story(
        text="Ingrid Falk resigned as mayor of Aldmoor.\n\nFalk had been ill.\n\nThe mayor of Aldmoor resigned because "
        "the council had refused her budget."
    )
    texts, _ = quoted("Who resigned as mayor of Aldmoor, and why?", one)
    assert any("because" in text for text in texts)
    assert any("Ingrid Falk" in text for text in texts)


def test_a_sentence_of_another_time_is_not_quoted_beside():
    both = [fire("Twelve", "2024-03-05", "Post"), fire("Fifteen", "2023-03-06", "Herald")]
    texts, _ = quoted("How many people died in the Aldmoor harbour fire in March 2024?", *both)
    assert texts == ["Twelve people died in the Aldmoor harbour fire, mayor Ingrid Falk said."]
