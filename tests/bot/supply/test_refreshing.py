"""Reloads that nobody asked for."""

import asyncio
import contextlib
import os

import pytest

from bot.services import Services
from bot.supply.refreshing import Refreshing, stamped
from knowledge.live import LiveLibrary
from tests.articles import NOW, write


@contextlib.asynccontextmanager
async def running(job):
    task = asyncio.create_task(job)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def told():
    return []


@pytest.fixture
def refreshing(tmp_path, told):
    write(tmp_path, id="first")
    live = LiveLibrary([tmp_path], now=NOW)

    async def tell(text):
        told.append(text)

    made = Refreshing(Services(live, lambda: NOW), [tmp_path], tell, quiet=0.05)
    made.folder, made.live = tmp_path, live
    return made


async def test_what_has_changed_is_loaded_and_said(refreshing, caplog):
    caplog.set_level("INFO")
    write(refreshing.folder, "b.json", id="second", headline="Another")
    diff = await refreshing.refresh()
    assert diff.added == ("second",)
    assert "the library has changed: 1 added (second)" in caplog.text
    write(refreshing.folder, "b.json", id="second", headline="Yet another one")
    (refreshing.folder / "mill.json").unlink()
    await refreshing.refresh()
    assert "1 changed (second); 1 removed (first)" in caplog.text


async def test_files_that_are_as_they_were_are_not_loaded_again(refreshing, monkeypatch):
    await refreshing.refresh()
    before = refreshing.live.current
    assert await refreshing.refresh() is None
    (refreshing.folder / ".hidden.part").write_text("x")
    assert await refreshing.refresh() is None
    assert refreshing.live.current is before
    os.utime(refreshing.folder / "mill.json", (1, 1))
    assert await refreshing.refresh() is not None


async def test_a_fault_is_told_once_and_again_when_it_comes_back(refreshing, told):
    bad = refreshing.folder / "bad.yaml"
    bad.write_text("id: [")
    await refreshing.refresh()
    write(refreshing.folder, "b.json", id="second")
    await refreshing.refresh()
    assert len(told) == 1
    assert "bad.yaml:1: file: not valid YAML" in told[0]
    bad.unlink()
    await refreshing.refresh()
    bad.write_text("id: [")
    await refreshing.refresh()
    assert len(told) == 2


async def test_many_faults_are_told_in_one_message(refreshing, told):
    for number in range(15):
        (refreshing.folder / f"bad{number}.yaml").write_text("id: [")
    await refreshing.refresh()
    assert len(told) == 1
    assert told[0].count("bad") == 10
    assert told[0].endswith("… and 5 more: /reload")


async def test_what_was_faulty_from_the_start_is_known(tmp_path):
    (tmp_path / "bad.yaml").write_text("id: [")
    write(tmp_path, id="first")
    told = []
    made = Refreshing(Services(LiveLibrary([tmp_path], now=NOW), lambda: NOW), [tmp_path], told.append)
    assert await made.refresh() is not None
    assert told == []


async def test_many_changes_are_one_reload(refreshing, monkeypatch):
    loads = []
    reload = refreshing.live.reload
    monkeypatch.setattr(refreshing.live, "reload", lambda now: loads.append(now) or reload(now))
    async with running(refreshing.run()):
        for number in range(10):
            write(refreshing.folder, f"{number}.json", id=f"a{number}", headline=f"Headline {number}")
            refreshing.wake()
            await asyncio.sleep(0.01)
        async with asyncio.timeout(10):
            while len(refreshing.live.current) < 11:  # noqa: ASYNC110 - another thread loads
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
    assert len(loads) == 1


async def test_a_reload_that_fails_does_not_end_it(refreshing, monkeypatch, caplog):
    reload = refreshing.live.reload

    def once(now):
        monkeypatch.setattr(refreshing.live, "reload", reload)
        raise KeyError("ours")

    monkeypatch.setattr(refreshing.live, "reload", once)
    async with running(refreshing.run()):
        refreshing.wake()
        await asyncio.sleep(0.2)
        write(refreshing.folder, "b.json", id="second")
        refreshing.wake()
        async with asyncio.timeout(10):
            while len(refreshing.live.current) < 2:  # noqa: ASYNC110 - another thread loads
                await asyncio.sleep(0.01)
    assert "could not be loaded anew" in caplog.text


def test_a_stamp_is_of_names_sizes_and_times(tmp_path):
    one = tmp_path / "a.yaml"
    one.write_text("x")
    before = stamped([tmp_path])
    assert stamped([one]) == before
    one.write_text("xy")
    assert stamped([tmp_path]) != before
    assert stamped([tmp_path / "not-there"]) == frozenset()
