"""What a process takes of the machine, read from outside of it (Linux)."""

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
    """The RssAnon of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return int(re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024


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
