"""Logging that never shows the token: not in a message, not in an argument, not in a traceback."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import threading
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from traceback import format_tb
from types import TracebackType
from typing import TextIO

import regex

from bot import tracing

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# Also where no word begins: a URL has /bot123456:AA…
_TOKEN = regex.compile(r"(?<!\d)\d{3,20}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
_PIECE = 12
"""Characters in a row of a token that are hidden, too: who shortens a text may cut one through."""
_HIDDEN = "[token]"
_SHORTEST_SECRET = 8
_TRACEBACK = "Traceback (most recent call last):"
# httpx logs every URL at INFO, and the token is a part of each; at DEBUG these two say what an update says, and what
# is written into the store.
_LOUD = (
    *("httpx", "httpcore", "aiohttp", "telegram", "aiolimiter", "apscheduler", "alembic"),
    *("aiosqlite", "sqlalchemy", "asyncpg", "uvicorn"),
)
# Logs every answer that is no JSON, whole: half an answer to getUpdates has what readers wrote. That it failed is said
# by who asked.
_MUTE = "telegram.request"
_log = logging.getLogger(__name__)


class RedactingFormatter(logging.Formatter):
    """Formats a record and then hides every secret in what came out, traceback included.

    Each line has the number of the update that it is about, as `request`, "-" where it is about none.
    """

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request)s]: %(message)s")
        parts = {part for secret in secrets for part in (secret, secret.partition(":")[2])}
        self._secrets = sorted((part for part in parts if len(part) >= _SHORTEST_SECRET), key=len, reverse=True)
        self._pieces = _pieces_of(secret.partition(":")[2] for secret in secrets if _TOKEN.fullmatch(secret))

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or the lines of a traceback, without a secret."""
        record.request = tracing.request_id()
        return self.redact(super().format(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's own name
        """Return the traceback; of a fault in an update without what the exceptions say, which may quote a reader."""
        if tracing.current() is None or ei[1] is None:
            return super().formatException(ei)
        found: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            found.append(f"{_TRACEBACK}\n{''.join(format_tb(error.__traceback__))}{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(reversed(found))

    def redact(self, text: str) -> str:
        """Return `text` with every secret, and all that looks like a bot's token, hidden."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        text = _TOKEN.sub(_HIDDEN, text)
        return self._pieces.sub(_HIDDEN, text) if self._pieces is not None else text


def _pieces_of(secrets: Iterable[str]) -> regex.Pattern[str] | None:
    """What finds a piece of one of them, to the end of its word; None where there are none."""
    found = {one[start : start + _PIECE] for one in secrets for start in range(len(one) - _PIECE + 1)}
    return regex.compile(rf"(?:{'|'.join(map(regex.escape, sorted(found)))})[A-Za-z0-9_-]*") if found else None


class JSONFormatter(RedactingFormatter):
    """The same as one JSON object a line, for who collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback is a field of it. JSON escapes nothing that a secret is made of."""
        found = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": tracing.request_id(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            found["traceback"] = self.formatException(record.exc_info)
        return self.redact(json.dumps(found))


class RedactingHandler(logging.StreamHandler[TextIO]):
    """Writes redacted lines; a line that cannot be written is lost rather than dumped raw, token and all."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say where, and nothing of what: logging's own report prints the arguments."""
        with contextlib.suppress(Exception):
            print(f"a log line of {record.name} could not be written", file=sys.__stderr__)


def configure(level: str, *, secrets: Collection[str] = (), as_json: bool = False) -> RedactingFormatter:
    """Log to stderr from `level` on, redacted; returns the formatter, whose `redact` serves other output."""
    formatter = JSONFormatter(secrets) if as_json else RedactingFormatter(secrets)
    handler = RedactingHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _LOUD:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger(_MUTE).setLevel(logging.CRITICAL)
    return formatter


def watch_crashes() -> None:
    """From now on what nobody catches, in any thread, is logged, or written as the log would have it: redacted.

    Python's own report has the whole text of an exception, in which a URL with the token may stand.
    """
    sys.excepthook = _crashed
    threading.excepthook = lambda found: _crashed(found.exc_type, found.exc_value, found.exc_traceback)
    sys.unraisablehook = lambda found: _crashed(found.exc_type, found.exc_value, found.exc_traceback)


def _crashed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    info = (kind, error if error is not None else kind(), trace)
    if any(isinstance(one, RedactingHandler) for one in logging.getLogger().handlers):
        _log.critical("a fault that nobody caught", exc_info=info)
    else:
        formatter = RedactingFormatter()
        print(formatter.redact(formatter.formatException(info)), file=sys.stderr)
