import json
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentence_model import LONGEST, ModelError, load
from tests.knowledge.tiny_model import VECTORS, WORDS, onnx, tokenizer, write


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    return load(folder, write(folder))


@pytest.mark.parametrize("last", ["a vector a token", "a vector a text"])
@pytest.mark.parametrize("inputs", [("input_ids", "attention_mask"), ("input_ids", "attention_mask", "token_type_ids")])
def test_alike_meanings_have_alike_vectors(tmp_path, last, inputs):
    model = load(tmp_path, write(tmp_path, model=onnx(last=last, inputs=inputs)).upper())
    asked = model.question("blaze")
    assert asked @ model.passage("Burnt") == pytest.approx(1)
    assert asked @ model.passage("price") == pytest.approx(0)
    assert model.dimensions == 3


def test_a_vector_is_the_mean_of_the_tokens_and_no_padding_counts(model):
    expected = (np.array(WORDS["fire"]) + np.array(WORDS["sold"])) / 2
    assert model.passage("fire sold") == pytest.approx(expected / np.linalg.norm(expected))


def test_a_long_text_is_cut(model):
    assert model.passage("fire " * LONGEST + "sold " * 500) == pytest.approx(model.passage("fire"))


@given(st.text())
def test_every_text_has_a_vector_of_length_one_or_nought(model, text):
    vector = model.question(text)
    assert vector.shape == (3,)
    assert np.linalg.norm(vector) == pytest.approx(1) or (not vector.any() and not text.isalnum())


@pytest.mark.parametrize("text", ["", "\ud800", "\0"])
def test_odd_texts_have_a_vector(model, text):
    assert model.question(text).shape == (3,)


@pytest.mark.parametrize("name", ["document", "passage"])
def test_prompts_go_before_the_texts(tmp_path, name):
    pinned = write(tmp_path)
    (tmp_path / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "fire ", name: "wind "}})
    )
    model = load(tmp_path, pinned)
    assert model.question("") == pytest.approx(WORDS["fire"])
    assert model.passage("") == pytest.approx(WORDS["wind"])


def refusal(folder, pinned):
    with pytest.raises(ModelError) as caught:
        load(folder, pinned)
    assert "\n" not in str(caught.value)
    assert str(folder) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path, name):
    pinned = write(tmp_path)
    (tmp_path / name).unlink()
    assert refusal(tmp_path, pinned).startswith(f"{tmp_path / name}: cannot be read (No such file")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_other_files_than_the_pinned_ones_are_not_loaded(tmp_path, name):
    pinned = write(tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes() + b" ")
    said = refusal(tmp_path, pinned)
    assert pinned in said
    (found,) = set(re.findall(r"[0-9a-f]{64}", said)) - {pinned}
    assert f"{found}  -" in subprocess.check_output(
        "cat model.onnx tokenizer.json | sha256sum", shell=True, cwd=tmp_path, text=True
    )


WRONG = {
    "no model": ({"model": b"<!doctype html>"}, "model.onnx: cannot be loaded"),
    "an empty model": ({"model": b""}, "model.onnx: cannot be loaded"),
    "no tokenizer": ({"tokens": b"{}"}, "tokenizer.json: is no tokenizer"),
    "an empty tokenizer": ({"tokens": tokenizer(())}, "tokenizer.json: "),
    "other inputs": ({"model": onnx(inputs=("tokens", "attention_mask"))}, "takes tokens: tensor(int64)"),
    "one input more": ({"model": onnx(inputs=("input_ids", "attention_mask", "pixels"))}, "pixels"),
    "fewer words": ({"model": onnx(VECTORS[:-1])}, "fails on 1 tokens, with 9 words in tokenizer.json"),
    "turned": ({"model": onnx(last="turned")}, "shape (3, 1, 1) for 1 text of 1 tokens"),
    "whole numbers": ({"model": onnx(last="numbers")}, "its first output is int64"),
    "not a number": ({"model": onnx([(float("nan"),) * 3] * 9)}, "vectors of no use"),
}


@pytest.mark.parametrize(("files", "problem"), WRONG.values(), ids=WRONG.keys())
def test_what_is_no_sentence_model_is_refused_in_one_line(tmp_path, files, problem):
    assert problem in refusal(tmp_path, write(tmp_path, **files))


@pytest.mark.parametrize("text", ["[", "[]", '{"prompts": {"query": 1}}', '{"prompts": 1}', "\xff"])
def test_bad_prompts_are_refused(tmp_path, text):
    pinned = write(tmp_path)
    (tmp_path / "config_sentence_transformers.json").write_bytes(text.encode("latin-1"))
    assert "prompts" in refusal(tmp_path, pinned)


@pytest.mark.parametrize("name", ["onnxruntime", "tokenizers"])
def test_without_the_extra_it_says_what_to_install(tmp_path, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    said = refusal(tmp_path, write(tmp_path))
    assert f"{name} is missing" in said
    assert "make semantic" in said
