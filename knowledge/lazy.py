"""Sequences whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar, overload

ItemT_co = TypeVar("ItemT_co", covariant=True)


class LazySequence(Sequence[ItemT_co], Generic[ItemT_co]):
    """`_item` makes one, by its place from 0; a slice makes a list."""

    @abstractmethod
    def _item(self, place: int) -> ItemT_co:
        """Make the item at `place`, which there is."""

    @overload
    def __getitem__(self, place: int) -> ItemT_co: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ItemT_co]: ...
    def __getitem__(self, place: int | slice) -> ItemT_co | Sequence[ItemT_co]:
        if isinstance(place, slice):
            return [self._item(one) for one in range(len(self))[place]]
        return self._item(range(len(self))[place])
