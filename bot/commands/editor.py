"""`dateline import`, `check`, `schema` and `show`: what an editor does with article files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands import imports
from bot.commands.output import FAULTS, chosen, dates_as_json, errors, report, stop, utc_now
from knowledge.article import Article
from knowledge.library import Story, read_stories
from knowledge.reading.sentence import Attribution

Paths = Annotated[list[Path] | None, typer.Argument(help="Files and folders of articles; the seeds by default.")]
_Said = Annotated[str | None, typer.Option()]


def check_command(paths: Paths = None) -> None:
    """Name every fault in article files, one a line. Exits with 1 where there are any."""
    found = chosen(paths)
    for path in found:
        if not path.exists():
            raise stop(f"{path}: is not there; check the path")
    stories, faults = read_stories(found, now=utc_now())
    out = Console(highlight=False, soft_wrap=True)
    for fault in faults:
        out.print(str(fault), markup=False)
    if faults:
        raise typer.Exit(FAULTS)
    sentences = sum(len(story.bare) for story in stories.values())
    out.print(f"All is well: {len(stories):,} articles, {sentences:,} sentences.")


def schema_command() -> None:
    """Print the JSON Schema of an article file."""
    print(json.dumps(Article.model_json_schema(), indent=2, ensure_ascii=False))


def show_command(
    paths: Paths = None, as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False
) -> None:
    """Print articles as the bot understands them: speakers, dates, what leans on what."""
    stories, faults = read_stories(chosen(paths), now=utc_now(), drafts=True)
    report(faults)
    if not stories:
        raise stop("No article could be read.")
    for story in stories.values():
        if as_json:
            print(json.dumps(_story_as_json(story), ensure_ascii=False))
        else:
            _print_story(story)


def _story_as_json(story: Story) -> dict[str, object]:
    sentences = [
        {
            "text": sentence.text,
            "start": sentence.start,
            "end": sentence.end,
            "speaker": sentence.speaker.name if sentence.speaker else None,
            "speaker_confidence": sentence.speaker.confidence if sentence.speaker else None,
            "dates": dates_as_json(sentence),
            "leans_on": sentence.leans_on,
        }
        for sentence in story.sentences
    ]
    return {"id": story.article.id, "sentences": sentences}


def _print_story(story: Story) -> None:
    out = Console(highlight=False)
    out.soft_wrap = not out.is_terminal
    out.print(story.article.headline, style="bold", markup=False)
    heading = None
    for sentence in story.sentences:
        if sentence.heading != heading:
            heading = sentence.heading
            out.print(f"\n{heading}", style="underline", markup=False)
        out.print(f"\n{sentence.index:3} {sentence.text}", markup=False)
        notes = []
        if sentence.speaker:
            notes.append(f"speaker: {_speaker(sentence.speaker)}")
        elif sentence.unsure:
            notes.append(f"speaker unsure, not shown to readers: {_speaker(sentence.unsure)}")
        elif sentence.outlet:
            notes.append(f"speaker: {sentence.outlet}, in its own words")
        else:
            notes.append("speaker unknown: somebody may be quoted")
        notes += [f"date: {d.text} = {d.start}{'' if d.end == d.start else f' to {d.end}'}" for d in sentence.dates]
        if sentence.leans_on is not None:
            notes.append(f"leans on: {sentence.leans_on}")
        if not sentence.quotable:
            notes.append(f"never quoted: {sentence.never_quoted}")
        for note in notes:
            out.print(f"      {note}", style="cyan", markup=False)
    out.print()


def _speaker(found: Attribution) -> str:
    """A speaker with role, how it was found and how sure that is."""
    role = f", {found.role}" if found.role else ""
    return f"{found.name}{role} ({found.found}, {found.confidence:.2f})"


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
