import pytest

from knowledge.evaluation.gate import Gate, fallen, read_gate
from knowledge.files import read

GOOD = "minimum:\n  answer@1: 0.9\n  coverage: 0.5\nmaximum: {false_answer_rate: 0.05}\n"


@pytest.fixture
def gate(tmp_path):
    def gate(content, name="gate.yaml"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        (entry,) = read(path)
        return read_gate(entry)

    return gate


def test_yaml_and_json_are_the_same(gate):
    as_json = '{"minimum": {"answer@1": 0.9, "coverage": 0.5}, "maximum": {"false_answer_rate": 0.05}}'
    assert gate(GOOD) == gate(as_json, "gate.json")
    assert gate(GOOD).minimum == {"answer@1": 0.9, "coverage": 0.5}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("minimum:\n  coverage: .5\n  answer@2: 1\n", "3: minimum.answer@2: no such figure; did you mean `answer@"),
        ("maximum:\n  zzz: 1\n", "2: maximum.zzz: known are answer@1, "),
        ("minimum:\n  coverage: high\n", "2: minimum.coverage: expected a number"),
        ("minimum:\n  coverage: nan\n", "2: minimum.coverage: expected a number"),
        ("minimum: 3\n", "1: minimum: expected figures with numbers"),
        ("# none\nminium: {}\n", "2: minium: is not a part of a gate; it has `minimum` and `maximum`"),
        ("minimum: {}\n", "1: minimum: the gate has no figure"),
    ],
)
def test_a_bad_gate_is_named_with_its_line(gate, content, fault):
    (found,) = gate(content)
    assert fault in str(found)


def test_what_fell_is_said_a_line_each():
    gate = Gate(minimum={"answer@1": 0.9, "coverage": 0.5}, maximum={"false_answer_rate": 0.05, "p99_ms": 50})
    figures = {"answer@1": 0.8765, "coverage": 0.5, "false_answer_rate": 0.0501, "p99_ms": 50.0}
    assert [str(one) for one in fallen(gate, figures)] == [
        "answer@1: 0.8765 is below 0.9",
        "false_answer_rate: 0.0501 is above 0.05",
    ]
    assert fallen(gate, figures | {"answer@1": 0.9, "false_answer_rate": 0.0}) == []
    (one,) = fallen(Gate(maximum={"false_answer_rate": 0.05}), {"false_answer_rate": None})
    assert str(one) == "false_answer_rate: could not be measured by these questions"
