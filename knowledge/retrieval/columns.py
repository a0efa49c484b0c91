"""Arrays that grow at their end: in memory, or in files that are mapped. What was given out stays as it was."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Columns:
    """Named arrays in memory."""

    def __init__(self, kinds: Mapping[str, Any]) -> None:
        self._kinds = dict(kinds)
        self._buffers = {name: np.zeros(0, dtype=kind) for name, kind in kinds.items()}
        self.lengths = dict.fromkeys(kinds, 0)

    def append(self, pieces: Mapping[str, NDArray[Any]]) -> None:
        """Put `pieces` at the ends of the arrays of their names."""
        for name, piece in pieces.items():
            used = self.lengths[name]
            buffer = self._buffers[name]
            if used + len(piece) > len(buffer):
                grown = np.zeros(max(used + len(piece), 2 * used), dtype=self._kinds[name])
                grown[:used] = buffer[:used]
                self._buffers[name] = buffer = grown
            buffer[used : used + len(piece)] = piece
            self.lengths[name] = used + len(piece)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays as they are now; they do not change any more."""
        return {name: self._buffers[name][:length] for name, length in self.lengths.items()}


class ColumnFiles(Columns):
    """Named arrays in files of one folder; `lengths` say how much of each file counts, what follows is left over."""

    def __init__(self, kinds: Mapping[str, Any], folder: Path, lengths: Mapping[str, int] | None = None) -> None:
        self._kinds = dict(kinds)
        self._folder = folder
        self.lengths = dict.fromkeys(kinds, 0) | dict(lengths or {})
        self._mapped: tuple[dict[str, int], dict[str, NDArray[Any]]] | None = None

    def append(self, pieces: Mapping[str, NDArray[Any]]) -> None:
        """Put `pieces` at the ends of the files of their names."""
        for name, piece in pieces.items():
            path = self._folder / name
            kind = np.dtype(self._kinds[name])
            with path.open("r+b" if path.exists() else "xb") as file:
                file.seek(self.lengths[name] * kind.itemsize)
                file.write(np.ascontiguousarray(piece, dtype=kind).tobytes())
        for name, piece in pieces.items():
            self.lengths[name] += len(piece)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Map the files as they are now; raises ValueError or OSError where one is shorter than it should be."""
        if self._mapped is None or self._mapped[0] != self.lengths:
            self._mapped = dict(self.lengths), {name: self._map(name, length) for name, length in self.lengths.items()}
        return dict(self._mapped[1])

    def _map(self, name: str, length: int) -> NDArray[Any]:
        kind = np.dtype(self._kinds[name])
        if not length:
            return np.zeros(0, dtype=kind)
        # numpy's own memmap resolves the path each time, which takes longer than the rest.
        with (self._folder / name).open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return np.frombuffer(mapped, dtype=np.uint8, count=length * kind.itemsize).view(kind)
