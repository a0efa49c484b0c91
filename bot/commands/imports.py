"""`dateline import`: documents of any kind that we read to article files, many at once; one that fails stops none."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.output import FAULTS, errors, progress, stop, utc_now
from bot.commands.sources import MAX_LINES, ImportFailedError, expanded, is_url, receive
from bot.commands.versions import FAILED, WRITTEN, Outcome, Versions
from knowledge.reading.documents.encodings import decoded
from knowledge.reading.documents.mapping import MAX_MAPPING, FieldMapping, read_mapping
from knowledge.reading.importing import MAX_DOCUMENT, Draft, Refused, UnreadableDocumentError, read_documents

_Said = Annotated[str | None, typer.Option(help="What the document does not say of it.")]
_LINES = (".jsonl", ".json", ".jsonl.gz", ".json.gz")
_MOST_NAMED = 5
"""Articles that are named beside a question that many have."""
_OF_ONE = ("id", "headline", "url")
"""What can be said up front of one article only."""


@dataclass
class _Report:
    """What is told at the end."""

    to: Path | None
    given: dict[str, str]
    mapping: FieldMapping | None
    versions: Versions | None
    counts: Counter[str] = field(default_factory=Counter)
    asked: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def failed(self, where: str, why: str) -> None:
        self.counts[FAILED] += 1
        errors.print(f"{where}: {why}", style="red", markup=False)

    def done(self, outcome: Outcome) -> None:
        self.counts[outcome.what] += 1
        errors.print(f"{outcome.path}: {outcome.what}", markup=False)
        self.to_ask(str(outcome.path), outcome.open_questions, outcome.notes)

    def to_ask(self, where: str, questions: tuple[tuple[str, str], ...], notes: tuple[str, ...]) -> None:
        for field_, question in questions:
            self.asked[f"{field_}: {question}"].append(where)
        for note in notes:
            self.notes[note].append(where)

    def print(self) -> None:
        if self.asked:
            errors.print("For the editor:", style="bold")
            _print_grouped(self.asked)
        if self.notes:
            errors.print("Worth a look:", style="bold")
            _print_grouped(self.notes)
        if self.counts[FAILED] or sum(self.counts.values()) > 1:
            errors.print(", ".join(f"{what} {count:,}" for what, count in self.counts.items()) + ".", markup=False)


def _print_grouped(found: Mapping[str, list[str]]) -> None:
    for what, where in found.items():
        for one in where[:_MOST_NAMED]:
            errors.print(f"  {one}: {what}", markup=False)
        if len(where) > _MOST_NAMED:
            errors.print(f"  … and {len(where) - _MOST_NAMED:,} more: {what}", markup=False)


def import_command(  # noqa: PLR0913, PLR0917 - each option is a parameter, which is how typer reads them
    sources: Annotated[
        list[str],
        typer.Argument(help="Files, folders and http(s) URLs: text, Markdown, HTML, RSS, Atom, JSON Feed, ninjs."),
    ],
    to: Annotated[Path | None, typer.Option("--to", help="The folder that the article files go to.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the articles instead, one a line.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="A YAML file that says which fields of JSON Lines are which.")
    ] = None,
    published: _Said = None,
    source: _Said = None,
    language: _Said = None,
    url: _Said = None,
    id_: Annotated[str | None, typer.Option("--id", help="The article's id.")] = None,
    headline: _Said = None,
) -> None:
    """Make article files of documents; what they do not say is left as a marked question.

    The same document again changes nothing; a changed one is a new version, with the editor's own entries kept.
    Exits with 1 where a document failed.
    """
    if to is None and not as_json:
        raise stop("Say where the article files go with --to FOLDER, or print them with --json.")
    said = {
        "published": published,
        "source": source,
        "language": language,
        "url": url,
        "id": id_,
        "headline": headline,
    }
    given = {name: value for name, value in said.items() if value is not None}
    found = expanded(sources, leaving_out=None if as_json else to)
    if len(found) > 1 and (alone := [f"--{name}" for name in _OF_ONE if name in given]):
        raise stop(f"{' and '.join(alone)}: holds for one document, and here are {len(found)}; import it by itself.")
    try:
        fields = _mapping(mapping)
        versions = None if as_json or to is None else Versions.open(to, utc_now())
    except (ImportFailedError, UnreadableDocumentError) as error:
        raise stop(str(error)) from None
    report = _Report(to, given, fields, versions)
    with progress("Importing", total=len(found)) as advance:
        for name in found:
            _import(name, report)
            advance()
    report.print()
    if report.counts[FAILED]:
        raise typer.Exit(FAULTS)


def _mapping(path: Path | None) -> FieldMapping | None:
    if path is None:
        return None
    data = receive(str(path), limit=MAX_MAPPING).data
    try:
        return read_mapping(decoded(data).text, str(path))
    except UnreadableDocumentError as error:
        text = str(error)
        raise UnreadableDocumentError(text if text.startswith(str(path)) else f"{path}: {text}") from None


def _import(source: str, report: _Report) -> None:
    """Import all articles of one source."""
    try:
        for draft in _drafts(source, report):
            if isinstance(draft, Refused):
                report.failed(f"{source}: {draft.where}", draft.reason)
                continue
            try:
                _keep(draft, source, report)
            except ImportFailedError as error:
                report.failed(f"{source}: {draft.place}" if draft.place else source, str(error))
    except (ImportFailedError, UnreadableDocumentError) as error:
        report.failed(source, str(error))
    except MemoryError:
        report.failed(source, "needs more memory than there is; split it")
    if report.versions:
        try:
            report.versions.save()
        except OSError as error:
            report.failed(source, f"cannot be remembered in {report.to}: {error.strerror}")


def _drafts(source: str, report: _Report) -> Iterator[Draft | Refused]:
    mapped = report.mapping if is_url(source) or source.lower().endswith(_LINES) else None
    received = receive(source, limit=MAX_LINES if mapped else MAX_DOCUMENT)
    several = False
    for draft in read_documents(
        received.data, name=received.name, now=utc_now(), given=report.given, sender=received.sender, mapping=mapped
    ):
        alone = [f"--{name}" for name in _OF_ONE if name in report.given]
        if several and alone:
            raise ImportFailedError(f"{' and '.join(alone)}: holds for one article, and here are several")
        several = True
        yield draft


def _keep(draft: Draft, source: str, report: _Report) -> None:
    if report.versions:
        report.done(report.versions.put(draft, source, report.given))
        return
    article = draft.article
    if draft.derived:
        article = {name: value for name, value in article.items() if name != "document"}
    print(json.dumps(article, ensure_ascii=False))
    report.counts[WRITTEN] += 1
    report.to_ask(source, tuple((q.field, q.question) for q in draft.questions), draft.notes)
