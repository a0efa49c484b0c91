from dataclasses import dataclass

import pytest

from benchmarks.folds import FOLDS, folds, some_groups


@dataclass
class Row:
    set: str
    group: str


ROWS = [Row("news", f"week-{n}") for n in range(20) for _ in range(3)] + [Row("squad2", f"t-{n}") for n in range(10)]


def test_folds_split_no_group_and_score_every_row_once():
    pairs = folds(ROWS)
    assert len(pairs) == FOLDS
    for seen, unseen in pairs:
        assert len(seen) + len(unseen) == len(ROWS)
        assert not {row.group for row in seen} & {row.group for row in unseen}
    assert sorted(row.group for _, unseen in pairs for row in unseen) == sorted(row.group for row in ROWS)


@pytest.mark.parametrize(("share", "weeks", "titles"), [(0.01, 1, 1), (0.1, 2, 1), (0.4, 8, 4), (1.0, 20, 10)])
def test_a_share_of_the_weeks_and_of_the_other_sets_articles(share, weeks, titles):
    kept = some_groups(ROWS, share, seed=3)
    assert sum(group.startswith("week") for group in kept) == weeks
    assert sum(group.startswith("t-") for group in kept) == titles


def test_the_smaller_share_of_a_seed_is_part_of_the_larger_and_seeds_differ():
    assert some_groups(ROWS, 0.2, 1) < some_groups(ROWS, 0.7, 1)
    assert some_groups(ROWS, 0.2, 1) != some_groups(ROWS, 0.2, 2)
