"""Stories on disk: each is read when it is asked for, and the last ones asked for stay at hand."""

from __future__ import annotations

import mmap
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from knowledge.archive.records import Shelved
from knowledge.lazy import LazySequence
from knowledge.retrieval.strings import Places
from knowledge.story import Story

AT_HAND = 1_000
"""Stories that stay in memory after they were asked for: some 40 kB each, more once they are read through."""


def digest(story: Story) -> bytes:
    """Return what two stories share if and only if article and text are the same."""
    data = f"{story.article.model_dump_json()}\n{story.text}".encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=16).digest()


class Shelf(LazySequence[Story]):
    """The stories of one file, by their numbers; `starts` says where each begins, and one more where the last ends.

    A snapshot: a longer shelf of the same file may share `at_hand` with it.
    """

    def __init__(self, path: Path, starts: Places, at_hand: AtHand) -> None:
        self._starts = starts
        self._at_hand = at_hand
        self._data: mmap.mmap | bytes = b""
        if len(starts) > 1:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __len__(self) -> int:
        return max(0, len(self._starts) - 1)

    def _item(self, number: int) -> Story:
        story = self._at_hand.get(number)
        if story is None:
            first, last = self._starts[number : number + 2].tolist()
            story = Shelved(bytes(self._data[first:last]))
            self._at_hand.put(number, story)
        return story


class AtHand:
    """The stories that were asked for last, by number; used by several threads."""

    def __init__(self, most: int = AT_HAND) -> None:
        self._most = most
        self._stories: OrderedDict[int, Story] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, number: int) -> Story | None:
        """Return a story that is at hand."""
        with self._lock:
            story = self._stories.get(number)
            if story is not None:
                self._stories.move_to_end(number)
            return story

    def put(self, number: int, story: Story) -> None:
        """Have a story at hand, and no longer the one that nobody asked for."""
        with self._lock:
            self._stories[number] = story
            while len(self._stories) > self._most:
                self._stories.popitem(last=False)


class ById(Mapping[str, Story]):
    """The present stories of a shelf by their articles' ids, in the order of their numbers."""

    def __init__(self, stories: Sequence[Story], numbers: Mapping[str, int]) -> None:
        self.stories = stories
        self.numbers = numbers

    def __getitem__(self, id_: str) -> Story:
        return self.stories[self.numbers[id_]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.numbers
