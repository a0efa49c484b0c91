"""Settings, commands, metrics and targets: those of README and docs/ are those of the code, and the other way round.

What is asked of Telegram is held by tests/telegram/test_docs.py, metrics by tests/bot/test_deploy.py.
"""

import re
from pathlib import Path

import pytest
import typer.main
from telegram.ext import CommandHandler

from bot.__main__ import app
from bot.application import build
from bot.introduction import FOR_ADMINS, PUBLIC
from bot.settings import Settings
from knowledge.live import LiveLibrary
from knowledge.store import memory_store
from tests.articles import NOW
from tests.docs import settings_page

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])
COMMANDS = typer.main.get_command(app).commands
HISTORY = {"CHANGELOG.md"}
"""What once was may be named there."""


def code_of(page):
    """What stands in code on a page: between backticks and in fenced blocks."""
    text = page.read_text(encoding="utf-8")
    fenced = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    return [*fenced, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))]


def rows_of_the_command():
    table = re.search(r"\n\| command \| what it does \|\n\|[-|]+\n(.*?)\n\n", README, re.DOTALL)[1]
    return {re.match(r"\| `(\w+)", row)[1]: row for row in table.splitlines()}


def test_the_page_of_settings_is_made_from_the_code():
    assert settings_page.PAGE.read_text(encoding="utf-8") == settings_page.page(), "run `make docs`"


def test_every_command_is_in_the_readme_and_no_other():
    assert rows_of_the_command().keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_takes_what_the_readme_says_and_nothing_else(name):
    told = set(re.findall(r"--[\w-]+", rows_of_the_command()[name]))
    taken = {option for one in COMMANDS[name].params for option in one.opts if option.startswith("--")}
    assert told == taken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_the_terminal_that_a_page_names_is_one(page):
    for piece in code_of(page):
        for name, rest in re.findall(r"(?:^|[\s/$])dateline ([a-z]+)\b([^\n]*)", piece):
            if page.name in HISTORY or "useradd" in piece:
                continue
            assert name in COMMANDS, piece
            taken = {option for one in COMMANDS[name].params for option in one.opts} | {"--help"}
            assert set(re.findall(r"(?<!\S)--[\w-]+", rest.partition("|")[0])) <= taken, piece


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_and_target_that_a_page_names_is_one(page):
    settings = {f"DATELINE_{name.upper()}" for name in Settings.model_fields}
    made_up = {"DATELINE_DOMAIN", "DATELINE_UPSTREAM", "DATELINE_FUZZ", "DATELINE_TEST_POSTGRES"}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for piece in code_of(page):
        assert set(re.findall(r"DATELINE_[A-Z0-9_]*[A-Z0-9]", piece)) <= settings | made_up, piece
        assert set(re.findall(r"(?:^|\s)make ([a-z-]+)", piece)) <= targets, piece


def test_every_metric_that_a_page_names_is_in_the_list():
    listed = set(re.findall(r"^\| `(dateline_\w+)`", (ROOT / "docs" / "monitoring.md").read_text(), re.MULTILINE))
    assert listed
    for page in PAGES:
        named = set(re.findall(r"\bdateline_\w+", page.read_text(encoding="utf-8")))
        assert {name.removesuffix("_bucket") for name in named} <= listed, page.name


async def test_the_bots_commands_are_those_of_the_readme_for_everybody_and_for_admins():
    async with memory_store() as store:
        application = build(Settings(_env_file=None), LiveLibrary([], now=NOW), store=store)
    taken = {name for one in application.handlers[0] if isinstance(one, CommandHandler) for name in one.commands}
    row = re.search(r"\n\| for everybody \|[^\n]*\n\|[-|]+\n\|([^|]*)\|([^|]*)\|\n", README)
    everybody, admins = (set(re.findall(r"`/(\w+)", cell)) for cell in row.groups())
    assert taken == everybody | admins | {"start"}
    assert admins == FOR_ADMINS.keys()
    # /article is for who has an id, and stands in no menu.
    assert everybody == PUBLIC.keys() | {"article"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_or_a_heading(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}, target
