"""Questions asked of several systems in turns; medians, 99th percentiles and growth."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.question_sets import mistyped

ENOUGH = 100
"""Times from which a 99th percentile is told."""
KINDS = ("clean", "typo")
_WARM = 10_000
"""Milliseconds after which a system is warm."""


@dataclass(frozen=True, slots=True)
class Times:
    """What some calls took, in ms; `p99` is None where they are too few."""

    count: int
    p50: float
    p99: float | None

    @classmethod
    def of(cls, taken: Sequence[float]) -> Times:
        """Sum up times, of which there is one at least."""
        p99 = statistics.quantiles(taken, n=100, method="inclusive")[98] if len(taken) >= ENOUGH else None
        return cls(len(taken), statistics.median(taken), p99)


@dataclass(frozen=True, slots=True)
class Growth:
    """A power law, `at(size) = factor * size ** exponent`: below linear where the exponent is below 1."""

    factor: float
    exponent: float

    @classmethod
    def of(cls, points: Mapping[int, float]) -> Growth:
        """Fit log value against log size by least squares; raises ValueError below two sizes."""
        if len(points) < 2:
            raise ValueError("growth needs two sizes")
        exponent, level = np.polyfit(np.log(list(points)), np.log(list(points.values())), 1)
        return cls(float(np.exp(level)), float(exponent))

    def at(self, size: float) -> float:
        """Return the value at a size."""
        return float(self.factor * size**self.exponent)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `kind` is one of KINDS."""

    kind: str
    text: str


def questions(texts: Sequence[str], *, seed: int = 6) -> list[Question]:
    """Return every question as it is and with one slip in a longer word, shuffled: the two are far apart."""
    rng = random.Random(seed)
    both = [Question("clean", text) for text in texts] + [Question("typo", mistyped(text, rng)) for text in texts]
    rng.shuffle(both)
    return both


System = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Turns:
    """Systems that are asked in turns, so that a slow moment of the machine slows all of them.

    Each begins as often as any other. One that would take longer than `most` seconds is asked every second, third, ...
    question only. Those in `again` are asked a second time at the end of the turn.
    """

    systems: Mapping[str, System]
    again: Sequence[str] = ()
    most: float = 120.0

    def take(self, warming: Sequence[Question], asked: Sequence[Question]) -> dict[tuple[str, str], Times]:
        """Return the times by system and kind of question; asked again, a system is called "NAME, again"."""
        steps = {name: self._step(system, warming, len(asked)) for name, system in self.systems.items()}
        taken: dict[tuple[str, str], list[float]] = {}
        names = list(self.systems)
        for number, question in enumerate(asked):
            begin = number % len(names)
            turn = [(name, name) for name in names[begin:] + names[:begin] if number % steps[name] == 0]
            turn += [(name, f"{name}, again") for name in self.again if number % steps[name] == 0]
            for name, called in turn:
                taken.setdefault((called, question.kind), []).append(_ms(self.systems[name], question.text))
        return {key: Times.of(found) for key, found in taken.items()}

    def _step(self, system: System, warming: Sequence[Question], count: int) -> int:
        """Return how many questions further the system is asked the next one; the first call may compile something."""
        took: list[float] = []
        for question in warming:
            took.append(_ms(system, question.text))
            if sum(took[1:]) > _WARM:
                break
        each = statistics.median(took[1:] or took) / 1000 if took else 0.0
        return max(1, round(each * count / self.most))


def _ms(system: System, question: str) -> float:
    began = time.perf_counter()
    system(question)
    return (time.perf_counter() - began) * 1000
