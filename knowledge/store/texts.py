"""When two texts count as one, and the digest that stands for them in a key."""

from __future__ import annotations

import hashlib
import unicodedata

from knowledge.store.tables import cleaned


def normal(text: str) -> str:
    """Return `text` without case, spare spaces and the marks at its end; digits and accents stay what they are."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(" ?!.…？！。؟")


def digest(*parts: str) -> str:
    """Return a SHA-256 over texts, as 64 hexadecimal digits."""
    return hashlib.sha256("\n".join(cleaned(part) for part in parts).encode()).hexdigest()
