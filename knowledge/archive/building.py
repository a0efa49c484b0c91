"""An archive is built from article files: several processes read and index parts, one puts them together in order."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
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
from knowledge.archive import lexicon_files, manifest
from knowledge.archive.manifest import Manifest, Source
from knowledge.archive.state import KINDS, each_file, keep, kept
from knowledge.files import Entry, Fault
from knowledge.loading import Taken, of_entries
from knowledge.retrieval.columns import ColumnFiles
from knowledge.retrieval.indexing import Indexer, Part, indexed_part
from knowledge.retrieval.inverted import InvertedIndex

_AT_ONCE = 100
"""Entries of a part."""
_AHEAD = 2
"""Parts that wait for each process."""
_LARGE = 5_000_000
"""Bytes of article files from which several processes pay for their start."""

Progress = Callable[[], None]
"""Called after every article."""


@dataclass(frozen=True, eq=False)
class _Read:
    """A part of one file: its index, what is kept beside it, the places of its articles and what was wrong."""

    part: Part
    pieces: dict[str, Any]
    taken: Taken
    faults: list[Fault]
    source: Source
    """What is known of the file by now: the documents of these articles."""


def _read(entries: list[Entry | Fault], number: int, source: Source, taken: Taken, now: datetime) -> _Read:
    faults: list[Fault] = []
    taken = dict(taken)
    stories = [story for _, story in of_entries(entries, faults, taken, now=now)]
    return _Read(indexed_part(stories), kept(stories, number), taken, faults, source.with_documents(stories))


def build(folder: Path, paths: Sequence[Path], now: datetime, progress: Progress | None = None) -> None:
    """Build an archive from the articles of `paths` in an empty folder; few articles are in memory at a time."""
    columns, inverted = ColumnFiles(KINDS, folder), InvertedIndex(folder, bulk=True)
    indexer = Indexer(columns, inverted)
    columns.append({name: np.zeros(1, dtype=np.int64) for name in ("record_starts", "run_starts")})
    sources: list[Source] = []
    taken: Taken = {}
    found = list(each_file(paths))
    with _readers(sum(file.stat().st_size for file, missing in found if not missing)) as read:
        for file, missing in found:
            source = Source.of(file, [])
            faults = [missing] if missing else []
            entries = iter(()) if missing else files.read(file)
            reader = read if file.name.removesuffix(".gz").endswith(".jsonl") else _here
            for one in reader(entries, len(sources), source, taken, now):
                source = source.model_copy(
                    update={"documents": tuple(sorted({*source.documents, *one.source.documents}))}
                )
                taken |= one.taken
                faults += one.faults
                indexer.put(one.part)
                keep(columns, one.pieces)
                for _ in range(len(one.pieces["source"]) if progress else 0):
                    progress()  # type: ignore[misc] # there is one
            sources.append(source.with_faults(faults))
    vocabulary = indexer.finish()
    lexicon_files.write(vocabulary.lexicon, vocabulary.keys, folder / "lexicon")
    arrays = columns.arrays()
    np.save(folder / "runs.npy", duplicates.sort(arrays["run_hashes"], arrays["run_starts"]))
    told = Manifest(
        code=manifest.code(),
        lengths=dict(columns.lengths),
        languages=indexer.languages,
        outlets=indexer.outlets,
        sources=tuple(sources),
        frozen=columns.lengths["days"],
    )
    manifest.write(told, folder / "manifest.json")


_Reader = Callable[[Iterator["Entry | Fault"], int, Source, Taken, datetime], Iterator[_Read]]


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


def _here(
    entries: Iterator[Entry | Fault], number: int, source: Source, taken: Taken, now: datetime
) -> Iterator[_Read]:
    while batch := list(islice(entries, _AT_ONCE)):
        one = _read(batch, number, source, taken, now)
        taken = one.taken
        yield one


def _elsewhere(
    pool: ProcessPoolExecutor,
    ahead: int,
    entries: Iterator[Entry | Fault],
    number: int,
    source: Source,
    taken: Taken,
    now: datetime,
) -> Iterator[_Read]:
    """Read parts in other processes, so many ahead.

    An id that was there before is for this process to judge: whether the first that had it was taken is known by then.
    """
    waiting: deque[Future[_Read] | list[Entry | Fault]] = deque()
    seen = set(taken)

    def next_one() -> _Read:
        nonlocal taken
        first = waiting.popleft()
        one = _read(first, number, source, taken, now) if isinstance(first, list) else first.result()
        taken = taken | one.taken
        return one

    while batch := list(islice(entries, _AT_ONCE)):
        ids = [str(entry.data.get("id")) for entry in batch if isinstance(entry, Entry)]
        alone = len(set(ids)) == len(ids) and seen.isdisjoint(ids)
        seen.update(ids)
        waiting.append(pool.submit(_read, batch, number, source, {}, now) if alone else batch)
        if len(waiting) >= ahead:
            yield next_one()
    while waiting:
        yield next_one()
