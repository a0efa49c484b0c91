"""When another copy of the bot is there to stay, by the conflicts that Telegram tells of."""

import pytest

from bot.receiving import CONFLICTS, WITHIN, Conflicts


@pytest.mark.parametrize(("apart", "stays"), [(WITHIN / CONFLICTS, True), (WITHIN / (CONFLICTS - 1), False)])
def test_many_conflicts_in_a_while_are_another_copy_that_stays_and_now_and_then_one_is_none(apart, stays):
    now = 1_000.0
    conflicts = Conflicts(lambda: now)
    met = []
    for _ in range(3 * CONFLICTS):
        met.append(conflicts.one_more())
        now += apart
    assert met[: CONFLICTS - 1] == [False] * (CONFLICTS - 1)
    assert set(met[CONFLICTS - 1 :]) == {stays}
