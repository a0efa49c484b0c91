"""Which rows are learnt from and which are scored, so that no group (a week, an article) is on both sides."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

FOLDS = 5


class Grouped(Protocol):
    """What a row must say of itself."""

    @property
    def set(self) -> str:
        """The set of questions it is of."""

    @property
    def group(self) -> str:
        """What must not be split."""


R = TypeVar("R", bound=Grouped)


def folds(rows: Sequence[R]) -> list[tuple[list[R], list[R]]]:
    """Return (learnt from, scored) pairs that split no group."""
    groups = sorted({row.group for row in rows})
    fold_of = {group: i % FOLDS for i, group in enumerate(groups)}
    return [
        ([r for r in rows if fold_of[r.group] != f], [r for r in rows if fold_of[r.group] == f]) for f in range(FOLDS)
    ]


def some_groups(rows: Sequence[R], share: float, seed: int) -> set[str]:
    """Return a `share` (0..1) of the rows' groups, of the news' weeks as of the other sets' articles.

    One seed's smaller share is part of its larger one; of both kinds at least one group stays.
    """
    rng = random.Random(seed)
    weeks = {row.group for row in rows if row.set == "news"}
    kept: set[str] = set()
    for groups in (sorted(weeks), sorted({row.group for row in rows} - weeks)):
        rng.shuffle(groups)
        kept.update(groups[: max(1, round(share * len(groups)))])
    return kept
