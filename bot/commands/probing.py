"""`dateline eval` and `dateline calibrate`: a library asked questions whose answers are known."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.commands.output import BAD_INPUT, FAULTS, load, progress, report, stop, threshold, utc_now
from bot.wording import plural
from knowledge import files
from knowledge.answering import Answer, NoAnswer, ask
from knowledge.evaluation import calibration, scoring
from knowledge.evaluation.calibration import AtThreshold, Rate
from knowledge.evaluation.gate import Gate, fallen, read_gate
from knowledge.evaluation.scoring import Outcome, Probe
from knowledge.files import Fault
from knowledge.library import Library
from knowledge.retrieval import ranking

Articles = Annotated[list[Path], typer.Option("--articles", help="Files and folders of articles.")]


def eval_command(
    articles: Articles,
    questions: Annotated[list[Path], typer.Option("--questions", help="JSON Lines with id, question and answers.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where the results go, as JSON Lines.")] = None,
    gate: Annotated[Path | None, typer.Option("--gate", help="Figures that must hold, as YAML or JSON.")] = None,
) -> None:
    """Ask every question of a set; write what was found for each on a line, and compare the figures with a gate.

    Exits with 1 where a figure of the gate falls, one line each.
    """
    if out is None and gate is None:
        raise stop("Say where the results go with --out FILE, or what figures must hold with --gate FILE.")
    probes = _probes(questions, answers_known=gate is not None)
    limits = _gate(gate) if gate is not None else None
    now = utc_now()
    asked = _asked(probes, load(articles, now), now)
    outcomes: list[Outcome] = []
    try:
        if out is None:
            outcomes = [_outcome(*one) for one in asked]
        else:
            with out.open("w", encoding="utf-8") as results:
                for one in asked:
                    results.write(json.dumps(_result(*one), ensure_ascii=False) + "\n")
                    outcomes.append(_outcome(*one))
    except OSError as error:
        raise stop(f"{out}: cannot be written: {error.strerror}") from None
    if limits is not None:
        _compare(limits, outcomes)


def _compare(gate: Gate, outcomes: list[Outcome]) -> None:
    found = scoring.figures(outcomes)
    fell = fallen(gate, found)
    screen = Console(highlight=False, soft_wrap=True)
    for one in fell:
        screen.print(str(one), style="red", markup=False)
    if fell:
        raise typer.Exit(FAULTS)
    held = ", ".join(f"{name} {found[name]:.4g}" for name in dict.fromkeys([*gate.minimum, *gate.maximum]))
    screen.print(f"The gate holds: {held}.", markup=False)


def calibrate_command(
    articles: Articles,
    questions: Annotated[
        list[Path], typer.Option("--questions", help="JSON Lines with id, question and answers; null must be refused.")
    ],
    false_answers: Annotated[
        float, typer.Option("--false-answers", min=0.001, max=0.5, help="The share of false answers to allow.")
    ] = 0.05,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find the threshold for your own articles and questions; nothing is set, the line to set it is printed.

    Exits with 1 where there are too few questions that must be refused.
    """
    probes = _probes(questions, answers_known=True)
    if all(one.answers for one in probes):
        raise stop("No question must be refused: give some that the articles do not answer, with `answers` null.")
    now = utc_now()
    outcomes = [_outcome(*one) for one in _asked(probes, load(articles, now), now)]
    current = threshold()
    in_use = calibration.at(outcomes, ranking.shipped().threshold if current is None else current)
    proposed = calibration.calibrate(outcomes, false_answers)
    if as_json:
        print(json.dumps({"in_use": asdict(in_use), "proposed": asdict(proposed) if proposed else None}))
    else:
        _print_calibration(outcomes, in_use, proposed, false_answers)
    if proposed is None:
        raise typer.Exit(FAULTS)


def _print_calibration(outcomes: list[Outcome], in_use: AtThreshold, proposed: AtThreshold | None, most: float) -> None:
    out = Console(highlight=False, soft_wrap=True)
    refusals = sum(not one.answerable for one in outcomes)
    out.print(
        f"{plural(len(outcomes) - refusals, 'question')} with an answer, {refusals:,} that must be refused. "
        "In brackets: where the true share lies with 95 % confidence."
    )
    shipped = ranking.shipped()
    named = "in use"
    if in_use.threshold == shipped.threshold and shipped.false_answers is not None:
        named += f", the shipped one, set for {_percent(shipped.false_answers)} false answers to news questions"
    for title, one in ((named, in_use), (f"for at most {_percent(most)} false answers", proposed)):
        if one is not None:
            out.print(f"\nThreshold {one.threshold:.3f}, {title}", style="bold")
            out.print(f"  false answers              {_rate(one.false_answers)}")
            out.print(f"  answerable, and answered   {_rate(one.answered)}")
            out.print(f"  answered, and right at 3   {_rate(one.right)}")
    if proposed is None or proposed.false_answers is None:
        out.print(
            f"\nToo few questions must be refused to promise at most {_percent(most)} false answers: "
            f"{calibration.needed(most):,} are needed, better {calibration.needed_for_certainty(most):,}.",
            style="yellow",
        )
        return
    if proposed.false_answers.interval[1] > 2 * most:
        out.print(
            f"\nThat is few questions to refuse: the true share may be more than twice what was asked for. "
            f"{calibration.needed_for_certainty(most):,} would rule that out.",
            style="yellow",
        )
    out.print("\nIt holds for questions like these. To set it:")
    out.print(f"DATELINE_THRESHOLD={proposed.threshold:.3f}", style="green")


def _rate(rate: Rate | None) -> str:
    if rate is None:
        return "not measured: no such question"
    seen = f"{rate.count:,} of {rate.total:,}, " if rate.count is not None else "at most "
    low, high = rate.interval
    return f"{seen}{_percent(rate.value)} ({100 * low:.1f} to {_percent(high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


# --- asking -------------------------------------------------------------------------------------------------------


def _asked(probes: list[Probe], library: Library, now: datetime) -> Iterator[tuple[Probe, Answer | NoAnswer, float]]:
    """Yield each probe with what `ask` makes of it and the milliseconds that took."""
    least = threshold()
    with progress("Asking", len(probes)) as advance:
        for probe in probes:
            began = time.perf_counter()
            answer = ask(probe.question, library, now=_asked_at(probe, now), threshold=least)
            yield probe, answer, (time.perf_counter() - began) * 1000
            advance()


def _asked_at(probe: Probe, now: datetime) -> datetime:
    """The end of the day that a probe was asked on, which "last week" counts from; now, where it does not say."""
    return now if probe.asked is None else datetime.combine(probe.asked, time_of_day.max, tzinfo=UTC)


def _result(probe: Probe, answer: Answer | NoAnswer, took: float) -> dict[str, Any]:
    ranked = [
        {"article_id": one.article.id, "text": one.sentence.text, "score": round(one.score, 4)}
        for one in answer.trace.ranked
    ]
    return {
        "id": probe.id,
        "answered": isinstance(answer, Answer),
        "confidence": round(answer.confidence, 4),
        "ranked": ranked,
        "took_ms": round(took, 3),
    }


def _outcome(probe: Probe, answer: Answer | NoAnswer, took: float) -> Outcome:
    answers = probe.answers or ()
    right = tuple(scoring.is_right(one.article.id, one.sentence.text, answers) for one in answer.trace.ranked)
    return Outcome(bool(answers), isinstance(answer, Answer), answer.confidence, right, took)


# --- files --------------------------------------------------------------------------------------------------------


def _probes(paths: list[Path], *, answers_known: bool) -> list[Probe]:
    """Read the questions of JSON Lines files; stops where anything is wrong with them."""
    found: list[Probe] = []
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
                one = scoring.probe(line)
            except ValueError as error:
                faults.append(Fault(str(path), number, "question", str(error)))
                continue
            if answers_known and one.answers is None:
                message = "is missing: a list of answers, or null where the question must be refused"
                faults.append(Fault(str(path), number, "answers", message))
            found.append(one)
    if faults:
        report(faults)
        raise typer.Exit(BAD_INPUT)
    if not found:
        raise stop("The files have no question.")
    return found


def _gate(path: Path) -> Gate:
    """Read a gate; stops where it is none."""
    if path.suffix not in {".yaml", ".yml", ".json"}:
        raise stop(f"{path}: a gate is a .yaml or .json file")
    entry = next(files.read(path))
    if isinstance(entry, Fault) and "an article" in entry.message:  # which is what these files hold elsewhere
        entry = replace(entry, message="expected a mapping with `minimum` and `maximum`")
    found = [entry] if isinstance(entry, Fault) else read_gate(entry)
    if isinstance(found, list):
        report(found)
        raise typer.Exit(BAD_INPUT)
    return found
