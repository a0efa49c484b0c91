"""A sentence-embedding model from a folder on disk, run by onnxruntime: its file checked, tried, then trusted.

The folder holds `model.onnx` and `tokenizer.json` as sentence-transformers and its exporters write them, and may hold
`config_sentence_transformers.json`, whose `prompts` for `query` and `document` (or `passage`) are put before the
texts: the E5 models need "query: " and "passage: ". Nothing is ever downloaded. onnxruntime and tokenizers come with
the extra `dateline[semantic]` and are imported only here, when a model is loaded.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.retrieval.matching import Floats

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL, TOKENIZER, PROMPTS = "model.onnx", "tokenizer.json", "config_sentence_transformers.json"
LONGEST = 128
"""How many tokens of a text are read: what all-MiniLM-L6-v2 was trained with."""
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_NEEDED = {"input_ids", "attention_mask"}


class ModelError(Exception):
    """The model cannot be used; the text is one line that says what to do."""


class SentenceModel:
    """A model that was loaded and tried (`load` makes one); thread-safe."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, prompts: tuple[str, str]) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._prompts = prompts
        self._inputs = {one.name for one in session.get_inputs()}
        self._output = session.get_outputs()[0].name
        self.dimensions = 0
        """How many numbers a vector has."""

    def question(self, text: str) -> Floats:
        """Return the unit vector of a question."""
        return self._unit(self._prompts[0] + text)

    def passage(self, text: str) -> Floats:
        """Return the unit vector of a sentence that may answer."""
        return self._unit(self._prompts[1] + text)

    def run(self, ids: list[int]) -> Floats:
        """Return what the model makes of one text's tokens: a vector a token, or one for the whole text.

        One text at a time, so that a vector does not depend on the texts beside it.
        """
        tokens = np.array([ids], dtype=np.int64)
        fed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
        (found,) = self._session.run([self._output], {name: fed[name] for name in sorted(self._inputs)})
        return np.asarray(found)

    def _unit(self, text: str) -> Floats:
        readable = text.encode("utf-8", "replace").decode()  # a lone surrogate is no text to a tokenizer
        ids = self._tokenizer.encode(readable).ids
        if not ids:
            return np.zeros(self.dimensions)
        found = self.run(ids)[0]
        pooled = found.mean(axis=0) if found.ndim == 2 else found
        length = float(np.linalg.norm(pooled))
        return np.asarray(pooled / length if length > 0 else pooled)


def load(folder: Path, sha256: str) -> SentenceModel:
    """Load the model in `folder` and try it; raises ModelError.

    `sha256` is the SHA-256, in hexadecimal, of model.onnx and tokenizer.json one after the other:
    `cat model.onnx tokenizer.json | sha256sum`. What is checked is what is loaded: each file is read once.
    """
    try:
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - an extra
        from tokenizers import Tokenizer  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ModelError(
            f"{folder}: a model needs onnxruntime and tokenizers ({error.name} is missing): run `make semantic`, or "
            "install dateline[semantic]"
        ) from None
    model, tokens = _read(folder / MODEL), _read(folder / TOKENIZER)
    found = hashlib.sha256(model)
    found.update(tokens)
    if found.hexdigest() != sha256.lower():
        raise ModelError(
            f"{folder}: {MODEL} and {TOKENIZER} are not the ones that were pinned: their SHA-256 is "
            f"{found.hexdigest()}, not {sha256.lower()}; fetch them anew, or pin these if you meant to change them"
        )
    prompts = _prompts(folder / PROMPTS)
    options = SessionOptions()
    options.log_severity_level = 3  # errors alone; ours say what to do
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # an idle bot should be idle
    try:
        tokenizer = Tokenizer.from_buffer(tokens)
    except Exception as error:  # noqa: BLE001 - tokenizers raises nothing narrower
        raise ModelError(f"{folder / TOKENIZER}: is no tokenizer: {_line(error)}") from None
    try:
        session = InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no common base
        raise ModelError(
            f"{folder / MODEL}: cannot be loaded: {_line(error)}; export it anew, with its weights inside the file"
        ) from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    loaded = SentenceModel(session, tokenizer, prompts)
    loaded.dimensions = _tried(loaded, folder / MODEL, session, tokenizer)
    return loaded


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path}: cannot be read ({error.strerror}); the folder needs {MODEL} and {TOKENIZER}"
        ) from None


def _prompts(path: Path) -> tuple[str, str]:
    """What goes before a question and before a sentence; nothing where there is no such file."""
    if not path.exists():
        return "", ""
    try:
        given = json.loads(path.read_text(encoding="utf-8")).get("prompts") or {}
        query, passage = given.get("query", ""), given.get("document", given.get("passage", ""))
    except (OSError, ValueError, AttributeError, RecursionError):
        raise ModelError(f"{path}: is not a JSON object with `prompts`; mend it or remove it") from None
    if not isinstance(query, str) or not isinstance(passage, str):
        raise ModelError(f"{path}: prompts: `query` and `document` must be texts")
    return query, passage


def _tried(model: SentenceModel, path: Path, session: InferenceSession, tokenizer: Tokenizer) -> int:
    """Run the model on short and long texts and on the tokenizer's last word; returns its dimensions."""
    inputs = {one.name: one.type for one in session.get_inputs()}
    if not inputs.keys() >= _NEEDED or not inputs.keys() <= _INPUTS or set(inputs.values()) != {"tensor(int64)"}:
        raise ModelError(
            f"{path}: takes {', '.join(f'{name}: {kind}' for name, kind in inputs.items())}; expected input_ids and "
            "attention_mask, perhaps token_type_ids, each tensor(int64)"
        )
    words = tokenizer.get_vocab_size()
    if not words:
        raise ModelError(f"{path.with_name(TOKENIZER)}: has no words")
    shapes = set()
    for length in (1, 2, LONGEST):
        try:
            found = model.run([words - 1] * length)
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no common base
            raise ModelError(
                f"{path}: fails on {length} tokens, with {words} words in {TOKENIZER}: {_line(error)}; the two files "
                "must be of one model, exported with a free number of tokens"
            ) from None
        a_token = found.ndim == 3 and found.shape[:2] == (1, length)
        if not (a_token or (found.ndim == 2 and found.shape[0] == 1)) or found.dtype.kind != "f":
            raise ModelError(
                f"{path}: its first output is {found.dtype} of shape {found.shape} for 1 text of {length} tokens; "
                "expected a vector of floats for each token, (1, tokens, n), or for the text, (1, n)"
            )
        if not found.shape[-1] or not np.isfinite(found).all():
            raise ModelError(f"{path}: makes vectors of no use (empty, infinite or not a number); export it anew")
        shapes.add((found.ndim, found.shape[-1]))
    if len(shapes) > 1:
        raise ModelError(f"{path}: makes vectors of several lengths; it is no sentence-embedding model")
    return int(shapes.pop()[1])


def _line(error: Exception) -> str:
    """The first line of a library's error, short."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
