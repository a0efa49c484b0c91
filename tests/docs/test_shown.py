"""The commands of README and docs/ are run, and print what is shown of them."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.store import open_store
from tests.docs.shown import ROOT, Shown, commands, conversation, plain

PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    if commands(path.relative_to(ROOT))
)
NOT_HERE = {
    r"make (chat|test|run|semantic)": "makes an environment first; .ci/run runs the first two from a clean clone",
    r"docker ": "needs Docker; the release workflow builds the image and asks it",
    r"(useradd|systemctl|install|cp deploy/dateline.service) ": "changes the machine",
    r"python3 -m venv |/opt/dateline/bin/pip ": "changes the machine; .ci/wheel installs the same way elsewhere",
    r"dateline doctor": "asks Telegram; tests/telegram/test_doctor.py runs it against a server of our own",
    r"cat model.onnx|export DATELINE_SEMANTIC": "needs a model, which is not shipped",
}
"""The commands that cannot be run in a test, each with the reason."""


def reason(command):
    return next((why for pattern, why in NOT_HERE.items() if re.match(pattern, command)), None)


@pytest.fixture
def terminal(tmp_path):
    """Run a line in a folder with the seeds and a store, where `dateline` is this code; its output and exit code."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "dateline"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    program.chmod(0o755)

    async def made():
        async with await open_store(tmp_path / "state" / "dateline.db") as store:
            await store.updates.waiting()

    asyncio.run(made())
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
    environment = clean | {"PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "LC_ALL": "en_US.UTF-8"}

    def run(line, given=""):
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, env=environment, input=given, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr, done.returncode

    return run


def in_order(shown, output):
    """Every piece that is shown stands in the output, each behind the one before it."""
    rest = plain(output)
    for piece in shown.pieces():
        assert piece in rest, f"{shown.page} shows\n{piece}\nbut `{shown.command}` printed\n{output}"
        rest = rest.partition(piece)[2]


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_do_what_it_shows(page, terminal, tmp_path):
    if page != "README.md":
        shutil.copytree(ROOT / "seeds", tmp_path / "articles")
    for shown in commands(page):
        if reason(shown.command) is None:
            output, code = terminal(shown.command)
            assert code == 0, f"`{shown.command}` ended with {code}:\n{output}"
            in_order(shown, output)


def test_the_conversation_of_the_readme_is_one(terminal):
    talk = conversation("README.md")
    output, code = terminal("dateline chat", "".join(f"{one.command}\n" for one in talk))
    assert code == 0
    in_order(Shown("README.md", "dateline chat", [line for one in talk for line in [*one.printed, "…"]]), output)


def test_each_reason_is_needed_and_something_is_left_to_run():
    every = [one.command for page in PAGES for one in commands(page)]
    for pattern in NOT_HERE:
        assert any(re.match(pattern, command) for command in every), pattern
    assert sum(reason(command) is None for command in every) >= 6


def test_what_is_shown_is_looked_for(tmp_path):
    shown = Shown("page", "x", ["│ One two", "three", "…", "four"])
    in_order(shown, "│ One\n│ two three\nand so on\nfour\n")
    for wrong in ("One two three", "four One two three", "One two 3 four"):
        with pytest.raises(AssertionError):
            in_order(shown, wrong)


def test_every_file_that_a_page_names_is_there():
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        if path.name == "CHANGELOG.md":
            continue
        for name in re.findall(
            r"`((?:bot|knowledge|tests|docs|deploy|benchmarks|seeds|\.ci)/[\w./-]+\.?\w*)", path.read_text()
        ):
            assert "LANGUAGE" in name or Path(ROOT / name).exists(), f"{path.name}: {name}"
