"""A lexicon as files of one folder, each array mapped when it is opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.lexicon import Lexicon
from knowledge.retrieval.strings import Keys, Postings, Strings

_ARRAYS = ("key", "count", "capitals", "plain", "lengths", "name_starts", "name_count", "name_keys", "key_starts")
_STRINGS = ("words", "initials")
_POSTINGS = ("by_trigram", "by_sound")
_PLAIN = ("more", "sentences", "languages", "scripts")


def write(lexicon: Lexicon, keys: Keys, folder: Path) -> None:
    """Write a lexicon and the keys it was frozen with, to which none were added."""
    folder.mkdir()
    arrays: dict[str, NDArray[Any]] = {name: getattr(lexicon, name) for name in _ARRAYS}
    arrays |= {name: getattr(lexicon, name).sorted for name in _STRINGS}
    for name in _POSTINGS:
        postings: Postings = getattr(lexicon, name)
        arrays |= {f"{name}.names": postings.names.sorted, f"{name}.starts": postings.starts}
        arrays[f"{name}.numbers"] = postings.numbers
    arrays |= {"keys.sorted": keys.base.sorted, "keys.ids": keys.ids, "keys.frequency": keys.frequency}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    plain = {name: getattr(lexicon, name) for name in _PLAIN}
    (folder / "lexicon.json").write_text(json.dumps(plain, ensure_ascii=False), "utf-8", "surrogatepass")


def read(folder: Path) -> tuple[Lexicon, Keys]:
    """Open what was written; raises OSError or ValueError where it is not whole."""
    plain: Mapping[str, Any] = json.loads((folder / "lexicon.json").read_text("utf-8", "surrogatepass"))

    def array(name: str) -> NDArray[Any]:
        # Arrays of their own kind, which numpy is quicker with.
        found: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray)
        return found

    def postings(name: str) -> Postings:
        return Postings(Strings(array(f"{name}.names")), array(f"{name}.starts"), array(f"{name}.numbers"))

    fields: dict[str, Any] = {**plain, "scripts": tuple(plain["scripts"])}
    fields |= {name: array(name) for name in _ARRAYS}
    fields |= {name: Strings(array(name)) for name in _STRINGS}
    fields |= {name: postings(name) for name in _POSTINGS}
    return Lexicon(**fields), Keys(Strings(array("keys.sorted")), array("keys.ids"), {}, array("keys.frequency"))
