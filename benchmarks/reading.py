"""What reading an article gets right, measured on evaluation data that is no part of the project.

    python -m benchmarks.reading --eval FOLDER [SECTION...]

Prints one table row a figure. Every figure comes through the path that `dateline show` takes: an article is built,
split and enriched.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import reading_dates, reading_import, reading_sentences, reading_speakers

Row = tuple[str, str]
"""What was measured, and the figure."""


def _imported(folder: Path) -> Iterable[Row]:
    """How many sentences come back from web pages of each layout."""
    for one in reading_import.measure(folder):
        yield f"sentences that come back from {one.layout}", f"{one.same / one.sentences:.1%} of {one.sentences:,}"


SECTIONS: dict[str, Callable[[Path], Iterable[Row]]] = {
    "speakers": reading_speakers.measure,
    "dates": reading_dates.measure,
    "sentences": reading_sentences.measure,
    "import": _imported,
}


def main() -> None:
    """Read the command line, measure, print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--eval", type=Path, required=True, metavar="FOLDER", dest="folder")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; all by default")
    chosen = parser.parse_args()
    unknown = set(chosen.sections) - SECTIONS.keys()
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    print("| section | measured | figure |\n|---|---|---|")
    for name in chosen.sections or SECTIONS:
        for what, figure in SECTIONS[name](chosen.folder):
            print(f"| {name} | {what} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
