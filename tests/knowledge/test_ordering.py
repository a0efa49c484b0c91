from datetime import UTC, datetime

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


def closed(day, **changed):
    text = "The harbour bridge was closed.\n\nBoats went round it."
    return story(id=f"closed-{day}", headline="Bridge closed", published=day, text=text, **changed)


def dated(question, *stories, now=NOW):
    answer = ask(question, library(*stories), now=now)
    return {one.article.id for one in answer.quotes} if isinstance(answer, Answer) else None


def test_a_question_for_a_day_wants_what_was_on_it():
    both = library(closed("2024-03-05"), closed("2022-07-01"))
    found = [ask(f"What happened in {when}?", both, now=NOW) for when in ("March 2024", "July 2022")]
    assert [one.quotes[0].article.id for one in found] == ["closed-2024-03-05", "closed-2022-07-01"]
    assert {one.article.id for one in found[1].quotes} == {"closed-2022-07-01"}


def test_nothing_is_answered_of_a_time_that_no_article_is_of():
    assert dated("What happened in March 2021?", closed("2024-03-05")) is None
    assert dated("What happened last week?", closed("2024-03-05")) is None


def test_last_week_counts_from_the_day_of_asking():
    on = datetime(2024, 3, 13, 12, tzinfo=UTC)
    both = closed("2024-03-05"), closed("2024-02-05")
    assert dated("What happened last week?", *both, now=on) == {"closed-2024-03-05"}


def test_without_a_year_the_nearest_is_meant():
    both = (closed("2019-03-05"), closed("2024-03-05"))
    assert dated("What happened in March?", *both, now=datetime(2024, 5, 1, tzinfo=UTC)) == {"closed-2024-03-05"}
    assert dated("What happened in March?", closed("2019-03-05")) == {"closed-2019-03-05"}


def test_another_time_speaks_against_answering():
    then, later = (
        ask(f"Was the harbour bridge closed in {when}?", library(closed("2024-03-05")), now=NOW, threshold=0.0)
        for when in ("March 2024", "November 2025")
    )
    assert later.trace.decision["time_other"] == 1.0
    assert later.confidence < then.confidence / 2


def test_a_year_within_a_decade_is_no_number_that_is_lacking():
    text = "The mill was sold to Tarn in 1994.\n\nIt had stood empty."
    answer = ask("Who bought the mill in the 1990s?", library(story(text=text)), now=NOW, threshold=0.0)
    best = answer.trace.ranked[0]
    assert best.sentence.text.endswith("1994.")
    assert [best.features[name] for name in ("number_absent", "rival", "rival_number")] == [0.0, 0.0, 0.0]
    other = ask("Who bought the mill in 1993?", library(story(text=text)), now=NOW, threshold=0.0).trace.ranked[0]
    assert [other.features[name] for name in ("number_absent", "rival_number")] == [1.0, 1.0]


def test_a_question_with_not_wants_a_sentence_that_denies():
    text = "Tarn voted for the bridge in Aldmoor.\n\nHarrow refused to vote for the bridge in Aldmoor."
    answer = ask("Who did not vote for the bridge in Aldmoor?", library(story(text=text)), now=NOW, threshold=0.0)
    assert answer.trace.ranked[0].sentence.text.startswith("Harrow")
    answer = ask("Who voted for the bridge in Aldmoor?", library(story(text=text)), now=NOW, threshold=0.0)
    assert answer.trace.ranked[0].sentence.text.startswith("Tarn")
