"""An archive follows the article files: what has changed is read, compared, and taken in or out."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.archive.manifest import Source
from knowledge.archive.shelf import Shelf, digest
from knowledge.archive.state import State, each_file, keep, keep_keys, kept
from knowledge.files import Fault
from knowledge.live import Diff
from knowledge.loading import Taken, each_story
from knowledge.story import Story


def follow(state: State, paths: Iterable[Path], now: datetime) -> Diff:
    """Bring `state` up to date with the article files of `paths`, and say what has changed.

    Files that are as they were are not read, unless something in them may be right by now. Where a path is missing, or
    nothing usable is left, everything stays as it is.
    """
    present = list(each_file(paths))
    told = {source.path: number for number, source in enumerate(state.told.sources) if source is not None}
    refused = [fault for _, fault in present if fault]
    if refused and state.numbers:
        return Diff(refused=tuple(refused), kept=True)
    sources = list(state.told.sources)
    read: list[tuple[Path, int]] = []
    for file, _ in present:
        number = told.pop(str(file), None)
        source = sources[number] if number is not None else None
        if source is not None and number is not None and not source.may_mend and source.is_as(file):
            continue
        if number is None:
            number = len(sources)
            sources.append(None)
        read.append((file, number))
    for number in told.values():
        sources[number] = None
    if not read and not told:
        return Diff()
    return _changed(state, sources, read, set(told.values()), now)


def _changed(
    state: State, sources: list[Source | None], read: list[tuple[Path, int]], lost: set[int], now: datetime
) -> Diff:
    """Read files anew, and take in and out what differs."""
    arrays = state.columns.arrays()
    affected = lost | {number for _, number in read}
    of_affected = set(np.flatnonzero(np.isin(arrays["source"], list(affected))).tolist())
    before = {id_: n for id_, n in state.numbers.items() if n in of_affected}
    elsewhere = _Elsewhere(state, arrays["source"], before)
    taken: Taken = ChainMap({}, elsewhere)  # type: ignore[arg-type] # only the first is written to
    arriving: dict[int, list[Story]] = {}
    same: set[str] = set()
    refused: list[Fault] = []
    for file, number in read:
        faults: list[Fault] = []
        described = Source.of(file, [])  # before it is read: what changes meanwhile is seen the next time
        for _, story in each_story(file, faults, taken, now=now):
            described = described.with_documents([story]) if story.article.document else described
            id_ = story.article.id
            known = before.get(id_)
            if known is not None and int(arrays["source"][known]) == number and _is_same(arrays, known, story):
                same.add(id_)
            else:
                arriving.setdefault(number, []).append(story)
        sources[number] = described.with_faults(faults)
        refused += faults
    removed = {id_: n for id_, n in before.items() if id_ not in same}
    new = {story.article.id for stories in arriving.values() for story in stories}
    if not new and len(removed) == len(state.numbers):
        return Diff(refused=tuple(refused), kept=True)
    _apply(state, sources, arriving, sorted(removed.values()))
    stories = {id_: state.engine.stories[state.numbers[id_]] for id_ in new & removed.keys()}
    changed = sorted(id_ for id_, story in stories.items() if not _is_same(arrays, removed[id_], story))
    return Diff(
        added=tuple(sorted(new - removed.keys())),
        changed=tuple(changed),
        removed=tuple(sorted(removed.keys() - new)),
        refused=tuple(refused),
    )


class _Elsewhere(Mapping[str, tuple[str, int]]):
    """The paths of the ids that are taken by files that are not read now, looked up as they are asked for."""

    def __init__(self, state: State, source: NDArray[Any], read: Mapping[str, int]) -> None:
        self._state, self._source, self._read = state, source, read

    def __getitem__(self, id_: str) -> tuple[str, int]:
        if id_ in self._read:
            raise KeyError(id_)
        source = self._state.told.sources[int(self._source[self._state.numbers[id_]])]
        return source.path if source else "", 0

    def __iter__(self) -> Iterator[str]:
        return (id_ for id_ in self._state.numbers if id_ not in self._read)

    def __len__(self) -> int:
        return len(self._state.numbers) - len(self._read)


def _is_same(arrays: Mapping[str, NDArray[Any]], number: int, story: Story) -> bool:
    return bytes(arrays["digests"][number]) == digest(story)


def _apply(state: State, sources: list[Source | None], arriving: dict[int, list[Story]], removed: list[int]) -> None:
    """Make the change: announced first, and counted once all of it is written."""
    first = len(state.engine.stories)
    stories = [story for number in sorted(arriving) for story in arriving[number]]
    if stories or removed:
        state.tell(changing=tuple(removed))
        for number in sorted(arriving):
            keep(state.columns, kept(arriving[number], number))
        known = len(state.engine.tokens.keys)
        shelf = Shelf(state.folder / "records", state.columns.arrays()["record_starts"], state.at_hand)
        state.engine = state.engine.changed(shelf, removed)
        keys = state.engine.tokens.keys
        keep_keys(state.columns, (keys.name(number) for number in range(known, len(keys))))
    state.tell(
        changing=None,
        lengths=dict(state.columns.lengths),
        languages=state.engine.catalogue.languages,
        outlets=state.engine.catalogue.outlets,
        sources=tuple(sources),
        gone=tuple(sorted(state.engine.gone)),
    )
    gone = set(removed)
    state.numbers = {id_: number for id_, number in state.numbers.items() if number not in gone}
    state.numbers |= {story.article.id: first + place for place, story in enumerate(stories)}
