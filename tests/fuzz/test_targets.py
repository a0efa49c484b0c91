"""The fuzz targets, shortly: the corpus as it is, and a few inputs made of it. `make fuzz` goes on from there."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
BITS = [
    b"\x00",
    b"\xff",
    b"\n",
    b"\n\n",
    b"\"'",
    b"<",
    b"&#",
    b": ",
    b"- ",
    b"99999999999",
    "\u202e".encode(),
    "“”—".encode(),
]


def files(target):
    return sorted((CORPUS / target).iterdir())


@st.composite
def mutated(draw, target):
    """A file of the corpus with parts cut out, doubled, put in from another one, or replaced."""
    data = draw(st.sampled_from(files(target))).read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        first, last = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        put = draw(
            st.sampled_from([b"", data[first:last] * 2, *BITS])
            | st.binary(max_size=6)
            | st.sampled_from([file.read_bytes()[first:last] for file in files(target)])
        )
        data = (data[:first] + put + data[last:])[:4_096]
    return data


def test_every_target_has_its_corpus():
    assert sorted(TARGETS) == sorted(folder.name for folder in CORPUS.iterdir())


@pytest.mark.parametrize("target", TARGETS)
def test_the_corpus_is_held_to_what_is_promised(target):
    for file in files(target):
        TARGETS[target](file.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@given(st.data())
def test_so_is_what_is_made_of_it(target, data):
    TARGETS[target](data.draw(mutated(target)))
