import ast
import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering import Answer, NoAnswer, ask, quote
from knowledge.library import Library
from tests.articles import MILL, NOW, SEEDS, library, story

QUESTIONS = Path(__file__).parents[1] / "questions" / "seed.jsonl"


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


def test_peskov_on_loans(seed):
    answer = ask("What did Peskov say about loans?", seed, now=NOW)
    said_no = next(one for one in answer.quotes if "‘no’" in one.sentence.text)
    assert (said_no.sentence.speaker.name, said_no.sentence.speaker.our_reading) == ("Dmitry Peskov", True)
    assert [one.index for one in said_no.leaning] == [4, 5]
    assert said_no.passage.endswith(said_no.sentence.text)


def test_loans_to_cuba_are_refused_though_the_article_names_cuba(seed):
    assert isinstance(ask("What did Peskov say about loans to Cuba?", seed, now=NOW), NoAnswer)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("When did Guaido declare himself interim president?", "When did Abascal declare himself interim president?"),
        ("Was the mill built in 1871?", "Was the mill built in 1872?"),
        ("Was the mill sold for 3.4 million crowns?", "Was the mill sold for 3.5 million crowns?"),
        ("What did Anna Berg say about the roof?", "What did Otto Krantz say about the roof?"),
        ("What happened on January 23?", "What happened on January 24?"),
    ],
)
def test_a_wrong_name_or_number_is_evidence_against(seed, right, wrong):
    both = Library.of([*seed.stories.values(), story()], now=NOW)
    good, bad = (ask(question, both, now=NOW) for question in (right, wrong))
    assert good.confidence > bad.confidence + 0.1
    assert isinstance(bad, NoAnswer)


def test_a_typo_changes_neither_the_sentence_nor_the_verdict(seed):
    clean = ask("Who declared himself interim president?", seed, now=NOW)
    typed = ask("Who decalred himself interim presidnet?", seed, now=NOW)
    assert clean.quotes[0].id == typed.quotes[0].id
    assert {one.word for one in typed.trace.corrections} == {"decalred", "presidnet"}


def test_the_same_question_has_the_same_answer(seed):
    again = Library.load([SEEDS], now=NOW)
    for question in ("What did Putin and Maduro discuss?", "what does china want", "Maduro"):
        assert ask(question, seed, now=NOW) == ask(question, again, now=NOW) == ask(question, seed, now=NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "withheld"},
        {"status": "cancelled"},
        {"embargoed_until": "2026-11-25T00:00:00+00:00"},
        {"expires_at": "2026-11-23T00:00:00+00:00"},
    ],
)
def test_what_may_not_be_shown_is_neither_quoted_nor_near(changed):
    answer = ask("Who said the old mill in Harrow burnt down?", library(story(**changed)), now=NOW)
    assert isinstance(answer, NoAnswer)
    assert (answer.nearest, answer.trace.ranked) == ((), ())


def test_an_embargo_lifts_and_a_time_runs_out_as_the_clock_goes_on():
    timed = library(story(embargoed_until="2026-11-25T06:00:00+02:00", expires_at="2026-11-26T00:00:00+00:00"))
    question = "Who said the old mill in Harrow burnt down?"
    answered = [
        isinstance(ask(question, timed, now=datetime.fromisoformat(when)), Answer)
        for when in (
            "2026-11-25T03:59:59+00:00",
            "2026-11-25T04:00:00+00:00",
            "2026-11-25T23:59:59+00:00",
            "2026-11-26T01:00:00+01:00",
        )
    ]
    assert answered == [False, True, True, False]


def test_articles_that_may_not_be_shown_crowd_nobody_out():
    many = [story(id=f"old-{n}", expires_at="2024-04-01T00:00:00+00:00") for n in range(100)]
    withheld = [story(id=f"held-{n}", status="withheld") for n in range(200)]
    shelf = library(*many, *withheld, story(id="z"))
    answer = ask("Who said the old mill in Harrow burnt down?", shelf, now=NOW, threshold=0.0)
    assert isinstance(answer, Answer)
    assert {one.article.id for one in answer.quotes} == {"z"}


def test_no_word_of_an_embargoed_article_is_offered_as_a_reading():
    secret = story(id="s", text="Minister Quintavalle will resign.", embargoed_until="2027-01-01T00:00:00+00:00")
    shelf = library(story(), secret)
    question = "Did Quintavale say the old mill in Harrow burnt down on Tuesday night?"
    before = ask(question, shelf, now=NOW, threshold=0.0)
    after = ask(question, shelf, now=datetime.fromisoformat("2027-01-02T00:00:00+00:00"), threshold=0.0)
    assert not any(one.readings for one in before.trace.corrections)
    assert after.trace.corrections[0].readings[0][0] == "Quintavalle"


def test_an_editors_summary_is_never_quoted():
    sections = [
        {"sentences": [{"text": "The old mill in Harrow burnt down.", "kind": "summary"}, {"text": "But it rained."}]}
    ]
    told = story(text=None, sections=sections)
    answer = ask("Did the old mill in Harrow burn down?", library(told), now=NOW)
    assert "burnt" not in " ".join(one.sentence.text for one in answer.trace.ranked)
    # Nor does it come along as what a sentence leans on, or as the text around it.
    rain = quote(told, 1)
    assert (rain.passage, rain.leaning, rain.before) == ("But it rained.", (), "")


def test_newer_beats_older_on_equal_evidence_and_the_same_report_is_quoted_once():
    old, new = story(id="old", published="2024-03-06"), story(id="new", published="2024-03-06T09:00:00+00:00")
    answer = ask("Who said the old mill in Harrow burnt down?", library(old, new), now=NOW)
    assert answer.quotes[0].article.id == "new"
    assert len({one.sentence.text for one in answer.quotes}) == len(answer.quotes)


def test_a_refusal_names_the_words_that_nothing_covers(seed):
    answer = ask("Did Brazil recognise Guaido?", seed, now=NOW)
    assert isinstance(answer, NoAnswer)
    assert answer.uncovered == ("Brazil",)
    assert ask("What did Peskov say about North Korea?", seed, now=NOW).uncovered == ("North Korea",)
    assert [article.source.name for article in answer.nearest] == ["TASS"]


def test_words_that_the_library_has_are_only_apart_from_the_nearest(seed):
    both = Library.of([*seed.stories.values(), story()], now=NOW)
    answer = ask("Did Maduro insure the roof in Brazil?", both, now=NOW)
    assert isinstance(answer, NoAnswer)
    assert (answer.uncovered, answer.apart) == (("Brazil",), ())  # each of the others is in one of the nearest
    others = [story(id=f"x{n}", headline=f"Storm {n} hits the coast", text=f"Storm {n} hit Vell.") for n in range(4)]
    many = Library.of([*seed.stories.values(), *others], now=NOW)
    answer = ask("Did the storm that hit Vell and the coast worry Maduro?", many, now=NOW, threshold=1.0)
    assert (answer.uncovered, answer.apart) == ((), ("Maduro",))


def test_what_only_an_embargoed_article_has_is_nowhere():
    secret = story(id="secret", text="Queen Ulrika opened the bridge.", embargoed_until="2026-11-25T00:00:00+00:00")
    answer = ask("Did Ulrika insure the roof?", library(story(), secret), now=NOW, threshold=1.0)
    assert (answer.uncovered, answer.apart) == (("Ulrika",), ())


def test_what_is_being_typed_is_completed(seed):
    found = ask("putin mad", seed, now=NOW, partial=True, threshold=0.0)
    assert "Maduro" in found.quotes[0].sentence.text
    assert "Putin" in found.quotes[0].sentence.text


def test_the_trace_says_what_was_asked_for_and_why_it_was_answered(seed):
    trace = ask("Who declared himself interim president?", seed, now=NOW).trace
    assert trace.asked_for == "person"
    assert trace.reason.startswith("answered: confidence ")
    assert len(trace.ranked) <= 10


def test_the_threshold_can_be_set(seed):
    question = "Who declared himself interim president?"
    assert isinstance(ask(question, seed, now=NOW, threshold=1.0), NoAnswer)
    assert isinstance(ask("Who won the World Cup in Venezuela?", seed, now=NOW, threshold=0.0), Answer)


@pytest.mark.parametrize("question", ["", " ", "?!", "the of and", "a" * 5000, "x " * 4000, "\ud800", "7" * 3000])
def test_odd_questions_are_refused(seed, question):
    assert isinstance(ask(question, seed, now=NOW), NoAnswer)


def test_an_empty_library_answers_nothing():
    assert isinstance(ask("Who?", Library.of([], now=NOW), now=NOW), NoAnswer)


def test_the_clock_needs_its_zone(seed):
    with pytest.raises(ValueError, match="zone"):
        ask("Who?", seed, now=datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake that is tested


@given(st.text(max_size=200) | st.lists(st.sampled_from(MILL.split()), max_size=12).map(" ".join))
def test_every_quote_is_a_substring_at_its_offsets(question):
    shelf = library()
    (told,) = shelf.stories.values()
    answer = ask(question, shelf, now=NOW, threshold=0.0)
    for one in answer.quotes if isinstance(answer, Answer) else ():
        assert told.text[one.sentence.start : one.sentence.end] == one.sentence.text
        assert one == quote(told, one.sentence.index, score=one.score)


def test_no_test_question_stands_in_the_code():
    root = Path(__file__).parents[2]
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    for path in [*(root / "knowledge").rglob("*.py"), *(root / "bot").rglob("*.py")]:
        strings = [
            n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant)
        ]
        held = " ".join(value for value in strings if isinstance(value, str))
        assert not [question for question in asked if question in held]
