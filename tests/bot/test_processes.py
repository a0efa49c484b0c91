"""Processes that answer beside the bot's own: the same as a thread would, of the same library, or not at all."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot import offering, processes
from bot.answering import Asking, answered
from bot.offering import Typed, offered
from bot.processes import Lost, Processes
from bot.work import Work
from knowledge.archive import INDEX, Archive
from knowledge.archive.snapshot import seen, snapshot
from knowledge.archive.state import BrokenError
from knowledge.conversation.turn import Turn
from knowledge.live import LiveLibrary
from knowledge.rulings import Ruling
from tests.articles import NOW, SEEDS, write

MILL = Asking(question="Who said the old mill in Harrow burnt down?", now=NOW, language="de")
ASKED = [
    MILL,
    replace(MILL, question="When was that?", previous=Turn(MILL.question), language="ar"),
    replace(MILL, question="What did the reactor in Oslo cost?", threshold=0.99),
    replace(MILL, question="When?", quoted="The mill was sold to the Tarn company.", limit=1, context=False),
    replace(MILL, question="", plainly=True),
]


@pytest.fixture
def folder(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    write(articles)
    return articles


@pytest.fixture
def archive(tmp_path, folder):
    found = Archive(tmp_path / "state", [folder, SEEDS])
    yield found
    found.close()


@pytest.fixture
def live(folder, archive):
    return LiveLibrary([folder, SEEDS], now=NOW, kept=archive)


@asynccontextmanager
async def working(tmp_path, live, monkeypatch):
    """Work whose process follows at once."""
    monkeypatch.setattr(processes, "SETTLES", 0.0)
    monkeypatch.setattr(processes, "AGAIN", 0.1)
    work = Work()
    work.processes = Processes(1, tmp_path / "state" / INDEX, live, lambda: NOW, ("warning", False))
    try:
        yield work
    finally:
        work.close()


async def follows(work, live):
    async with asyncio.timeout(60):
        while work.processes.free(live.current) is None:  # noqa: ASYNC110 - it finds out by being asked
            await asyncio.sleep(0.02)


def where(library, _):
    """The process that answers, and how many articles its library has."""
    return os.getpid(), len(library)


def die(_, number):
    os.kill(os.getpid(), number)


def wait(_, seconds):
    import time  # noqa: PLC0415 - in the other process

    time.sleep(seconds)
    return os.getpid()


def stay(library, here):
    return wait(library, 60) if os.getpid() != here else here


def fail(_, text):
    raise LookupError(text)


async def test_a_process_says_what_a_thread_says(tmp_path, live, monkeypatch):
    monkeypatch.setattr(offering, "SECONDS", 60.0)
    typed = [Typed(text=text, now=NOW, threshold=0.5, pace=0.0) for text in ("", "old mill Harrow", "Maduro cred", "x")]
    async with working(tmp_path, live, monkeypatch) as work:
        await follows(work, live)
        assert (await work.on(live.current, where, None))[0] != os.getpid()
        for asking in ASKED:
            there = await work.on(live.current, answered, asking)
            assert there == answered(live.current, asking)
        assert "Anna Berg" in there.rendered.messages[0] or there.refused
        for line in typed:
            there = await work.on(live.current, offered, line)
            here = offered(live.current, line)
            assert here.cards[: len(there.cards)] == there.cards  # there its time may be over sooner
            assert bool(here.cards) is bool(there.cards)
        with pytest.raises(LookupError, match="nothing"):  # a fault there is a fault here, and no more
            await work.on(live.current, fail, "nothing")
        assert (await work.on(live.current, where, None))[0] != os.getpid()


async def test_what_has_changed_is_answered_here_until_the_process_has_it_too(tmp_path, folder, live, monkeypatch):
    async with working(tmp_path, live, monkeypatch) as work:
        await follows(work, live)
        before = live.current
        write(folder, "other.json", id="other", headline="Another", text="The bridge of Aldmoor was closed, she said.")
        live.reload(NOW)
        assert await work.on(live.current, where, None) == (os.getpid(), 3)
        await follows(work, live)
        pid, articles = await work.on(live.current, where, None)
        assert pid != os.getpid()
        assert articles == 3
        assert await work.on(before, where, None) == (os.getpid(), 2)  # who still holds the old one has it here
        assert (await work.on(live.current, answered, MILL)).refused is None
        live.rule({"harrow-mill": Ruling(withheld=True)})
        assert (await work.on(live.current, answered, MILL)).refused is not None  # here
        await follows(work, live)
        assert (await work.on(live.current, where, None))[0] != os.getpid()
        assert (await work.on(live.current, answered, MILL)).refused is not None


async def test_what_a_process_dies_over_is_done_here_and_another_takes_its_place(tmp_path, live, monkeypatch, caplog):
    async with working(tmp_path, live, monkeypatch) as work:
        await follows(work, live)
        (first, _), waiting = (
            await work.on(live.current, where, None),
            asyncio.create_task(work.on(live.current, wait, 0.5)),
        )
        await asyncio.sleep(0.1)
        os.kill(first, signal.SIGKILL)
        assert await waiting == os.getpid()
        assert "has died" in caplog.text
        await follows(work, live)
        second, _ = await work.on(live.current, where, None)
        assert second not in {first, os.getpid()}
        with pytest.raises(Lost):
            await work.processes.do(work.processes.free(live.current), die, signal.SIGKILL)
        await follows(work, live)
        monkeypatch.setattr(processes, "STUCK", 0.2)
        assert await work.on(live.current, stay, os.getpid()) == os.getpid()  # where it would be stuck, it is ended


async def test_what_finds_it_busy_is_done_here_and_a_signal_lets_it_finish(tmp_path, live, monkeypatch):
    async with working(tmp_path, live, monkeypatch) as work:
        await follows(work, live)
        pid, _ = await work.on(live.current, where, None)
        done = await asyncio.gather(*(work.on(live.current, wait, 0.3) for _ in range(processes.QUEUED + 1)))
        assert sorted(done) == sorted([pid] * processes.QUEUED + [os.getpid()])
        waiting = asyncio.create_task(work.on(live.current, wait, 0.3))
        await asyncio.sleep(0.1)
        os.kill(pid, signal.SIGTERM)
        os.kill(pid, signal.SIGINT)
        assert await waiting == pid


async def test_an_index_that_is_not_there_is_tried_again_less_and_less(tmp_path, live, monkeypatch, caplog):
    caplog.set_level("INFO")
    unlucky = "processes do not follow: FileNotFoundError"
    async with working(tmp_path, live, monkeypatch) as work:
        work.processes.index = tmp_path / "elsewhere"
        async with asyncio.timeout(60):
            while caplog.text.count(unlucky) < 2:
                assert await work.on(live.current, where, None) == (os.getpid(), 2)
                await asyncio.sleep(0.02)
        work.processes.index = tmp_path / "state" / INDEX
        await follows(work, live)
    assert not (tmp_path / "elsewhere").exists()


PARENT = """
import asyncio, os, sys
from pathlib import Path
from bot.processes import _Process
from tests.bot.test_processes import wait

def pid(_):
    return os.getpid()

async def main():
    process = _Process(("warning", False))
    print(await process.do(pid, None), flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_it_ends_with_its_parent_however_that_ends(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = str(SEEDS.parent)
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, cwd=root, env=os.environ | {"PYTHONPATH": root}
    ) as parent:
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.kill()
    for _ in range(500):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        __import__("time").sleep(0.02)
    pytest.fail("it is still there")


def test_a_snapshot_is_the_library_and_leaves_everything_as_it_is(tmp_path, live):
    index = tmp_path / "state" / INDEX
    before = {file: file.stat().st_mtime_ns for file in index.rglob("*") if file.is_file()}
    found = snapshot(index, NOW)
    assert seen(found) == seen(live.current)
    assert set(found.stories) == set(live.current.stories)
    assert {file: file.stat().st_mtime_ns for file in index.rglob("*") if file.is_file()} == before


def test_what_is_being_changed_is_no_snapshot(tmp_path, archive, live):
    index = tmp_path / "state" / INDEX
    archive._state.tell(changing=(0,))
    with pytest.raises(BrokenError, match="is being changed"):
        snapshot(index, NOW)
    archive._state.tell(changing=None)
    check = type(archive._state)._check

    def meanwhile(self):
        check(self)
        archive._state.tell(gone=(1,))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(archive._state), "_check", meanwhile)
        with pytest.raises(BrokenError, match="changed meanwhile"):
            snapshot(index, NOW)
