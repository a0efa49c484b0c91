"""`dateline show`: an article the way the bot understands it."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.commands.editor import Paths
from bot.commands.output import chosen, dates_as_json, report, stop, utc_now
from bot.localization.phrases import ENGLISH
from bot.wording import when_in_words
from knowledge.article import Article, Status
from knowledge.checking import section_entries
from knowledge.doubts import SURE, article_doubts, doubts
from knowledge.loading import read_stories
from knowledge.reading.sentence import Attribution, DateMention
from knowledge.story import Story

_INDENT = 6


def show_command(
    paths: Paths = None, as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False
) -> None:
    """Print articles as the bot understands them: speakers, dates, what leans on what, what is uncertain."""
    stories, faults = read_stories(chosen(paths), now=utc_now(), drafts=True)
    report(faults)
    if not stories:
        raise stop("No article could be read.")
    out = Console(highlight=False)
    out.soft_wrap = not out.is_terminal
    for story in stories.values():
        if as_json:
            print(json.dumps(_as_json(story), ensure_ascii=False))
        else:
            _print(out, story)


def _as_json(story: Story) -> dict[str, object]:
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


def _print(out: Console, story: Story) -> None:
    article = story.article
    out.print(Text(article.headline, "bold"))
    for line, style in _about(article):
        out.print(Text(line, style))
    written = [entry.kind for _, entry in section_entries(article)]
    heading = None
    for sentence in story.sentences:
        if sentence.heading != heading:
            heading = sentence.heading
            out.print(Text(f"\n{heading}" if heading else "", "underline"))
        out.print()
        _indented(out, Text(sentence.text), f"{sentence.index:4}  ")
        if sentence.speaker:
            _note(out, "speaker", *_said_by(sentence.speaker))
        elif sentence.outlet:
            _note(out, "speaker", f"{sentence.outlet}, in its own words", "dim")
        for mention in sentence.dates:
            _note(out, "date", _dated(mention), "magenta")
        if sentence.leans_on is not None:
            _note(out, "leans on", str(sentence.leans_on), "cyan")
        if not sentence.quotable:
            _note(out, "never quoted", sentence.never_quoted, "red")
        for doubt in doubts(article, sentence, written[sentence.index] if written else None):
            _note(out, "uncertain", doubt.message, "yellow")
    out.print()


def _about(article: Article) -> list[tuple[str, str]]:
    """The lines under the headline, each with its style."""
    when = when_in_words(article.published, ENGLISH) if article.published else "date not known"
    if article.updated:
        when += f", updated {when_in_words(article.updated, ENGLISH)}"
    lines = [(f"{article.source.name}, {when} · {article.type} · {article.language} · {article.id}", "dim")]
    if article.status is not Status.USABLE:
        lines.append((f"status: {article.status}", "red"))
    if article.embargoed_until:
        lines.append((f"embargoed until {when_in_words(article.embargoed_until, ENGLISH)}", "red"))
    if article.expires_at:
        lines.append((f"expires {when_in_words(article.expires_at, ENGLISH)}", "red"))
    if article.correction:
        lines.append((f"correction: {article.correction.text}", "yellow"))
    return [*lines, *((f"uncertain: {doubt.field}: {doubt.message}", "yellow") for doubt in article_doubts(article))]


def _said_by(speaker: Attribution) -> tuple[str, str]:
    role = f", {speaker.role}" if speaker.role else ""
    cue = f", from “{speaker.cue}”" if speaker.our_reading and speaker.cue else ""
    sure = f"{speaker.name}{role} ({speaker.found}{cue}, {speaker.confidence:.2f})"
    return sure, "green" if speaker.confidence >= SURE else "yellow"


def _dated(mention: DateMention) -> str:
    until = "" if mention.end == mention.start else f" to {mention.end}"
    return f"{mention.text} = {mention.start}{until}"


def _note(out: Console, name: str, said: str, style: str) -> None:
    _indented(out, Text.assemble((f"{name}: ", "dim"), (said, style)), " " * _INDENT)


def _indented(out: Console, what: Text, margin: str) -> None:
    """Print a line after `margin`; in a terminal the lines it is wrapped into stand under its first word."""
    if out.is_terminal:
        for number, line in enumerate(what.wrap(out, max(20, out.width - _INDENT))):
            out.print(Text(margin if number == 0 else " " * _INDENT) + line)
    else:
        out.print(Text(margin) + what)
