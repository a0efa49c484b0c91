"""Article files: paths to raw articles with line numbers, and back to YAML that an editor likes to read.

Every file stands alone: what is wrong with one is a `Fault` with its line, and the rest goes on.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

import regex
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import LiteralScalarString

from knowledge.positions import Place, json_position

SUFFIXES = (".yaml", ".yml", ".json", ".jsonl")
MAX_FILE = 200_000_000
"""Bytes of a YAML or JSON file, unpacked; larger sets belong in JSON Lines, which is read line by line."""
MAX_LINE = 20_000_000
"""Bytes of one line of JSON Lines."""
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: `line` counts from 1, 0 where no line is to blame."""

    path: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as its file has it, unvalidated; `locate` gives the line of a field, or of what holds it."""

    path: Path
    line: int
    data: Mapping[str, Any]
    locate: Callable[[Place], int]


class BadFileError(Exception):
    """A file that cannot be read at all; carries its fault."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def article_files(paths: Iterable[Path]) -> list[Path]:
    """Return the article files of `paths`: files as they are, folders through and through, sorted, none twice.

    Raises FileNotFoundError for a path that is not there.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file() and _is_article_file(p))
            found |= dict.fromkeys(p for p in inside if not _hidden(p.relative_to(path)))
        elif path.exists():
            found[path] = None
        else:
            raise FileNotFoundError(f"{path} is not there")
    return list(found)


def _is_article_file(path: Path) -> bool:
    name = path.name.removesuffix(".gz")
    return name.endswith(SUFFIXES)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read(path: Path) -> Iterator[Entry | Fault]:
    """Yield the articles of one file; what cannot be read is a Fault in its place."""
    try:
        name = path.name.removesuffix(".gz")
        if not name.endswith(SUFFIXES):
            raise BadFileError(0, f"not an article file; known are {', '.join(SUFFIXES)}, each also with .gz")
        with _opened(path) as file:
            if name.endswith(".jsonl"):
                yield from _json_lines(path, file)
            elif name.endswith(".json"):
                yield from _articles(path, *_json(_whole(file)))
            else:
                yield from _articles(path, *_yaml(_whole(file)))
    except BadFileError as error:
        yield Fault(str(path), error.line, "file", str(error))
    except (gzip.BadGzipFile, EOFError, zlib.error):
        yield Fault(str(path), 0, "file", "the .gz is damaged or cut short; pack it again")
    except OSError as error:
        yield Fault(str(path), 0, "file", f"cannot be read: {error.strerror or 'unknown reason'}")


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb")


def _whole(file: IO[bytes]) -> str:
    data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise BadFileError(0, f"larger than {MAX_FILE // 1_000_000} MB unpacked; use JSON Lines")
    text = _decoded(data, 1)
    if not text.strip():
        raise BadFileError(1, "the file is empty")
    return text


def _decoded(data: bytes, line: int) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line += data.count(b"\n", 0, error.start)
        raise BadFileError(line, f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8") from None


def _locate_in(locate: Callable[[Place], int], number: int, place: Place) -> int:
    return locate((number, *place))


def _same_line(line: int, _: Place) -> int:
    return line


def _articles(path: Path, data: object, locate: Callable[[Place], int]) -> Iterator[Entry | Fault]:
    """One article, or a list of them."""
    if isinstance(data, dict):
        yield Entry(path, locate(()), data, locate)
    elif isinstance(data, list) and data:
        for number, item in enumerate(data):
            within = partial(_locate_in, locate, number)
            if isinstance(item, dict):
                yield Entry(path, within(()), item, within)
            else:
                yield Fault(str(path), within(()), "file", "expected an article here: a mapping of fields")
    else:
        yield Fault(str(path), 1, "file", "expected an article (a mapping of fields) or a list of articles")


# --- YAML ---------------------------------------------------------------------------------------------------------


def _yaml(text: str) -> tuple[object, Callable[[Place], int]]:
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, AliasEvent):
                line = event.start_mark.line + 1
                raise BadFileError(line, "aliases (*name) are not read; write the value out")
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadFileError(line, f"not valid YAML: {error.problem or error.context}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise BadFileError(1, f"not valid YAML: {reason}") from None
    if root is None:
        raise BadFileError(1, "the file is empty")
    return _plain(root, 0), lambda place: _node_line(root, place)


def yaml_mapping(text: str) -> tuple[dict[str, Any], Callable[[Place], int]]:
    """Return a YAML mapping that is no article, and what gives the line of a place in it; raises BadFileError."""
    data, locate = _yaml(text)
    if not isinstance(data, dict):
        raise BadFileError(1, "expected a mapping here: `name: value`, one a line")
    return data, locate


def _plain(node: Node, depth: int) -> Any:  # noqa: ANN401 - whatever the file holds
    if depth > MAX_DEPTH:
        raise BadFileError(node.start_mark.line + 1, f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(node, MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise BadFileError(key.start_mark.line + 1, f"`{name}` stands twice")
            found[name] = _plain(value, depth + 1)
        return found
    if isinstance(node, SequenceNode):
        return [_plain(item, depth + 1) for item in node.value]
    assert isinstance(node, ScalarNode)  # noqa: S101 - there is no fourth kind
    return _scalar(node)


def _scalar(node: ScalarNode) -> str | int | float | bool | None:
    kind = str(node.tag).rpartition(":")[2]
    value: str = node.value
    if kind == "null":
        return None
    if kind == "bool":
        return value.lower() == "true"
    if kind == "int" and regex.fullmatch(r"[-+]?\d{1,18}", value):
        return int(value)
    return value  # dates and odd numbers as they are written: the model knows best


def _node_line(node: Node, place: Place) -> int:
    line = int(node.start_mark.line) + 1
    for step in place:
        if isinstance(node, MappingNode):
            pair = next((pair for pair in node.value if str(pair[0].value) == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
            if isinstance(node, ScalarNode):
                line = max(line, node.start_mark.line + 1) if node.style is None else line
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, ScalarNode) and isinstance(step, int) and node.style == "|":
            return int(node.start_mark.line + 2 + node.value.count("\n", 0, step))  # an offset into a block
        else:
            break
    return line


# --- JSON ---------------------------------------------------------------------------------------------------------


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadFileError(0, f"`{name}` stands twice")
        found[name] = value
    return found


def _no_constant(name: str) -> float:
    raise BadFileError(0, f"{name} is not a value in JSON")


def _load_json(text: str, first_line: int) -> object:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadFileError(
            first_line + error.lineno - 1, f"not valid JSON: {error.msg} (column {error.colno})"
        ) from None
    except BadFileError as error:
        raise BadFileError(first_line, str(error)) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise BadFileError(first_line, "not valid JSON: nested too deep, or a number too long") from None


def _json(text: str) -> tuple[object, Callable[[Place], int]]:
    return _load_json(text, 1), lambda place: text.count("\n", 0, json_position(text, place)) + 1


def _json_lines(path: Path, file: IO[bytes]) -> Iterator[Entry | Fault]:
    number, seen = 0, False
    while raw := file.readline(MAX_LINE + 1):
        number += 1
        if len(raw) > MAX_LINE:
            while raw and not raw.endswith(b"\n"):  # the rest of the line
                raw = file.readline(MAX_LINE)
            seen = True
            yield Fault(str(path), number, "file", f"the line is longer than {MAX_LINE // 1_000_000} MB")
            continue
        if not raw.strip():
            continue
        seen = True
        try:
            data = _load_json(_decoded(raw, number).strip(), number)
        except BadFileError as error:
            yield Fault(str(path), error.line, "file", str(error))
            continue
        if isinstance(data, dict):
            yield Entry(path, number, data, partial(_same_line, number))
        else:
            yield Fault(str(path), number, "file", "expected an article here: one JSON object a line")
    if not seen:
        yield Fault(str(path), 1, "file", "the file is empty")


# --- writing ------------------------------------------------------------------------------------------------------


def dump_yaml(article: Mapping[str, object]) -> str:
    """Return an article as YAML, fields in the order given; reading it back gives the same values exactly."""
    yaml = YAML(pure=True)
    yaml.width = 1_000_000  # a sentence stays on its line, so that a diff shows the sentence that changed
    yaml.allow_unicode = True
    # An empty field is said out loud: `published: null` is a question, `published:` looks like an accident.
    yaml.representer.add_representer(type(None), _null)
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_blocks(article), out)
    return out.getvalue()


def _null(representer: Any, _: None) -> ScalarNode:  # noqa: ANN401 - ruamel.yaml does not type it
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")  # type: ignore[no-any-return] # nor this


def _blocks(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _blocks(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_blocks(item) for item in value]
    if isinstance(value, str) and "\n" in value and _fits_a_block(value):
        return LiteralScalarString(value)
    return value


def _fits_a_block(text: str) -> bool:
    """Whether a literal block gives `text` back exactly: no leading space, no odd line ends or characters."""
    return not regex.search(r"^\s|[ \t]\n|[\r\x85\u2028\u2029\ufeff\t]|[^\P{C}\n]|\s\Z", text)
