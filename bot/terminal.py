"""Telegram's HTML in a terminal: colours where there are any, quotations behind a bar."""

from __future__ import annotations

import html
import re

from rich.text import Text

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z-]+)(?P<attributes>[^>]*)>|(?P<text>[^<]+)")
_STYLES = {"b": "bold", "i": "italic", "u": "underline", "a": "underline", "blockquote": "cyan"}


def terminal_text(markup: str) -> Text:
    """Telegram's HTML as text for a terminal; quotations are indented by a bar."""
    out = Text()
    styles: list[str] = []
    quoting = False
    for match in _TAG.finditer(markup):
        if match["text"] is not None:
            said = html.unescape(match["text"])
            out.append(said.replace("\n", "\n│ ") if quoting else said, " ".join(s for s in styles if s))
        elif match["end"]:
            styles.pop()
            quoting = quoting and match["name"] != "blockquote"
        else:
            folded = match["attributes"].strip() == "expandable"
            styles.append("dim" if folded else _STYLES.get(match["name"], ""))
            if match["name"] == "blockquote":
                quoting = True
                out.append("│ ", styles[-1])
    return out
