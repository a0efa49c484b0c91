"""Which update is being handled, wherever one is in the code: for the log's lines, and for what was sent for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

_handled: ContextVar[Handled | None] = ContextVar("handled", default=None)


@dataclass
class Handled:
    """An update while it is handled; `sending` once a message for it may have gone out."""

    update_id: int
    sending: bool = False


@contextlib.contextmanager
def handling(update_id: int) -> Iterator[Handled]:
    """Let all that is done meanwhile, in tasks and threads of `bot.work` too, be for this update."""
    found = Handled(update_id)
    token = _handled.set(found)
    try:
        yield found
    finally:
        _handled.reset(token)


def current() -> Handled | None:
    """Return the update that is being handled here; None where it is none, as in a task beside the answers."""
    return _handled.get()


def request_id() -> str:
    """Return what the log calls the update that is being handled, "-" where it is none."""
    found = _handled.get()
    return "-" if found is None else str(found.update_id)
