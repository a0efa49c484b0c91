"""Where a question's words stand, what each word is, and what speaks for a sentence."""

import numpy as np
import pytest

from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.candidates import Candidate, Candidates
from knowledge.retrieval.features import evidence
from knowledge.retrieval.matching import match
from knowledge.retrieval.ranking import Slope, Weights, decision_features, probability, scores
from knowledge.retrieval.tokens import Mark
from tests.articles import library, story

HARBOUR = story(
    id="harbour",
    text="The ferry Alma sank off Tarn on January 25. It had 40 cars on board. Mayor Ana Duarte blamed a storm. "
    "Nobody else spoke. The wreck was raised on May 25 for $3 million.",
    headline="Ferry sinks off Tarn",
)
MARKET = story(
    id="market",
    text="The market hall in Velm cost 12 percent more than planned. Its architect, Olof Lind, 61, left in 2019.",
    headline="Market hall opens",
)


def index():
    return library(HARBOUR, MARKET).index


def looked_up(question: str, sentence: int):
    engine = index()
    analysis = analyse(question, engine.vocabulary, "en")
    return analysis, match(analysis, Candidates.of([Candidate(0, sentence, 1.0, 1.0)]), engine.tokens)


def term(analysis, surface: str) -> int:
    return [one.surface for one in analysis.terms].index(surface)


def test_a_term_is_matched_here_beside_around_and_in_the_article():
    analysis, found = looked_up("Alma cars storm wreck", 1)
    alma, cars, storm, wreck = (term(analysis, s) for s in ("Alma", "cars", "storm", "wreck"))
    assert found.here[0].tolist()[cars] == 1
    assert found.here[0, [alma, storm, wreck]].tolist() == [0, 0, 0]
    assert found.beside[0, [alma, storm, wreck]].tolist() == [1, 1, 0]
    assert found.article[0, wreck] == 1
    assert found.mentions[0, cars] == 1


def test_a_neighbour_is_never_the_next_articles():
    analysis, found = looked_up("market architect", 4)
    assert found.around[0].tolist() == [0.0] * len(analysis.terms)


def test_a_day_counts_beside_its_month_only():
    analysis, found = looked_up("What happened on January 25?", 4)
    assert found.here[0, term(analysis, "25")] == 0
    analysis, found = looked_up("What happened on May 25?", 4)
    assert found.here[0, term(analysis, "25")] == 1


@pytest.mark.parametrize(
    ("surface", "mark"),
    [
        ("40", Mark.NUMBER),
        ("3", Mark.SUM),
        ("12", Mark.SHARE),
        ("61", Mark.AGE),
        ("2019", Mark.YEAR),
        ("January", Mark.TIME),
        ("Alma", Mark.CAPITAL),
    ],
)
def test_words_are_marked_by_what_they_are(surface: str, mark: Mark):
    tokens = index().tokens
    number = tokens.keys[surface.casefold() if surface != "January" else "januari"]
    assert all(tokens.marks[tokens.ids == number] & mark)


def test_a_number_of_money_is_no_age_and_no_share():
    tokens = index().tokens
    marks = int(tokens.marks[tokens.ids == tokens.keys["3"]][0])
    assert not marks & (Mark.AGE | Mark.SHARE | Mark.YEAR)


def features(question: str) -> list[dict[str, float]]:
    engine = index()
    analysis = analyse(question, engine.vocabulary, "en")
    candidates = Candidates.of(Candidate(0, n, 1.0, 1.0) for n in range(5))
    found = evidence(analysis, candidates, engine)
    assert ((found.values >= -1) & (found.values <= 1.0 + 1e-9)).all()
    return [found.of(row) for row in range(5)]


def test_what_is_asked_for_is_looked_for():
    assert [round(one["asked_here"]) for one in features("How much did the wreck cost?")] == [0, 0, 0, 0, 1]
    assert [round(one["asked_here"]) for one in features("When did the ferry sink?")] == [1, 0, 0, 0, 1]


def test_a_unit_stands_beside_its_number():
    found = [one["unit_counted"] for one in features("How many cars were on the ferry?")]
    assert found == [0, 1, 0, 0, 0]


def test_a_name_that_no_article_has_counts_against():
    assert {one["name_absent"] for one in features("Did the ferry sink off Gotland?")} == {1.0}
    assert {one["name_absent"] for one in features("Did the ferry sink off Tarn?")} == {0.0}


def test_another_number_counts_against():
    assert {one["number_absent"] for one in features("Did 41 cars sink?")} == {1.0}


def test_a_slope_bends():
    slope = Slope(2.0, ((0.5, -1.0), (0.8, 3.0)))
    assert slope(0.4) == pytest.approx(0.8)
    assert slope(0.6) == pytest.approx(1.1)
    assert slope(1.0) == pytest.approx(2.0 - 0.5 + 0.6)


def test_a_step_is_taken_above_its_value_only():
    slope = Slope(0.0, (), ((0.2, 1.0), (0.5, -0.25)))
    assert [slope(value) for value in (0.0, 0.2, 0.3, 0.5, 0.6)] == [0, 0, 1, 1, 0.75]


def test_all_candidates_are_scored_as_each_alone():
    engine = index()
    analysis = analyse("How many cars were on the ferry Alma?", engine.vocabulary, "en")
    found = evidence(analysis, Candidates.of(Candidate(0, n, 1.0, 1.0) for n in range(5)), engine)
    slopes = {
        "coverage": Slope(1.5, ((0.3, -0.5),), ((0.2, 0.1), (0.6, -0.3))),
        "unit_counted": Slope(0.7),
        "length": Slope(0.0, (), ((0.0, 1.0),)),
    }
    alone = [sum(slopes[name](found.of(row)[name]) for name in slopes) for row in range(5)]
    assert scores(found, slopes) == pytest.approx(np.array(alone))


def test_a_lead_over_the_next_speaks_for_answering():
    engine = index()
    analysis = analyse("How many cars were on the ferry Alma?", engine.vocabulary, "en")
    found = evidence(analysis, Candidates.of(Candidate(0, n, 1.0, 1.0) for n in range(3)), engine)
    close, far = (decision_features(found, [1, 0, 2], scored) for scored in ([1.0, 0.9, 0.0], [1.0, -2.0, -2.0]))
    assert close["lead_next"] < far["lead_next"]
    weights = Weights({}, {"lead_next": 3.0}, -1.0, 0.5)
    assert 0 < probability(close, weights) < probability(far, weights) < 1
