"""Article files become validated stories; what is wrong with one never takes the others down."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rapidfuzz import process

from knowledge import files
from knowledge.article import Article
from knowledge.files import Entry, Fault
from knowledge.reading import NotInDocumentError, split, stored_text
from knowledge.story import Story

Progress = Callable[[str], None]
"""Called with the id of every article that was read."""

Inspect = Callable[[Entry, Story], None]
"""Called with every article and the file entry that it was read from."""

Taken = MutableMapping[str, tuple[str, int]]
"""The path and the line of the article of every id."""

_FIELDS = tuple(Article.model_fields)


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
    taken: Taken = {}
    for path in paths:
        try:
            found = files.article_files([path])
        except FileNotFoundError:
            faults.append(Fault(str(path), 0, "file", "is not there; check the path"))
            continue
        for file in found:
            for entry, story in each_story(file, faults, taken, now=now, drafts=drafts):
                stories[story.article.id] = story
                if inspect:
                    inspect(entry, story)
                if progress:
                    progress(story.article.id)
    return stories, faults


def each_story(
    file: Path, faults: list[Fault], taken: Taken, *, now: datetime, drafts: bool = False
) -> Iterator[tuple[Entry, Story]]:
    """Yield the stories of one article file and their entries; what is wrong with others goes to `faults`.

    `taken` has the path and line of every id that is taken, and gets those of this file.
    """
    yield from of_entries(files.read(file), faults, taken, now=now, drafts=drafts)


def of_entries(
    entries: Iterable[Entry | Fault], faults: list[Fault], taken: Taken, *, now: datetime, drafts: bool = False
) -> Iterator[tuple[Entry, Story]]:
    """Yield the stories of entries, as `each_story` does."""
    for entry in entries:
        if isinstance(entry, Fault):
            faults.append(entry)
            continue
        story, wrong = read_entry(entry, now=now)
        faults += wrong
        if story is None or (wrong and not drafts):
            continue
        place = story.path, story.line
        first = taken.setdefault(story.article.id, place)
        if first is place:
            yield entry, story
        elif first != place:
            message = f"`{story.article.id}` is taken by {first[0]}:{first[1]}; ids must differ"
            faults.append(Fault(str(entry.path), entry.locate(("id",)), "id", message))


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
