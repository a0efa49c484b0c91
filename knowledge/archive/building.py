"""An archive is built from article files: several processes read and index parts, one puts them together in order.

It goes on where it was broken off.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from collections import ChainMap, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import duplicates, files
from knowledge.archive import checkpoint, lexicon_files, manifest
from knowledge.archive.checkpoint import Checkpoint
from knowledge.archive.manifest import Manifest, Source, documents_of
from knowledge.archive.state import KINDS, each_file, keep, kept
from knowledge.files import Entry, Fault
from knowledge.loading import Taken, of_entries
from knowledge.retrieval.columns import ColumnFiles
from knowledge.retrieval.indexing import Indexer, Part, indexed_part
from knowledge.retrieval.inverted import InvertedIndex

_AT_ONCE = 250
"""Entries of a part."""
_AHEAD = 2
"""Parts that wait for each process."""
_LARGE = 5_000_000
"""Bytes of article files from which several processes pay for their start."""

_EVERY = 60.0
"""Seconds of work after which it is noted how far it came, at least; more where that takes more than a part of it."""
_SHARE = 0.05

_TRIES = 20
_TRY_AGAIN = 0.1
"""Seconds."""

Progress = Callable[[], None]
"""Called after every article."""


@dataclass(frozen=True, eq=False)
class _Read:
    """A part of one file: its index, what is kept beside it, the places of its articles and what was wrong."""

    part: Part
    pieces: dict[str, Any]
    taken: Taken
    faults: list[Fault]
    documents: set[tuple[str, int, int]]
    """The files that these articles were made from."""
    entries: int


def _read(entries: list[Entry | Fault], number: int, taken: Taken, now: datetime) -> _Read:
    faults: list[Fault] = []
    new: dict[str, tuple[str, int]] = {}
    stories = [story for _, story in of_entries(entries, faults, ChainMap(new, taken), now=now)]
    return _Read(indexed_part(stories), kept(stories, number), new, faults, documents_of(stories), len(entries))


def build(
    folder: Path,
    paths: Sequence[Path],
    now: datetime,
    progress: Progress = lambda: None,
    *,
    every: float = _EVERY,
) -> None:
    """Build an archive from the articles of `paths`; few articles are in memory at a time.

    What was broken off in the same folder is gone on with, if code and files are as they were, and else thrown away:
    how far it came is noted about `every` seconds.
    """
    found = list(each_file(paths))
    work = _Work.at(folder, tuple(str(file) for file, _ in found), every)
    try:
        _build(work, found, now, progress)
    except BaseException:
        work.indexer.inverted.close()  # so that this process can try again
        raise


def _build(work: _Work, found: Sequence[tuple[Path, Fault | None]], now: datetime, progress: Progress) -> None:
    for _ in range(work.columns.lengths["source"]):
        progress()
    with _readers(sum(file.stat().st_size for file, missing in found if not missing)) as read:
        for file, missing in found[len(work.sources) :]:
            work.begin(file, missing)
            entries = iter(()) if missing else islice(files.read(file), work.entries, None)
            reader = read if file.name.removesuffix(".gz").endswith(".jsonl") else _here
            for one in reader(entries, len(work.sources), work.taken, now):
                work.take(one)
                for _ in range(len(one.pieces["source"])):
                    progress()
            work.end()
    work.finish()


class _Work:
    """What is built, and how far: of `sources` everything, of `current` the first `entries` entries."""

    def __init__(self, folder: Path, names: tuple[str, ...], every: float, begun: Checkpoint | None) -> None:
        self._folder, self._names, self._every = folder, names, every
        self.columns = ColumnFiles(KINDS, folder, begun.lengths if begun else None)
        inverted = InvertedIndex(folder, bulk=True)
        if begun is None:
            self.indexer = Indexer(self.columns, inverted)
            self.columns.append({name: np.zeros(1, dtype=np.int64) for name in ("record_starts", "run_starts")})
        else:
            inverted.remove_from(begun.lengths["days"])
            inverted.commit()
            counts = checkpoint.unpacked(begun.counts)
            self.indexer = Indexer(self.columns, inverted, counts=counts, catalogue=begun, known=begun.keys)
        self.sources = list(begun.sources) if begun else []
        self.current = begun.current if begun else None
        self.documents = set(begun.current.documents) if begun and begun.current else set()
        self.entries = begun.entries if begun else 0
        self.faults = begun.found_faults() if begun else []
        self.taken: Taken = begun.taken_ids() if begun else {}
        self._noted, self._pause = time.monotonic(), every

    @classmethod
    def at(cls, folder: Path, names: tuple[str, ...], every: float) -> _Work:
        """Go on with what was broken off in a folder, or begin."""
        begun = checkpoint.read(folder)
        if begun is None or not begun.is_of(manifest.code(), names):
            begun = None
            _empty(folder)
        return cls(folder, names, every, begun)

    def begin(self, file: Path, missing: Fault | None) -> None:
        """Begin a file, or go on with it."""
        if self.current is None:
            self.current = Source.of(file, [])
            self.faults = [missing] if missing else []

    def take(self, one: _Read) -> None:
        """Take the next part of a file in."""
        self.indexer.put(one.part)
        keep(self.columns, one.pieces)
        self.taken.update(one.taken)
        self.faults += one.faults
        self.documents |= one.documents
        self.entries += one.entries
        if time.monotonic() - self._noted >= self._pause:
            self._note()

    def end(self) -> None:
        """Everything of a file was taken in."""
        self.sources.append(self._known().with_faults(self.faults))
        self.current, self.entries, self.faults, self.documents = None, 0, [], set()

    def _known(self) -> Source:
        assert self.current is not None  # noqa: S101 - a file was begun
        return self.current.model_copy(update={"documents": tuple(sorted(self.documents))})

    def _note(self) -> None:
        """Note how far it came; what comes later is taken out again where it is gone on with."""
        began = time.monotonic()
        self.indexer.inverted.commit()
        told = Checkpoint(
            code=manifest.code(),
            files=self._names,
            lengths=dict(self.columns.lengths),
            languages=self.indexer.languages,
            outlets=self.indexer.outlets,
            sources=tuple(self.sources),
            current=self._known() if self.current else None,
            entries=self.entries,
            faults=tuple((one.path, one.line, one.field, one.message) for one in self.faults),
            taken=dict(self.taken),
            keys=tuple(self.indexer.new_keys),
            counts=checkpoint.packed(self.indexer.counts),
        )
        checkpoint.write(told, self._folder)
        self._noted = time.monotonic()
        self._pause = max(self._every, (self._noted - began) / _SHARE)

    def finish(self) -> None:
        """Write what counts everything, and then the manifest, with which it is an archive."""
        vocabulary = self.indexer.finish()
        lexicon_files.write(vocabulary.lexicon, vocabulary.keys, self._folder / "lexicon")
        arrays = self.columns.arrays()
        np.save(self._folder / "runs.npy", duplicates.sort(arrays["run_hashes"], arrays["run_starts"]))
        told = Manifest(
            code=manifest.code(),
            lengths=dict(self.columns.lengths),
            languages=self.indexer.languages,
            outlets=self.indexer.outlets,
            sources=tuple(self.sources),
            frozen=self.columns.lengths["days"],
        )
        manifest.write(told, self._folder / "manifest.json")
        (self._folder / checkpoint.NAME).unlink(missing_ok=True)


def _empty(folder: Path) -> None:
    """Make a folder anew.

    tantivy's threads may still tidy up what was broken off a moment ago: a file of theirs can come between the removal
    of all others and that of the folder.
    """
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(_TRY_AGAIN)
    folder.mkdir(parents=True)


_Reader = Callable[[Iterator["Entry | Fault"], int, Taken, datetime], Iterator[_Read]]


@contextmanager
def _readers(size: int) -> Iterator[_Reader]:
    """Give what reads the entries of a file in parts, in order: here, or for large files in processes of their own."""
    processes = os.cpu_count() or 1
    if size < _LARGE or processes < 2:
        yield _here
        return
    # "spawn": a forked process would have half of tantivy's threads.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield partial(_elsewhere, pool, _AHEAD * processes)


def _here(entries: Iterator[Entry | Fault], number: int, taken: Taken, now: datetime) -> Iterator[_Read]:
    """Read parts one after another; `taken` has the ids of those before."""
    while batch := list(islice(entries, _AT_ONCE)):
        yield _read(batch, number, taken, now)


def _elsewhere(
    pool: ProcessPoolExecutor,
    ahead: int,
    entries: Iterator[Entry | Fault],
    number: int,
    taken: Taken,
    now: datetime,
) -> Iterator[_Read]:
    """Read parts in other processes, so many ahead.

    An id that was there before is for this process to judge: whether the first that had it was taken is known by then.
    """
    waiting: deque[Future[_Read] | list[Entry | Fault]] = deque()
    seen = set(taken)

    def next_one() -> _Read:
        first = waiting.popleft()
        return _read(first, number, taken, now) if isinstance(first, list) else first.result()

    while batch := list(islice(entries, _AT_ONCE)):
        ids = [str(entry.data.get("id")) for entry in batch if isinstance(entry, Entry)]
        alone = len(set(ids)) == len(ids) and seen.isdisjoint(ids)
        seen.update(ids)
        waiting.append(pool.submit(_read, batch, number, {}, now) if alone else batch)
        if len(waiting) >= ahead:
            yield next_one()
    while waiting:
        yield next_one()
