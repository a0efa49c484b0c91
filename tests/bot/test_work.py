import asyncio
import threading
import time

import pytest

from bot.work import THREADS, Work, working_for


@pytest.fixture
def work():
    work = Work(threads=2)
    yield work
    work.close()


async def test_work_is_done_in_a_thread_and_its_error_comes_out(work):
    assert await work.run(lambda: threading.current_thread() is threading.main_thread()) is False
    with pytest.raises(ZeroDivisionError):
        await work.run(lambda: 1 // 0)


async def test_no_more_threads_than_allowed_and_the_loop_goes_on(work):
    running, most, lock = 0, 0, threading.Lock()

    def busy():
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1

    jobs = asyncio.gather(*(work.run(busy) for _ in range(6)))
    turns = 0
    while not jobs.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert (most, turns > 10) == (2, True)


async def test_one_asker_is_served_in_order_and_others_beside(work):
    began = []

    async def ask(key, number):
        async with work.turn(key) as overtaken:
            began.append((key, number, overtaken))
            await asyncio.sleep(0.02)

    await asyncio.gather(*(ask("a", number) for number in range(3)), ask("b", 0))
    # The first has found nobody behind it: the second had not come yet.
    assert began == [("a", 0, False), ("b", 0, False), ("a", 1, True), ("a", 2, False)]
    assert work._lines == {}


async def test_who_fails_or_gives_up_holds_up_nobody(work):
    async def fail():
        async with work.turn("a"):
            raise ZeroDivisionError

    async def forever():
        async with work.turn("a"):
            await asyncio.sleep(60)

    waiting = asyncio.create_task(forever())
    behind = asyncio.create_task(forever())
    await asyncio.sleep(0)
    behind.cancel()
    waiting.cancel()
    await asyncio.gather(waiting, behind, return_exceptions=True)
    with pytest.raises(ZeroDivisionError):
        await fail()
    async with asyncio.timeout(1), work.turn("a") as overtaken:
        assert not overtaken
    assert work._lines == {}


@pytest.fixture
def many():
    work = Work()
    yield work
    work.close()


async def flooded(work, floods):
    """Start as much as is asked for at once, let it wait, and say who has begun; then let it end."""
    began, go, last, loop = [], threading.Event(), asyncio.Event(), asyncio.get_running_loop()

    def job(name):
        began.append(name)
        if name == floods[-1]:
            loop.call_soon_threadsafe(last.set)
        go.wait(10)

    async def one(user, chat):
        with working_for(user, chat):
            await work.run(job, (user, chat))

    jobs = [asyncio.create_task(one(user, chat)) for user, chat in floods]
    async with asyncio.timeout(5):  # too short only where the last gets no thread beside all the others
        await last.wait()
    at_once = list(began)
    go.set()
    await asyncio.gather(*jobs)
    assert sorted(map(str, began)) == sorted(map(str, floods))
    assert work._lines == {}
    return at_once


@pytest.mark.parametrize(
    "flood",
    [
        [(7, 7)] * 100,
        [(7, chat) for chat in range(-100, 0)],
        [(user, -5) for user in range(100, 200)],
        [(user, -5) for user in range(100, 103) for _ in range(40)],
    ],
    ids=["one user", "one user in many groups", "one group of many", "one group of three"],
)
async def test_a_flood_of_one_user_or_one_chat_has_one_thread_and_the_next_asker_another(many, flood):
    assert len(flood) > THREADS
    assert await flooded(many, [*flood, (8, 8)]) == [flood[0], (8, 8)]


async def test_what_nobody_asked_for_has_all_the_threads(many):
    began, all_there = [], threading.Barrier(THREADS, timeout=10)
    await asyncio.gather(*(many.run(lambda: began.append(all_there.wait())) for _ in range(THREADS)))
    assert len(began) == THREADS
