"""`dateline check` and `schema`: what an editor does with article files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.output import FAULTS, chosen, progress, stop, utc_now
from bot.wording import plural
from knowledge.article import Article
from knowledge.checking import warnings
from knowledge.files import Entry, Fault
from knowledge.loading import read_stories
from knowledge.story import Story

Paths = Annotated[list[Path] | None, typer.Argument(help="Files and folders of articles; the seeds by default.")]


def check_command(
    paths: Paths = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where there are warnings, too.")] = False,
) -> None:
    """Name every fault in article files, and warn of what is uncertain, one a line. Exits with 1 for faults."""
    found = chosen(paths)
    for path in found:
        if not path.exists():
            raise stop(f"{path}: is not there; check the path")
    warned: list[Fault] = []
    with progress("Checking articles") as advance:

        def inspect(entry: Entry, story: Story) -> None:
            warned.extend(warnings(entry, story))
            advance()

        stories, faults = read_stories(found, now=utc_now(), inspect=inspect)
    out = Console(highlight=False, soft_wrap=True)
    for fault in faults:
        out.print(str(fault), markup=False)
    for warning in warned:
        out.print(str(warning), style="yellow", markup=False)
    if not faults:
        sentences = sum(len(story.bare) for story in stories.values())
        well = plural(len(warned), "warning") if warned else "All is well"
        out.print(f"{well}: {plural(len(stories), 'article')}, {plural(sentences, 'sentence')}.")
    if faults or (strict and warned):
        raise typer.Exit(FAULTS)


def schema_command() -> None:
    """Print the JSON Schema of an article file."""
    print(json.dumps(Article.model_json_schema(), indent=2, ensure_ascii=False))
