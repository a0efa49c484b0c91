import pytest

from bot.rendering.messages import Button, rows
from bot.rendering.screen import LINE, folded_lines, lines


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"data": "x", "url": "https://n.example/"},
        {"data": "é" * 33},
        {"copied": "𝒳" * 129},
    ],
)
def test_a_button_does_one_thing_that_telegram_takes(wrong):
    with pytest.raises(ValueError, match="the button 'Go'"):
        Button("Go", **wrong)
    with pytest.raises(ValueError, match="label"):
        Button(" ", data="x")


def test_the_most_that_telegram_takes_is_a_button():
    assert Button("Go", data="é" * 32).data
    assert Button("Go", copied="𝒳" * 128).copied


def row_lengths(*labels):
    return [len(row) for row in rows(Button(label, data="x") for label in labels)]


def test_as_many_buttons_stand_side_by_side_as_can_be_read():
    assert row_lengths() == []
    assert row_lengths("Article", "Source", "Share", "Copy citation") == [2, 2]
    assert row_lengths("Article", "Source", "Share", "Copy citation", "More quotes") == [3, 2]
    assert row_lengths("Copy citation", "Copy citation", "Copy citation") == [3]
    assert row_lengths("x" * 20, "x" * 20, "x") == [2, 1]
    assert row_lengths("x" * 50, "x") == [1, 1]
    assert row_lengths("x" * 21, "x") == [1, 1]


def test_lines_are_counted_by_the_width_of_letters():
    assert lines("") == 0
    assert lines("a" * LINE) == 1
    assert lines("a" * LINE + "b\n\nc") == 4
    assert lines("北" * LINE) == 2
    assert lines("e\u0301" * LINE) == 1
    assert (folded_lines("a"), folded_lines("a\n" * 9)) == (1, 3)
