"""The library: article files become validated, indexed stories in one immutable snapshot.

A reload builds the next snapshot beside the running one and swaps in one assignment; readers of the old one keep
a whole library.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from rapidfuzz import process

from knowledge import duplicates, files
from knowledge.article import Article, Status, moment
from knowledge.files import Entry, Fault
from knowledge.reading import NotInDocumentError, split, stored_text
from knowledge.retrieval.engine import Engine
from knowledge.rulings import Ruling, ruled
from knowledge.story import Story

Progress = Callable[[str], None]
"""Called with the id of every article that was read."""

Inspect = Callable[[Entry, "Story"], None]
"""Called with every article and the file entry that it was read from."""

_FIELDS = tuple(Article.model_fields)


@dataclass(frozen=True)
class Library:
    """An immutable snapshot of every usable article, with its index and the faults of what was refused."""

    stories: Mapping[str, Story]
    faults: tuple[Fault, ...]
    loaded_at: datetime

    @classmethod
    def load(cls, paths: Iterable[Path], *, now: datetime, progress: Progress | None = None) -> Library:
        """Read, validate and index the articles of `paths`; what is wrong with one is in `faults`.

        `now` (aware) tells what lies in the future. A path that is not there is a fault as well.
        """
        stories, faults = read_stories(paths, now=now, progress=progress)
        library = cls(MappingProxyType(stories), tuple(faults), now)
        library.index, library.siblings  # noqa: B018 - built now, so that a swap hands over a whole library
        return library

    @classmethod
    def of(cls, stories: Iterable[Story], *, now: datetime) -> Library:
        """Make a library of stories that are already in memory."""
        return cls(MappingProxyType({story.article.id: story for story in stories}), (), now)

    @cached_property
    def index(self) -> Engine[Story]:
        """The search index over the stories that may ever be quoted, in their order."""
        return Engine.build(
            story for story in self.stories.values() if story.article.status in {Status.USABLE, Status.CORRECTED}
        )

    @cached_property
    def siblings(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the articles that are mostly one text with that of an id: a wire story in several outlets."""
        ids = tuple(self.stories)
        found = duplicates.siblings(" ".join(s.text for s in story.bare) for story in self.stories.values())
        return {ids[place]: tuple(ids[other] for other in others) for place, others in found.items()}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Language codes of the articles, the most frequent first."""
        counts = Counter(story.article.language.split("-", 1)[0].lower() for story in self.stories.values())
        return tuple(code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def latest(self, now: datetime, limit: int, offset: int = 0) -> tuple[Article, ...]:
        """Return articles that may be shown at `now`, newest first; undated ones come last."""
        shown = [article for article in self._newest_first if article.quotable(now)]
        return tuple(shown[offset : offset + limit])

    @cached_property
    def _newest_first(self) -> tuple[Article, ...]:
        dated = sorted(
            (story.article for story in self.stories.values()),
            key=lambda a: (a.published is not None and moment(a.published).timestamp(), a.id),
            reverse=True,
        )
        return tuple(dated)

    def under(self, rulings: Mapping[str, Ruling]) -> Library:
        """Return the same library as `rulings`, by the article's id, leave it.

        The index keeps all its sentences: those of a withheld article are found, but never quotable.
        """
        changed = {id_: ruled(self.stories[id_], ruling) for id_, ruling in rulings.items() if id_ in self.stories}
        if not changed:
            return self
        stories = {**self.stories, **changed}
        found = replace(self, stories=MappingProxyType(stories))
        index = replace(self.index, stories=tuple(stories[story.article.id] for story in self.index.stories))
        vars(found).update(index=index, siblings=self.siblings)
        return found

    def __len__(self) -> int:
        return len(self.stories)


def read_stories(
    paths: Iterable[Path],
    *,
    now: datetime,
    progress: Progress | None = None,
    drafts: bool = False,
    inspect: Inspect | None = None,
) -> tuple[dict[str, Story], list[Fault]]:
    """Return the valid articles of `paths` by id, and the faults of the others, without an index.

    With `drafts`, articles with open questions come too, their questions being faults all the same. `inspect` is
    called with each of the articles and its entry, which is not kept.
    """
    stories: dict[str, Story] = {}
    faults: list[Fault] = []
    for path in paths:
        try:
            found = files.article_files([path])
        except FileNotFoundError:
            faults.append(Fault(str(path), 0, "file", "is not there; check the path"))
            continue
        for file in found:
            for entry in files.read(file):
                if isinstance(entry, Fault):
                    faults.append(entry)
                    continue
                outcome, wrong = read_entry(entry, now=now)
                faults += wrong
                if outcome is None or (wrong and not drafts):
                    continue
                if outcome.article.id in stories:
                    first = stories[outcome.article.id]
                    if (first.path, first.line) != (outcome.path, outcome.line):
                        message = f"`{outcome.article.id}` is taken by {first.path}:{first.line}; ids must differ"
                        faults.append(Fault(str(file), entry.locate(("id",)), "id", message))
                else:
                    stories[outcome.article.id] = outcome
                    if inspect:
                        inspect(entry, outcome)
                    if progress:
                        progress(outcome.article.id)
    return stories, faults


def read_entry(entry: Entry, *, now: datetime) -> tuple[Story | None, list[Fault]]:
    """Return the story of one raw article, and what is wrong with it: a story with faults is a draft."""

    def fault(place: Sequence[str | int], message: str) -> Fault:
        field = ".".join(str(step) for step in place) or "article"
        return Fault(str(entry.path), entry.locate(tuple(place)), field, message)

    try:
        article = Article.model_validate(entry.data, context={"now": now})
    except ValidationError as error:
        return None, [fault(*_plain_english(one, entry.data)) for one in error.errors(include_url=False)]
    open_questions = [
        fault((question.field,), f"open question: {question.question}") for question in article.open_questions
    ]
    try:
        document = _document(article, entry.path)
    except ValueError as error:
        return None, [*open_questions, fault(("document",), str(error))]
    text = stored_text(article, document)
    try:
        bare = split(article, text)
    except NotInDocumentError as error:
        place = ("sections", error.section, "sentences", error.sentence, "text")
        return None, [*open_questions, fault(place, str(error))]
    if not bare:
        return None, [*open_questions, fault(("text",), "has no sentence")]
    return Story(article, text, bare, str(entry.path), entry.line), open_questions


def _document(article: Article, path: Path) -> str | None:
    """Return the text of the article's document; raises ValueError with what is wrong with it."""
    if article.document is None:
        return None
    folder = path.parent.resolve()
    file = (folder / article.document.path).resolve()
    if not file.is_relative_to(folder):
        raise ValueError(f"{article.document.path} lies outside the article's folder; put it beside the article")
    try:
        data = file.read_bytes()
    except OSError:
        raise ValueError(f"{article.document.path} cannot be read; it belongs beside the article") from None
    found = hashlib.sha256(data).hexdigest()
    if found != article.document.sha256:
        raise ValueError(f"{article.document.path} has changed: its sha256 is {found}; import it again")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{article.document.path} is not UTF-8") from None


_MESSAGES = {
    "missing": "is missing",
    "string_too_short": "is empty",
    "string_pattern_mismatch": "has characters or a form that are not allowed here",
    "enum": "is none of the known values",
    "literal_error": "is none of the known values",
    "string_type": "must be text; put it in quotes",
    "too_short": "is empty",
}


def _plain_english(error: Any, data: Mapping[str, Any]) -> tuple[tuple[str | int, ...], str]:  # noqa: ANN401 - pydantic's ErrorDetails
    """Return (place, message) of one of pydantic's errors; its own wording is for programmers."""
    place = _without_types(error["loc"], data)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        name = str(place[-1])
        near = process.extractOne(name, _FIELDS, score_cutoff=70)
        return place, f"unknown key `{name}`" + (f"; did you mean `{near[0]}`?" if near else "")
    if kind == "value_error":
        return place, str(error["msg"]).removeprefix("Value error, ")
    if kind == "string_too_long":
        return place, f"is longer than {context['max_length']} characters; split it"
    message = _MESSAGES.get(kind, error["msg"][:1].lower() + error["msg"][1:])
    if "expected" in context:
        message += f": {context['expected']}"
    if isinstance(error.get("input"), str) and kind not in {"missing", "string_too_short"}:
        message += f" (here: {error['input'][:40]!r})"
    return place, message


def _without_types(place: Sequence[str | int], data: Any) -> tuple[str | int, ...]:  # noqa: ANN401 - raw file data
    """Drop the names of union members that pydantic mixes into a place: keep what the file has."""
    kept: list[str | int] = []
    last = len(place) - 1
    for number, step in enumerate(place):
        if isinstance(data, Mapping) and step in data:
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step] if step < len(data) else None
        elif number < last or not isinstance(data, Mapping):
            continue
        kept.append(step)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Diff:
    """What a reload changed: ids, and the faults of what was refused. `kept` where the old library stays."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[Fault, ...] = ()
    kept: bool = False


class LiveLibrary:
    """The library that is being asked, and how the next one takes its place.

    `current` is what was loaded as the rulings of admins leave it, which outlast every reload.
    """

    def __init__(self, paths: Iterable[Path], *, now: datetime) -> None:
        self._paths = tuple(paths)
        self._reloading, self._swapping = threading.Lock(), threading.Lock()
        self._rulings: dict[str, Ruling] = {}
        self._loaded = self.current = Library.load(self._paths, now=now)

    def reload(self, now: datetime) -> Diff:
        """Load the paths anew beside the running library and swap; one reload at a time.

        Where a path is missing or nothing usable came, the running library stays.
        """
        with self._reloading:
            old = self._loaded
            new = Library.load(self._paths, now=now)
            missing = any(not path.exists() for path in self._paths)
            if missing or (not new.stories and old.stories):
                return Diff(refused=new.faults, kept=True)
            _carry_over(old, new)
            with self._swapping:
                self._loaded, self.current = new, new.under(self._rulings)
            return difference(old, new)

    def rule(self, rulings: Mapping[str, Ruling]) -> None:
        """Let `rulings`, by the article's id, hold from now on, also while a reload goes on; an empty one ends it."""
        with self._swapping:
            changed = {**self._rulings, **rulings}
            self._rulings = {id_: ruling for id_, ruling in changed.items() if ruling}
            self.current = self._loaded.under(self._rulings)

    def ruling(self, article_id: str) -> Ruling:
        """Return what holds of an article, an empty ruling where nothing was decided."""
        return self._rulings.get(article_id, Ruling())

    @property
    def rulings(self) -> Mapping[str, Ruling]:
        """Everything that was decided."""
        return MappingProxyType(self._rulings)


def _carry_over(old: Library, new: Library) -> None:
    """Let articles that have not changed keep what was read in them: reading is what takes the time."""
    for id_, story in new.stories.items():
        before = old.stories.get(id_)
        if before is not None and before.is_read and _said(before) == _said(story):
            story.take_over(before)


def difference(old: Library, new: Library) -> Diff:
    """Return what `new` has that `old` had not, and the other way round."""
    both = old.stories.keys() & new.stories.keys()
    return Diff(
        added=tuple(sorted(new.stories.keys() - old.stories.keys())),
        changed=tuple(sorted(id_ for id_ in both if _said(old.stories[id_]) != _said(new.stories[id_]))),
        removed=tuple(sorted(old.stories.keys() - new.stories.keys())),
        refused=new.faults,
    )


def _said(story: Story) -> tuple[Article, str]:
    return story.article, story.text
