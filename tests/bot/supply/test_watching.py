"""Folders and files, watched for real."""

import asyncio
import contextlib

import pytest

from bot.supply.watching import watch


@contextlib.asynccontextmanager
async def watching(*paths):
    """Gives a function that waits for the next change; None where none comes within a while."""
    changes = asyncio.Queue()
    task = asyncio.create_task(watch(paths, lambda: changes.put_nowait(1), again=0.2))
    await asyncio.sleep(0.3)

    async def next_one(within=5.0):
        try:
            return await asyncio.wait_for(changes.get(), within)
        except TimeoutError:
            return None

    try:
        yield next_one
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_file_that_comes_changes_or_goes_wakes(tmp_path):
    (tmp_path / "deep").mkdir()
    async with watching(tmp_path) as woken:
        file = tmp_path / "deep" / "a.yaml"
        file.write_text("x")
        assert await woken()
        file.write_text("xy")
        assert await woken()
        file.unlink()
        assert await woken()


async def test_hidden_files_wake_nobody_until_they_take_their_name(tmp_path):
    root = tmp_path / ".state"  # a folder whose own path is hidden is watched all the same
    root.mkdir()
    async with watching(root) as woken:
        part = root / ".a.part"
        part.write_text("x")
        assert await woken(1.0) is None
        part.rename(root / "a.yaml")
        assert await woken()


async def test_of_a_single_file_only_its_own_changes_count_even_when_it_is_replaced(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("x")
    async with watching(file) as woken:
        (tmp_path / "other.yaml").write_text("x")
        assert await woken(1.0) is None
        for text in ("xy", "xyz"):
            new = tmp_path / "new"
            new.write_text(text)
            new.replace(file)
            assert await woken()


async def test_a_folder_that_cannot_be_watched_is_logged_once_and_tried_again(tmp_path, caplog):
    file = tmp_path / "not-there" / "a.yaml"
    async with watching(file) as woken:
        await asyncio.sleep(0.5)
        assert caplog.text.count("cannot be watched") == 1
        file.parent.mkdir()
        await asyncio.sleep(0.5)
        while await woken(0.5):
            pass
        file.write_text("x")
        assert await woken()


@pytest.mark.parametrize("paths", [[], ["."]])
async def test_it_ends_when_it_is_cancelled(tmp_path, paths):
    async with watching(*(tmp_path / path for path in paths)):
        pass
    assert len(asyncio.all_tasks()) == 1
