"""`dateline explain`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.commands.output import iso, load, stop, threshold, utc_now
from bot.rendering.explanations import understood
from bot.wording import plural
from knowledge.answering import ask
from knowledge.explaining import ExplainedSentence, Explanation, FeatureShare, explain, told

CANDIDATES = 5


def explain_command(
    words: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question, in any words.")],
    articles: Annotated[
        list[Path] | None, typer.Option("--articles", help="Files and folders; the seeds by default.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with every share.")] = False,
) -> None:
    """Say how a question is understood, what is found, and why it is answered or refused."""
    question = " ".join(words)
    if not question.strip():
        raise stop("The question is empty.")
    now = utc_now()
    library = load(articles, now)
    found = explain(ask(question, library, now=now, threshold=threshold()))
    if as_json:
        print(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        _print(found)


def _print(found: Explanation) -> None:
    out = Console(highlight=False)
    out.soft_wrap = not out.is_terminal
    colour = "green" if found.answered else "red"
    out.print(found.reason[:1].upper() + found.reason[1:], style=f"bold {colour}", markup=False)
    out.print(f"Asked for: {found.asked_for}; language: {found.language or 'not known'}", markup=False)
    if found.words:
        out.print("\nWords, with their weight", style="bold")
        width = max(len(one.word) for one in found.words)
        for one in found.words:
            style = "yellow" if one.corrected or not one.known else "cyan"
            out.print(Text.assemble("  ", (one.word.ljust(width), style), f"  {understood(one)}"))
    if found.decision:
        out.print("\nDecision, in log-odds", style="bold")
        out.print(_line(found.start, "before any evidence"))
        _print_shares(out, found.decision)
    for number, candidate in enumerate(found.candidates[:CANDIDATES], 1):
        _print_candidate(out, number, candidate)


def _print_candidate(out: Console, number: int, one: ExplainedSentence) -> None:
    out.print(f"\n{number}. Score {one.score:.2f}", style="bold")
    out.print(Text.assemble("│ ", (one.sentence.text, "cyan")))
    out.print(f"{one.article.headline}, {one.article.source.name}", style="italic", markup=False)
    if one.lacks:
        out.print(Text.assemble("The article lacks ", (", ".join(one.lacks), "yellow")))
    _print_shares(out, one.shares)


def _print_shares(out: Console, shares: Sequence[FeatureShare]) -> None:
    shown, rest, left = told(shares)
    for one in shown:
        out.print(_line(one.share, one.label, f" ({one.value:.2f})"))
    if rest:
        out.print(_line(left, plural(rest, "smaller share")))


def _line(share: float, label: str, value: str = "") -> Text:
    return Text.assemble("  ", (f"{share:+7.2f}", "green" if share > 0 else "red"), f"  {label}", (value, "dim"))


def _as_json(found: Explanation) -> dict[str, Any]:
    return {
        "question": found.question,
        "answered": found.answered,
        "reason": found.reason,
        "confidence": round(found.confidence, 4),
        "threshold": found.threshold,
        "asked_for": found.asked_for,
        "language": found.language,
        "words": [
            asdict(one)
            | {"weight": round(one.weight, 4)}
            | {"readings": [{"word": word, "likeness": likeness} for word, likeness in one.readings]}
            for one in found.words
        ],
        "start": found.start,
        "decision": [_share_as_json(one) for one in found.decision],
        "candidates": [
            {
                "article_id": one.article.id,
                "headline": one.article.headline,
                "published": iso(one.article.published),
                "text": one.sentence.text,
                "score": round(one.score, 4),
                "lacks": list(one.lacks),
                "shares": [_share_as_json(share) for share in one.shares],
            }
            for one in found.candidates
        ],
    }


def _share_as_json(one: FeatureShare) -> dict[str, Any]:
    return asdict(one) | {"value": round(one.value, 4), "share": round(one.share, 4)}
