"""Fuzz the targets for a set time, one after another: `make fuzz`, see docs/fuzzing.md.

    python -m tests.fuzz [--seconds N] [--target NAME]... [--found FOLDER]
    python -m tests.fuzz --replay FILE [--target NAME]

An input that crashes a target, hangs it or takes too much memory is kept, and its replay is printed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
HANG_SECONDS = 20
"""Of one input, on a machine with other things to do; most take some milliseconds."""
MEMORY_MB = 2_048
LONGEST = 4_096


@dataclass(frozen=True)
class Run:
    """What became of a target: `inputs` were tried, `found` are the files of those that failed."""

    target: str
    inputs: int
    seconds: float
    found: tuple[Path, ...]
    output: str


def fuzz(target: str, seconds: int, folder: Path) -> Run:
    """Run a target for some seconds in a process of its own, or until something is found."""
    reached, failed = folder / "reached" / target, folder / "failed"
    reached.mkdir(parents=True, exist_ok=True)
    failed.mkdir(parents=True, exist_ok=True)
    before = set(failed.glob(f"{target}-*"))
    command = [
        *(sys.executable, "-m", "tests.fuzz.one", target, str(reached), str(CORPUS / target)),
        *(f"-max_total_time={seconds}", f"-timeout={HANG_SECONDS}", f"-rss_limit_mb={MEMORY_MB}"),
        *(f"-max_len={LONGEST}", f"-artifact_prefix={failed / target}-", "-print_final_stats=1"),
        f"-report_slow_units={HANG_SECONDS}",  # what is merely slow is no finding: benchmarks.abuse measures that
    ]
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    took = time.monotonic() - began
    units = re.search(r"stat::number_of_executed_units:\s+(\d+)", done.stderr)
    found = tuple(sorted(set(failed.glob(f"{target}-*")) - before))
    if not found and (units is None or done.returncode):
        raise SystemExit(f"{target} did not run:\n{done.stderr[-4_000:]}")
    return Run(target, int(units[1]) if units else 0, took, found, done.stdout + done.stderr)


def replay(file: Path, target: str) -> None:
    """Try one input again, without a fuzzer: what it raises is shown as Python shows it."""
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - the fuzzer's own process needs none of it

    TARGETS[target](file.read_bytes())
    print(f"{file}: nothing is raised")


def main() -> int:
    """Read the command line, fuzz and print a line for each target."""
    targets = sorted(folder.name for folder in CORPUS.iterdir())
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=300, help="in all, shared out among the targets")
    parser.add_argument("--target", action="append", choices=targets)
    parser.add_argument("--found", type=Path, default=ROOT / ".fuzz")
    parser.add_argument("--replay", type=Path)
    given = parser.parse_args()
    if given.replay is not None:
        replay(given.replay, given.target[0] if given.target else given.replay.name.partition("-")[0])
        return 0
    chosen = given.target or targets
    runs = []
    for target in chosen:
        run = fuzz(target, max(1, given.seconds // len(chosen)), given.found.resolve())
        runs.append(run)
        print(f"{run.target:10} {run.inputs:9,} inputs   {run.seconds:6.0f} s   {len(run.found)} found", flush=True)
        for file in run.found:
            print(f"\n{run.output[-3_000:]}\n  again: python -m tests.fuzz --replay {file}\n", flush=True)
    print(f"{'all':10} {sum(run.inputs for run in runs):9,} inputs   {sum(run.seconds for run in runs):6.0f} s")
    return int(any(run.found for run in runs))


if __name__ == "__main__":
    sys.exit(main())
