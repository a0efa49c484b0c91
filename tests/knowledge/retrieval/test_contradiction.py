"""A sentence with the question's words that says something else."""

import pytest

from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.candidates import Candidate, Candidates
from knowledge.retrieval.contradiction import contradiction
from knowledge.retrieval.matching import match
from knowledge.retrieval.opposites import opposites
from tests.articles import library, story

BRIDGE = story(
    id="bridge",
    text="The bridge at Velm was not closed in 2019. The Danish engineer Olof Lind designed the northern bridge. "
    "A clerk sits in front of Mayor Ana Duarte. Traffic fell after 40 drivers left.",
    headline="Velm and its bridge",
)


def flags(question: str, sentence: int) -> set[str]:
    engine = library(BRIDGE).index
    analysis = analyse(question, engine.vocabulary, "en")
    found = match(analysis, Candidates.of([Candidate(0, sentence, 1.0, 1.0)]), engine.tokens)
    return {name for name, values in contradiction(analysis, found, engine).items() if values[0]}


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Which bridge was not closed in 2019?", 0, set()),
        ("Which bridge wasn't designed by Olof Lind?", 1, {"denial_missing"}),
        ("Which bridge was closed in 2019?", 0, set()),
        ("Didn't Olof Lind design the northern bridge?", 1, set()),
        ("Traffic did not fall. Which bridge did Olof Lind design?", 1, set()),
        ("Which bridge was not closed in 2021?", 0, {"rival", "rival_number"}),
        ("Which bridge did the Danish engineer Olof Lind design?", 1, set()),
        ("Which bridge did the Swedish engineer Olof Lind design?", 1, {"rival"}),
        ("Who designed the southern bridge?", 1, {"opposite"}),
        ("Who designed the northern bridge?", 1, set()),
        ("What clerk sits behind Ana Duarte?", 2, {"opposite"}),
        ("Where did traffic rise after 40 drivers left?", 3, {"opposite"}),
        ("Where did traffic fall after 30 drivers left?", 3, {"rival", "rival_number"}),
        ("Where did traffic fall, and did it rise?", 3, set()),
    ],
)
def test_what_contradicts(question, sentence, expected):
    assert flags(question, sentence) == expected


def test_opposites_hold_both_ways_and_no_word_is_its_own():
    found = opposites("en")
    assert found
    for key, against in found.items():
        assert key not in against
        assert all(key in found[other] for other in against)
    assert not opposites("de")
