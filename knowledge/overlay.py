"""Some stories in place of others, without a copy of a large library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from knowledge.lazy import LazySequence
from knowledge.story import Story


class Overlaid(Mapping[str, Story]):
    """Stories by id, some of them `changed`; no id is new."""

    def __init__(self, base: Mapping[str, Story], changed: Mapping[str, Story]) -> None:
        self._base, self._changed = base, changed

    def __getitem__(self, id_: str) -> Story:
        return self._changed[id_] if id_ in self._changed else self._base[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._base)

    def __len__(self) -> int:
        return len(self._base)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._base


class OverlaidShelf(LazySequence[Story]):
    """Stories by number, some of them `changed`; no number is new."""

    def __init__(self, base: Sequence[Story], changed: Mapping[int, Story]) -> None:
        self._base, self._changed = base, changed

    def __len__(self) -> int:
        return len(self._base)

    def _item(self, number: int) -> Story:
        return self._changed[number] if number in self._changed else self._base[number]
