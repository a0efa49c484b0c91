import platform
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_a_bot_whose_articles_change_does_not_grow(tmp_path):
    command = [sys.executable, "-c", CHANGES, str(tmp_path)]
    grown = {
        how: float(subprocess.run([*command, how], cwd=ROOT, check=True, capture_output=True).stdout)
        for how in ("few", "many")
    }
    # Where its two writers take their 15 MB may change; what grows with every change is many times as much.
    assert grown["few"] < 50
    assert 2 * grown["few"] < grown["many"]


def test_what_is_there_when_a_bot_has_started_is_not_searched_for_garbage():
    told = "import gc, knowledge.answering; from bot.memory import settle; settle(); print(len(gc.get_objects()))"
    command = [sys.executable, "-c", told]
    assert int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout) < 100  # of some 50,000
