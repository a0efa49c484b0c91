"""A threshold from an operator's own probes, with the false answers to expect of it.

Only the probes that must be refused set the threshold: the answered share is then measured, not fitted. With the
threshold above the k-th highest of n confidences, a further question of their kind is answered with a chance of at
most k / (n + 1), and the true share of false answers has the distribution Beta(k, n + 1 - k) or a better one.
Sources: V. Vovk, A. Gammerman and G. Shafer, "Algorithmic Learning in a Random World" (2005), chapter 2; V. Vovk,
"Conditional validity of inductive conformal predictors", ACML 2012.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.evaluation.scoring import Outcome, wilson

DIGITS = 3
"""Decimal places of a threshold."""
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """A share (0..1) with the interval that holds the true one with a confidence of 95 %.

    `count` of `total` were seen; None where the share is expected rather than counted.
    """

    value: float
    interval: tuple[float, float]
    count: int | None
    total: int


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What a threshold makes of probes: false answers, questions answered, and how many of those rightly.

    Each is None where no probe tells.
    """

    threshold: float
    false_answers: Rate | None
    answered: Rate | None
    right: Rate | None


def at(outcomes: Sequence[Outcome], threshold: float) -> AtThreshold:
    """Count what `threshold`, which was not chosen by these outcomes, makes of them.

    Right is an answer with a right sentence among the first three.
    """
    no = [one.confidence >= threshold for one in outcomes if not one.answerable]
    yes = [one for one in outcomes if one.answerable]
    answered = [one for one in yes if one.confidence >= threshold]
    return AtThreshold(
        threshold,
        _counted(sum(no), len(no)),
        _counted(len(answered), len(yes)),
        _counted(sum(any(one.right[:3]) for one in answered), len(answered)),
    )


def _counted(count: int, total: int) -> Rate | None:
    return Rate(count / total, wilson(count, total, _SURE), count, total) if total else None


def calibrate(outcomes: Sequence[Outcome], most: float) -> AtThreshold | None:
    """Return the lowest threshold at which at most the share `most` (0..1) of false answers is to be expected.

    None where there are too few probes that must be refused to promise that (see `needed`).
    """
    confidences = sorted((one.confidence for one in outcomes if not one.answerable), reverse=True)
    total = len(confidences)
    above = _allowed(total, most)
    if not above:
        return None
    threshold = min(1.0, (math.floor(confidences[above - 1] * 10**DIGITS) + 1) / 10**DIGITS)
    measured = at(outcomes, threshold)
    expected = Rate(above / (total + 1), _beta_interval(above, total), None, total)
    return AtThreshold(threshold, expected, measured.answered, measured.right)


def needed(most: float) -> int:
    """Return how many probes that must be refused it takes to promise a share `most` (0 < most < 1)."""
    total = math.ceil(1 / most) - 1
    return total if _allowed(total, most) else total + 1


def needed_for_certainty(most: float, times: float = 2.0) -> int:
    """Return from how many such probes on the true share is hardly ever more than `times` what was promised."""
    above = 1
    while True:  # the bound is loosest where one more may just pass
        total = math.ceil(above / most - 1e-9) - 1
        if _allowed(total, most) >= above and _beta_interval(above, total)[1] <= times * most:
            return total
        above += 1


def _allowed(total: int, most: float) -> int:
    """How many of `total` confidences count as the highest that may pass: k."""
    return min(total, math.floor(most * (total + 1) + 1e-9))


def _beta_interval(above: int, total: int) -> tuple[float, float]:
    """The middle 95 % of Beta(above, total + 1 - above), above at least 1."""
    tail = (1 - _SURE) / 2
    return _beta_quantile(above, total, tail), _beta_quantile(above, total, 1 - tail)


def _beta_quantile(above: int, total: int, share: float) -> float:
    """By halving: a Beta variable is at most x as often as a binomial one of `total` and x is at least `above`."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if _at_least(above, total, middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_least(above: int, total: int, chance: float) -> float:
    """The chance that at least `above` of `total` happen, each with `chance` (0 < chance < 1)."""
    fewer = 0.0
    for count in range(above):
        ways = math.lgamma(total + 1) - math.lgamma(count + 1) - math.lgamma(total - count + 1)
        fewer += math.exp(ways + count * math.log(chance) + (total - count) * math.log1p(-chance))
    return 1 - fewer
