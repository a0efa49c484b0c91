"""What README and docs/ show of the terminal: the commands, and what they are said to print."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHELLS = {"sh", "bash", "console"}
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_GAP = re.compile(r"^\s*(?:…|\(.*)$")


@dataclass
class Shown:
    """A command as a page has it, and the lines under it."""

    page: str
    command: str
    printed: list[str] = field(default_factory=list)

    def pieces(self):
        """What must stand in the output, in this order; between two of them a page leaves something out."""
        found, piece = [], []
        for line in [*self.printed, "…"]:
            if _GAP.match(line):
                found += [plain(part) for part in "\n".join(piece).split("…")]
                piece = []
            else:
                piece.append(line)
        return [one for one in found if one]


def plain(text):
    """A text without where its lines end, the bars of quotations, and what grows older by itself."""
    text = re.sub(r"\b\d+ years old", "N years old", re.sub(r"^\s*│", "", text, flags=re.MULTILINE))
    return " ".join(text.split())


def blocks(page):
    """The fenced blocks of a page: their kind, and their text."""
    return _BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


def commands(page):
    """Every command of a page: each line of a shell's block, and whatever stands behind a `$` elsewhere."""
    found = []
    for kind, text in blocks(page):
        prompted = any(line.startswith("$ ") for line in text.splitlines())
        if kind not in SHELLS and not prompted:
            continue
        for line in text.splitlines():
            if prompted and not line.startswith("$ "):
                found[-1].printed.append(line)
            elif line.strip():
                found.append(Shown(page, re.sub(r"\s+# .*", "", line.removeprefix("$ "))))
    return found


def conversation(page):
    """What is typed in the conversation that a page shows, and what is answered to each line."""
    text = next(text for kind, text in blocks(page) if kind == "text" and text.startswith("> "))
    found = []
    for line in text.splitlines():
        if line.startswith("> "):
            found.append(Shown(page, line.removeprefix("> ")))
        else:
            found[-1].printed.append(line)
    return found
