import pytest

from knowledge.retrieval import asking
from knowledge.retrieval.asking import Asked


@pytest.mark.parametrize(
    ("question", "language", "asked"),
    [
        ("Who signed the treaty?", "en", Asked.PERSON),
        ("Who is Ana Duarte?", "en", Asked.IDENTITY),
        ("who's ana duarte", "en", Asked.IDENTITY),
        ("When does the bridge open?", "en", Asked.TIME),
        ("Where was the ship built?", "en", Asked.PLACE),
        ("How many boats sank?", "en", Asked.NUMBER),
        ("What is the population of Malta?", "en", Asked.NUMBER),
        ("Why did the mill close?", "en", Asked.REASON),
        ("What did the mayor say about rents?", "en", Asked.STATEMENT),
        ("mayor's position on rents", "en", Asked.STATEMENT),
        ("the mill fire", "en", Asked.ANYTHING),
        ("¿Cuándo abrió el puente?", "es", Asked.TIME),
        ("Wie viele Boote sanken?", "de", Asked.NUMBER),
        ("Pourquoi la grève ?", "fr", Asked.REASON),
        ("Кто подписал договор?", "ru", Asked.PERSON),
        ("When?", "tlh", Asked.ANYTHING),
    ],
)
def test_what_is_asked_for(question, language, asked):
    assert asking.asked_for(question, language) is asked


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("It opened in May.", True),
        ("They may open it.", False),
        ("On 3 Sept the mill burnt.", True),
        ("It burnt in 1987.", True),
        ("Yesterday it burnt.", True),
        ("It burnt.", False),
    ],
)
def test_a_time_is_named(sentence, names):
    assert asking.names_a_time(sentence, "en") is names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Some 40 boats sank.", True),
        ("Forty-one boats and three rafts sank.", True),
        ("They sank on January 23.", False),
        ("They sank on 23 January 1987.", False),
        ("Boats sank.", False),
    ],
)
def test_a_day_is_not_a_number(sentence, names):
    assert asking.names_a_number(sentence, "en") is names


def test_the_future_is_asked_and_told():
    assert asking.asks_of_the_future("When will the bridge open?")
    assert not asking.asks_of_the_future("When did the bridge open?")
    assert asking.speaks_of_the_future("It is expected to open on Monday.")
    assert not asking.speaks_of_the_future("It opened on Monday.")


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who said that nobody was hurt?", True),
        ("Who has denied it?", True),
        ("Quién dijo eso?", True),
        ("Кто заявил об этом?", True),
        ("Who won the match?", False),
        ("What did Berg say?", False),
    ],
)
def test_who_says(question, asked):
    assert asking.asks_who_says(question) is asked
