import asyncio
import platform
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bot import memory
from bot.memory import resident

ROOT = Path(__file__).parents[2]
CHANGES = """
import sys
from pathlib import Path
from bot.memory import few_arenas
from knowledge.retrieval.inverted import InvertedIndex
from tests.telegram.footprint import memory_of
if sys.argv[2] == "few":
    assert few_arenas()
index, told = InvertedIndex(Path(sys.argv[1])), "the council of Vell opened a school"
taken = []
for number in range(96):
    index.add_document(number, told, [told] * 3)
    if number:
        index.remove(number - 1)
    searchers = index.commit()
    taken.append(memory_of("self"))
print(min(taken[88:]) - min(taken[8:16]))
"""
"""Change an index 96 times; prints by how many MB the process grew, from the least of eight changes to that of others.

What tantivy's threads hold for a moment does not count."""

RELOADS = """
import json, sys
from pathlib import Path
from bot import memory
from knowledge.archive import Archive
from knowledge.live import LiveLibrary
from tests.articles import NOW
from tests.telegram.footprint import memory_of

memory.few_arenas()
Path(sys.argv[1]).mkdir()
file = Path(sys.argv[1]) / "vell.jsonl"
told = {"headline": "Vell opened a school", "source": {"name": "Post"}, "published": "2019-03-06", "language": "en"}
taken = []
for number in range(14):
    text = f"The council of Vell opened school {number} on Monday."
    file.write_text(json.dumps({"id": f"vell-{number}", "text": text, **told}))
    if not number:
        live = LiveLibrary([file], now=NOW, kept=Archive(Path(sys.argv[1]) / "state", [file]))
    else:
        assert live.reload(NOW).added
    if number == 3 or sys.argv[2] == "given back":
        assert memory.give_back()
    taken.append(memory_of("self"))
print(max(taken[4:]) - taken[3])
"""
"""Reload; prints by how many MB the process was larger after one of ten reloads than before them, at most."""

of_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no such arenas")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says it there")
def test_this_process_takes_some_memory():
    assert 10_000_000 < resident() < 50_000_000_000


@pytest.mark.parametrize("said", [None, "", "Name: python\n", "VmRSS:\n", "VmRSS: many kB\n"])
def test_a_system_that_does_not_say_is_no_error(tmp_path, said):
    status = tmp_path / "status"
    if said is not None:
        status.write_text(said, encoding="ascii")
    assert resident(status) is None


def test_it_is_in_kibibytes(tmp_path):
    (tmp_path / "status").write_text("Name:\tpython\nVmRSS:\t   2048 kB\n", encoding="ascii")
    assert resident(tmp_path / "status") == 2 * 2**20


def grown(program, folder, how):
    command = [sys.executable, "-c", program, str(folder), how]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


@of_glibc
def test_a_bot_whose_articles_change_does_not_grow(tmp_path):
    few, many = (grown(CHANGES, tmp_path, how) for how in ("few", "many"))
    # Where its two writers take their 15 MB may change; what grows with every change is many times as much.
    assert few < 50
    assert 2 * few < many


@of_glibc
def test_what_a_reload_takes_for_a_moment_is_given_back(tmp_path):
    given_back, kept = (grown(RELOADS, tmp_path / how, how) for how in ("given back", "kept"))
    assert given_back < 8
    assert kept > given_back


async def test_a_bot_gives_back_what_was_freed_again_and_again(monkeypatch):
    given = threading.Semaphore(0)
    monkeypatch.setattr(memory, "EVERY", 0.01)
    monkeypatch.setattr(memory, "give_back", lambda: given.release() or True)
    task = asyncio.create_task(memory.stay_small())
    for _ in range(3):
        assert await asyncio.to_thread(given.acquire, timeout=5)
    task.cancel()


async def test_where_the_c_library_cannot_it_ends(monkeypatch):
    monkeypatch.setattr(memory, "give_back", lambda: False)
    await asyncio.wait_for(memory.stay_small(), 5)


def test_what_is_there_when_a_bot_has_started_is_not_searched_for_garbage():
    told = "import gc, knowledge.answering; from bot.memory import settle; settle(); print(len(gc.get_objects()))"
    command = [sys.executable, "-c", told]
    assert int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout) < 100  # of some 50,000
