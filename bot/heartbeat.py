"""That the loop lives, said to whoever watches from outside: by a file's time, and to systemd."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from pathlib import Path

SECONDS = 10
"""Between two beats."""
READY, STOPPING = "READY=1", "STOPPING=1"
_BEAT = "WATCHDOG=1"

_log = logging.getLogger(__name__)


async def beat(path: Path | None) -> None:
    """Touch `path`, and tell systemd's watchdog, while the loop lives."""
    while True:
        tell_systemd(_BEAT)
        if path is not None:
            try:
                await asyncio.to_thread(path.touch)
            except OSError as error:
                _log.warning("the heartbeat file cannot be touched: %s", error.strerror)
        await asyncio.sleep(SECONDS)


def tell_systemd(state: str) -> None:
    """Say it where systemd started the bot and listens; see sd_notify(3)."""
    where = os.environ.get("NOTIFY_SOCKET", "")
    if not where:
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.settimeout(1)
            out.sendto(state.encode(), "\0" + where[1:] if where.startswith("@") else where)
    except OSError as error:
        _log.warning("systemd cannot be told %s: %s", state, error.strerror)
