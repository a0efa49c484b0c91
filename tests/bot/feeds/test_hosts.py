import asyncio
import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.hosts import AT_MOST, GAP, Hosts


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 24, tzinfo=UTC)

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


async def asked(hosts, clock, names):
    times, at_a_time = [], [0, 0]

    async def ask(host):
        async with hosts.turn(host):
            at_a_time[0] += 1
            at_a_time[1] = max(at_a_time)
            began = clock()
            await clock.sleep(0.1)
            times.append((host.lower(), began, clock()))
            at_a_time[0] -= 1

    await asyncio.gather(*map(ask, names))
    return times, at_a_time[1]


@given(st.lists(st.sampled_from(["a", "b", "A", "c"]), max_size=12))
def test_a_host_is_asked_by_one_at_a_time_and_never_without_the_gap(names):
    clock = Clock()
    times, _ = asyncio.run(asked(Hosts(clock, sleep=clock.sleep), clock, names))
    assert len(times) == len(names)
    for host in ("a", "b", "c"):
        mine = sorted(t[1:] for t in times if t[0] == host)
        assert all(after[0] - before[1] >= GAP for before, after in itertools.pairwise(mine))


async def test_many_hosts_are_asked_side_by_side_but_not_all():
    clock = Clock()
    _, most = await asked(Hosts(clock, sleep=clock.sleep), clock, [f"h{n}" for n in range(30)])
    assert most == AT_MOST


async def test_no_host_is_remembered_for_ever():
    clock = Clock()
    hosts = Hosts(clock, sleep=clock.sleep)
    await asked(hosts, clock, [f"h{n}" for n in range(100)])
    clock.now += GAP
    async with hosts.turn("x"):
        pass
    assert len(hosts._lines) == 1


async def test_a_clock_that_is_set_back_makes_nobody_wait_for_long():
    clock = Clock()
    hosts = Hosts(clock, sleep=clock.sleep)
    async with hosts.turn("a"):
        pass
    clock.now -= timedelta(days=1)
    before = clock.now
    async with hosts.turn("a"):
        assert clock.now - before <= GAP
