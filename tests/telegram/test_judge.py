"""TDLib's verdicts on texts, as the renderer meets them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram import judge


def test_html_becomes_text_and_entities():
    text = '<b>Ü 😀</b>\n<blockquote>He said &lt;no&gt;.</blockquote><a href="https://a.example/x">x</a>'
    assert judge.parse_html(text) == (
        "Ü 😀\nHe said <no>.x",
        [
            {"type": "bold", "offset": 0, "length": 4},
            {"type": "blockquote", "offset": 5, "length": 13},
            {"type": "text_link", "offset": 18, "length": 1, "url": "https://a.example/x"},
        ],
    )


def test_an_expandable_blockquote():
    text, (entity,) = judge.parse_html("<blockquote expandable>around\nit</blockquote>")
    assert (text, entity["type"], entity["length"]) == ("around\nit", "expandable_blockquote", 9)


@pytest.mark.parametrize("shown", ["", "r", "d", "D", "t", "T", "wD", "wDT", "wdt", "w"])
def test_a_date_is_an_entity_in_every_format(shown):
    attribute = f' format="{shown}"' if shown else ""
    parsed = judge.parse_html(f'<tg-time unix="1569456000"{attribute}>26 September 2019</tg-time>')
    expected = {"type": "date_time", "offset": 0, "length": 17, "unix_time": 1569456000}
    if shown:
        expected["date_time_format"] = shown
    assert parsed == ("26 September 2019", [expected])
    assert judge.clean(*parsed) == parsed


@pytest.mark.parametrize("unix", ["0", "-86400", "x", ""])
def test_a_date_before_1970_is_dropped_in_silence(unix):
    assert judge.parse_html(f'<tg-time unix="{unix}" format="D">then</tg-time>') == ("then", [])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<b>never closed", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a < b", "Unsupported start tag"),
        ("<b><i>crossed</b></i>", "Unmatched end tag"),
        ("<p>paragraph</p>", 'Unsupported start tag "p"'),
        ("closed</b>", "Unexpected end tag"),
        ('<tg-time unix="1" format="yyyy">x</tg-time>', "Invalid date format used"),
        ("lone \ud800 surrogate", "UTF-8"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(text, complaint):
    with pytest.raises(judge.Refused, match=complaint):
        judge.parse_html(text)


@pytest.mark.parametrize(
    ("offset", "length", "complaint"),
    [
        (0, 9, "ends after the end of the text"),
        (7, 1, "begins after the end of the text"),
        (-1, 2, "incorrect offset"),
        (1, 1, "in a middle of a UTF-16 symbol"),
    ],
)
def test_an_entity_outside_its_text_is_refused(offset, length, complaint):
    with pytest.raises(judge.Refused, match=complaint):
        judge.clean("😀abc", [{"type": "bold", "offset": offset, "length": length}])


def test_crossing_entities_are_cut_where_they_cross():
    entities = [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 2, "length": 3}]
    assert len(judge.clean("abcde", entities).entities) == 3


def test_sending_cleans_control_and_bidi_characters():
    assert judge.clean("a\x00b\u202ec\r", []).text == "a bc"


@given(st.text(alphabet=st.sampled_from("ab *_~|`[]()😀\n")))
def test_cleaning_reads_no_markdown(text):
    assert judge.clean("x" + text, []) == ("x" + text, [])


@given(st.text())
def test_lengths_are_those_of_javascript_and_telegram(text):
    assert judge.utf16_length(text) == sum(2 if ord(char) > 0xFFFF else 1 for char in text)


def test_a_message_has_1_to_4096_units():
    assert judge.check("<b>" + "😀" * 2048 + "</b>").text == "😀" * 2048
    with pytest.raises(judge.Refused, match="too long"):
        judge.check("😀" * 2048 + "x")
    with pytest.raises(judge.Refused, match="non-empty"):
        judge.check("<b> \n</b>")


def test_thousands_a_second():
    text = "<b>headline</b>\n<blockquote>“We said <i>no</i>,” he said.</blockquote>" * 4
    began = time.process_time()
    for _ in range(1000):
        judge.check(text)
    assert time.process_time() - began < 1
