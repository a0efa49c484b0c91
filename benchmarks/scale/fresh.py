"""What is measured of an archive in a process of its own; one JSON object goes to the standard output.

    python -m benchmarks.scale.fresh build|ask|change ARCHIVE ARTICLES ADDED [QUESTIONS.json]

`build` makes the archive, `ask` opens it and asks every question once, `change` adds articles to the folder ADDED,
withdraws them by a ruling, and reloads. What is imported is not counted.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge.answering import Answer, NoAnswer, ask
from knowledge.archive import Archive
from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.rulings import Ruling

CHANGES = 20


def in_a_fresh_process(what: str, *paths: Path) -> dict[str, Any]:
    """Return what one of the measurements of this module gives; raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", __name__, what, *map(str, paths)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def build(archive: Archive) -> dict[str, Any]:
    """Build it, and say what that took at most."""
    began = time.perf_counter()
    library = archive.open(datetime.now(UTC))
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": took, "peak_mb": peak, "articles": len(library), "faults": len(library.faults)}


def asking(archive: Archive, questions: list[str]) -> dict[str, Any]:
    """Open it unchanged and ask: the start, the first answer, and what stays in memory apart from the file cache."""
    now = datetime.now(UTC)
    began = time.perf_counter()
    library = archive.open(now)
    started = time.perf_counter()
    ask(questions[0], library, now=now)
    first = time.perf_counter()
    opened = resident_mb()
    for question in questions:
        ask(question, library, now=now)
    return {
        "start_ms": (started - began) * 1000,
        "first_ms": (first - started) * 1000,
        "opened_mb": opened,
        "resident_mb": resident_mb(),
    }


def change(archive: Archive, paths: tuple[Path, ...], added: Path) -> dict[str, Any]:
    """Add articles one at a time, reload without a change, withdraw them; the next question is right each time."""
    live = LiveLibrary(paths, now=datetime.now(UTC), kept=archive)
    adding, found, withdrawing = [], [], []
    for number in range(CHANGES):
        (added / f"{number}.json").write_text(json.dumps(_article(number)), encoding="utf-8")
        adding.append(_ms(lambda: live.reload(datetime.now(UTC))))
        began = time.perf_counter()
        answer = _asked(number, live.current)
        found.append((time.perf_counter() - began) * 1000)
        if f"added-{number}" not in _shown(answer):
            raise SystemExit(f"the article added-{number} is not found by the next question")
    reloading = [_ms(lambda: live.reload(datetime.now(UTC))) for _ in range(CHANGES)]
    for number in range(CHANGES):
        withdrawing.append(_ms(lambda number=number: live.rule({f"added-{number}": Ruling(withheld=True)})))
        if f"added-{number}" in _shown(_asked(number, live.current)):
            raise SystemExit(f"the article added-{number} is quoted after it was withdrawn")
    medians = {"add": adding, "found": found, "reload": reloading, "withdraw": withdrawing}
    worst = {f"{name}_worst_ms": max(taken) for name, taken in medians.items()}
    return {f"{name}_ms": statistics.median(taken) for name, taken in medians.items()} | worst


def resident_mb() -> float | None:
    """Return the memory of this process that no file backs, in MB; None where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text("utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon")), None)


_TOWNS = "Brackenholm Veldrosa Quintamar Oskelby Drummaroo".split()
_GOODS = "lanterns harpsichords tricycles marmalade".split()


def _article(number: int) -> dict[str, object]:
    """An article of some length about a town's goods, of which no other town has as many."""
    town, goods, count = _about(number)
    rest = (
        "Officials welcomed the figures and promised another report before the end of the year. "
        "Analysts had expected less, and several of them said so. "
    )
    return {
        "id": f"added-{number}",
        "headline": f"{town} counts its {goods}",
        "source": {"name": "The Counter"},
        "published": "2023-05-04",
        "language": "en",
        "text": f"The town of {town} counted {count} {goods} in its warehouse on Monday. {rest}\n\n"
        + f"{rest}\n\n" * 9,
    }


def _about(number: int) -> tuple[str, str, int]:
    return _TOWNS[number % len(_TOWNS)], _GOODS[number // len(_TOWNS)], 117 + number


def _asked(number: int, library: Library) -> Answer | NoAnswer:
    town, goods, _ = _about(number)
    return ask(f"How many {goods} did the town of {town} count in its warehouse?", library, now=datetime.now(UTC))


def _shown(answer: Answer | NoAnswer) -> set[str]:
    if isinstance(answer, NoAnswer):
        return set()
    return {quote.article.id for quote in answer.quotes}


def _ms(step: Any) -> float:  # noqa: ANN401 - called for what it does
    began = time.perf_counter()
    step()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Measure one thing."""
    what, folder, articles, added, *more = sys.argv[1:]
    paths = Path(articles), Path(added)
    archive = Archive(Path(folder), paths)
    if what == "build":
        found = build(archive)
    elif what == "ask":
        found = asking(archive, json.loads(Path(more[0]).read_text(encoding="utf-8")))
    else:
        found = change(archive, paths, Path(added))
    archive.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
