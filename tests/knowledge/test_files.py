import gzip
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import files
from knowledge.files import Entry, Fault, dump_yaml, read


def faults(path):
    return [found for found in read(path) if isinstance(found, Fault)]


def entries(path):
    return [found for found in read(path) if isinstance(found, Entry)]


@pytest.fixture
def put(tmp_path):
    def put(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.json", "a.jsonl", "a.yaml.gz", "a.json.gz", "a.jsonl.gz"])
def test_every_format_gives_the_same_article(put, name):
    data = b'{"id": "a", "source": {"name": "B"}}'
    path = put(name, gzip.compress(data) if name.endswith(".gz") else data)
    (entry,) = entries(path)
    assert (entry.data, entry.line) == ({"id": "a", "source": {"name": "B"}}, 1)


def test_yaml_fields_know_their_lines(put):
    path = put(
        "a.yaml",
        "# note\nid: a\nsource:\n  name: B\nsections:\n  - sentences:\n      - text: One.\n      - text: Two.\n",
    )
    (entry,) = entries(path)
    places = [("id",), ("source", "name"), ("sections", 0, "sentences", 1, "text"), ("headline",)]
    assert [entry.locate(place) for place in places] == [2, 4, 8, 2]


def test_json_fields_know_their_lines(put):
    text = json.dumps({"id": 'a"{', "list": [{"x": 1}, {"x": [2, {"y": "\\"}]}], "last": None}, indent=1)
    (entry,) = entries(put("a.json", text))
    lines = text.split("\n")
    assert lines[entry.locate(("list", 1, "x", 1, "y")) - 1].strip().startswith('"y"')
    assert lines[entry.locate(("last",)) - 1].strip().startswith('"last"')
    assert entry.locate(("nowhere",)) == 1


def test_a_field_after_a_deep_one_is_found_at_once(put):
    deep = "[" * 400 + '"}]"' + "]" * 400
    (entry,) = entries(put("a.json", f'{{"deep": {deep},\n"last": 1}}'))
    assert entry.locate(("last",)) == 2


def test_one_bad_line_leaves_the_others(put):
    path = put("a.jsonl", b'{"id": "a"}\n{"id": \n\n[1]\n\xff\n{"id": "b"}\n{"id": 1, "id": 2}\n')
    assert [entry.data["id"] for entry in entries(path)] == ["a", "b"]
    assert [fault.line for fault in faults(path)] == [2, 4, 5, 7]


@pytest.mark.parametrize(
    ("name", "content", "line", "problem"),
    [
        ("a.yaml", "", 1, "empty"),
        ("a.json", "  \n", 1, "empty"),
        ("a.jsonl", "\n", 1, "empty"),
        ("a.yaml", "id: a\nid: b\n", 2, "twice"),
        ("a.json", '{"id": 1,\n "id": 2}', 1, "twice"),
        ("a.yaml", "id: a\n  b: c\n", 2, "YAML"),
        ("a.yaml", "a: &x [1]\nb: *x\n", 2, "aliases"),
        ("a.yaml", "id: [" * 5000, 1, ""),
        ("a.yaml", "- " * 200 + "x", 1, "deep"),
        ("a.json", "[" * 100_000, 1, "deep"),
        ("a.json", '{"id": NaN}', 1, "NaN"),
        ("a.json", '{\n "id": \n}', 3, "JSON"),
        ("a.json", '"text"', 1, "expected an article"),
        ("a.yaml", "just words", 1, "expected an article"),
        ("a.yaml", b"id: a\nheadline: \xff\n", 2, "UTF-8"),
        ("a.json.gz", b"not gzip", 0, "damaged"),
        ("a.json.gz", gzip.compress(b'{"id": "a"}' * 50, mtime=0)[:-12], 0, "damaged"),
        ("a.txt", "words", 0, "not an article file"),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_line(put, name, content, line, problem):
    found = faults(put(name, content))
    assert len(found) == 1
    assert problem in found[0].message
    if problem != "":
        assert found[0].line == line
    assert str(found[0]).startswith(f"{found[0].path}:{found[0].line}: ")


def test_a_gzip_bomb_is_refused_in_bounded_memory(put, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE", 1000)
    monkeypatch.setattr(files, "MAX_LINE", 1000)
    bomb = gzip.compress(b"x" * 1_000_000 + b'\n{"id": "a"}\n')
    assert "larger" in faults(put("a.yaml.gz", bomb))[0].message
    path = put("a.jsonl.gz", bomb)
    assert [fault.line for fault in faults(path)] == [1]
    assert [entry.line for entry in entries(path)] == [2]


def test_a_byte_order_mark_is_no_content(put):
    (entry,) = entries(put("a.json", b'\xef\xbb\xbf{"id": "a"}'))
    assert entry.data == {"id": "a"}


def test_norwegian_is_not_false(put):
    (entry,) = entries(put("a.yaml", "language: no\npublished: 2019-09-26\nx: true\ny: null\nz: 12\n"))
    assert entry.data == {"language": "no", "published": "2019-09-26", "x": True, "y": None, "z": 12}


def test_a_missing_file_is_a_fault(tmp_path):
    assert "cannot be read" in faults(tmp_path / "gone.yaml")[0].message


def test_folders_are_read_through_and_hidden_and_other_files_are_not(tmp_path):
    for name in ("b.yaml", "sub/a.jsonl.gz", ".hidden/c.yaml", ".d.yaml", "e.txt", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = files.article_files([tmp_path, tmp_path / "b.yaml"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["b.yaml", "sub/a.jsonl.gz"]
    with pytest.raises(FileNotFoundError):
        files.article_files([tmp_path / "gone"])


# What the models admit; the rest never comes as far as being written.
_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], include_characters="\n\t\u00a0"))


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), _TEXT | st.lists(_TEXT, max_size=3), min_size=1))
def test_what_is_written_comes_back_exactly(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("yaml") / f"{random.random()}.yaml"
    path.write_text(dump_yaml(data), encoding="utf-8", newline="\n")
    found = list(read(path))
    assert [entry.data for entry in found] == [data]


def test_a_field_without_a_value_says_null():
    assert dump_yaml({"published": None}) == "published: null\n"
