"""What a process takes of the machine, read from outside of it (Linux)."""

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

import httpx

_STORE = re.compile(r"\.db(?:-wal|-shm)?$")


@dataclass(frozen=True)
class Footprint:
    """Memory that no file backs in MB, open file handles, of these sockets, and tasks of the loop.

    The store's own files are left out: SQLAlchemy keeps up to five connections, and opens one when it is first needed.
    """

    memory: float
    handles: int
    connections: int
    tasks: int


def memory_of(pid):
    """The RssAnon of a process and of those that it has started, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    own = int(re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024
    return own + sum(map(memory_of, children_of(pid)))


def children_of(pid):
    """The processes that a process has started, whichever of its threads did."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # the thread has ended meanwhile
            found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


async def footprint(bot):
    """The footprint of a BotProcess that serves its metrics."""
    async with httpx.AsyncClient() as client:
        metrics = (await client.get(f"{bot.url}/metrics")).text
    links = [link for link in _handles(bot.pid) if not _STORE.search(link)]
    sockets = sum(link.startswith("socket:") for link in links)
    return Footprint(memory_of(bot.pid), len(links), sockets, int(float(figure(metrics, "dateline_tasks"))))


def _handles(pid):
    links = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.append(str(link.readlink()))
        except OSError:  # closed meanwhile
            continue
    return links


def figure(metrics, name):
    """One figure of Prometheus's text format."""
    return re.search(rf"^{name} (\S+)$", metrics, re.MULTILINE)[1]
