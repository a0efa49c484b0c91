"""What was measured at some sizes, kept as JSON: a long run may be made in parts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from benchmarks.scale.measure import Times
from benchmarks.scale.table import Size


def write(path: Path, sizes: Iterable[Size]) -> None:
    """Write what was measured."""
    rows = [asdict(size) | {"times": [[*key, asdict(times)] for key, times in size.times.items()]} for size in sizes]
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def read(path: Path) -> list[Size]:
    """Return what was written; nothing where nothing is there."""
    if not path.exists():
        return []
    return [
        Size(**row | {"times": {(system, kind): Times(**times) for system, kind, times in row["times"]}})
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]
