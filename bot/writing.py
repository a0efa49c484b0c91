"""Article files as programs write them: in one step, and with a digest of each value to know an editor's by."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from knowledge import files


def replace_file(path: Path, data: bytes) -> None:
    """Write a file in one step: readers see the old one or the new one, never half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def article_yaml(article: Mapping[str, object]) -> bytes:
    """Return an article as its file has it, days without quotes."""
    dates = ("published", "updated")
    plain = {
        name: date.fromisoformat(value) if name in dates and isinstance(value, str) and len(value) == 10 else value
        for name, value in article.items()
    }
    return files.dump_yaml(plain).encode()


def digest_of(value: object) -> str:
    """Return a short digest of a value from an article file."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
