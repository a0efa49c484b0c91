import sys

import pytest

from bot.memory import resident


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
