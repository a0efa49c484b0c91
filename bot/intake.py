"""What an admin sends, to the text of a draft: an address, a text, or a file that `dateline import` reads."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from bot.commands import sources
from bot.commands.sources import Received
from bot.fetching import FetchError, Rules, fetch
from knowledge import files
from knowledge.drafts import draft_text, is_article
from knowledge.reading.documents.encodings import decoded
from knowledge.reading.importing import Draft, Refused, Sender, UnreadableDocumentError, read_documents

MAX_BYTES = 5_000_000
"""Of a document that is sent or fetched: a book's text, and a quarter of what Telegram lets a bot download."""
MAX_DRAFT = 400_000
"""Characters of a draft, which take two seconds to be read as YAML: some 3,000 sentences."""
_YAML = (".yaml", ".yml")


class NoDraftError(Exception):
    """No draft can be made of it; the text says why, as the command line would."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The text of a draft, and what its editor should look at."""

    text: str
    notes: tuple[str, ...] = ()


def is_url(text: str) -> bool:
    """Whether a text is an address and nothing else."""
    return sources.is_url(text) and len(text.split()) == 1


async def fetched(url: str, rules: Rules) -> Received:
    """Return the document at an address; raises NoDraftError."""
    try:
        answer = await fetch(url, rules=rules, limit=MAX_BYTES)
    except FetchError as error:
        raise NoDraftError(str(error)) from None
    if answer.status != HTTPStatus.OK:
        raise NoDraftError(f"the server answered {answer.status}")
    return sources.received(answer)


def taken(data: bytes, name: str, *, now: datetime, ids: Collection[str], sender: Sender | None = None) -> Taken:
    """Make a draft of a document of one article; one of `ids`, which are taken, gets a number. Raises NoDraftError."""
    if len(data) > MAX_BYTES:
        raise NoDraftError(f"it is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        article = _article_file(data, name)
        if article is not None:
            return _bounded(article)
        found = list(read_documents(data, name=name, now=now, sender=sender))
    except UnreadableDocumentError as error:
        raise NoDraftError(str(error)) from None
    if len(found) != 1:
        raise NoDraftError(f"it holds {len(found)} articles; `dateline import` takes several")
    (draft,) = found
    if isinstance(draft, Refused):
        raise NoDraftError(f"{draft.where}: {draft.reason}")
    return _bounded(_of(draft, ids))


def _bounded(taken: Taken) -> Taken:
    if len(taken.text) > MAX_DRAFT:
        raise NoDraftError(f"as an article file it is longer than {MAX_DRAFT:,} characters; use `dateline import`")
    return taken


def _of(draft: Draft, ids: Collection[str]) -> Taken:
    article = dict(draft.article)
    id_ = str(article["id"])
    number = 2
    while article["id"] in ids:
        article["id"] = f"{id_}-{number}"
        number += 1
    return Taken(draft_text(article), draft.notes)


def _article_file(data: bytes, name: str) -> Taken | None:
    """The draft that an article's own file is; None where it is another kind of document."""
    lower = name.lower()
    if lower.endswith(_YAML):
        try:
            text = data.decode("utf-8-sig")
            if len(text) > MAX_DRAFT:
                return Taken(text)
            fields, _ = files.yaml_mapping(text)
        except UnicodeDecodeError:
            raise NoDraftError("it is not UTF-8") from None
        except files.BadFileError as error:
            raise NoDraftError(f"line {error.line}: {error}") from None
        return Taken(draft_text(fields) if "document" in fields else text)
    if lower.endswith(".json"):
        try:
            fields = json.loads(decoded(data).text)
        except (ValueError, RecursionError):
            return None  # what is wrong with it is said by who reads documents
        return Taken(draft_text(fields)) if is_article(fields) else None
    return None
