"""Stories on disk: each is read when it is asked for, and the last ones asked for stay at hand."""

from __future__ import annotations

import json
import mmap
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from operator import eq
from pathlib import Path

from knowledge.article import Article
from knowledge.lazy import LazySequence
from knowledge.reading.sentence import Sentence
from knowledge.retrieval.strings import Places
from knowledge.story import Story

AT_HAND = 1_000
"""Stories that stay in memory after they were asked for: some 40 kB each, more once they are read through."""
_ANY_TIME = {"now": datetime(9999, 1, 1, tzinfo=UTC)}
"""They were checked when they came in."""


def packed(story: Story) -> bytes:
    """Return a story as it is kept: what was checked, and where its sentences are, so that neither is done again."""
    article = story.article.model_dump_json(exclude_defaults=True)
    text = None if story.text == story.article.text else story.text
    sentences = [[one.start, one.end, one.paragraph, one.heading, one.never_quoted] for one in story.bare]
    return json.dumps([article, text, sentences, story.path, story.line], ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def unpacked(data: bytes) -> Story:
    """Return the story that was packed; raises ValueError where it is none."""
    article_json, text, sentences, path, line = json.loads(data.decode("utf-8", "surrogatepass"))
    article = Article.model_validate_json(article_json, context=_ANY_TIME)
    if text is None:
        text = article.text or ""
    return Story(article, text, _Sentences(text, sentences), path, line)


class _Sentences(LazySequence[Sentence]):
    """The sentences of a text, each made when it is asked for: of most stories that are opened, one is."""

    def __init__(self, text: str, places: Sequence[tuple[int, int, int, str | None, str]]) -> None:
        self._text = text
        self._places = places
        self._made: dict[int, Sentence] = {}

    def __len__(self) -> int:
        return len(self._places)

    def _item(self, index: int) -> Sentence:
        made = self._made.get(index)
        if made is None:
            start, end, paragraph, heading, never = self._places[index]
            made = Sentence(index, self._text[start:end], start, end, paragraph, heading, never_quoted=never)
            self._made[index] = made
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment] # as of a list


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
            story = unpacked(bytes(self._data[first:last]))
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
