"""What an archive's newest snapshot is made of: its columns, its inverted indexes, its lexicon and its manifest."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import duplicates, files
from knowledge.archive import lexicon_files, manifest
from knowledge.archive.manifest import Manifest
from knowledge.archive.records import packed
from knowledge.archive.shelf import AtHand, ById, Shelf, digest
from knowledge.duplicates import Siblings
from knowledge.files import Fault
from knowledge.library import Library
from knowledge.retrieval.catalogue import Catalogue
from knowledge.retrieval.columns import ColumnFiles
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.indexing import COLUMNS, Indexer
from knowledge.retrieval.inverted import InvertedIndex
from knowledge.retrieval.lexicon import Counts
from knowledge.retrieval.tokens import Tokens
from knowledge.retrieval.vocabulary import Vocabulary
from knowledge.story import Story

_DIGEST = np.dtype("V16")
KINDS: dict[str, Any] = {
    **COLUMNS,
    **duplicates.COLUMNS,
    "records": np.uint8,
    "record_starts": np.int64,
    "digests": _DIGEST,
    "source": np.int32,
    "article_ids": np.uint8,
    "new_keys": np.uint8,
}
_WORN = 500
_WORN_SHARE = 0.1
"""Of the stories: what came and went is counted at every start, some milliseconds each."""


class BrokenError(Exception):
    """An archive that does not fit together; the text says why."""


@dataclass(eq=False)
class State:
    """`numbers` are the present stories by the ids of their articles."""

    folder: Path
    columns: ColumnFiles
    inverted: InvertedIndex
    engine: Engine[Story]
    told: Manifest
    at_hand: AtHand
    sorted_runs: Any
    numbers: dict[str, int]

    @classmethod
    def opened(cls, folder: Path, at_hand: int, *, reading: bool = False) -> State:
        """Open what was built; raises BrokenError, OSError or ValueError where it is of no use.

        Only for `reading` where another process has it: nothing is written, and what that one is changing is of no use.
        """
        told = manifest.read(folder / "manifest.json")
        if told.code != manifest.code():
            raise BrokenError("it was made by another version")
        if reading and told.changing is not None:
            raise BrokenError("it is being changed")
        columns = ColumnFiles(KINDS, folder, told.lengths)
        arrays = columns.arrays()
        kept = AtHand(at_hand)
        shelf = Shelf(folder / "records", arrays["record_starts"], kept)
        if len(shelf) != told.lengths["days"] or len(arrays["records"]) != arrays["record_starts"][-1]:
            raise BrokenError("its columns do not fit together")
        lexicon, keys = lexicon_files.read(folder / "lexicon")
        inverted = InvertedIndex(folder, reading=reading)
        gone = frozenset(told.gone)
        engine = Engine(
            stories=shelf,
            vocabulary=Vocabulary.frozen(lexicon, keys),
            tokens=Tokens.of(keys, arrays, gone),
            catalogue=Catalogue.of(arrays, told.languages, told.outlets, gone),
            gone=gone,
            searchers=inverted.searchers(),
            columns=columns,
            inverted=inverted,
        )
        ids = bytes(arrays["article_ids"]).decode("utf-8", "surrogatepass").split("\n")[:-1]
        numbers = {id_: number for number, id_ in enumerate(ids) if number not in gone}
        runs = np.load(folder / "runs.npy", mmap_mode="r").view(np.ndarray)
        state = cls(folder, columns, inverted, engine, told, kept, runs, numbers)
        state._recover()
        state._recount(arrays)
        state._check()
        if reading and manifest.read(folder / "manifest.json") != told:
            raise BrokenError("it was changed meanwhile")
        return state

    def _recover(self) -> None:
        """Take back what a change that was never finished has left in the inverted indexes."""
        if self.told.changing is None:
            return
        self.inverted.remove_from(len(self.engine.stories))
        indexer = Indexer(self.columns, self.inverted, keys=self.engine.tokens.keys)
        for number in self.told.changing:
            self.inverted.remove(number)
            indexer.put_back(number, self.engine.stories[number])
        self.engine = replace(self.engine, searchers=self.inverted.commit())
        self.tell(changing=None)

    def _check(self) -> None:
        """Compare what the inverted indexes hold with what the columns say; raises BrokenError."""
        searchers, catalogue = self.engine.searchers, self.engine.catalogue
        articles = int((catalogue.shown_until > float("-inf")).sum())
        if (searchers.articles.num_docs, searchers.sentences.num_docs) != (articles, self.engine.vocabulary.sentences):
            raise BrokenError("its inverted indexes and its columns differ")

    def _recount(self, arrays: Mapping[str, Any]) -> None:
        """Count the words of what came and went since the lexicon was frozen."""
        frozen, count = self.told.frozen, len(self.engine.stories)
        gone = self.engine.gone
        new = json.loads("[" + bytes(arrays["new_keys"]).decode("utf-8", "surrogatepass").rstrip(",") + "]")
        if count == frozen and not gone:
            return
        arriving, going = Counts(), Counts(sign=-1)
        for number in range(frozen, count):
            if number not in gone:
                arriving.add_story(self.engine.stories[number])
        for number in sorted(gone):
            if number < frozen:
                going.add_story(self.engine.stories[number])
        known = len(self.engine.tokens.keys)
        numbers = {key: known + place for place, key in enumerate(new)}
        keys = self.engine.tokens.keys.with_counts(numbers, arriving.frequency, going.frequency)
        vocabulary = self.engine.vocabulary.changed(arriving, keys).changed(going, keys)
        tokens = replace(self.engine.tokens, keys=keys)
        self.engine = replace(self.engine, vocabulary=vocabulary, tokens=tokens)

    @property
    def is_worn(self) -> bool:
        """Whether so much has come and gone since it was built that a new one pays for itself."""
        arrived = len(self.engine.stories) - self.told.frozen
        return arrived + len(self.engine.gone) > max(_WORN, _WORN_SHARE * self.told.frozen)

    def tell(self, **changes: Any) -> None:  # noqa: ANN401 - the manifest's fields
        """Write the manifest with `changes`: from then on they count."""
        self.told = self.told.model_copy(update=changes)
        manifest.write(self.told, self.folder / "manifest.json")

    def library(self, now: datetime) -> Library:
        """Return a snapshot of the present state."""
        faults = [Fault(*fault) for source in self.told.sources if source for fault in source.faults]
        stories = ById(self.engine.stories, dict(self.numbers))
        arrays = self.columns.arrays()
        found = Siblings(
            arrays["run_hashes"], arrays["run_starts"], self.sorted_runs, self.told.frozen, self.engine.gone
        )
        return Library.kept(
            stories, faults, now=now, index=self.engine, numbers=stories.numbers, siblings=SiblingsById(stories, found)
        )


class SiblingsById(Mapping[str, tuple[str, ...]]):
    """The ids of the articles that are mostly one text with that of an id, looked for when they are asked for."""

    def __init__(self, stories: ById, siblings: Siblings) -> None:
        self._stories = stories
        self._siblings = siblings

    def __getitem__(self, id_: str) -> tuple[str, ...]:
        found = self._siblings.of(self._stories.numbers[id_])
        return tuple(self._stories.stories[number].id for number in found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._stories)

    def __len__(self) -> int:
        return len(self._stories)


def each_file(paths: Iterable[Path]) -> Iterator[tuple[Path, Fault | None]]:
    """Yield the article files of `paths`; a path that is not there comes with its fault."""
    for path in paths:
        try:
            yield from ((file, None) for file in files.article_files([path]))
        except FileNotFoundError:
            yield path, Fault(str(path), 0, "file", "is not there; check the path")


def kept(stories: Collection[Story], source: int) -> dict[str, Any]:
    """Return what is kept of stories of one source beside their index, as columns that begin at 0."""
    records = [packed(story) for story in stories]
    found = [sorted(duplicates.runs(" ".join(one.text for one in story.bare))) for story in stories]
    return {
        "records": np.frombuffer(b"".join(records), dtype=np.uint8),
        "record_starts": np.cumsum([len(record) for record in records]),
        "digests": np.frombuffer(b"".join(map(digest, stories)), dtype=_DIGEST),
        "source": np.full(len(records), source, dtype=np.int32),
        "article_ids": _bytes("".join(f"{story.article.id}\n" for story in stories)),
        "run_hashes": np.array([run for runs in found for run in runs], dtype=np.uint32),
        "run_starts": np.cumsum([len(runs) for runs in found]),
    }


def keep(columns: ColumnFiles, pieces: Mapping[str, Any]) -> None:
    """Put what `kept` returned at the ends of the columns."""
    starts = {
        "record_starts": pieces["record_starts"] + columns.lengths["records"],
        "run_starts": pieces["run_starts"] + columns.lengths["run_hashes"],
    }
    columns.append({**pieces, **starts})


def keep_keys(columns: ColumnFiles, keys: Iterable[str]) -> None:
    """Put keys that the lexicon lacks at the end of theirs, in the order of their numbers."""
    columns.append({"new_keys": _bytes("".join(json.dumps(key) + "," for key in keys))})


def _bytes(text: str) -> Any:  # noqa: ANN401 - an array
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
