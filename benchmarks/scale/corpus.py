"""Article files of a given size: real articles first, then varied copies of them (see variation.py)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TextIO

from benchmarks.scale.variation import Raw, Variation
from knowledge import files
from knowledge.files import Entry, Fault
from knowledge.loading import each_story, read_entry
from knowledge.story import Story

_A_FILE = 1_000
"""Articles of one file."""


class Corpus:
    """A folder of JSON Lines that grows; `sentences` are those of its articles, for the peers."""

    def __init__(self, articles: Path, folder: Path, now: datetime) -> None:
        self.folder = folder
        self.sentences: list[str] = []
        self.articles = 0
        self.real = 0
        self._now = now
        self._each = self._stories(articles)
        folder.mkdir(parents=True)

    def grow(self, size: int) -> None:
        """Add articles until there are `size` sentences, the last article whole; what is there stays as it is."""
        while len(self.sentences) < size:
            with (self.folder / f"{self.articles:08}.jsonl").open("w", encoding="utf-8") as file:
                self._fill(file, size)

    def _fill(self, file: TextIO, size: int) -> None:
        for _ in range(_A_FILE):
            raw, story = next(self._each)
            file.write(json.dumps(raw, ensure_ascii=False) + "\n")
            self.sentences += [sentence.text for sentence in story.bare]
            self.articles += 1
            if len(self.sentences) >= size:
                return

    def _stories(self, path: Path) -> Iterator[tuple[Raw, Story]]:
        """Yield the real articles, then copy 1 of each, copy 2, and so on without an end.

        A copy that is not cut into as many sentences as its article is left out.
        """
        real: list[tuple[Raw, int]] = []
        faults: list[Fault] = []
        taken: dict[str, tuple[str, int]] = {}
        for file in files.article_files([path]):
            for entry, story in each_story(file, faults, taken, now=self._now):
                if isinstance(entry.data.get("text"), str):
                    real.append((entry.data, len(story.bare)))
                    self.real += 1
                    yield entry.data, story
        if not real:
            raise SystemExit(f"{path} has no article with a `text`")
        variation = Variation(raw for raw, _ in real)
        for number in count(1):
            for raw, sentences in real:
                varied = variation.copy(raw, number)
                copied, _ = read_entry(Entry(path, 0, varied, lambda _: 0), now=self._now)
                if copied is not None and len(copied.bare) == sentences:
                    yield varied, copied
