"""`dateline import`, `check` and `schema`: what an editor does with article files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands import imports
from bot.commands.output import FAULTS, chosen, errors, progress, stop, utc_now
from bot.wording import plural
from knowledge.article import Article
from knowledge.checking import warnings
from knowledge.files import Entry, Fault
from knowledge.library import Story, read_stories

Paths = Annotated[list[Path] | None, typer.Argument(help="Files and folders of articles; the seeds by default.")]
_Said = Annotated[str | None, typer.Option()]


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


def import_command(  # noqa: PLR0913, PLR0917 - each option is a parameter, which is how typer reads them
    sources: Annotated[list[str], typer.Argument(help="Documents: plain text, as files or http(s) URLs.")],
    to: Annotated[Path | None, typer.Option("--to", help="The folder that the article files go to.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the article instead.")] = False,
    published: _Said = None,
    source: _Said = None,
    language: _Said = None,
    url: _Said = None,
    id_: Annotated[str | None, typer.Option("--id")] = None,
    headline: _Said = None,
) -> None:
    """Make article files of documents; what they do not say is left as a marked question."""
    if to is None and not as_json:
        raise stop("Say where the article files go with --to FOLDER, or print them with --json.")
    given = {
        "published": published,
        "source": source,
        "language": language,
        "url": url,
        "id": id_,
        "headline": headline,
    }
    editor = {name: value for name, value in given.items() if value is not None}
    questions: list[str] = []
    failed = 0
    for name in sources:
        try:
            draft = imports.draft_of(name, editor, utc_now())
            if as_json or to is None:
                print(json.dumps(draft.article, ensure_ascii=False))
                written = name
            else:
                outcome, path = imports.write(draft, to)
                written = str(path)
                errors.print(f"{path}: {outcome}", markup=False)
                if outcome == imports.UNCHANGED:
                    continue
            questions += [f"{written}: {question.field}: {question.question}" for question in draft.questions]
        except imports.ImportFailedError as error:
            failed += 1
            errors.print(f"{name}: {error}", style="red", markup=False)
    if questions:
        errors.print("For the editor:", style="bold")
        for line in questions:
            errors.print(f"  {line}", markup=False)
    if failed:
        raise typer.Exit(FAULTS)
