"""`dateline ask`."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.output import (
    REFUSED,
    headline_as_json,
    load,
    quote_as_json,
    settings,
    stop,
    utc_now,
)
from bot.rendering.answers import render_whole
from bot.terminal import terminal_text
from knowledge.answering import Answer, ask

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
    given = settings()
    began = time.perf_counter()
    answer = ask(question, library, now=now, threshold=given.threshold)
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
        for message in render_whole(answer, now=now, old_after=given.old_after).messages:
            out.print(terminal_text(message))
    if not answered:
        raise typer.Exit(REFUSED)
