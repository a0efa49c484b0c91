import asyncio
import threading
import time

import pytest

from bot.work import Work


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
