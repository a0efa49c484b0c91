"""How much memory the bot takes."""

from __future__ import annotations

from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident(status: Path = _STATUS) -> int | None:
    """Return the bytes of memory that this process takes right now; None where the system does not say (no Linux)."""
    try:
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        words = next(line.split() for line in lines if line.startswith("VmRSS:"))
        return int(words[1]) * 1024  # always in kB there
    except (OSError, StopIteration, ValueError, IndexError):
        return None
