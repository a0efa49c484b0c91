"""One poll: what a feed's state is after an answer, and what is to be read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from knowledge.article import Status
from knowledge.feeds import entries, timing
from knowledge.feeds.entries import Entry
from knowledge.feeds.state import FeedState
from knowledge.feeds.timing import Random
from knowledge.reading.documents.manuscript import UnreadableDocumentError
from knowledge.reading.importing import Refused, Sender

TELL_AFTER = 3
"""Failures in a row from which admins are told: one alone is a server that was restarted."""
AT_A_POLL = 500
"""Entries that are read of one poll: a feed of thousands shares the processor with readers' questions."""
REMEMBERED = timedelta(days=30)
"""How long an item is remembered that no longer stands in its feed."""
_OK, _UNCHANGED, _GONE = 200, 304, 410
_WAITING = frozenset({429, 503})
_LONGEST_VALIDATOR = 1000


class News(StrEnum):
    """What admins are told of a feed, once each time."""

    FAILING = "failing"
    DEAD = "dead"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: header names in lower case; `moved` is where the address has moved for good."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    sender: Sender = field(default_factory=Sender)
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The state after a poll, the entries that are new or changed, what is taken back, and what is to be told."""

    state: FeedState
    entries: tuple[Entry, ...] = ()
    withdrawn: Mapping[str, Status] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    news: News | None = None


def step(state: FeedState, reply: Reply | str, *, now: datetime, every: timedelta, random: Random) -> Step:
    """Return what comes of a poll of `state` at `now` (aware); a `reply` of words is why there was none.

    The entries are not in the new state yet: they are added to it (`with_items`) as they are written, so that what
    was not written is read again.
    """
    if isinstance(reply, str):
        return failed(state, reply, now=now, every=every, random=random)
    if reply.status == _GONE and state.moved is None:
        error = "the server answered 410: the feed is gone for good"
        gone = _tried(state, now, error=error, failures=state.failures + 1, next_poll=None, dead=True, told=True)
        return Step(gone, news=News.DEAD if not state.dead else None)
    if reply.status == _UNCHANGED:
        return _succeeded(state, reply, now, every, random)
    if reply.status != _OK:
        asked = timing.retry_after(reply.headers.get("retry-after"), now) if reply.status in _WAITING else None
        why = f"the server answered {reply.status}"
        return failed(state, why, now=now, every=every, random=random, not_before=now + asked if asked else None)
    try:
        found = entries.read(reply.body, reply.sender)
    except UnreadableDocumentError as error:
        return failed(state, str(error), now=now, every=every, random=random)
    good = _succeeded(state, reply, now, every, random)
    seen = {
        entry.key: known.model_copy(update={"seen": now})
        for entry in found.entries
        if (known := state.items.get(entry.key))
    }
    kept = {key: item for key, item in state.items.items() if now - item.seen <= REMEMBERED}
    new = tuple(one for one in found.entries if one.key not in seen or seen[one.key].digest != one.digest)
    # Where there are more the rest comes with the next poll, which is then not to be answered "unchanged".
    whole = len(new) <= AT_A_POLL
    after = good.state.model_copy(
        update={
            "items": {**kept, **seen},
            "etag": _sendable(reply.headers.get("etag")) if whole else None,
            "last_modified": _sendable(reply.headers.get("last-modified")) if whole else None,
        }
    )
    digests = {key: item.digest for key, item in kept.items()}
    withdrawn = {key: status for key, status in found.withdrawn.items() if digests.get(key) != str(status)}
    return Step(after, new[:AT_A_POLL], withdrawn, found.refused, good.news)


def failed(
    state: FeedState, why: str, *, now: datetime, every: timedelta, random: Random, not_before: datetime | None = None
) -> Step:
    """Return the state after a poll that failed: what was read before stays, and the next try is later.

    Where it failed for long at an address that it had moved to, the next try is at its own.
    """
    failures = state.failures + 1
    next_poll = timing.after_failure(now, every, failures, random)
    tell = failures >= TELL_AFTER and not state.told
    after = _tried(
        state,
        now,
        error=why,
        failures=failures,
        next_poll=max(next_poll, not_before) if not_before else next_poll,
        moved=None if failures % TELL_AFTER == 0 else state.moved,
        told=state.told or tell,
    )
    return Step(after, news=News.FAILING if tell else None)


def _succeeded(state: FeedState, reply: Reply, now: datetime, every: timedelta, random: Random) -> Step:
    after = _tried(
        state,
        now,
        last_success=now,
        next_poll=timing.regular(now, every, random),
        failures=0,
        error=None,
        told=False,
        moved=reply.moved or state.moved,
    )
    return Step(after, news=News.RECOVERED if state.told else None)


def _tried(state: FeedState, now: datetime, **changed: object) -> FeedState:
    return state.model_copy(update={"last_try": now, **changed})


def _sendable(value: str | None) -> str | None:
    """A validator that can be sent back as it came."""
    return value if value and value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else None
