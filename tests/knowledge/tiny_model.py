"""A sentence-embedding model of a dozen words that the tests write themselves, byte by byte (ONNX is protobuf)."""

import hashlib
import json
import struct

FIRE, MONEY, WEATHER, NOTHING = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.1, 0.1, 0.1)
WORDS = {
    "[UNK]": NOTHING,
    "fire": FIRE,
    "burnt": FIRE,
    "blaze": FIRE,
    "crowns": MONEY,
    "sold": MONEY,
    "price": MONEY,
    "wind": WEATHER,
    "rained": WEATHER,
}
VECTORS = tuple(WORDS.values())
INT64, FLOAT = 7, 1


def _varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def _field(number, value):
    """One protobuf field: an int, or a text, bytes or a message."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _value_info(name, kind, *dimensions):
    shape = b"".join(_field(1, _field(2 if isinstance(d, str) else 1, d)) for d in dimensions)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def _node(operation, inputs, output, attributes=b""):
    return b"".join(_field(1, one) for one in inputs) + _field(2, output) + _field(4, operation) + attributes


_AXIS_1 = _field(5, _field(1, "axes") + _field(8, 1) + _field(20, 7))
_NO_KEEPING = _field(5, _field(1, "keepdims") + _field(3, 0) + _field(20, 2))
LAST = {
    "a vector a token": (_node("Identity", ["found"], "out"), FLOAT, ("batch", "tokens", 3)),
    "a vector a text": (_node("ReduceMean", ["found"], "out", _AXIS_1 + _NO_KEEPING), FLOAT, ("batch", 3)),
    "turned": (_node("Transpose", ["found"], "out"), FLOAT, (3, "tokens", "batch")),
    "numbers": (_node("Identity", ["input_ids"], "out"), INT64, ("batch", "tokens")),
}


def onnx(vectors=VECTORS, *, last="a vector a token", inputs=("input_ids", "attention_mask")):
    """The bytes of a model that looks each token's vector up."""
    numbers = [number for vector in vectors for number in vector]
    table = _field(1, len(vectors)) + _field(1, len(vectors[0])) + _field(2, FLOAT) + _field(8, "table")
    table += _field(9, struct.pack(f"<{len(numbers)}f", *numbers))
    node, kind, shape = LAST[last]
    graph = _field(1, _node("Gather", ["table", inputs[0]], "found")) + _field(1, node) + _field(2, "tiny")
    graph += _field(5, table)
    graph += b"".join(_field(11, _value_info(name, INT64, "batch", "tokens")) for name in inputs)
    graph += _field(12, _value_info("out", kind, *shape))
    return _field(1, 8) + _field(8, _field(2, 13)) + _field(7, graph)


def tokenizer(words=tuple(WORDS)):
    """A tokenizer.json of whole words, which pads as all-MiniLM-L6-v2's does."""
    padding = {"strategy": {"Fixed": 128}, "direction": "Right", "pad_id": 0, "pad_type_id": 0, "pad_token": "[UNK]"}
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": padding | {"pad_to_multiple_of": None},
            "added_tokens": [],
            "normalizer": {"type": "Lowercase"},
            "pre_tokenizer": {"type": "Whitespace"},
            "post_processor": None,
            "decoder": None,
            "model": {"type": "WordLevel", "vocab": {w: n for n, w in enumerate(words)}, "unk_token": "[UNK]"},
        }
    ).encode()


def write(folder, *, model=None, tokens=None):
    """Write a model into `folder`; returns what pins it."""
    model, tokens = onnx() if model is None else model, tokenizer() if tokens is None else tokens
    (folder / "model.onnx").write_bytes(model)
    (folder / "tokenizer.json").write_bytes(tokens)
    return hashlib.sha256(model + tokens).hexdigest()
