from hypothesis import given
from hypothesis import strategies as st

from bot.remembered import Remembered, reference, referred


def test_the_same_text_has_the_same_token_and_another_another():
    memory = Remembered()
    assert memory.keep("a question") == memory.keep("a question") != memory.keep("another")
    assert memory.recall(memory.keep("a question")) == "a question"
    assert memory.recall("0" * 12) is None


def test_what_was_not_needed_for_longest_is_forgotten():
    memory = Remembered(most=2)
    first, second = memory.keep("one"), memory.keep("two")
    memory.recall(first)
    memory.keep("three")
    assert (memory.recall(first), memory.recall(second)) == ("one", None)


@given(st.text(max_size=80) | st.text("~a", max_size=80))
def test_a_reference_fits_and_leads_back(text):
    memory = Remembered()
    found = reference(text, 54, memory)
    assert len(found.encode("utf-8", "surrogatepass")) <= 54
    assert referred(found, memory) == text


def test_a_text_that_fits_needs_no_memory():
    assert referred(reference("harbour bridge", 54, Remembered()), Remembered()) == "harbour bridge"
    assert referred(reference("harbour " * 20, 54, Remembered()), Remembered()) is None
