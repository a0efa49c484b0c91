import asyncio
import contextlib
import threading

from bot import reading_ahead
from bot.reading_ahead import ReadingAhead
from bot.work import Work
from knowledge.live import LiveLibrary
from knowledge.reading.dates import prepare
from tests.articles import NOW, write


def shelf(tmp_path, count):
    for number in range(count):
        write(tmp_path, f"{number}.json", id=f"a{number}", published=f"2024-03-{number + 1:02}")
    return LiveLibrary([tmp_path], now=NOW)


@contextlib.asynccontextmanager
async def going_on(ahead):
    task = asyncio.create_task(ahead.go_on())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until_read(ahead, count):
    async with asyncio.timeout(20):
        while len(ahead._register.read) < count:  # noqa: ASYNC110 - another thread reads
            await asyncio.sleep(0.01)


async def test_the_newest_are_read_first_and_only_so_many(tmp_path):
    ahead = ReadingAhead(shelf(tmp_path, 5), lambda: NOW, newest=3)
    assert list((await ahead.read(0)).read) == ["a4"]
    assert list((await ahead.read(60)).read) == ["a4", "a3", "a2"]
    assert await ahead.read(60) is await ahead.read(60)


async def test_a_reload_has_only_what_is_new_to_it_read(tmp_path, monkeypatch):
    live = shelf(tmp_path, 3)
    ahead = ReadingAhead(live, lambda: NOW)
    before = await ahead.read(60)
    write(tmp_path, "1.json", id="a1", published="2024-03-02", text="It rained, Vera Dahl said.")
    write(tmp_path, "2.json", id="a2", published="2024-03-03", status="withheld")
    live.reload(NOW)
    after = await ahead.read(60)
    assert after.library is live.current
    assert set(after.read) == {"a0", "a1"}
    assert after.read["a0"] is before.read["a0"]
    assert [one.name for one in after.read["a1"]] == ["Vera Dahl"]


async def test_it_goes_on_by_itself(tmp_path):
    ahead = ReadingAhead(shelf(tmp_path, 4), lambda: NOW)
    async with going_on(ahead):
        await until_read(ahead, 4)


async def test_what_somebody_waits_for_comes_first(tmp_path):
    live = shelf(tmp_path, 5)
    ahead = ReadingAhead(live, lambda: NOW, newest=2)
    oldest = live.current.stories["a0"]
    last = len(oldest.bare) - 1
    assert oldest.unread(last) > 0
    ahead.want([oldest, oldest])
    register = await ahead.read(0)
    assert list(register.read) == ["a0"]
    assert oldest.unread(last) == 0
    assert set((await ahead.read(60)).read) == {"a0", "a3", "a4"}


async def test_a_wish_wakes_who_has_read_everything(tmp_path):
    live = shelf(tmp_path, 3)
    ahead = ReadingAhead(live, lambda: NOW, newest=1)
    async with going_on(ahead), asyncio.timeout(8):  # less than until it would look again
        await until_read(ahead, 1)
        await asyncio.sleep(0.2)
        ahead.want([live.current.stories["a0"]])
        while not live.current.stories["a0"].is_read:  # noqa: ASYNC110 - another thread reads
            await asyncio.sleep(0.01)


async def test_it_waits_for_a_lull(tmp_path, monkeypatch):
    prepare()  # which it begins with, and which takes a while the first time
    idle = asyncio.Event()
    ahead = ReadingAhead(shelf(tmp_path, 4), lambda: NOW, idle=idle)
    monkeypatch.setattr(reading_ahead, "_LULL", 60)
    async with going_on(ahead):
        await asyncio.sleep(0.3)
        assert not ahead._register.read
        idle.set()
        await until_read(ahead, 4)


async def test_it_does_not_wait_for_a_lull_for_ever(tmp_path, monkeypatch):
    ahead = ReadingAhead(shelf(tmp_path, 2), lambda: NOW, idle=asyncio.Event())
    monkeypatch.setattr(reading_ahead, "_LULL", 0.05)
    async with going_on(ahead):
        await until_read(ahead, 2)


async def test_work_is_idle_when_nobody_has_a_thread():
    work, go = Work(), threading.Event()
    assert work.idle.is_set()
    tasks = [asyncio.create_task(work.run(go.wait)) for _ in range(2)]
    await asyncio.sleep(0.05)
    assert not work.idle.is_set()
    go.set()
    await asyncio.gather(*tasks)
    assert work.idle.is_set()
    work.close()
