import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.documents.moments import date_line, moment_of
from knowledge.reading.documents.text import byline, unwrapped
from knowledge.reading.importing import read_document
from tests.articles import MILL, NOW


def drafted(text, name="mill.txt", **given):
    return read_document(text.encode(), name=name, now=NOW, given=given)


def first(draft):
    return draft.article["sections"][0]["sentences"][0]["text"]


@pytest.mark.parametrize(
    ("dateline", "place", "agency"),
    [
        ("HARROW, March 6./TASS/.", "HARROW", "TASS"),
        ("HARROW, Norland (AP) —", "HARROW, Norland", "AP"),
        ("HARROW, March 6 (Reuters) -", "HARROW", "Reuters"),
        ("Harrow CNN —", "Harrow", "CNN"),
        ("HARROW (AFP) -", "HARROW", "AFP"),
    ],
)
@pytest.mark.parametrize("head", ["", "Fire destroys the old mill\n\n", "All news\n\nFire destroys the old mill\n\n"])
def test_every_dateline_with_and_without_a_headline(head, dateline, place, agency):
    draft = drafted(f"{head}{dateline} {MILL}")
    assert draft.article["dateline"]["place"] == place
    assert draft.article["source"] == {"name": agency}
    assert draft.article["headline"] == ("Fire destroys the old mill" if head else None)
    assert first(draft).startswith("The old mill in Harrow")
    assert ("headline" in {question.field for question in draft.questions}) == (not head)


def test_the_way_through_the_site_a_standfirst_a_byline_and_a_date_are_told_apart():
    draft = drafted(
        "Home / News / Norland\n\nFire destroys the old mill of Harrow\n\nNobody was hurt, the fire chief says\n\n"
        f"By Ada Moss and Jon Rook, Northern Post\n\nPublished: 6 March 2024, 09:15\nUpdated: 7 March 2024\n\n{MILL}"
    ).article
    assert draft["headline"] == "Fire destroys the old mill of Harrow"
    assert draft["standfirst"] == "Nobody was hurt, the fire chief says"
    assert draft["authors"] == ["Ada Moss", "Jon Rook"]
    assert (draft["published"], draft["updated"]) == ("2024-03-06", "2024-03-07")


def test_a_headline_of_three_words_is_no_navigation():
    draft = drafted(f"Old mill burns\n\nNobody was hurt, the fire chief says\n\nHARROW (AP) — {MILL}")
    assert draft.article["headline"] == "Old mill burns"
    assert draft.article["standfirst"] == "Nobody was hurt, the fire chief says"


def test_what_was_taken_for_navigation_is_said_where_it_might_have_been_the_headline():
    draft = drafted(f"Norland today\n\nFire destroys the old mill of Harrow\n\nNobody was hurt, he says\n\n{MILL}")
    assert draft.article["headline"] == "Fire destroys the old mill of Harrow"
    assert draft.notes == ("“Norland today” was taken for the site's navigation",)


def test_furniture_is_no_sentence():
    draft = drafted(f"The mill burnt down\n\n{MILL}\n\nRead more: The mill in pictures\n\n© Northern Post")
    assert "pictures" not in str(draft.article["sections"])
    assert "©" not in str(draft.article["sections"])


def test_lines_that_were_only_full_are_joined_and_the_document_kept_is_what_is_quoted():
    wrapped = (
        "The mill burnt down\n\n"
        "The old mill in Harrow burnt down on Tuesday\nnight, fire chief Anna Berg said, and the\n"
        "wind was strong. Nobody was hurt in it.\n\n"
        "It was built in 1871 and had been sold in\nMay to a company of Tarn.\n"
    )
    draft = drafted(wrapped)
    assert first(draft) == (
        "The old mill in Harrow burnt down on Tuesday night, fire chief Anna Berg said, and the wind was strong."
    )
    assert all(one["text"] in draft.document.decode() for s in draft.article["sections"] for one in s["sentences"])


def test_lines_of_their_own_stay_apart():
    text = "Mill burns in Harrow\nNobody was hurt there\n\nIt burnt down on Tuesday.\nA second paragraph stands here."
    assert unwrapped(text) == text


def test_line_ends_of_other_systems_and_tabs_are_read():
    draft = drafted(f"The mill burnt down\r\n\r\nIt\tburnt on Tuesday, she said.\r\n\r\n{MILL}\r")
    assert first(draft) == "It burnt on Tuesday, she said."


def test_an_over_long_sentence_is_left_out_and_said():
    draft = drafted(f"The mill burnt down\n\n{MILL}\n\n{'word ' * 300}")
    assert any("longer than 1024" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2024-03-06", "2024-03-06"),
        ("2024-03-06T08:10:00+01:00", "2024-03-06T08:10:00+01:00"),
        ("2024-03-06T08:10:00+0100", "2024-03-06T08:10:00+01:00"),
        ("2024-03-06T08:10:00Z", "2024-03-06T08:10:00+00:00"),
        ("2024-03-06 08:10", "2024-03-06"),  # no zone: the day alone
        ("Wed, 06 Mar 2024 08:10:00 GMT", "2024-03-06T08:10:00+00:00"),
        ("Wed, 06 Mar 2024 08:10:00 +0100", "2024-03-06T08:10:00+01:00"),
        ("6 March 2024", "2024-03-06"),
        ("March 6, 2024", "2024-03-06"),
        ("March 6", None),
        ("yesterday", None),
        ("31 February 2024", None),
        (20240306, None),
    ],
)
def test_a_moment_is_read_as_far_as_it_goes(said, meant):
    assert moment_of(said) == meant


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Published: 6 March 2024, 09:15", ("2024-03-06", False)),
        ("March 6, 2024", ("2024-03-06", False)),
        ("Last updated on March 6th, 2024", ("2024-03-06", True)),
        ("2024-03-06", ("2024-03-06", False)),
        ("The mill burnt on March 6, 2024", None),
        ("6 March", None),
    ],
)
def test_a_line_that_is_a_date(line, found):
    assert date_line(line, "en") == found


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Moss", ("Ada Moss",)),
        ("By Ada Moss, Jon Rook and Eva de Wit", ("Ada Moss", "Jon Rook", "Eva de Wit")),
        ("By Ada Moss | Northern Post", ("Ada Moss",)),
        ("By the river stood a mill", ()),
    ],
)
def test_a_byline(line, names):
    assert byline(line) == names


@given(st.text(alphabet=st.sampled_from("ab AB.\n\t-/>é“"), max_size=300))
def test_unwrapping_changes_white_space_only(text):
    assert "".join(unwrapped(text).split()) == "".join(text.split())
