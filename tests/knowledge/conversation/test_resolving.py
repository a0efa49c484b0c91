import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.answering import Answer, ask
from knowledge.conversation.resolving import MAX_FOLLOW_UP, Way, resolve
from knowledge.conversation.turn import Turn
from knowledge.library import Library
from knowledge.retrieval.asking import Asked
from tests.articles import NOW, SEEDS, library, story

BRIDGE = """The harbour bridge in Aldmoor reopened to traffic on Tuesday after eleven weeks of repairs.

Mayor Ingrid Falk said the repairs had cost 4.2 million crowns. Engineers replaced 312 rusted bolts beneath the \
roadway. "We could not wait any longer," she said."""


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


@pytest.fixture(scope="module")
def north():
    return library(story(), story(id="bridge", headline="Aldmoor's harbour bridge reopens", text=BRIDGE))


def turn(question, library):
    return Turn.of(ask(question, library, now=NOW))


def meant(library, first, then):
    return resolve(then, turn(first, library), library).question


MEXICO, INTERIM = "Did Mexico recognize Guaido?", "Who declared himself interim president?"
LOANS, ASSISTANCE = "What did Peskov say about loans?", "What did he say about assistance?"
LIMA, JANUARY = "Which members of the Lima Group recognized Guaido?", "What happened in Venezuela on January 23?"
ASKED_ON = [
    (MEXICO, "When was that?", "When did Mexico recognize Guaido?"),
    (MEXICO, "why?", "Why did Mexico recognize Guaido?"),
    (INTERIM, "And when?", "When was it that someone declared himself interim president?"),
    (INTERIM, "where did that happen?", "Where was it that someone declared himself interim president?"),
    (LOANS, "When did he say that?", "When did Peskov say something about loans?"),
    (JANUARY, "Why?", "Why did it happen in Venezuela on January 23?"),
    (LIMA, "How many?", "How many members of the Lima Group recognized Guaido?"),
    ("When did the EU recognise Guaido?", "where exactly?", "Where did the EU recognise Guaido?"),
    ("Whose appointment was cancelled?", "what year?", "What year was it that someone's appointment was cancelled?"),
    ("What is Moscow's view of refusing dialogue?", "why is that?", "Why: what is Moscow's view of refusing dialogue?"),
    ("Was extending loans to Caracas raised?", "why not?", "Why not: was extending loans to Caracas raised?"),
    ("interim president guaido", "when was that?", "When: interim president guaido?"),
    ("¿Quién se declaró presidente?", "¿Cuándo fue eso?", "¿Cuándo se declaró presidente?"),
    ("Wann hat China Guaido anerkannt?", "und warum?", "Warum hat China Guaido anerkannt?"),
    ("Qui a déclaré cela ?", "pourquoi ?", "Pourquoi a déclaré cela?"),
    ("Когда Китай признал Гуайдо?", "а почему?", "Почему Китай признал Гуайдо?"),
]  # fmt: skip

ANOTHER_NAME = [
    (MEXICO, "And China?", "Did China recognize Guaido?"),
    (MEXICO, "and turkey?", "Did Turkey recognize Guaido?"),
    (MEXICO, "What about Maduro?", "Did Mexico recognize Maduro?"),
    ("When did the EU recognise Guaido?", "How about Australia?", "When did Australia recognise Guaido?"),
    (MEXICO, "And the EU?", "Did the EU recognize Guaido?"),
    (LOANS, "And Putin?", "What did Putin say about loans?"),
    (LOANS, "And about military help?", "What did Peskov say about military help?"),
    (LOANS, "What about the opposition?", "What did Peskov say about the opposition?"),
    (JANUARY, "And on February 4?", "What happened in Venezuela on February 4?"),
    (JANUARY, "And in Cuba?", "What happened in Cuba on January 23?"),
    (MEXICO, "And in 2018?", "Did Mexico recognize Guaido in 2018?"),
    ("Was the mill built in 1871?", "And 1872?", "Was the mill built in 1872?"),
    ("What is Moscow's view of refusing dialogue?", "And Beijing?", "What is Beijing's view of refusing dialogue?"),
    ("Wann hat China Guaido anerkannt?", "und Russland?", "Wann hat Russland Guaido anerkannt?"),
    ("Когда Китай признал Гуайдо?", "а Россия?", "Когда Россия признал Гуайдо?"),
]  # fmt: skip

PRONOUNS = [
    (LOANS, "What did he say about the opposition?", "What did Peskov say about the opposition?"),
    (LOANS, "What did Putin say about it?", "What did Putin say about loans?"),
    (INTERIM, "Does China support him?", "Does China support Juan Guaido?"),
    (INTERIM, "Who is he?", "Who is Juan Guaido?"),
    ("Was extending loans to Caracas raised?", ASSISTANCE, "What did Dmitry Peskov say about assistance?"),
    ("When did the EU recognise Guaido?", "Did they support Maduro?", "Did the EU support Maduro?"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "expected"), ASKED_ON)
def test_a_question_word_alone_asks_the_question_before_on(seed, first, then, expected):
    assert meant(seed, first, then) == expected


@pytest.mark.parametrize(("first", "then", "expected"), ANOTHER_NAME)
def test_a_name_takes_the_place_of_its_like(seed, first, then, expected):
    assert meant(seed, first, then) == expected


@pytest.mark.parametrize(("first", "then", "expected"), PRONOUNS)
def test_a_pronoun_is_whom_the_question_or_its_answer_was_about(seed, first, then, expected):
    assert meant(seed, first, then) == expected


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("When did the harbour bridge reopen?", "How much did it cost?", "How much did the harbour bridge cost?"),
        ("What did the repairs cost?", "how long did they last?", "how long did the repairs last?"),
        ("What did the repairs cost?", "Where was her office?", "Where was Ingrid Falk’s office?"),
        ("When was the mill built?", "Who bought it?", "Who bought the mill?"),
        ("What did Anna Berg say about the roof?", "and Olof Lind?", "What did Olof Lind say about the roof?"),
        ("What did Anna Berg say about the roof?", "How old is she?", "How old is Anna Berg?"),
    ],
)
def test_it_holds_for_articles_of_ones_own(north, first, then, expected):
    assert meant(north, first, then) == expected


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("What did Anna Berg say about the roof?", "What did he say about the wind?"),  # the article calls her "she"
        ("When did Putin meet Maduro?", "What did he say?"),  # either could be meant
        (LOANS, "And China?"),  # said by China, or of China?
        ("Was the visit to Russia before that to Cuba?", "And China?"),
        (MEXICO, "And Mexico?"),
        ("What did Anna Berg say about the roof?", "and the president?"),
        ("What did Anna Berg say about the roof?", "And now?"),
        ("When did the harbour bridge reopen?", "Is it safe to swim?"),
        ("When did the harbour bridge reopen?", "How long does it take?"),
        ("What did the repairs cost?", "How long did it last?"),  # they did
        ("hello", "when was that?"),
        ("hello", "And China?"),
        (MEXICO, "¿Cuándo?"),  # a Spanish question word into an English question
    ],
)
def test_where_unsure_the_question_is_asked_as_it_stands(seed, north, first, then):
    both = Library.of([*seed.stories.values(), *north.stories.values()], now=NOW)
    understood = resolve(then, turn(first, both), both)
    assert (understood.question, understood.way, understood.about) == (then, Way.AS_IT_STANDS, None)


STAND_ALONE = [
    "What did Peskov say about loans?",
    "Did the mayor say she would resign?",
    "When did Guaido say he would run?",
    "Which president said he had won?",
    "Who said they would leave?",
    "When he resigned, what did Lind say?",
    "And what did Putin say about it in Moscow?",
    "Is it true that Maduro resigned?",
    "What time is it in Caracas?",
    "When was that bridge built?",
    "Why did China warn against that interference?",
    "How many bolts were replaced?",
    "Where is Caracas and what about the rally there?",
    "When and where did Guaido declare himself president?",
    "What about the rally in Caracas that Guaido led, who was there?",
    "Did Putin say who supported him?",
    "China",
    "loans to Caracas",
    "¿Cuándo reconoció México a Guaidó?",
    "Wann war das Treffen in Moskau?",
    "Pourquoi la Chine a-t-elle averti ?",
    "Когда это было решено в Москве?",
]


@pytest.mark.parametrize("question", STAND_ALONE)
@pytest.mark.parametrize("first", [first for cases in (ASKED_ON, ANOTHER_NAME, PRONOUNS) for first, _, _ in cases[:4]])
def test_what_stands_by_itself_is_never_rewritten(seed, first, question):
    assert not resolve(question, turn(first, seed), seed).follows


def test_without_a_turn_before_every_question_is_asked_as_it_stands(seed):
    for _, then, _ in ASKED_ON + ANOTHER_NAME + PRONOUNS:
        assert resolve(then, None, seed).question == then


def test_a_long_question_says_what_it_means(seed):
    long = "And China" + "?" * MAX_FOLLOW_UP
    assert resolve(long, turn("Did Mexico recognize Guaido?", seed), seed).question == long


def test_follow_ups_follow_one_another(seed):
    first = turn("Did Mexico recognize Guaido?", seed)
    second = resolve("And China?", first, seed)
    third = resolve("Why?", turn(second.question, seed), seed)
    assert third.question == "Why did China recognize Guaido?"


def test_the_article_that_is_talked_about_comes_first_where_others_say_the_same():
    twice = library(story(id="older", published="2023-03-06"), story(id="newer"))
    question = "When was the mill built?"
    assert ask(question, twice, now=NOW).quotes[0].article.id == "newer"
    assert ask(question, twice, now=NOW, about="older").quotes[0].article.id == "older"
    assert ask(question, twice, now=NOW, about="gone").quotes[0].article.id == "newer"
    previous = Turn("When did the mill burn down?", Asked.TIME, article="older", sentence=0)
    assert resolve("How old was it?", previous, twice).about == "older"


def test_a_follow_up_is_answered_from_the_article(seed):
    first = turn("Who declared himself interim president?", seed)
    understood = resolve("When was that?", first, seed)
    answer = ask(understood.question, seed, now=NOW, about=understood.about)
    assert isinstance(answer, Answer)
    assert answer.quotes[0].sentence.text.startswith("On January 23, Juan Guaido")


def test_of_an_article_that_is_gone_or_another_one_now_nobody_is_known(seed):
    before = turn("Who declared himself interim president?", seed)
    assert resolve("Where was he born?", before, seed).question == "Where was Juan Guaido born?"
    assert before.people(seed) == ("Juan Guaido",)
    for other in (library(story()), library(story(id=before.article))):
        assert before.people(other) == ()
        assert before.called("he", other) == frozenset()
        assert not resolve("Where was he born?", before, other).follows


WORDS = st.sampled_from(
    "and what about China Maduro Guaido the EU he she it they that this when why how many in on 2019 loans say did is "
    "was her his ¿y und et а Россия president ? , . : 'Peskov' “Caracas”".split()
)
QUESTIONS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join))


@given(QUESTIONS, QUESTIONS, st.sampled_from(list(Asked)), st.booleans())
@example("(", "and (?", Asked.STATEMENT, True)
def test_whatever_is_asked_nothing_breaks(seed, before, question, asked, answered):
    (told,) = seed.stories.values()
    (index,) = (one.index for one in told.bare if one.text.startswith("On January 23, Juan Guaido"))
    previous = Turn(before, asked)
    if answered:
        previous = Turn(before, asked, told.id, index, told.bare[index].text, "Dmitry Peskov")
        assert "Juan Guaido" in previous.people(seed)
    understood = resolve(question, previous, seed)
    assert understood.written == question
    assert understood.follows or understood.question == question
    assert resolve(question, previous, seed) == understood
    Turn.of(ask(understood.question, seed, now=NOW, about=understood.about))


NOUNS = st.text(string.ascii_lowercase, min_size=4, max_size=9).map("{}ry".format)
"""With an ending, or one of a million is "else", which says nothing of who "he" is."""


@given(
    st.sampled_from(["When did", "Why will", "Where does", "How can"]),
    st.sampled_from(["Peskov", "the mayor", "Ingrid Falk", "China"]),
    NOUNS,
    st.sampled_from(["", " that he left", " it", " after she won", " in 2018", " and why"]),
)
def test_a_question_with_a_subject_of_its_own_is_never_rewritten(seed, opening, subject, noun, tail):
    previous = turn("Who declared himself interim president?", seed)
    assert not resolve(f"{opening} {subject} {noun}{tail}?", previous, seed).follows
