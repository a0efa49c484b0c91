"""Tables of strings in flat arrays: as quick to open from a file as they are to build, and shared by processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.bytes_]
Places = NDArray[np.int64]
Ids = NDArray[np.int32]

LONGEST = 64
"""Bytes of a string as it is kept; of a longer one the beginning, and a hash of the whole."""
_KEPT = 47
_REMEMBERED = 20_000
"""Strings of a table whose places are remembered: one question asks for the same ones again and again."""


def encoded(text: str) -> bytes:
    """Return what `text` is kept as: UTF-8, which sorts as its characters do."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) <= LONGEST:
        return data
    return data[:_KEPT] + b"\xff" + blake2b(data, digest_size=8).hexdigest().encode()


@dataclass(frozen=True, eq=False)
class Strings:
    """Distinct strings in order; each is known by its place. Looked up by bisection, and then remembered."""

    sorted: Bytes
    _known: dict[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Strings:
        """Return the table of distinct `texts`."""
        return cls(np.array(sorted(map(encoded, texts)) or [b""][:0], dtype=np.bytes_))

    def __len__(self) -> int:
        return len(self.sorted)

    def __getitem__(self, place: int) -> str:
        return bytes(self.sorted[place]).decode("utf-8", "replace")

    def place(self, text: str) -> int:
        """Return the place of `text`, -1 where the table lacks it."""
        known = self._known.get(text)
        if known is None:
            known = self._place(text)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            if len(text) <= LONGEST:
                self._known[text] = known
        return known

    def _place(self, text: str) -> int:
        data = encoded(text)
        if len(data) > self.sorted.itemsize:
            return -1
        at = int(self.sorted.searchsorted(self._key(data)))
        return at if at < len(self.sorted) and self.sorted[at] == data else -1

    def beginning_with(self, beginning: str) -> range:
        """Return the places of the strings that begin with `beginning`."""
        data = beginning.encode("utf-8", "surrogatepass")[:_KEPT]
        if len(data) > self.sorted.itemsize:
            return range(0)
        first = self.sorted.searchsorted(self._key(data))
        # No UTF-8 has a byte FF, so that all that begins so is below.
        last = self.sorted.searchsorted(self._key(data.ljust(self.sorted.itemsize, b"\xff")), side="right")
        return range(int(first), int(last))

    def _key(self, data: bytes) -> Bytes:
        """Of the table's own type: another would have the whole table converted."""
        return np.array(data, dtype=self.sorted.dtype)


@dataclass(frozen=True, eq=False)
class Postings:
    """Numbers by string: those of `names[place]` are `numbers[starts[place]:starts[place + 1]]`."""

    names: Strings
    starts: Places
    numbers: Ids

    @classmethod
    def of(cls, found: Sequence[tuple[str, int]]) -> Postings:
        """Return the postings of (name, number) pairs; the numbers of a name keep their order."""
        names = np.array([encoded(name) for name, _ in found] or [b""][:0], dtype=np.bytes_)
        order = np.argsort(names, kind="stable")
        distinct, counts = np.unique(names[order], return_counts=True)
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        numbers = np.array([number for _, number in found], dtype=np.int32)
        return cls(Strings(distinct), starts, numbers[order])

    def __getitem__(self, name: str) -> Ids:
        place = self.names.place(name)
        return self.numbers[0:0] if place < 0 else self.numbers[self.starts[place] : self.starts[place + 1]]


class Keys:
    """The words that a library is indexed by, as numbers: `frequency` counts the sentences of each.

    Numbers are given in the order of arrival and never change; a copy with more of them shares what there was.
    """

    def __init__(
        self, base: Strings, ids: Ids, added: dict[str, int], frequency: Ids, names: Places | None = None
    ) -> None:
        self.base = base
        self.ids = ids
        """The number of each string of `base`, by its place."""
        self.added = added
        self.frequency = frequency
        self._names = np.argsort(ids) if names is None else names
        self._added_names = list(added)

    @classmethod
    def of(cls, numbers: dict[str, int], frequency: Ids) -> Keys:
        """Return the table of `numbers`, which count from 0."""
        texts = sorted(numbers, key=encoded)
        base = Strings(np.array([encoded(text) for text in texts] or [b""][:0], dtype=np.bytes_))
        return cls(base, np.array([numbers[text] for text in texts], dtype=np.int32), {}, frequency)

    def __len__(self) -> int:
        return len(self.base) + len(self.added)

    def __getitem__(self, key: str) -> int:
        number = self.get(key)
        if number is None:
            raise KeyError(key)
        return number

    def get(self, key: str) -> int | None:
        """Return the number of `key`; None where there is none."""
        number = self.added.get(key)
        if number is not None:
            return number
        place = self.base.place(key)
        return int(self.ids[place]) if place >= 0 else None

    def name(self, number: int) -> str:
        """Return the key of that number."""
        known = len(self.base)
        return self._added_names[number - known] if number >= known else self.base[int(self._names[number])]

    def names(self, numbers: Ids) -> list[str]:
        """Return the keys of many numbers; of a negative one any text."""
        known = len(self.base)
        if not self.added and known:
            data = self.base.sorted[self._names[np.maximum(numbers, 0)]].tolist()
            return [one.decode("utf-8", "replace") for one in data]
        return [self.name(number) if number >= 0 else "" for number in numbers.tolist()]

    def count(self, key: str) -> int:
        """Return in how many sentences `key` stands."""
        number = self.get(key)
        return 0 if number is None else int(self.frequency[number])

    def with_counts(self, new: Mapping[str, int], *changes: Mapping[str, int]) -> Keys:
        """Return a table with `new` keys and their numbers, in which each of `changes` has come to the counts."""
        frequency = np.concatenate((self.frequency, np.zeros(len(new), dtype=np.int32)))
        changed = Keys(self.base, self.ids, {**self.added, **new}, frequency, self._names)
        for change in changes:
            for key, count in change.items():
                frequency[changed[key]] += count
        return changed
