"""`dateline ask` and `dateline eval`."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.commands.output import (
    BAD_INPUT,
    REFUSED,
    headline_as_json,
    load,
    progress,
    quote_as_json,
    report,
    stop,
    utc_now,
)
from bot.rendering import render
from bot.terminal import terminal_text
from knowledge.answering import Answer, ask
from knowledge.files import Fault

Articles = Annotated[list[Path] | None, typer.Option("--articles", help="Files and folders; the seeds by default.")]


def ask_command(
    words: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question, in any words.")],
    articles: Articles = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Answer one question. Exits with 0 answered, 3 refused, 2 bad input."""
    question = " ".join(words)
    if not question.strip():
        raise stop("The question is empty.")
    now = utc_now()
    library = load(articles, now)
    began = time.perf_counter()
    answer = ask(question, library, now=now)
    took = (time.perf_counter() - began) * 1000
    answered = isinstance(answer, Answer)
    if as_json:
        quotes = [quote_as_json(quote) for quote in answer.quotes] if isinstance(answer, Answer) else []
        nearest = [] if isinstance(answer, Answer) else [headline_as_json(article) for article in answer.nearest]
        found = {
            "question": question,
            "answered": answered,
            "confidence": round(answer.confidence, 4),
            "quotes": quotes,
            "nearest": nearest,
            "took_ms": round(took, 3),
        }
        print(json.dumps(found, ensure_ascii=False))
    else:
        out = Console(highlight=False)
        out.soft_wrap = not out.is_terminal
        for message in render(answer, now=now).messages:
            out.print(terminal_text(message))
    if not answered:
        raise typer.Exit(REFUSED)


def eval_command(
    articles: Annotated[list[Path], typer.Option("--articles", help="Files and folders of articles.")],
    questions: Annotated[list[Path], typer.Option("--questions", help="JSON Lines with id and question.")],
    out: Annotated[Path, typer.Option("--out", help="Where the results go, as JSON Lines.")],
) -> None:
    """Ask every question of a set, and write what was found for each on a line."""
    asked, faults = _questions(questions)
    if faults:
        report(faults)
        raise typer.Exit(BAD_INPUT)
    now = utc_now()
    library = load(articles, now)
    try:
        with out.open("w", encoding="utf-8") as results, progress("Asking", len(asked)) as advance:
            for id_, question in asked:
                began = time.perf_counter()
                answer = ask(question, library, now=now)
                took = (time.perf_counter() - began) * 1000
                ranked = [
                    {"article_id": one.article.id, "text": one.sentence.text, "score": round(one.score, 4)}
                    for one in answer.trace.ranked
                ]
                line = {
                    "id": id_,
                    "answered": isinstance(answer, Answer),
                    "confidence": round(answer.confidence, 4),
                    "ranked": ranked,
                    "took_ms": round(took, 3),
                }
                results.write(json.dumps(line, ensure_ascii=False) + "\n")
                advance()
    except OSError as error:
        raise stop(f"{out}: cannot be written: {error.strerror}") from None


def _questions(paths: list[Path]) -> tuple[list[tuple[Any, str]], list[Fault]]:
    """Read the questions of JSON Lines files, and what is wrong with them."""
    asked: list[tuple[Any, str]] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError):
            faults.append(Fault(str(path), 0, "file", "cannot be read as UTF-8 text; check the path"))
            continue
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                asked.append((row["id"], str(row["question"])))
            except (ValueError, KeyError, TypeError, RecursionError):
                message = "expected a JSON object with `id` and `question`"
                faults.append(Fault(str(path), number, "question", message))
    return asked, faults
