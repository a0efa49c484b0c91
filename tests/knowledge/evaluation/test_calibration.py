import random

import pytest

from knowledge.evaluation.calibration import _beta_interval, at, calibrate, needed, needed_for_certainty
from knowledge.evaluation.scoring import Outcome


def refuse(*confidences):
    return [Outcome(False, False, one) for one in confidences]


def answer(*confidences, right=True):
    return [Outcome(True, False, one, (False, False, right)) for one in confidences]


def test_the_threshold_stands_just_above_as_many_refusals_as_may_pass():
    outcomes = [*refuse(*(n / 100 for n in range(39))), *answer(0.2, 0.371, 0.5), *answer(0.6, right=False)]
    found = calibrate(outcomes, 0.05)  # 2 of 40: above the second highest, 0.37
    assert found.threshold == 0.371
    assert (found.false_answers.value, found.false_answers.count) == (2 / 40, None)
    assert (found.answered.count, found.answered.total) == (3, 4)
    assert (found.right.count, found.right.total) == (2, 3)
    assert calibrate(outcomes, 0.02) is None
    assert calibrate(refuse(*[0.9999] * 19), 0.05).threshold == 1.0
    assert calibrate(refuse(0.5, 0.5, 0.5), 0.5).threshold == 0.501


def test_a_threshold_in_use_is_counted():
    found = at([*refuse(0.5, 0.1), *answer(0.5, 0.2)], 0.5)
    assert (found.false_answers.count, found.answered.count, found.right.count) == (1, 1, 1)
    nothing = at([], 0.5)
    assert (nothing.false_answers, nothing.answered, nothing.right) == (None, None, None)
    assert at(answer(0.1), 0.5).right is None


@pytest.mark.parametrize(("most", "count"), [(0.05, 19), (0.1, 9), (0.5, 1), (0.01, 99), (0.03, 33)])
def test_as_many_probes_are_needed_as_it_says(most, count):
    assert needed(most) == count
    assert calibrate(refuse(*[0.4] * count), most)
    assert calibrate(refuse(*[0.4] * (count - 1)), most) is None


def test_enough_probes_rule_out_twice_the_share():
    for most in (0.05, 0.1):
        count = needed_for_certainty(most)
        for total in range(count, count + 60):
            assert calibrate(refuse(*[0.1] * total), most).false_answers.interval[1] <= 2 * most
        assert calibrate(refuse(*[0.1] * needed(most)), most).false_answers.interval[1] > 2 * most


def test_the_interval_is_betas():
    # With one of n the quantiles have a closed form: 1 - (1 - p) ** (1 / n).
    for total in (19, 100, 3000):
        expected = tuple(1 - (1 - p) ** (1 / total) for p in (0.025, 0.975))
        assert _beta_interval(1, total) == pytest.approx(expected, abs=1e-9)
    rng = random.Random(1)
    drawn = sorted(rng.betavariate(5, 96) for _ in range(40_000))
    assert _beta_interval(5, 100) == pytest.approx((drawn[1000], drawn[39_000]), abs=0.002)


def test_new_questions_of_the_kind_are_answered_as_often_as_promised():
    rng = random.Random(3)
    false = total = inside = 0
    for _ in range(400):
        found = calibrate(refuse(*(rng.random() ** 2 for _ in range(59))), 0.05)
        fresh = [rng.random() ** 2 >= found.threshold for _ in range(200)]
        false, total = false + sum(fresh), total + len(fresh)
        low, high = found.false_answers.interval
        inside += low <= 1 - found.threshold**0.5 <= high  # the true share: P(U ** 2 >= threshold)
    assert 0.04 < false / total <= 0.055
    assert 0.9 < inside / 400 < 0.99
